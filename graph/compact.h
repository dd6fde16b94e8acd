// compact: rewrites a store's files so that nothing replaced is left in them.
#pragma once

#include <cstdint>

#include "graph/execution_context.h"
#include "graph/status.h"
#include "graph/store.h"

namespace headwater::graph {

struct CompactReport {
  std::uint64_t bytes_before = 0, bytes_after = 0;  // of all families
};

// Every family, its files into the lowest level with the strongest compression; files that were
// replaced are removed before it returns. Answers do not change. The store must be open for
// writing. O(bytes) time; needs free space for the largest family once more. Readers that have the
// store open keep the old files until they close it. Errors: kLocked (open for reading), kIo,
// kCancelled (between two families: what is done stays).
Result<CompactReport> compact(Store& store, const ExecutionContext& context);

}  // namespace headwater::graph
