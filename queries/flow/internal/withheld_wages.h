// Wages withheld, rolled up to members. They move no money and are never added to traced sums.
#pragma once

#include <vector>

#include "queries/flow/internal/case_members.h"

namespace headwater::queries::internal {

// By member, label, asset. Assertions about one withholding are one: the largest counts, under the
// strongest standard that claims as much. The component of a label means nothing here.
std::vector<WithheldWages> withheld_wages(const graph::Snapshot& snapshot,
                                          const graph::ResolvedVertices& resolved,
                                          const CaseMembers& members,
                                          const std::vector<WageClaim>& claims);

}  // namespace headwater::queries::internal
