// Slow, obvious references for engine/centrality.
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

#include "engine/centrality/degree.h"
#include "tests/reference/edge_list_graph.h"

namespace headwater::reference {

// Walks the edge list and adds 1 (or the weight) at each end; an undirected edge has two ends.
std::vector<double> strength_by_edge_list(const EdgeListGraph& graph, engine::Direction direction,
                                          bool use_weights);

// `rounds` multiplications with the dense V x V Google matrix, in long double.
std::vector<long double> pagerank_by_dense_matrix(
    const EdgeListGraph& graph, double damping, int rounds,
    const std::vector<std::pair<std::uint32_t, double>>& start);

}  // namespace headwater::reference
