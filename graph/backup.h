// backup, restore: a whole store in another folder, with the hash of every file.
//
//   HEADWATER_ASSIGN_OR_RETURN(const BackupReport made, backup(*store, "/mnt/vault/case-1",
//   context)); HEADWATER_ASSIGN_OR_RETURN(const BackupReport back,
//                              restore("/mnt/vault/case-1", "case.hw", context));
//
// A backup holds copies, never links, of a checkpoint of the database (RocksDB's Checkpoint: one
// point of the list of files) and of `head`, and a file BACKUP that lists them:
//
//   headwater backup 1
//   commit N
//   digest HEX                      the content digest, as `verify` gives it
//   file SHA256 BYTES NAME          for each file, ascending by name
//   end SHA256                      of the lines above, so that a list cut short is noticed
//
// The victim key is no part of it: whoever has a backup sees as little as whoever has the store.
#pragma once

#include <cstdint>
#include <string>

#include "graph/execution_context.h"
#include "graph/status.h"
#include "graph/store.h"

namespace headwater::graph {

struct BackupReport {
  CommitSeq commit;
  std::string content_digest;
  std::uint64_t files = 0, bytes = 0;
};

// Of the newest commit; the store must be open for writing with no commit staged. The folder must
// not exist: it is made under another name and renamed when the copy has been opened and verified
// deeply, so that a folder of this name is a good backup. Durable when it returns, and then noted
// in the store's own file `backups` (a path and a commit a line). O(bytes) time. Errors: kLocked
// (open for reading), kQuestion (the folder exists), kIo (a full disk), kCorrupt (the store is
// damaged: no backup is made of it), kCancelled; none of them leaves a folder of that name.
Result<BackupReport> backup(Store& store, const std::string& folder,
                            const ExecutionContext& context);

// Makes the store from a backup. Every file is hashed while it is copied, the copy is opened and
// verified deeply, and its digest must be the backup's. The store must not exist and is there under
// its name only when all of that has passed. Errors: as backup; kCorrupt names the file that is
// missing, changed or not listed.
Result<BackupReport> restore(const std::string& folder, const std::string& store,
                             const ExecutionContext& context);

}  // namespace headwater::graph
