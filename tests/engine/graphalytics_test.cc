// The validation graphs of LDBC Graphalytics with their expected outputs.
#include <gtest/gtest.h>

#include "engine/centrality/pagerank.h"
#include "engine/community/components.h"
#include "engine/community/label_propagation.h"
#include "tests/support/graphalytics.h"
#include "tests/support/shared_data.h"

namespace headwater::engine {
namespace {

using graph::ExecutionContext;
using tests::GraphalyticsGraph;
using Values = std::map<std::uint64_t, double>;

void expect_labels(const GraphalyticsGraph& input, const std::vector<std::uint32_t>& label,
                   const Values& expected) {
  ASSERT_EQ(label.size(), expected.size());
  for (std::size_t v = 0; v < label.size(); ++v) {
    EXPECT_EQ(static_cast<double>(input.ids[label[v]]), expected.at(input.ids[v]))
        << "vertex " << input.ids[v];
  }
}

void expect_components(const GraphalyticsGraph& input, const Values& expected) {
  const ExecutionContext context({.threads = 2, .on_progress = {}});
  expect_labels(input, weakly_connected_components(input.graph.project(), context)->label,
                expected);
}

void expect_communities(const GraphalyticsGraph& input, int iterations, const Values& expected) {
  const ExecutionContext context({.threads = 2, .on_progress = {}});
  const auto found =
      label_propagation(input.graph.project(), {.iterations = iterations}, context).value();
  expect_labels(input, found.label, expected);
}

void expect_ranks(const GraphalyticsGraph& input, const PageRankOptions& options,
                  const Values& expected) {
  const ExecutionContext context({.threads = 2, .on_progress = {}});
  const auto found = pagerank(input.graph.project(), options, context).value();
  ASSERT_EQ(found.scores.size(), expected.size());
  for (std::size_t v = 0; v < found.scores.size(); ++v) {
    const double wanted = expected.at(input.ids[v]);
    EXPECT_NEAR(found.scores[v], wanted, 1e-4 * wanted) << "vertex " << input.ids[v];
  }
}

// The example graphs' PageRank vectors are those of two iterations, given to 16 digits.
TEST(Graphalytics, ExampleGraphsGiveTheGivenAnswers) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/graphalytics/example");
  for (const bool directed : {true, false}) {
    const std::string name = directed ? "example-directed" : "example-undirected";
    SCOPED_TRACE(name);
    const GraphalyticsGraph inputs[] = {
        tests::read_adjacency(folder / (name + "-input"), directed),
        tests::read_vertices_and_edges(folder / (name + ".v"), folder / (name + ".e"), directed)};
    for (const GraphalyticsGraph& input : inputs) {
      ASSERT_EQ(input.ids.size(), directed ? 10u : 9u);
      expect_components(input, tests::read_values(folder / (name + "-WCC")));
      expect_communities(input, 2, tests::read_values(folder / (name + "-CDLP")));
      expect_ranks(input, {.max_iterations = 2, .tolerance = 0, .start = {}},
                   tests::read_values(folder / (name + "-PR")));
    }
  }
}

TEST(Graphalytics, ComponentsEqualTheGivenOnes) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/graphalytics/wcc");
  expect_components(tests::read_adjacency(folder / "dir-input", true),
                    tests::read_values(folder / "dir-output"));
}

TEST(Graphalytics, CommunitiesEqualTheGivenOnesAfterFiveIterations) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/graphalytics/cdlp");
  expect_communities(tests::read_adjacency(folder / "dir-input", true), 5,
                     tests::read_values(folder / "dir-output"));
}

// The given vector is the converged one; the 14 iterations of its properties file come near it.
TEST(Graphalytics, PageRankConvergesToTheGivenVector) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/graphalytics/pr");
  const auto input = tests::read_adjacency(folder / "dir-input", true);
  ASSERT_EQ(input.ids.size(), 50u);
  const auto expected = tests::read_values(folder / "dir-output");
  expect_ranks(input, {.start = {}}, expected);
  expect_ranks(input, {.max_iterations = 14, .tolerance = 0, .start = {}}, expected);
}

}  // namespace
}  // namespace headwater::engine
