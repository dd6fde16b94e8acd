#include "engine/community/components.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <numeric>
#include <random>

#include "tests/engine/thread_counts.h"
#include "tests/reference/community.h"
#include "tests/support/random_graph.h"

namespace headwater::engine {
namespace {

using graph::ExecutionContext;
using reference::EdgeListGraph;

void expect_components(const EdgeListGraph& graph) {
  const graph::Projection projection = graph.project();
  const auto expected = reference::components_by_flooding(graph);
  std::map<std::uint32_t, std::uint32_t> sizes;
  std::uint32_t largest = 0;
  for (const std::uint32_t label : expected) largest = std::max(largest, ++sizes[label]);
  tests::for_thread_counts([&](const ExecutionContext& context) {
    const auto found = weakly_connected_components(projection, context).value();
    EXPECT_EQ(found.label, expected);
    EXPECT_EQ(found.count, sizes.size());
    EXPECT_EQ(found.largest, largest);
  });
}

TEST(Components, EqualFloodingOnRandomGraphsForAnyThreadCount) {
  for (std::uint64_t seed = 0; seed < 240; ++seed) {
    const EdgeListGraph graph = tests::random_graph(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + graph.describe());
    expect_components(graph);
  }
}

// Sparse graphs near the birth of the giant component: many arcs are skipped, many must not be.
TEST(Components, AreTheSameWhenMembersOfTheGiantSetAreSkipped) {
  for (std::uint64_t seed = 0; seed < 12; ++seed) {
    std::mt19937_64 random(seed);
    EdgeListGraph graph{.vertex_count = 30000};
    graph.directed = seed % 2 == 0;
    const std::uint32_t edges = 9000 + 4000 * static_cast<std::uint32_t>(seed);
    for (std::uint32_t i = 0; i < edges; ++i) {
      graph.edges.push_back({static_cast<std::uint32_t>(random() % graph.vertex_count),
                             static_cast<std::uint32_t>(random() % graph.vertex_count)});
    }
    SCOPED_TRACE("seed " + std::to_string(seed));
    expect_components(graph);
  }
}

TEST(Components, FollowALongPathAgainstTheVertexOrder) {
  EdgeListGraph graph{.vertex_count = 50000};
  std::vector<std::uint32_t> order(graph.vertex_count);
  std::iota(order.begin(), order.end(), 0u);
  std::shuffle(order.begin(), order.end(), std::mt19937_64(3));
  for (std::size_t i = 1; i < order.size(); ++i) graph.edges.push_back({order[i], order[i - 1]});
  tests::for_thread_counts([&](const ExecutionContext& context) {
    const auto found = weakly_connected_components(graph.project(), context).value();
    EXPECT_EQ(found.count, 1u);
    EXPECT_EQ(found.largest, graph.vertex_count);
    EXPECT_EQ(found.label, std::vector<std::uint32_t>(graph.vertex_count, 0));
  });
}

TEST(Components, OfTheEmptyGraphAreNone) {
  const ExecutionContext context({.threads = 2, .on_progress = {}});
  const auto found = weakly_connected_components(EdgeListGraph{}.project(), context).value();
  EXPECT_EQ(found.count, 0u);
  EXPECT_EQ(found.largest, 0u);
}

TEST(Components, StopWhenCancelled) {
  ExecutionContext context({.threads = 2, .on_progress = {}});
  context.cancel();
  const auto result = weakly_connected_components(tests::random_graph(5).project(), context);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code(), graph::StatusCode::kCancelled);
}

}  // namespace
}  // namespace headwater::engine
