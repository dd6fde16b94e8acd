#include "engine/community/label_propagation.h"

#include <gtest/gtest.h>

#include <limits>
#include <set>

#include "tests/engine/thread_counts.h"
#include "tests/reference/community.h"
#include "tests/support/random_graph.h"

namespace headwater::engine {
namespace {

using graph::ExecutionContext;
using reference::EdgeListGraph;

void expect_labels(const EdgeListGraph& graph, int iterations, bool weighted) {
  const graph::Projection projection = graph.project();
  const auto expected =
      reference::label_propagation_by_maps(graph, iterations, weighted && graph.weighted);
  const std::set<std::uint32_t> distinct(expected.label.begin(), expected.label.end());
  tests::for_thread_counts([&](const ExecutionContext& context) {
    const auto found =
        label_propagation(projection, {.iterations = iterations, .weighted = weighted}, context)
            .value();
    EXPECT_EQ(found.label, expected.label);
    EXPECT_EQ(found.count, distinct.size());
    EXPECT_EQ(found.iterations, expected.rounds);
    EXPECT_EQ(found.converged, expected.converged);
  });
}

TEST(LabelPropagation, EqualsCountingWithMapsOnRandomGraphsForAnyThreadCount) {
  for (std::uint64_t seed = 0; seed < 240; ++seed) {
    const EdgeListGraph graph = tests::random_graph(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + graph.describe());
    for (const int iterations : {1, 2, 25}) {
      expect_labels(graph, iterations, false);
      expect_labels(graph, iterations, true);
    }
  }
}

TEST(LabelPropagation, EqualsCountingWithMapsOnLargerGraphsWithHubs) {
  for (const bool directed : {false, true}) {
    const auto graph = tests::random_hub_graph(23, 4000, 9000, directed, false);
    expect_labels(graph, 8, false);
  }
}

TEST(LabelPropagation, GivesEqualBitsForAnyThreadCountWithInexactWeights) {
  const auto projection = tests::random_hub_graph(29, 5000, 40000, true, true).project();
  std::vector<std::uint32_t> first;
  tests::for_thread_counts([&](const ExecutionContext& context) {
    const auto found = label_propagation(projection, {.iterations = 6, .weighted = true}, context);
    if (first.empty()) first = found->label;
    EXPECT_EQ(found->label, first);
  });
}

TEST(LabelPropagation, SwingsOnASingleEdgeAndSaysSo) {
  const ExecutionContext context({.threads = 1, .on_progress = {}});
  const EdgeListGraph pair{.vertex_count = 2, .edges = {{0, 1}}, .directed = false};
  const auto odd = label_propagation(pair.project(), {.iterations = 7}, context).value();
  EXPECT_EQ(odd.label, (std::vector<std::uint32_t>{1, 0}));
  EXPECT_FALSE(odd.converged);
  EXPECT_EQ(odd.iterations, 7);
}

TEST(LabelPropagation, KeepsTheLabelsOfIsolatedVerticesAndStopsEarly) {
  const ExecutionContext context({.threads = 2, .on_progress = {}});
  const auto found =
      label_propagation(EdgeListGraph{.vertex_count = 3}.project(), {.iterations = 50}, context);
  EXPECT_EQ(found->label, (std::vector<std::uint32_t>{0, 1, 2}));
  EXPECT_TRUE(found->converged);
  EXPECT_EQ(found->iterations, 1);
  EXPECT_EQ(found->count, 3u);
}

TEST(LabelPropagation, RefusesBadParametersAndStopsWhenCancelled) {
  ExecutionContext context({.threads = 2, .on_progress = {}});
  const auto graph = tests::random_graph(5).project();
  EXPECT_EQ(label_propagation(graph, {.iterations = 0}, context).error().code(),
            graph::StatusCode::kQuestion);
  for (const double weight :
       {-1.0, std::numeric_limits<double>::infinity(), std::numeric_limits<double>::quiet_NaN()}) {
    const EdgeListGraph bad{.vertex_count = 2, .edges = {{0, 1, weight}}, .weighted = true};
    EXPECT_EQ(label_propagation(bad.project(), {.weighted = true}, context).error().code(),
              graph::StatusCode::kQuestion);
    EXPECT_TRUE(label_propagation(bad.project(), {.weighted = false}, context).has_value());
  }
  context.cancel();
  EXPECT_EQ(label_propagation(graph, {}, context).error().code(), graph::StatusCode::kCancelled);
}

}  // namespace
}  // namespace headwater::engine
