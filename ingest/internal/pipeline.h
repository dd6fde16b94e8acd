// Reading a file through the threads of an ExecutionContext: serial split, parallel reading of
// rows, serial consumption in file order.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "graph/execution_context.h"
#include "ingest/internal/binding.h"
#include "ingest/internal/draft_batch.h"
#include "ingest/internal/resolver.h"

namespace headwater::ingest::internal {

struct ReadRequest {
  std::string path;
  std::string shown;                  // how progress names the file
  std::optional<FileState> expected;  // the file must still be the one that was hashed
  std::size_t block_bytes = kBlockBytes;
  std::size_t row_limit = kRowLimitBytes;
  std::optional<graph::KeyHasher> hasher = {};  // where given, batches hold the keys' hashes
};

// Calls `consume` with every batch in file order, from one thread at a time. At most 2 * threads +
// 2 batches exist at once: memory is bounded and a slow consumer holds the readers back. The
// batches' content does not depend on threads. Errors: kInput, kIo, kCancelled, and what `consume`
// returns. `passed_over`, where given, receives the names of what stands outside all rows.
graph::Status read_batches(const Binding& binding, const ReadRequest& request,
                           const graph::ExecutionContext& context,
                           const std::function<graph::Status(DraftBatch&)>& consume,
                           UnreadNames* passed_over = nullptr);

// Reads a whole file into the writer. A file with statistics is read twice: repeated cells are
// flagged from their first occurrence on. So is one that describes the kinds of its entities, one
// whose rows are statements that replace others, and one that refers to transactions. Errors: as
// read_batches, and the writer's; kInput where none of these transactions is in the store.
graph::Result<RowCounts> stage_source(const Binding& binding, const ReadRequest& request,
                                      const StageOptions& options, graph::CommitWriter& writer,
                                      const graph::ExecutionContext& context);

}  // namespace headwater::ingest::internal
