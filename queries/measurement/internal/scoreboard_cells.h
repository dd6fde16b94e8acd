// From exact figures to what an audience gets.
#pragma once

#include <vector>

#include "queries/measurement/internal/scoreboard_disclosure.h"
#include "queries/measurement/internal/scoreboard_margins.h"
#include "queries/measurement/scoreboard.h"

namespace headwater::queries::internal {

// Fills dimensions and cells; `publishable` null: the internal audience, with components and
// standards. `by` in the order of the enumeration, `assets` by asset number.
void fill_cells(const std::vector<ShownCell>& shown, const std::vector<graph::Asset>& assets,
                const PublishableFigures* publishable, Scoreboard& board);

}  // namespace headwater::queries::internal
