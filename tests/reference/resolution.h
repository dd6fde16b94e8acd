// Slow, obvious sameness: every union is tried, and every pair held apart is looked at each time.
#pragma once

#include <set>
#include <vector>

#include "graph/snapshot.h"

namespace headwater::reference {

struct Sameness {
  std::vector<graph::VertexIndex> smallest;  // of each vertex's group
  std::set<graph::RelationId> used, blocked;
};

// The links of at least `threshold` among `edges`, from the most probable on.
Sameness resolve(std::size_t vertices, const std::vector<graph::RelationLayer::Edge>& edges,
                 graph::BasisPoints threshold);

}  // namespace headwater::reference
