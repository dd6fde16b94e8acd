// The scoreboard of two periods side by side, and what changed: what a programme wants to know.
//
//   ScoreboardPeriods periods{.baseline = year_2023, .endline = year_2024};
//   HEADWATER_ASSIGN_OR_RETURN(ScoreboardChange change, measure_change(session, request, periods));
//   HEADWATER_ASSIGN_OR_RETURN(Answer answer, scoreboard_change(session, request, periods));
//
// A change of known victims is a change of detection as much as of exploitation: more policing
// finds more victims. A change of profit is an interval: from the least that it can be to the most.
#pragma once

#include <optional>

#include "queries/measurement/scoreboard.h"

namespace headwater::queries {

struct ScoreboardPeriods {
  graph::TimeWindow baseline, endline;  // bounded at both ends; the endline begins at or after the
                                        // baseline's end
};

struct ScoreboardChange {
  Scoreboard baseline, endline;  // cells at equal positions have equal keys
};

// Of a cell, or of one asset of it. Nothing unless both periods show it: a period without a record
// is unknown, and what changed from there is too.
std::optional<std::int64_t> change_of_victims(const ScoreboardCell& baseline,
                                              const ScoreboardCell& endline);
struct ProfitChange {
  graph::WideMinorUnits lower = 0, upper = 0;
};
std::optional<ProfitChange> change_of_profit(const ScoreboardMoney& baseline,
                                             const ScoreboardMoney& endline);

// For publication both periods are hidden beside each other and the board over the whole store, so
// that none of the three gives a hidden figure of another. The window of `request` does not count.
// Errors: kQuestion for periods that overlap or are open, and those of measure_scoreboard.
graph::Result<ScoreboardChange> measure_change(QuerySession& session,
                                               const ScoreboardRequest& request,
                                               const ScoreboardPeriods& periods);

// As an answer: `rows` with what changed, one a cell and asset; then the tables `baseline` and
// `endline`, each as `scoreboard` has it.
graph::Result<Answer> scoreboard_change(QuerySession& session, const ScoreboardRequest& request,
                                        const ScoreboardPeriods& periods);

// `baseline` and `endline` of the command, each written FROM..TO; nothing when neither is given.
// Errors: kQuestion.
graph::Result<std::optional<ScoreboardPeriods>> parse_periods(const ParameterMap& given);

}  // namespace headwater::queries
