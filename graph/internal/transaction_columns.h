// Fills the columns of a transaction layer from the ledger, in parallel and in ledger order.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/execution_context.h"
#include "graph/internal/store_view.h"
#include "graph/snapshot.h"

namespace headwater::graph::internal {

// Columns only; adjacency is layer_assembly.h's. `hidden`: numbers of withdrawn transactions,
// ascending. Errors: kCorrupt, kIo, kCancelled, kOverBudget (more than 2^32 - 2 transactions).
Status read_transaction_columns(const StoreView::Internal& view, const SnapshotRequest& request,
                                const VertexTable& vertices,
                                const std::vector<std::uint64_t>& hidden,
                                const ExecutionContext& context, TransactionColumns& columns);

// Of the transactions numbered `first` and up only, with their numbers, in the order of these.
// O(those) time and memory. The same errors.
Result<TransactionColumns> read_later_columns(const StoreView::Internal& view,
                                              const SnapshotRequest& request,
                                              const VertexTable& vertices,
                                              const std::vector<std::uint64_t>& hidden,
                                              std::uint64_t first, const ExecutionContext& context);

// By (time, place in the columns), numbers and sparse columns too. Linear where they are in order.
void sort_into_ledger_order(TransactionColumns& columns, const ExecutionContext& context);

}  // namespace headwater::graph::internal
