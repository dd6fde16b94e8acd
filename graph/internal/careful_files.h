// RocksDB's files, of which none is removed while it is uncertain what its list of files says.
//
// When a write or a sync of the list (MANIFEST, CURRENT) fails, what was written may stand in it
// all the same. RocksDB 7.8 removes the files that it then believes to be in vain, of an ingestion
// always, and the old list where it had begun a new one; a database opened later finds the entry
// and not the file, and is lost (github.com/facebook/rocksdb: issue 4990, pull request 12865). Here
// nothing is removed from the first such failure on, nor before the list has been read and found
// right: one whose end could not be read is taken for a shorter one. Files that are listed nowhere
// go when a writer opens the database the next time.
#pragma once

#include <atomic>
#include <memory>

#include <rocksdb/env.h>

namespace headwater::graph::internal {

// Whether the list of one database may be relied on.
class ListTrust {
 public:
  void found_right() { is_right_ = true; }
  void note_failure() { has_failed_ = true; }
  bool is_given() const { return is_right_ && !has_failed_; }

 private:
  std::atomic<bool> is_right_{false}, has_failed_{false};
};

// For one database, which it must outlive.
std::unique_ptr<rocksdb::Env> careful_environment(std::shared_ptr<ListTrust> trust);

}  // namespace headwater::graph::internal
