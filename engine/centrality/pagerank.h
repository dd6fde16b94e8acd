// PageRank and personalised PageRank: where a random follower of ties is found in the long run.
//
//   Result<PageRankResult> r = pagerank(projection, {.max_iterations = 20, .tolerance = 0},
//   context);
//
// The definition of LDBC Graphalytics: the mass of vertices without outgoing edges is spread evenly
// (personalised: over the start distribution). Weighted projections follow edges in proportion to
// their weight. Sums to 1.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "graph/execution_context.h"
#include "graph/projection.h"
#include "graph/status.h"

namespace headwater::engine {

struct PageRankOptions {
  double damping = 0.85;     // in [0, 1)
  int max_iterations = 200;  // > 0
  double tolerance = 1e-10;  // stop once the L1 change is at most this; 0: run all iterations
  // Start distribution: (vertex, weight > 0); normalised; empty: even over all vertices.
  std::vector<std::pair<std::uint32_t, double>> start;
};

struct PageRankResult {
  std::vector<double> scores;  // by projection vertex, summing to 1
  int iterations = 0;
  double residual = 0;  // L1 change of the last iteration
  bool converged = false;
};

// Errors: kQuestion (parameters out of range, start outside the graph), kCancelled. Deterministic
// for any number of threads. O(iterations * (V + E)) time, O(V) memory. Source: Page, Brin,
// Motwani, Winograd 1999; LDBC Graphalytics specification 1.0.
graph::Result<PageRankResult> pagerank(const graph::Projection& projection,
                                       const PageRankOptions& options,
                                       const graph::ExecutionContext& context);

}  // namespace headwater::engine
