// The cells and margins that a scoreboard shows, as exact sums of its finest cells.
#pragma once

#include <set>
#include <vector>

#include "queries/measurement/internal/scoreboard_figures.h"
#include "queries/measurement/scoreboard.h"

namespace headwater::queries::internal {

struct ShownKey {
  CellKey3 key;            // "all" in dimensions that are not asked for, too
  bool is_margin = false;  // over a dimension that is asked for
};

// Of finest cells with these names, "all" first. Margins that repeat one shown cell, or a coarser
// margin, are left out, except for the total: what is left out follows from which cells there are,
// not from their figures.
std::vector<ShownKey> shown_keys(const std::set<CellName>& names,
                                 const std::vector<ScoreboardDimension>& by);

// The sum for each key; one that covers no cell is empty.
std::vector<CellFigures> sums_of(const ScoreboardFigures& figures,
                                 const std::vector<ShownKey>& keys);

}  // namespace headwater::queries::internal
