// Money of the scoreboard's cells, from what members of cases were attributed.
#pragma once

#include <vector>

#include "queries/flow/case_attribution.h"
#include "queries/measurement/internal/scoreboard_figures.h"
#include "queries/measurement/internal/territory_names.h"

namespace headwater::queries::internal {

// What a run until the end of a window found, less what a run until its beginning found; `start`
// null: the window has no beginning. Wages withheld are undated and count without a window only.
struct AttributedWindow {
  const CaseAttribution* end = nullptr;
  const CaseAttribution* start = nullptr;
  bool is_bounded = false;
};

// Adds to `figures`. Unexplained money of a window is what a member sent out less what came back or
// was explained within it, at least 0; money with conduits is that of the window's end. Errors:
// kInternal when transfers between members do not cancel, members do not add up to their cases, or
// the two runs contradict each other; those of the store. O(rows * log rows).
graph::Status add_money(const AttributedWindow& window, TerritoryNames& territories,
                        ScoreboardFigures& figures);

}  // namespace headwater::queries::internal
