#include "queries/walk/owned_stops.h"

#include <algorithm>
#include <limits>

namespace headwater::queries {
namespace {

using graph::TimeWindow;
using graph::VertexIndex;

// An unknown beginning is the smallest time by its stored value already.
std::int64_t end_of(const TimeWindow& period) {
  return period.to.is_known() ? period.to.ms : std::numeric_limits<std::int64_t>::max();
}

bool overlap(const TimeWindow& a, const TimeWindow& b) {
  return a.from.ms < end_of(b) && b.from.ms < end_of(a);
}

}  // namespace

OwnedStops OwnedStops::always(std::span<const VertexIndex> stops) {
  OwnedStops owned;
  for (const VertexIndex stop : stops) owned.add(stop, {});
  return owned;
}

void OwnedStops::add(VertexIndex stop, const TimeWindow& period) {
  if (end_of(period) <= period.from.ms) return;
  std::vector<TimeWindow>& periods = periods_[stop];
  TimeWindow joined = period;
  std::erase_if(periods, [&](const TimeWindow& other) {
    if (other.from.ms > end_of(joined) || joined.from.ms > end_of(other)) return false;
    joined.from = std::min(joined.from, other.from);
    if (end_of(other) > end_of(joined)) joined.to = other.to;
    return true;
  });
  const auto at = std::find_if(periods.begin(), periods.end(),
                               [&](const TimeWindow& other) { return other.from > joined.from; });
  periods.insert(at, joined);
}

std::vector<VertexIndex> OwnedStops::stops() const {
  std::vector<VertexIndex> stops;
  for (const auto& [stop, periods] : periods_) stops.push_back(stop);
  return stops;
}

bool OwnedStops::contains(VertexIndex stop, graph::Timestamp time) const {
  const auto found = periods_.find(stop);
  return found != periods_.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [&](const TimeWindow& period) { return period.contains(time); });
}

bool OwnedStops::always_contains(VertexIndex stop) const {
  const auto found = periods_.find(stop);
  return found != periods_.end() && !found->second.front().is_bounded();
}

bool OwnedStops::is_ever_owned_within(VertexIndex stop, const TimeWindow& window) const {
  const auto found = periods_.find(stop);
  return found != periods_.end() &&
         std::any_of(found->second.begin(), found->second.end(),
                     [&](const TimeWindow& period) { return overlap(period, window); });
}

bool OwnedStops::meets(const OwnedStops& other) const {
  return std::any_of(periods_.begin(), periods_.end(), [&](const auto& entry) {
    return std::any_of(entry.second.begin(), entry.second.end(), [&](const TimeWindow& period) {
      return other.is_ever_owned_within(entry.first, period);
    });
  });
}

std::size_t OwnedStops::count_limited() const {
  return static_cast<std::size_t>(
      std::count_if(periods_.begin(), periods_.end(),
                    [](const auto& entry) { return entry.second.front().is_bounded(); }));
}

}  // namespace headwater::queries
