// Secondary suppression by hypercubes: the same for counts and for money.
//
// For every hidden variable the cheapest hypercube is hidden along which it can move far enough
// while everything published stays as it is: a proof, not an estimate, that what is published fits
// other values too. What later turns out not to be needed is shown again.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/money.h"
#include "queries/disclosure/internal/margin_lattice.h"

namespace headwater::queries::internal {

// All by variable of the lattice.
struct SuppressionTask {
  std::vector<bool> usable;  // may be hidden; the others are known to everybody (zeros)
  std::vector<bool> hidden;  // in: the primary ones; out: all
  std::vector<graph::WideMinorUnits> room;  // how far it may fall before an attacker knows better
  // How far it must be able to move, if hidden from the start; 0: it is published nowhere, and no
  // secret either.
  std::vector<graph::WideMinorUnits> need;
  std::vector<graph::WideMinorUnits> loss;  // what hiding it loses, >= 0
};

// Room without end.
inline constexpr graph::WideMinorUnits kUnlimited = graph::WideMinorUnits{1} << 100;

// Precondition: a base cell is usable only together with every margin over it, and the other way
// round a usable margin has a usable part. Otherwise a variable may have no hypercube at all: the
// answer is false then, and `hidden` protects nothing. Deterministic.
bool suppress(const MarginLattice& lattice, SuppressionTask& task);

}  // namespace headwater::queries::internal
