#include "ingest/edge_file.h"

#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "tests/support/shared_data.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

namespace headwater::ingest {
namespace {

using tests::TemporaryDirectory;
using Ids = std::vector<std::string>;

graph::Result<EdgeList> read(const std::string& edges, EdgeFileRequest request = {},
                             const std::string& vertices = "") {
  const TemporaryDirectory directory;
  request.edges = directory / "graph.e";
  tests::write_file(request.edges, edges);
  if (!vertices.empty()) {
    request.vertices = directory / "graph.v";
    tests::write_file(request.vertices, vertices);
  }
  const graph::ExecutionContext context({.threads = 1});
  return read_edge_file(request, context);
}

std::vector<std::pair<std::string, std::string>> named(const EdgeList& list) {
  std::vector<std::pair<std::string, std::string>> result;
  for (const auto& edge : list.edges) {
    result.emplace_back(list.ids[edge.from], list.ids[edge.to]);
  }
  return result;
}

TEST(EdgeFile, SortsIntegersAsIntegersAndWordsAsBytes) {
  EXPECT_EQ(read("10 9\n-2 100000000000000000000\n")->ids,
            (Ids{"-2", "9", "10", "100000000000000000000"}));
  EXPECT_EQ(read("10 9\nb 2\n")->ids, (Ids{"10", "2", "9", "b"}));
}

TEST(EdgeFile, KeepsParallelEdgesAndSelfLoopsOfADirectedGraph) {
  const auto list = read("# comment\n1 2\n1\t2\r\n2 2\n");
  ASSERT_TRUE(list.has_value()) << list.error().message();
  EXPECT_EQ(list->edges.size(), 3u);
  EXPECT_TRUE(list->weights.empty());
}

TEST(EdgeFile, UndirectedPairsAreOneEdge) {
  const auto list = read("1 2 0.5\n2 1 0.5\n2 2 1\n", {.undirected = true});
  ASSERT_TRUE(list.has_value()) << list.error().message();
  EXPECT_EQ(named(*list),
            (std::vector<std::pair<std::string, std::string>>{{"1", "2"}, {"2", "2"}}));
  EXPECT_EQ(list->weights, (std::vector<double>{0.5, 1.0}));
  EXPECT_FALSE(read("1 2 0.5\n2 1 0.6\n", {.undirected = true}).has_value());
}

TEST(EdgeFile, AdjacencyLinesNameIsolatedVertices) {
  const auto list = read("1 2 3\n2 1\n7\n", {.adjacency = true, .undirected = true});
  ASSERT_TRUE(list.has_value());
  EXPECT_EQ(list->ids, (Ids{"1", "2", "3", "7"}));
  EXPECT_EQ(list->edges.size(), 2u);
}

TEST(EdgeFile, VertexFileAddsIsolatedVerticesAndClosesTheSet) {
  EXPECT_EQ(read("1 2\n", {}, "1\n2\n3\n")->ids, (Ids{"1", "2", "3"}));
  const auto open = read("1 9\n", {}, "1\n2\n");
  ASSERT_FALSE(open.has_value());
  EXPECT_EQ(open.error().code(), graph::StatusCode::kInput);
}

TEST(EdgeFile, RefusesWhatIsNoEdge) {
  for (const char* text : {"1\n", "1 2 3 4 5\n", "1 2 x\n", "1 2 nan\n", "1 2 inf\n",
                           "1 2\n1 3 1\n", "1 2 1\n1 3\n", "1 \xFF\n"}) {
    const auto list = read(text);
    ASSERT_FALSE(list.has_value()) << text;
    EXPECT_EQ(list.error().code(), graph::StatusCode::kInput) << text;
  }
}

TEST(EdgeFile, AgreesWithANaiveReadingOnRandomGraphs) {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const bool undirected = random() % 2 == 0;
    std::string text;
    std::vector<std::pair<std::string, std::string>> expected;
    std::set<std::set<std::string>> pairs;
    std::set<long> vertices;
    for (std::size_t i = 0; i < 1 + random() % 40; ++i) {
      const long a = static_cast<long>(random() % 12) - 3;
      const long b = static_cast<long>(random() % 12) - 3;
      text += std::to_string(a) + " " + std::to_string(b) + "\n";
      vertices.insert({a, b});
      const bool is_new = pairs.insert({std::to_string(a), std::to_string(b)}).second;
      if (is_new || !undirected) expected.emplace_back(std::to_string(a), std::to_string(b));
    }
    const auto list = read(text, {.undirected = undirected});
    ASSERT_TRUE(list.has_value()) << list.error().message();
    EXPECT_EQ(named(*list), expected);
    Ids ids;
    for (const long id : vertices) ids.push_back(std::to_string(id));
    EXPECT_EQ(list->ids, ids);
  }
}

TEST(EdgeFile, ReadsTheGraphalyticsExamples) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/graphalytics/example");
  const graph::ExecutionContext context({.threads = 1});
  const auto directed = read_edge_file(
      {.edges = folder / "example-directed.e", .vertices = folder / "example-directed.v"}, context);
  ASSERT_TRUE(directed.has_value()) << directed.error().message();
  EXPECT_EQ(directed->ids.size(), 10u);
  EXPECT_EQ(directed->edges.size(), 17u);
  EXPECT_EQ(directed->weights.size(), 17u);
  const auto lines = read_edge_file(
      {.edges = folder / "example-undirected-input", .adjacency = true, .undirected = true},
      context);
  ASSERT_TRUE(lines.has_value()) << lines.error().message();
  EXPECT_EQ(lines->ids.size(), 9u);
  EXPECT_EQ(lines->edges.size(), 12u);
}

}  // namespace
}  // namespace headwater::ingest
