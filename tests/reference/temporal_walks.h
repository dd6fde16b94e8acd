// Slow, obvious answers about time-respecting walks.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <vector>

#include "queries/walk/neighbourhood_walk.h"

namespace headwater::reference {

// Earliest time at which a target is reached while it is one: arrival times are lowered,
// transaction by transaction, until none changes.
std::optional<std::int64_t> earliest_arrival(const queries::MoneySteps& steps,
                                             const queries::OwnedStops& sources,
                                             const queries::OwnedStops& targets);

// For each number of steps, the transactions that end a walk of that length: every pair is tried.
std::vector<std::set<std::uint32_t>> walk_ends(const queries::MoneySteps& steps,
                                               const queries::OwnedStops& starts,
                                               const queries::WalkOptions& options);

}  // namespace headwater::reference
