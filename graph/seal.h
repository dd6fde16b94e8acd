// seal: puts transactions into the adjacency index, from which an account's are read without a
// snapshot (graph/edge_cursor.h).
//
//   HEADWATER_ASSIGN_OR_RETURN(const SealReport report, seal(*store, context));
//
// The ledger is the truth: the index says nothing that the ledger does not, and what is built anew
// from the ledger is equal to it byte for byte, in however many steps it was sealed (`verify` with
// `deep` compares). Transactions above the watermark are read from the ledger itself.
#pragma once

#include <cstdint>

#include "graph/execution_context.h"
#include "graph/status.h"
#include "graph/store.h"

namespace headwater::graph {

// A load that leaves more than this many transactions unsealed seals them.
inline constexpr std::uint64_t kMostUnsealed = std::uint64_t{16} << 20;

struct SealReport {
  std::uint64_t sealed_now = 0;  // transactions, by this call
  std::uint64_t sealed = 0;      // in all: the watermark
  std::uint64_t blocks_written = 0, blocks_removed = 0;
};

// All published transactions, retracted ones too, in one atomic and durable step; nothing to do is
// no error. The store must be open for writing with no commit staged. O(unsealed transactions) time
// and the blocks that late ones fall into; memory 8 bytes a vertex and at most 640 MiB, unless one
// account has more than 16,777,216 edges. The index is equal for any number of threads. Errors:
// kLocked (open for reading), kIo (a full disk: the store stays as it was), kCorrupt, kCancelled.
Result<SealReport> seal(Store& store, const ExecutionContext& context);

// The number of published transactions that are not in the index.
std::uint64_t unsealed_transactions(const Store& store);

}  // namespace headwater::graph
