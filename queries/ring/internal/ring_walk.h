// The graph that the walker of a ring ranking follows: layers side by side, hubs discounted.
#pragma once

#include <cmath>

#include "queries/ring/ring_ranking.h"

namespace headwater::queries::internal {

// value / size^(0, 1/2 or 1); the value itself for a size of 0.
inline double discounted(double value, double size, HubDiscount discount) {
  if (discount == HubDiscount::kNone || size <= 0) return value;
  return value / (discount == HubDiscount::kFull ? size : std::sqrt(size));
}

// Directed and weighted, on the vertices of `base` (the projection of all layers): from u, each
// layer in which u has ties gets an equal part, spread over the ties by weight, each discounted by
// the strength of its far end in that layer. O(V + E log d) time. Errors: those of `project`.
graph::Result<graph::Projection> walk_graph(const graph::Snapshot& snapshot,
                                            const RingRequest& request,
                                            const graph::Projection& base,
                                            const graph::ExecutionContext& context);

}  // namespace headwater::queries::internal
