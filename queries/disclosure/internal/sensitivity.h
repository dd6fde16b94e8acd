// What makes money sensitive in its own right, and how far it may fall.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "graph/money.h"
#include "queries/disclosure/disclosure.h"

namespace headwater::queries::internal {

// Either rule: one contributor has too much of all, or the rest is too little to hide the largest
// from the second. Exact for amounts up to 2^120.
bool is_dominated(const std::map<std::uint32_t, graph::WideMinorUnits>& contributions,
                  const DisclosureRules& rules);

// All figures of a cell move together; those that are negative show that they may be anything.
graph::WideMinorUnits room_of(const std::vector<graph::WideMinorUnits>& amounts);

}  // namespace headwater::queries::internal
