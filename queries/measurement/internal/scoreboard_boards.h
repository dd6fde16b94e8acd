// Boards of one or several windows of one store, over the same cells and margins.
#pragma once

#include <vector>

#include "queries/measurement/scoreboard.h"

namespace headwater::queries::internal {

// One board a window, in their order, for the dimensions, case, audience and rules of `request`
// (its own windows do not count): cells at equal positions have equal keys. Errors: those of
// measure_scoreboard.
graph::Result<std::vector<Scoreboard>> measure_windows(
    QuerySession& session, const ScoreboardRequest& request,
    const std::vector<graph::TimeWindow>& windows);

// The table of a board's cells, as `scoreboard` prints it.
graph::Table cell_table(const Scoreboard& board);

}  // namespace headwater::queries::internal
