// What was met between assertions and labels, as remarks for people.
#pragma once

#include <string>
#include <vector>

#include "queries/flow/case_attribution.h"

namespace headwater::queries::internal {

// The number of members who are victims too is told with the victim key only; that such people have
// no row is always said.
std::vector<std::string> evidence_notes(const CaseAttribution& found, bool sees_victims,
                                        bool disputed_count);

}  // namespace headwater::queries::internal
