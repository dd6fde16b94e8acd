// The layers of a snapshot from what was read of the store: adjacencies are built here.
#pragma once

#include <memory>

#include "graph/execution_context.h"
#include "graph/snapshot_layers.h"

namespace headwater::graph::internal {

// All base. Columns in ledger order.
TransactionLayer assemble_transactions(VertexIndex vertices, TransactionColumns columns,
                                       const ExecutionContext& context);

// The first `split` transactions of a layer's base, and a delta with all that stand after them, in
// ledger order, its sparse positions and numbers those of the whole. O(vertices + delta): of the
// base only those that leave it are looked at.
TransactionLayer assemble_delta(VertexIndex vertices, const TransactionLayer& layer,
                                std::uint32_t split, TransactionColumns delta,
                                const ExecutionContext& context);

std::shared_ptr<const RelationLayer> assemble_relations(VertexIndex vertices, RelationLayer layer,
                                                        const ExecutionContext& context);
std::shared_ptr<const VictimFlowLayer> assemble_victim_flows(VictimFlowLayer layer);

}  // namespace headwater::graph::internal
