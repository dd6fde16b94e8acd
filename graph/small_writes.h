// SmallWrites: small commits from many threads, made durable together (group commit).
//
//   HEADWATER_ASSIGN_OR_RETURN(auto feed, SmallWrites::begin(*store, context));
//   HEADWATER_ASSIGN_OR_RETURN(const CommitSeq commit, feed->write(manifest, [&](CommitWriter& w) {
//     ... w.entity(key), w.add(transaction) ...            // as when a source is loaded
//   }));                                                   // durable, and seen by new views
//
// A feed of payments and an investigator's note are a few records at a time: each write is a commit
// of its own, goes through the log of the database and stands in the family `tail` until the store
// is sealed, which folds it into the ledger. What it says, how it is found and what can be
// withdrawn is as of any other commit. While one thread waits for the disk another stages the next
// writes for all, and one sync then serves all of them (DeWitt et al., "Implementation techniques
// for main memory database systems", SIGMOD 1984).
//
// A commit costs about half a kilobyte of memory while the store is open, and a manifest on disk: a
// feed that has many records at hand gives them in one write.
#pragma once

#include <functional>
#include <memory>

#include "graph/execution_context.h"
#include "graph/records.h"
#include "graph/status.h"
#include "graph/store.h"
#include "graph/store_writer.h"

namespace headwater::graph {

class SmallWrites {
 public:
  // What one commit says. Called in the order in which commits are numbered, one at a time, by any
  // of the threads that write, while its own waits; it keeps nothing of the writer, which it does
  // not publish itself. It should not throw; what it throws `write` throws, and nothing stays.
  using Saying = std::function<Status(CommitWriter&)>;

  // As long as the object stands it is the store's only writer: nothing else is loaded, sealed,
  // erased, backed up or verified through this Store. Store and context outlive it. Errors: kLocked
  // (not opened for writing).
  static Result<std::unique_ptr<SmallWrites>> begin(Store& store, const ExecutionContext& context);
  // As `finish`.
  ~SmallWrites();
  SmallWrites(const SmallWrites&) = delete;
  SmallWrites& operator=(const SmallWrites&) = delete;

  // Returns when the commit is durable; views of this store that are made before do not show it
  // (another process that opens the store may). Thread-safe.
  // What `say` fails with is returned, and nothing of the commit stays. After kIo no write succeeds
  // and what was not acknowledged may or may not be there: open the store anew. A commit of any
  // size is taken; from some megabytes on it is published as a load is.
  Result<CommitSeq> write(Manifest manifest, const Saying& say);

  // Notes the newest commit outside the database too, as every load does when it ends, so that a
  // store that loses its log is found out. No write runs or follows. Errors: kIo.
  Status finish();

 private:
  class Implementation;
  explicit SmallWrites(std::unique_ptr<Implementation> implementation);
  std::unique_ptr<Implementation> implementation_;
};

}  // namespace headwater::graph
