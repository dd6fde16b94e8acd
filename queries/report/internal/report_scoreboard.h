// The scoreboard as the report shows it.
#pragma once

#include "queries/measurement/scoreboard.h"
#include "queries/report/report_model.h"

namespace headwater::queries::internal {

ReportTable scoreboard_table(const Scoreboard& board);

// The cell of everything; a single cell is its own total. nullptr: no records at all.
const ScoreboardCell* scoreboard_total(const Scoreboard& board);

}  // namespace headwater::queries::internal
