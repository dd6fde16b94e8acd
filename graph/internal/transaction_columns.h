// Fills the columns of a transaction layer from the ledger, in parallel and in ledger order.
#pragma once

#include "graph/execution_context.h"
#include "graph/internal/store_view.h"
#include "graph/snapshot.h"

namespace headwater::graph::internal {

// Columns only; adjacency is Snapshot::assemble's. Errors: kCorrupt, kIo, kCancelled, kOverBudget
// (more than 2^32 - 2 transactions).
Status read_transaction_columns(const StoreView::Internal& view, const SnapshotRequest& request,
                                const VertexTable& vertices, const ExecutionContext& context,
                                TransactionLayer& layer);

}  // namespace headwater::graph::internal
