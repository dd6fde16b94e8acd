// Time-respecting walks of at most k steps from a set of accounts: who is reached, how soon, by how
// much.
//
//   NeighbourhoodReach reach = walk_neighbourhood(steps, starts, {.hops = 3}, context);
//
// A walk is a chain of transactions, each from where the one before went and later than it (by at
// most `max_gap_ms`). What is kept between steps is every transaction that ends a walk so far, so
// that gaps are judged exactly: an early arrival does not hide a later one.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/execution_context.h"
#include "graph/owners.h"
#include "graph/status.h"
#include "queries/walk/money_steps.h"

namespace headwater::queries {

struct WalkOptions {
  bool inward = false;          // against the money: who could have paid, back in time
  int hops = 3;                 // > 0
  std::int64_t max_gap_ms = 0;  // between consecutive steps, inclusive; 0: no limit
  std::uint64_t hub_limit = 0;  // steps taken from one stop at one hop: the nearest in time; 0: all
  // Whose the reached accounts are, as of each payment; null: nobody's is told. Must outlive the
  // walk.
  const graph::AccountOwnership* ownership = nullptr;
};

// A stop that is reached under several owners, one after another, is reached once for each.
struct ReachedStop {
  graph::VertexIndex stop;
  graph::VertexIndex owner;  // as of the payments, or kNoVertex
  int hops;                  // fewest
  std::int64_t time_ms;      // earliest arrival at any number of hops; inward: latest departure
};
// Of the distinct transactions that arrive at the stop (inward: leave it) as a step of a walk.
struct ReachedMoney {
  graph::VertexIndex stop;
  graph::VertexIndex owner;
  graph::AssetId asset;
  std::uint64_t transactions = 0;
  graph::WideMinorUnits amount = 0;
};
struct HopCount {
  std::uint64_t endpoints = 0;     // distinct stops at the end of a walk of exactly so many steps
  std::uint64_t transactions = 0;  // distinct last steps of those walks
  std::uint64_t hubs = 0;          // stops where the hub limit cut
};

struct NeighbourhoodReach {
  std::vector<ReachedStop> stops;   // by stop, owner; a start appears when it is returned to
  std::vector<ReachedMoney> money;  // by stop, owner, asset
  std::vector<HopCount> hops;       // [0]: walks of one step
  LeftOutSteps left_out;            // among the transactions looked at
};

// The first step leaves a start (inward: arrives there) while it is owned.
// O(hops * transactions at the reached stops) time, O(transactions) bits and O(reached) memory; one
// thread. Deterministic. Errors: kCancelled.
graph::Result<NeighbourhoodReach> walk_neighbourhood(const MoneySteps& steps,
                                                     const OwnedStops& starts,
                                                     const WalkOptions& options,
                                                     const graph::ExecutionContext& context);

}  // namespace headwater::queries
