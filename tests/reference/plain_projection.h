// What project() promises, in the most obvious way: sets, maps, one pass after another.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <utility>
#include <vector>

#include "graph/projection.h"

namespace headwater::reference {

struct PlainProjection {
  std::set<graph::VertexIndex> vertices;  // representatives that take part
  // (from, to) -> weights in the order in which edges were met; undirected: (smaller, larger).
  std::map<std::pair<graph::VertexIndex, graph::VertexIndex>, std::vector<double>> edges;
  std::set<graph::VertexIndex> unrankable;
  std::uint64_t used = 0, left_out = 0;
};

// Layers money, relations and victims, in the order of the request.
PlainProjection plain_projection(const graph::Snapshot& snapshot,
                                 const graph::ProjectionRequest& request);

}  // namespace headwater::reference
