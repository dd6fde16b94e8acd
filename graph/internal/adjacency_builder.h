// Adjacency by parallel counting sort, stable: a vertex's entries keep the order of positions.
#pragma once

#include <span>

#include "graph/execution_context.h"
#include "graph/snapshot_layers.h"

namespace headwater::graph::internal {

// Entry `p` goes to vertex owners[p] with peer peers[p], as position `first` + p. O(V + E) time; 4
// V bytes a block of work. Equal for any number of threads: blocks are contiguous and laid out in
// order.
AdjacencyRows build_adjacency(VertexIndex vertices, std::span<const VertexIndex> owners,
                              std::span<const VertexIndex> peers, std::uint32_t first,
                              const ExecutionContext& context);

}  // namespace headwater::graph::internal
