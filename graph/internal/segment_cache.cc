#include "graph/internal/segment_cache.h"

#include <algorithm>
#include <utility>

namespace headwater::graph::internal {

SegmentCache::Found SegmentCache::find(std::uint64_t transaction) {
  const std::lock_guard lock(mutex_);
  for (Place& place : places_) {
    const Found& found = place.found;
    if (found.segment == nullptr || transaction < found.first) continue;
    if (transaction - found.first >= found.segment->header.count) continue;
    place.used = ++clock_;
    return found;
  }
  return {};
}

void SegmentCache::keep(std::uint64_t first, Segment segment) {
  const std::lock_guard lock(mutex_);
  for (const Place& place : places_) {  // another thread was sooner
    if (place.found.segment != nullptr && place.found.first == first) return;
  }
  Place& oldest = *std::min_element(places_.begin(), places_.end(),
                                    [](const Place& a, const Place& b) { return a.used < b.used; });
  oldest = {{first, std::move(segment)}, ++clock_};
}

void SegmentCache::clear() {
  const std::lock_guard lock(mutex_);
  places_ = {};
}

}  // namespace headwater::graph::internal
