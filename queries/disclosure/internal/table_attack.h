// What somebody who holds a published table can compute about its hidden cells.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/money.h"
#include "queries/disclosure/internal/margin_lattice.h"

namespace headwater::queries::internal {

// Hidden variables that the published ones determine, whatever their values: elimination modulo the
// prime 2^61 - 1, exact but for minors that the prime divides (none in tables of this size are
// known).
std::vector<std::uint32_t> determined_variables(const std::vector<MarginEquation>& equations,
                                                const std::vector<bool>& hidden);

struct Interval {
  graph::WideMinorUnits low, high;
};
// Narrows `bounds` (by variable) until the equations narrow them no further, or 1,000 rounds.
// Stopping early leaves intervals wider, never wrong. Limits are +-kUnlimited.
void propagate_bounds(const std::vector<MarginEquation>& equations, std::vector<Interval>& bounds);

}  // namespace headwater::queries::internal
