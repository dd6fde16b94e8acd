// What is said beside a scoreboard: general truths for everybody, counts of what was met on the way
// for the internal audience only.
#pragma once

#include <string>
#include <vector>

#include "queries/flow/case_attribution.h"
#include "queries/measurement/internal/scoreboard_figures.h"
#include "queries/measurement/scoreboard.h"

namespace headwater::queries::internal {

// What `other` puts together in a publication.
inline constexpr char kOtherStandsTogether[] =
    "other: forms that are no listed term (docs/mapping.md), and places that are neither a country "
    "(ISO 3166-1) nor a sub-region of one (ISO 3166-2), stand together under this name";

// For every publication, of the scoreboard and of attribution.
inline constexpr char kPublishOneTable[] =
    "publish one such table of one store: two that differ a little can be compared "
    "(docs/measurement.md, \"What it does not withstand\")";

std::vector<std::string> scoreboard_notes(const graph::TimeWindow& window,
                                          const ScoreboardFigures& figures,
                                          const EvidenceNotes& evidence, const Scoreboard& board);

}  // namespace headwater::queries::internal
