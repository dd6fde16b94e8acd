// The parameters of an analysis as they stand in its answer.
#pragma once

#include <string>

#include "graph/store.h"
#include "queries/analysis/analyze.h"
#include "queries/document.h"

namespace headwater::queries::internal {

std::string analysis_title(const AnalysisRequest& request);
// Sources by their full names. Errors: those of resolving them.
graph::Result<Document> analysis_parameters_in_force(const graph::StoreView& view,
                                                     const AnalysisRequest& request);
// The same for a file of edges.
Document file_parameters_in_force(const AnalysisRequest& request);

}  // namespace headwater::queries::internal
