// OwnedStops: at which stops an entity's money is, and when it is that entity's.
//
//   OwnedStops owned = steps.owned_stops(person);
//   if (owned.contains(stop, time)) ...   // as of the event
//   owned = OwnedStops::always(stops);    // accounts asked for by themselves
//
// Ownership is half-open: from `valid_from` until before `valid_to`. Owners at the same time own
// alike: whose alone an account is, graph/owners.h tells.
#pragma once

#include <map>
#include <span>
#include <vector>

#include "graph/snapshot.h"
#include "graph/timestamp.h"

namespace headwater::queries {

// Stops are snapshot vertices (representatives). Thread-safe for reading.
class OwnedStops {
 public:
  static OwnedStops always(std::span<const graph::VertexIndex> stops);
  // Periods that meet or overlap become one; one that ends before it begins adds nothing.
  void add(graph::VertexIndex stop, const graph::TimeWindow& period);

  bool is_empty() const { return periods_.empty(); }
  std::vector<graph::VertexIndex> stops() const;  // owned at any time, ascending
  // An unknown time is in no period that has a beginning or an end. O(log stops + periods).
  bool contains(graph::VertexIndex stop, graph::Timestamp time) const;
  bool always_contains(graph::VertexIndex stop) const;
  bool is_ever_owned_within(graph::VertexIndex stop, const graph::TimeWindow& window) const;
  // Some stop is in both at one time.
  bool meets(const OwnedStops& other) const;
  // Those owned for a part of the time only.
  std::size_t count_limited() const;

 private:
  // Ascending, disjoint, with a gap between any two.
  std::map<graph::VertexIndex, std::vector<graph::TimeWindow>> periods_;
};

}  // namespace headwater::queries
