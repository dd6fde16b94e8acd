// The part of an attribution of all cases that one case is.
//
// Cases meet in accounts and on payments: two may explain one rent, and each one's money thins out
// the other's. So all are run together, whichever is asked for, and one case has the same figures
// alone and beside others.
#pragma once

#include <vector>

#include "queries/flow/internal/case_members.h"

namespace headwater::queries::internal {

// Labels of one case: they stand side by side.
struct LabelRange {
  std::uint32_t first = 0, end = 0;
};
LabelRange labels_of(const std::vector<ProceedsLabel>& labels, const CaseScope& scope);

// Leaves in `result` the rows of labels in `range` alone, numbered from 0, with members renumbered
// by `number_of_member` (by their number in the run). `payments` are those that were asked of the
// run: what of them was left out or cut is counted anew.
void keep_labels(const LabelRange& range, const std::vector<std::uint32_t>& number_of_member,
                 const std::vector<engine::AssertedPayment>& payments,
                 engine::AttributionResult& result);

// The members of the case, out of those of all cases, with the roles and bases that they have as
// `asked`, whose counts are taken too. Fills `number_of_member`: by number among all, or kNoHolder.
CaseMembers members_of_case(const CaseMembers& all, CaseMembers asked, const CaseScope& scope,
                            std::vector<std::uint32_t>& number_of_member);

}  // namespace headwater::queries::internal
