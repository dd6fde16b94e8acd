// The cells and margins that a scoreboard shows, as exact sums of its finest cells.
#pragma once

#include <vector>

#include "queries/measurement/internal/scoreboard_figures.h"
#include "queries/measurement/scoreboard.h"

namespace headwater::queries::internal {

struct ShownCell {
  CellKey3 key;            // "all" in dimensions that are not asked for, too
  bool is_margin = false;  // over a dimension that is asked for
  CellFigures figures;
};

// By key, "all" first. Margins that repeat one shown cell, or a coarser margin, are left out,
// except for the total: what is left out follows from which cells there are, not from their
// figures.
std::vector<ShownCell> shown_cells(const ScoreboardFigures& figures,
                                   const std::vector<ScoreboardDimension>& by);

}  // namespace headwater::queries::internal
