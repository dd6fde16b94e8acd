// The truth of a generated case beside the rows of an attribution.
#pragma once

#include <vector>

#include "graph/table.h"
#include "queries/flow/attribution_truth.h"
#include "queries/flow/internal/attribution_rows.h"

namespace headwater::queries::internal {

// Gives rows of true members their truth, adds a row for each true member (and asset) that the
// attribution has none for, and marks innocents. Errors: those of the store.
graph::Status add_truth(const graph::StoreView& view, const ingest::CaseTruth& truth,
                        const TruthMatch& match, EntityNames& names, std::vector<EntityRow>& rows);

// One row an asset: true profit of all members, what was attributed to true members and to
// innocents, the truth of those missed; and how many compared rows hold the truth.
graph::Table truth_table(const graph::StoreView& view, const ingest::CaseTruth& truth,
                         const std::vector<EntityRow>& rows);

}  // namespace headwater::queries::internal
