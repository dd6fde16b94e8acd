// Slow, obvious references for engine/community.
#pragma once

#include <cstdint>
#include <vector>

#include "tests/reference/edge_list_graph.h"

namespace headwater::reference {

// Lowers labels along edges until nothing changes.
std::vector<std::uint32_t> components_by_flooding(const EdgeListGraph& graph);

struct Labelling {
  std::vector<std::uint32_t> label;
  int rounds = 0;
  bool converged = false;
};

// Synchronous rounds with a map of totals for every vertex, all vertices in all rounds.
Labelling label_propagation_by_maps(const EdgeListGraph& graph, int rounds, bool use_weights);

}  // namespace headwater::reference
