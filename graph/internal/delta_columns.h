// The columns of a refreshed transaction layer: what stands in its delta, and all of it folded.
#pragma once

#include <cstdint>

#include "graph/execution_context.h"
#include "graph/snapshot_layers.h"

namespace headwater::graph::internal {

// How many of the layer's transactions stay in its base once `later` joins: those that stand before
// all of it, at most those that are there now.
std::uint32_t split_before(const TransactionLayer& layer, const TransactionColumns& later);

// The layer's transactions from `split` on and `later`, in ledger order, with numbers and positions
// of the whole. `later` has numbers above all of the layer's, and sparse positions of its own.
TransactionColumns join_delta(const TransactionLayer& layer, std::uint32_t split,
                              const TransactionColumns& later, const ExecutionContext& context);

// The first `split` of the layer's base and a delta as join_delta makes it, one after the other.
TransactionColumns fold(const TransactionLayer& layer, std::uint32_t split,
                        const TransactionColumns& delta);

}  // namespace headwater::graph::internal
