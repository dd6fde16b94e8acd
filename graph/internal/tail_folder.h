// TailFolder: gathers the segments of small writes, which hold a few transactions each, into
// segments of the ledger.
//
//   TailFolder folder([&](std::uint64_t first, std::string_view segment) { ... });
//   folder.add(first, value); ...      // in ascending order of transaction numbers
//   folder.finish();
#pragma once

#include <cstdint>
#include <functional>
#include <string_view>

#include "graph/internal/ledger_segment.h"

namespace headwater::graph::internal {

class TailFolder {
 public:
  using Put = std::function<Status(std::uint64_t first, std::string_view segment)>;
  explicit TailFolder(Put put) : put_(std::move(put)) {}

  // A segment whose first transaction is `first`. Where it does not follow the one before a new
  // segment begins, and a segment is handed on once it is full. Errors: kCorrupt, and those of
  // `put`.
  Status add(std::uint64_t first, std::string_view segment);
  Status finish();

 private:
  Put put_;
  SegmentBuilder builder_;
  DecodedSegment decoded_;
  std::uint64_t next_ = 0;
};

}  // namespace headwater::graph::internal
