// LinkCursor: links of one end, of several kinds and roles, as one list: newest first, equal times
// by ascending number, a record once.
//
//   LinkCursor cursor(database, snapshot, window);
//   cursor.add(end, LinkType::kRelation, [](std::uint8_t kind, std::uint8_t role) { ... });
//   while (*cursor.next(link)) ...
//
// A run of links for each kind and role that is there, merged. `add` takes two seeks a run, `next`
// one step and O(log runs). Memory: an iterator a run.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "graph/internal/link_key.h"

namespace headwater::graph::internal {

class LinkCursor {
 public:
  // `snapshot` may be null; it and the database outlive this.
  LinkCursor(const Database& database, const rocksdb::Snapshot* snapshot, const TimeWindow& window)
      : database_(database), snapshot_(snapshot), window_(window) {}

  using Wants = std::function<bool(std::uint8_t kind, std::uint8_t role)>;
  // Before the first `next`. Errors: kCorrupt, kIo.
  Status add(std::uint64_t end, LinkType type, const Wants& wants);
  // False: there are no more. Errors: kCorrupt, kIo.
  Result<bool> next(LinkKey& link);

 private:
  struct Run {
    std::unique_ptr<rocksdb::Iterator> iterator;
    std::string prefix;
    LinkKey at;
  };
  // Whether the run has one left; sets `at`.
  Result<bool> read(Run& run) const;
  Status open_run(std::string_view prefix);
  static bool comes_later(const Run& a, const Run& b);

  const Database& database_;
  const rocksdb::Snapshot* snapshot_;
  TimeWindow window_;
  std::vector<Run> runs_;  // a heap, the next one first
  bool has_last_ = false;
  LinkKey last_;
};

}  // namespace headwater::graph::internal
