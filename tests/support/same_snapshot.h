// Whether two snapshots say the same, whatever room they leave between their vertices.
#pragma once

#include "graph/snapshot.h"

namespace headwater::tests {

// Everything that can be read of one is compared with the other, vertices by their entities; and a
// projection of each, vertex for vertex. Vertices of no entity have neither flags nor edges.
void expect_same_snapshot(const graph::Snapshot& found, const graph::Snapshot& expected);

}  // namespace headwater::tests
