// Small random graphs of many shapes, and large ones, from a seed.
#pragma once

#include <cstdint>

#include "tests/reference/edge_list_graph.h"

namespace headwater::tests {

// The seed decides the shape: empty, single vertex, sparse, dense, star hubs, several islands,
// paths, cliques; directed or not; parallel edges, self-loops, collapsed or not; weights drawn from
// a few multiples of 1/4, so that sums are exact and ties are common. At most 120 vertices.
reference::EdgeListGraph random_graph(std::uint64_t seed);

// Vertices and edges of any number, ends drawn with a strong preference for a few hubs.
reference::EdgeListGraph random_hub_graph(std::uint64_t seed, std::uint32_t vertices,
                                          std::uint32_t edges, bool directed, bool weighted);

}  // namespace headwater::tests
