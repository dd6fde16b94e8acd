// The order in which a trace runs transactions: ledger order, with ties of equal times put in order
// by the chosen mode.
#pragma once

#include <cstdint>
#include <vector>

#include "engine/flow/trace.h"

namespace headwater::engine::internal {

struct EventOrder {
  // What the policies let in, at any time: what an account needed later, it had before.
  std::vector<std::uint32_t> positions;
  std::uint64_t aggregates_left_out = 0, undated_left_out = 0;  // up to the end of the run
};

// Not after the end of the run; unknown times are before everything.
bool is_within(const TraceRequest& request, graph::Timestamp time);

// O(T) time; for the other tie modes O(transactions + accounts) a group of ties.
EventOrder event_order(const graph::Snapshot& snapshot, const TraceRequest& request);

}  // namespace headwater::engine::internal
