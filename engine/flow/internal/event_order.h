// The order in which a trace runs transactions: ledger order, with ties of equal times put in order
// by the chosen mode.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/flow/trace.h"

namespace headwater::engine::internal {

struct EventOrder {
  std::vector<std::uint32_t> positions;
  std::uint64_t aggregates_left_out = 0, undated_left_out = 0;
};

// O(T) time; for the other tie modes O(transactions + accounts) a group of ties.
EventOrder event_order(const graph::Snapshot& snapshot, const TraceRequest& request);

}  // namespace headwater::engine::internal
