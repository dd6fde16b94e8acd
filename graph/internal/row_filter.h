// Which ledger rows a SnapshotRequest wants.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "graph/internal/entity_subset.h"
#include "graph/internal/ledger_segment.h"
#include "graph/internal/store_view.h"
#include "graph/snapshot.h"

namespace headwater::graph::internal {

class RowFilter {
 public:
  // `hidden`: numbers of marked transactions, ascending; kept by the caller. Numbers below `first`
  // are not wanted.
  RowFilter(const StoreView::Internal& view, const SnapshotRequest& request,
            std::span<const std::uint64_t> hidden, std::uint64_t first = 0)
      : view_(view),
        window_(request.window),
        hidden_(hidden),
        first_(first),
        entities_(request.entities) {
    for (const AssetId asset : request.assets) assets_.push_back(asset.value);
    for (const TransactionKind kind : request.kinds) {
      kinds_ = static_cast<std::uint16_t>(kinds_ | 1u << static_cast<unsigned>(kind));
    }
    wants_all_ =
        first_ == 0 && hidden_.empty() && assets_.empty() && kinds_ == 0 &&
        entities_.is_everybody() && !window_.is_bounded() &&
        std::find(view.visible.begin() + 1, view.visible.end(), false) == view.visible.end();
  }
  bool wants_all() const { return wants_all_; }

  // By the zone map alone.
  bool may_hold(const SegmentHeader& header) const {
    if (!header.is_mixed && !view_.is_visible(header.commit)) return false;
    if (kinds_ != 0 && (kinds_ & header.kinds) == 0) return false;
    if (window_.is_bounded()) {
      if (!header.latest.is_known()) return false;
      if (window_.from.is_known() && header.latest < window_.from) return false;
      if (window_.to.is_known() && header.earliest >= window_.to) return false;
    }
    return assets_.empty() || header.assets.empty() ||
           std::any_of(header.assets.begin(), header.assets.end(),
                       [&](std::uint16_t asset) { return wants_asset(asset); });
  }
  // Assets received are looked at too, where they differ.
  bool wants(const DecodedSegment& segment, std::size_t i, std::uint64_t number) const {
    if (number < first_) return false;
    if (kinds_ != 0 && (kinds_ >> segment.kind[i] & 1) == 0) return false;
    if (window_.is_bounded() && !window_.contains(Timestamp{segment.time_ms[i]})) return false;
    if (!assets_.empty() && !wants_asset(static_cast<std::uint16_t>(segment.asset[i])) &&
        !wants_received(segment, i)) {
      return false;
    }
    if (!entities_.holds(segment.from[i]) || !entities_.holds(segment.to[i])) return false;
    if (segment.header.is_mixed && !view_.is_visible(segment.origin(i).commit)) return false;
    return !std::binary_search(hidden_.begin(), hidden_.end(), number);
  }

 private:
  bool wants_asset(std::uint16_t asset) const {
    return std::find(assets_.begin(), assets_.end(), asset) != assets_.end();
  }
  bool wants_received(const DecodedSegment& segment, std::size_t i) const {
    const auto found = std::lower_bound(
        segment.received.begin(), segment.received.end(), i,
        [](const auto& entry, std::size_t wanted) { return entry.index < wanted; });
    return found != segment.received.end() && found->index == i && wants_asset(found->asset);
  }

  const StoreView::Internal& view_;
  TimeWindow window_;
  std::span<const std::uint64_t> hidden_;
  std::uint64_t first_;
  EntitySubset entities_;
  std::vector<std::uint16_t> assets_;
  std::uint16_t kinds_ = 0;
  bool wants_all_ = false;
};

}  // namespace headwater::graph::internal
