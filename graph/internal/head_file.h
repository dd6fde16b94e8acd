// The file `head` of a store: the newest published commit, kept outside the database.
//
//   head := codec-version(1) = 0  format(4) = 0  commit(8)  crc32c(4)
//
// A database whose list of files has lost its end opens as it was before the last commit, without a
// sign of it. `head` is that sign. It is written after each commit and before `publish` returns, so
// it never names a commit that was not durable; one that lags (the writer died in between) or is
// missing (an older store) says nothing against the database.
#pragma once

#include <optional>
#include <string>

#include "graph/records.h"
#include "graph/status.h"

namespace headwater::graph::internal {

// Nothing when the store has none. Read it before the database is opened: a writer may publish in
// between. Errors: kCorrupt, kUnsupported (a later format), kIo.
Result<std::optional<CommitSeq>> read_head(const std::string& store);

// kCorrupt when `head` names a commit that the database does not hold.
Status check_head(const std::optional<CommitSeq>& head, CommitSeq newest, const std::string& store);

// The two halves of writing it: a synced file in `folder`, of the same file system, then a rename
// that is durable when it returns. What can fill a disk is done by the first. Errors: kIo.
Status stage_head(const std::string& folder, CommitSeq commit);
Status move_head(const std::string& folder, const std::string& store);

}  // namespace headwater::graph::internal
