#include "engine/centrality/pagerank.h"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "tests/engine/thread_counts.h"
#include "tests/reference/centrality.h"
#include "tests/support/random_graph.h"

namespace headwater::engine {
namespace {

using graph::ExecutionContext;
using reference::EdgeListGraph;
using Start = std::vector<std::pair<std::uint32_t, double>>;

Start random_start(const EdgeListGraph& graph, std::uint64_t seed) {
  if (graph.vertex_count == 0 || seed % 3 == 0) return {};
  Start start;
  for (std::uint64_t i = 0; i <= seed % 4; ++i) {
    const auto vertex = static_cast<std::uint32_t>((seed * 31 + i * 17) % graph.vertex_count);
    start.emplace_back(vertex, 1.0 + static_cast<double>(i));  // may name a vertex twice
  }
  return start;
}

TEST(PageRank, EqualsTheDenseMatrixOnRandomGraphsWithEqualBitsForAnyThreadCount) {
  for (std::uint64_t seed = 0; seed < 240; ++seed) {
    const EdgeListGraph graph = tests::random_graph(seed);
    SCOPED_TRACE("seed " + std::to_string(seed) + ": " + graph.describe());
    const graph::Projection projection = graph.project();
    PageRankOptions options{.damping = 0.85, .max_iterations = 12, .tolerance = 0, .start = {}};
    options.start = random_start(graph, seed);
    const auto expected = reference::pagerank_by_dense_matrix(
        graph, options.damping, options.max_iterations, options.start);
    std::vector<double> first;
    tests::for_thread_counts([&](const ExecutionContext& context) {
      const auto result = pagerank(projection, options, context).value();
      ASSERT_EQ(result.scores.size(), expected.size());
      for (std::size_t v = 0; v < expected.size(); ++v) {
        EXPECT_NEAR(result.scores[v], static_cast<double>(expected[v]), 1e-14);
      }
      if (first.empty()) first = result.scores;
      EXPECT_EQ(result.scores, first);
    });
  }
}

TEST(PageRank, GivesEqualBitsForAnyThreadCountOnAGraphWithHubs) {
  for (const bool weighted : {false, true}) {
    // The hubs' rows are longer than what is summed by one task.
    const auto projection = tests::random_hub_graph(11, 20000, 600000, true, weighted).project();
    std::vector<double> first;
    tests::for_thread_counts([&](const ExecutionContext& context) {
      const auto result = pagerank(projection, {.max_iterations = 5, .start = {}}, context).value();
      if (first.empty()) first = result.scores;
      EXPECT_EQ(result.scores, first);
      EXPECT_NEAR(std::accumulate(first.begin(), first.end(), 0.0), 1.0, 1e-12);
    });
  }
}

TEST(PageRank, SumsToOneAndStopsAtTheTolerance) {
  const ExecutionContext context({.threads = 2, .on_progress = {}});
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    const EdgeListGraph graph = tests::random_graph(seed);
    if (graph.vertex_count == 0) continue;
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto result =
        pagerank(graph.project(), {.tolerance = 1e-9, .start = {}}, context).value();
    EXPECT_NEAR(std::accumulate(result.scores.begin(), result.scores.end(), 0.0), 1.0, 1e-12);
    EXPECT_TRUE(result.converged);
    EXPECT_LE(result.residual, 1e-9);
    // One round less would not have been enough.
    if (result.iterations > 1) {
      const auto shorter =
          pagerank(graph.project(),
                   {.max_iterations = result.iterations - 1, .tolerance = 1e-9, .start = {}},
                   context)
              .value();
      EXPECT_FALSE(shorter.converged);
    }
  }
}

TEST(PageRank, RunsAllIterationsWithToleranceZero) {
  const ExecutionContext context({.threads = 1, .on_progress = {}});
  const EdgeListGraph cycle{.vertex_count = 3, .edges = {{0, 1}, {1, 2}, {2, 0}}};
  const auto result =
      pagerank(cycle.project(), {.max_iterations = 20, .tolerance = 0, .start = {}}, context);
  EXPECT_EQ(result->iterations, 20);
}

TEST(PageRank, SharesWeightAmongParallelEdgesAsAmongOneWithTheirSum) {
  const ExecutionContext context({.threads = 1, .on_progress = {}});
  EdgeListGraph graph{.vertex_count = 3,
                      .edges = {{0, 1, 1.0}, {0, 1, 2.0}, {0, 2, 1.0}, {1, 0, 1.0}, {2, 0, 5.0}},
                      .weighted = true};
  const auto apart = pagerank(graph.project(), {.start = {}}, context)->scores;
  graph.collapse_parallel = true;
  EXPECT_EQ(pagerank(graph.project(), {.start = {}}, context)->scores, apart);
  EXPECT_GT(apart[1], 2 * apart[2]);
}

TEST(PageRank, TreatsAVertexWhoseArcsWeighNothingAsDangling) {
  const ExecutionContext context({.threads = 1, .on_progress = {}});
  const EdgeListGraph weightless{.vertex_count = 2, .edges = {{0, 1, 0.0}}, .weighted = true};
  const auto scores = pagerank(weightless.project(), {.start = {}}, context)->scores;
  EXPECT_EQ(scores[0], scores[1]);
}

TEST(PageRank, StaysWhereItStartedWhenNothingLeadsAway) {
  const ExecutionContext context({.threads = 1, .on_progress = {}});
  const EdgeListGraph islands{.vertex_count = 4, .edges = {{0, 1}, {1, 0}, {2, 3}, {3, 2}}};
  const auto scores = pagerank(islands.project(), {.start = {{0, 3.0}}}, context)->scores;
  EXPECT_EQ(scores[2], 0.0);
  EXPECT_EQ(scores[3], 0.0);
  EXPECT_GT(scores[0], scores[1]);
}

TEST(PageRank, AnswersForTheEmptyGraphAndTheSingleVertex) {
  const ExecutionContext context({.threads = 2, .on_progress = {}});
  EXPECT_TRUE(pagerank(EdgeListGraph{}.project(), {.start = {}}, context)->scores.empty());
  const auto single = pagerank(EdgeListGraph{.vertex_count = 1}.project(), {.start = {}}, context);
  EXPECT_EQ(single->scores, std::vector<double>{1.0});
}

TEST(PageRank, RefusesParametersOutOfRange) {
  const ExecutionContext context({.threads = 1, .on_progress = {}});
  const auto projection = EdgeListGraph{.vertex_count = 2, .edges = {{0, 1}}}.project();
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const double infinity = std::numeric_limits<double>::infinity();
  const auto code = [&](const PageRankOptions& options) {
    const auto result = pagerank(projection, options, context);
    return result.has_value() ? graph::StatusCode::kOk : result.error().code();
  };
  using graph::StatusCode;
  EXPECT_EQ(code({.start = {}}), StatusCode::kOk);
  for (const double damping : {-0.1, 1.0, nan}) {
    EXPECT_EQ(code({.damping = damping, .start = {}}), StatusCode::kQuestion);
  }
  for (const double tolerance : {-1e-9, nan, infinity}) {
    EXPECT_EQ(code({.tolerance = tolerance, .start = {}}), StatusCode::kQuestion);
  }
  EXPECT_EQ(code({.max_iterations = 0, .start = {}}), StatusCode::kQuestion);
  EXPECT_EQ(code({.start = {{2, 1.0}}}), StatusCode::kQuestion);
  for (const double weight : {0.0, -1.0, nan, infinity}) {
    EXPECT_EQ(code({.start = {{0, weight}}}), StatusCode::kQuestion);
  }
}

TEST(PageRank, RefusesEdgeWeightsThatAreNoShares) {
  const ExecutionContext context({.threads = 1, .on_progress = {}});
  for (const double weight : {-1.0, std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::quiet_NaN(), 1e-300, 1e300}) {
    const EdgeListGraph graph{.vertex_count = 2, .edges = {{0, 1, weight}}, .weighted = true};
    const auto result = pagerank(graph.project(), {.start = {}}, context);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code(), graph::StatusCode::kQuestion);
  }
}

TEST(PageRank, StopsInTheMiddleWhenCancelled) {
  const auto projection = tests::random_graph(5).project();
  ExecutionContext* running = nullptr;
  ExecutionContext context({.threads = 2, .on_progress = [&](const graph::ProgressReport& report) {
                              if (report.done == 3) running->cancel();
                            }});
  running = &context;
  const auto result =
      pagerank(projection, {.max_iterations = 1000000, .tolerance = 0, .start = {}}, context);
  ASSERT_FALSE(result.has_value());
  EXPECT_EQ(result.error().code(), graph::StatusCode::kCancelled);
}

}  // namespace
}  // namespace headwater::engine
