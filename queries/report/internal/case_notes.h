// What the figures rest on, how they were computed, and what they do not contain.
#pragma once

#include "queries/measurement/scoreboard.h"
#include "queries/report/internal/case_parts.h"

namespace headwater::queries::internal {

// For publication: no count of anything, so that none can be small.
std::vector<ReportNote> assumption_notes(ReportAudience audience,
                                         const graph::Resolution& resolution);
std::vector<ReportNote> method_notes(ReportAudience audience);

// With counts: internal reports only.
std::vector<std::string> left_out_of_case(const ReportCase& report);
std::vector<std::string> left_out_of_publication(const Scoreboard& board);

}  // namespace headwater::queries::internal
