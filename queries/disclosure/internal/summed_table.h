// SummedTable: a table with all its margins added up, before anything is hidden; and what is done
// to every such table alike.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "queries/disclosure/disclosure.h"
#include "queries/disclosure/internal/margin_lattice.h"
#include "queries/disclosure/internal/suppression.h"

namespace headwater::queries::internal {

// Precondition: cells have one value a dimension, distinct keys, and no negative count. O(cells 2^d
// log cells) time and memory for d dimensions.
struct SummedTable {
  explicit SummedTable(const DisclosureTable& table);

  // A task of as many variables, of which none is usable.
  SuppressionTask empty_task() const;

  MarginLattice lattice;
  ProtectedTable shown;  // by variable: cells and margins, nothing hidden yet
  // By variable and name of the money: who adds how much.
  std::vector<std::map<std::string, std::map<std::uint32_t, graph::WideMinorUnits>>> contributions;

 private:
  void add(const DisclosureCell& cell, std::uint32_t variable);
};

// Of the money in its cells.
std::set<std::string> names_of_money(const ProtectedTable& table);

// Hides in `result` what `other`, of the same table, hides, and counts it as secondary.
void hide_too(const ProtectedTable& other, ProtectedTable& result);

}  // namespace headwater::queries::internal
