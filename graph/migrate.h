// migrate: brings a store that an earlier version made to the format of this one.
#pragma once

#include <cstdint>
#include <string>

#include "graph/execution_context.h"
#include "graph/records.h"
#include "graph/status.h"

namespace headwater::graph {

struct MigrationReport {
  std::uint32_t from = 0, to = 0;  // format versions; equal: there was nothing to do
  CommitSeq commit;                // the newest, before and after
  std::uint64_t links = 0;         // rows of family `link` that were made
};

// What is derived is built anew; records, numbers, names, commits and answers stay as they are, and
// no key is needed for what is sealed. One atomic step: after an interruption the store has the old
// format, and migrating it again completes it. Programs of the old version refuse it from then on,
// and from the first attempt on they may refuse to write to it: make a backup first.
//
// O(records log records) time, 64 MiB of memory and what the longest record takes; the ledger is
// not read. Errors: kInput (no store there), kUnsupported (a later format), kLocked (another
// writer), kCorrupt, kIo, kCancelled.
Result<MigrationReport> migrate(const std::string& path, const ExecutionContext& context);

}  // namespace headwater::graph
