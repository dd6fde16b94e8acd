// What assertions call proceeds, added up before anything is traced, and the proof that a run
// accounts for all of it.
#pragma once

#include <span>
#include <vector>

#include "queries/flow/case_attribution.h"
#include "queries/flow/internal/claimed_amounts.h"
#include "queries/flow/internal/one_case.h"

namespace headwater::queries::internal {

// By label (those in `range`, numbered from 0) and asset. `labels` are ascending and hold those of
// `claims`. O(claims log labels).
std::vector<AssertedProceeds> asserted_proceeds(const graph::TransactionLayer& layer,
                                                std::span<const ClaimedAmount> claims,
                                                std::span<const ProceedsLabel> labels,
                                                const LabelRange& range,
                                                const engine::TraceRequest& policy);

// Errors: kInternal when, for a label and asset, what was asserted is not what the run newly
// labelled, met labelled already and could not place, with what was over-claimed and what the
// policies leave out. Rows of `result` have the labels of `asserted`.
graph::Status check_asserted(std::span<const AssertedProceeds> asserted,
                             const engine::AttributionResult& result);

// Asserted proceeds of one asset, or of one case and asset, and where they stand.
struct ProceedsAccount {
  graph::WideMinorUnits asserted = 0, over_claimed = 0, not_run = 0;
  graph::WideMinorUnits newly_labelled = 0, already_labelled = 0, not_placed = 0;
  graph::WideMinorUnits gross = 0, with_conduits = 0, converted_in = 0, converted_out = 0;

  void add(const AssertedProceeds& row);
  void add(const engine::CaseTotals& row);
  // Asserted less everything else: 0.
  graph::WideMinorUnits difference() const {
    return asserted + converted_in - gross - with_conduits - already_labelled - not_placed -
           over_claimed - not_run - converted_out;
  }
};

}  // namespace headwater::queries::internal
