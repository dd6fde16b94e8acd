// Weakly connected components: who can be linked to whom at all, direction ignored.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/execution_context.h"
#include "graph/projection.h"
#include "graph/status.h"

namespace headwater::engine {

struct Communities {
  std::vector<std::uint32_t> label;  // by projection vertex: the smallest vertex of the community
  std::uint32_t count = 0;
  std::uint32_t largest = 0;  // vertices in the largest
};

// Deterministic for any number of threads. Near-linear time, O(V) memory. Errors: kCancelled.
graph::Result<Communities> weakly_connected_components(const graph::Projection& projection,
                                                       const graph::ExecutionContext& context);

}  // namespace headwater::engine
