// Victims and group cases of the scoreboard's cells, from the exploitation flows of a view.
#pragma once

#include "graph/execution_context.h"
#include "graph/store.h"
#include "graph/timestamp.h"
#include "queries/evidence/case_scope.h"
#include "queries/measurement/internal/scoreboard_figures.h"
#include "queries/measurement/internal/territory_names.h"

namespace headwater::queries::internal {

// Adds to `figures`. Needs no victim key: people are told apart by the tokens of the view. A
// bounded window counts flows whose interval overlaps it; an open end of an interval is "since
// ever" or "still", and flows without any date are left out. Errors: those of the store;
// kCancelled. O(victim flows).
graph::Status add_victims(const graph::StoreView& view, const CanonicalEntities& canonical,
                          const CaseScope& scope, const graph::TimeWindow& window,
                          TerritoryNames& territories, const graph::ExecutionContext& context,
                          ScoreboardFigures& figures);

}  // namespace headwater::queries::internal
