// Weakly connected components: who can be linked to whom at all, direction ignored.
//
//   Result<Communities> found = weakly_connected_components(projection, context);
//   bool linked = found->label[a] == found->label[b];
//
// Being in one component says little by itself: one landlord or employer joins strangers.
// Method: Afforest (Sutton, Ben-Nun, Barak 2018); labels as LDBC Graphalytics 1.0 (WCC) compares
// them.
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

// Every vertex has a label, isolated ones their own number. Directed or not, weighted or not: the
// result is the same. Deterministic for any number of threads; safe to call from several. Time
// O((V + E) a(V)) over the threads, a the inverse Ackermann function; O(V) memory beside the
// projection. Errors: kCancelled.
graph::Result<Communities> weakly_connected_components(const graph::Projection& projection,
                                                       const graph::ExecutionContext& context);

}  // namespace headwater::engine
