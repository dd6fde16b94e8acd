// From exact figures to what an audience gets.
#pragma once

#include <vector>

#include "queries/measurement/internal/scoreboard_disclosure.h"
#include "queries/measurement/internal/scoreboard_margins.h"
#include "queries/measurement/scoreboard.h"

namespace headwater::queries::internal {

// Fills the cells of a board whose dimensions are set; `publishable` null: the internal audience,
// with components and standards. `assets` by asset number.
void fill_cells(const ScoreboardFigures& figures, const std::vector<ShownKey>& keys,
                const std::vector<graph::Asset>& assets, const PublishableFigures* publishable,
                Scoreboard& board);

}  // namespace headwater::queries::internal
