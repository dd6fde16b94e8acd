// Whether the adjacency index says what the ledger says.
#pragma once

#include "graph/internal/store_view.h"
#include "graph/internal/verify_checks.h"

namespace headwater::graph::internal {

// Blocks decode, begin where their keys say, are in ledger order and disjoint within an account and
// kind, name accounts and sealed transactions that exist, and hold as many edges as transactions
// are sealed, in each direction. With `deep` the index is built anew from the ledger and compared
// byte for byte. O(sealed) time; memory as `seal`. Errors: kIo, kCancelled.
Status check_index(const RocksStoreView& view, bool deep, const ExecutionContext& context,
                   ProblemList& problems);

}  // namespace headwater::graph::internal
