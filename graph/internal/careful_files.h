// RocksDB's files, of which none is removed while it is uncertain what its list of files says.
//
// When a write or a sync of the list (MANIFEST, CURRENT) fails, what was written may stand in it
// all the same. RocksDB 7.8 removes the files that it then believes to be in vain, of an ingestion
// always, and the old list where it had begun a new one; a database opened later finds the entry
// and not the file, and is lost (github.com/facebook/rocksdb: issue 4990, pull request 12865). Here
// nothing is removed from the first such failure on, nor before the list has been read and found
// right: one whose end could not be read is taken for a shorter one. Nor while a new list has been
// begun and CURRENT does not name it yet: when RocksDB gives one up because it cannot read a table
// file, it takes the new one for the current one all the same, and would remove that which CURRENT
// names. Files that are listed nowhere go when a writer opens the database the next time.
//
// And it takes in a file whose first or last block it fails to read as one without rows, and says
// nothing. So what is read of table files meanwhile is read twice, and when that fails or gives two
// answers the list is not written: nothing is taken in.
//
// A log that it reads wrongly it takes for one that ends there, and leaves the rest of it out for
// good; one that it cannot read it refuses to open. So logs are read twice as well, and what
// differs is an error. That notices what goes wrong on the way, not what the disk holds or gives
// twice.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include <rocksdb/env.h>

namespace headwater::graph::internal {

// Whether the list of one database may be relied on.
class ListTrust {
 public:
  void found_right() { is_right_ = true; }
  void note_failure() { has_failed_ = true; }
  void note_begun() { is_current_ = false; }
  void note_current() { is_current_ = true; }
  bool is_given() const { return is_right_ && is_current_ && !has_failed_; }

  // Around an ingestion.
  void begin_taking_in() {
    has_misread_ = false;
    is_taking_in_ = true;
  }
  void end_taking_in() { is_taking_in_ = false; }
  bool is_taking_in() const { return is_taking_in_; }
  void note_misread() { has_misread_ = true; }
  bool may_be_written() const { return !(is_taking_in_ && has_misread_); }

 private:
  std::atomic<bool> is_right_{false}, is_current_{true}, has_failed_{false};
  std::atomic<bool> is_taking_in_{false}, has_misread_{false};
};

// For the database in `folder`, which it must outlive. Lists elsewhere, as of a checkpoint that is
// being made, are files like any other.
std::unique_ptr<rocksdb::Env> careful_environment(std::shared_ptr<ListTrust> trust,
                                                  const std::string& folder);

}  // namespace headwater::graph::internal
