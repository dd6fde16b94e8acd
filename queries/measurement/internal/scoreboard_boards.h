// Boards of one or several windows of one store, over the same cells and margins, and what their
// answers share.
#pragma once

#include <vector>

#include "queries/internal/row_writer.h"
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
// Its first columns, and their values.
std::vector<graph::ColumnSpec> key_columns(const Scoreboard& board);
void write_key(const std::vector<std::optional<std::string>>& key, RowWriter& row);

// All but the windows. A publication names no case.
Document scoreboard_parameters_in_force(const ScoreboardRequest& request, const Scoreboard& board);

}  // namespace headwater::queries::internal
