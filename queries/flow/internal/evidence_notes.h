// What was met between assertions and labels, as remarks for people.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "queries/flow/case_attribution.h"

namespace headwater::queries::internal {

// The number of members who are victims too is told with the victim key only; that such people have
// no row is always said.
std::vector<std::string> evidence_notes(const CaseAttribution& found, bool sees_victims,
                                        bool disputed_count);

// Of recorded balances that are not an account's first.
std::string later_openings_note(std::uint64_t later);

}  // namespace headwater::queries::internal
