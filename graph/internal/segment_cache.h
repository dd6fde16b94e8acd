// The segments of the ledger that a view's look-ups decoded last. Whoever names the payments of an
// answer one by one asks for many of one segment.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>

#include "graph/internal/ledger_segment.h"

namespace headwater::graph::internal {

// Thread-safe. 16 segments, mostly of 300 KB; 10 MB at most.
class SegmentCache {
 public:
  using Segment = std::shared_ptr<const DecodedSegment>;
  struct Found {
    std::uint64_t first = 0;
    Segment segment;
  };

  // The one that holds the transaction; null when it is not kept.
  Found find(std::uint64_t transaction);
  void keep(std::uint64_t first, Segment segment);
  void clear();

 private:
  struct Place {
    Found found;
    std::uint64_t used = 0;
  };
  std::mutex mutex_;
  std::array<Place, 16> places_;
  std::uint64_t clock_ = 0;
};

}  // namespace headwater::graph::internal
