#include "engine/centrality/degree.h"

#include <gtest/gtest.h>

#include "tests/engine/thread_counts.h"
#include "tests/reference/centrality.h"
#include "tests/support/random_graph.h"

namespace headwater::engine {
namespace {

using graph::ExecutionContext;
using reference::EdgeListGraph;

constexpr std::array<Direction, 3> kDirections = {Direction::kOut, Direction::kIn,
                                                  Direction::kTotal};

TEST(Degree, EqualsCountsOverTheEdgeListOnRandomGraphs) {
  for (std::uint64_t seed = 0; seed < 240; ++seed) {
    const EdgeListGraph graph = tests::random_graph(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + graph.describe());
    const graph::Projection projection = graph.project();
    tests::for_thread_counts([&](const ExecutionContext& context) {
      for (const Direction direction : kDirections) {
        const auto counts = degree(projection, direction, context).value();
        const auto sums = strength(projection, direction, context).value();
        EXPECT_EQ(std::vector<double>(counts.begin(), counts.end()),
                  reference::strength_by_edge_list(graph, direction, false));
        // Weights are multiples of 1/4, so sums are exact in any order.
        EXPECT_EQ(sums, reference::strength_by_edge_list(graph, direction, true));
      }
    });
  }
}

TEST(Degree, CountsASelfLoopOnceAtEachOfItsEnds) {
  EdgeListGraph graph{.vertex_count = 2, .edges = {{0, 0, 2.5}, {0, 1, 1.0}}, .weighted = true};
  const ExecutionContext context({.threads = 1, .on_progress = {}});
  const auto directed = graph.project();
  EXPECT_EQ(degree(directed, Direction::kOut, context).value()[0], 2u);
  EXPECT_EQ(degree(directed, Direction::kIn, context).value()[0], 1u);
  EXPECT_EQ(degree(directed, Direction::kTotal, context).value()[0], 3u);
  graph.directed = false;
  const auto undirected = graph.project();
  for (const Direction direction : kDirections) {
    EXPECT_EQ(degree(undirected, direction, context).value()[0], 3u);
    EXPECT_EQ(strength(undirected, direction, context).value()[0], 6.0);
  }
}

TEST(Degree, SumsInexactWeightsToEqualBitsForAnyThreadCount) {
  const auto projection = tests::random_hub_graph(7, 3000, 60000, true, true).project();
  std::vector<double> first;
  tests::for_thread_counts([&](const ExecutionContext& context) {
    const auto sums = strength(projection, Direction::kTotal, context).value();
    if (first.empty()) first = sums;
    EXPECT_EQ(sums, first);
  });
}

TEST(Degree, StopsWhenCancelled) {
  const auto projection = tests::random_graph(5).project();
  ExecutionContext context({.threads = 2, .on_progress = {}});
  context.cancel();
  EXPECT_EQ(degree(projection, Direction::kOut, context).error().code(),
            graph::StatusCode::kCancelled);
  EXPECT_EQ(strength(projection, Direction::kOut, context).error().code(),
            graph::StatusCode::kCancelled);
}

}  // namespace
}  // namespace headwater::engine
