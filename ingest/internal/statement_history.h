// StatementHistory: which statements of a file are still in force, and whom a statement is about.
//
// Some sources never change a record: they state it again, and say which statement the new one
// takes the place of (BODS `replacesStatements`), or only which record it is about (`recordId`),
// the newest counting. Statements come in any order, so such a file is read twice: first for these.
//
//   history.add(note) ... ; history.seal();
//   if (history.is_superseded(row, id)) pass_over();
//   history.record_of(id);  // the first statement that `id` replaces, through all between
//
// Memory: some 70 bytes and the revision's text for a statement with a record, the ids of those
// that replace. Reading is thread-safe once sealed. Ids are compared by 64-bit fingerprints.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "ingest/internal/text_arena.h"

namespace headwater::ingest::internal {

// What the first reading finds in a row. The texts live as long as the batch.
struct StatementNote {
  std::uint64_t row = 0;
  std::string_view id, record, revision;
  std::vector<std::string_view> replaces;
};

class StatementHistory {
 public:
  // In order of rows.
  void add(const StatementNote& note);
  // O(n log n) in statements, and in those that replace others.
  void seal();

  // Another statement replaces it, or states the same record in a later revision; of equal
  // revisions under different ids the last row counts. O(log n).
  bool is_superseded(std::uint64_t row, std::string_view id) const;
  // Itself where it replaces nothing. Of statements that replace each other in a ring, the first
  // in order of text. O(log n).
  std::string_view record_of(std::string_view id) const;

 private:
  struct Version {
    std::uint64_t record = 0, id = 0, row = 0;
    std::string_view revision;  // in texts_
  };
  void find_outdated();
  void find_records();

  TextArena texts_;
  std::vector<Version> versions_;
  std::vector<std::uint64_t> outdated_rows_;                  // sorted
  std::unordered_set<std::uint64_t> replaced_;                // fingerprints of ids
  std::map<std::string, std::string, std::less<>> replaces_;  // then: the record
};

}  // namespace headwater::ingest::internal
