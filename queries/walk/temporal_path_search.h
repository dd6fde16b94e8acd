// Earliest arrival: the soonest that money leaving one set of accounts can be at another, moving
// only forward in time.
//
//   EarliestArrival found = find_earliest_arrival(steps, sources, targets, context);
//
// One pass over the ledger in its order: a transaction at time t carries on from a payer reached
// before t. An account is a source or a target as of each payment: only while it is owned by whom
// the question is about; in between, money stays in an account whoever owns it.
// With non-decreasing times the transactions of one instant are chained in any order.
// Method: Wu, Cheng, Huang, Ke, Lu, Xu 2014, Path problems in temporal graphs (one-pass algorithm).
#pragma once

#include <cstdint>
#include <vector>

#include "graph/execution_context.h"
#include "graph/status.h"
#include "queries/walk/money_steps.h"

namespace headwater::queries {

struct EarliestArrival {
  bool found = false;
  std::vector<std::uint32_t> positions;  // the transactions of one such path, first to last
  std::uint64_t stops_reached = 0;       // before the search ended, not what is always a source
  LeftOutSteps left_out;                 // among the transactions looked at
};

// `sources` and `targets` have no stop in common at one time. The first step leaves a source while
// it is owned, the last arrives at a target while it is owned. Among paths of equal arrival the
// answer is fixed: every stop is entered by the first transaction of the ledger that reaches it
// (among equal times with non-decreasing: breadth first). O(E) time up to the arrival, O(V) memory;
// one thread. Errors: kCancelled.
graph::Result<EarliestArrival> find_earliest_arrival(const MoneySteps& steps,
                                                     const OwnedStops& sources,
                                                     const OwnedStops& targets,
                                                     const graph::ExecutionContext& context);

}  // namespace headwater::queries
