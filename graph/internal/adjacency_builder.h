// Adjacency by parallel counting sort, stable: a vertex's entries keep the order of positions.
#pragma once

#include <span>

#include "graph/execution_context.h"
#include "graph/snapshot.h"

namespace headwater::graph::internal {

// Entry `p` goes to vertex owners[p] with peer peers[p]. O(V + E) time; 4 V bytes a block of work.
// Equal for any number of threads: blocks are contiguous and laid out in order.
Adjacency build_adjacency(VertexIndex vertices, std::span<const VertexIndex> owners,
                          std::span<const VertexIndex> peers, const ExecutionContext& context);

}  // namespace headwater::graph::internal
