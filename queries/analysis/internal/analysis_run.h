// Runs one algorithm on a projection and puts what it says of the vertices in order.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "graph/execution_context.h"
#include "graph/projection.h"
#include "queries/analysis/analyze.h"
#include "queries/document.h"

namespace headwater::queries::internal {

// By projection vertex; `yield` says which of the three is filled.
struct AnalysisValues {
  enum class Yield : std::uint8_t { kScores, kCounts, kLabels } yield = Yield::kScores;
  std::vector<double> scores;
  std::vector<std::uint64_t> counts;
  std::vector<std::uint32_t> labels;
  Document summary = Document::object();
};

// `starts` are the sources of personalised PageRank. Errors: those of the engine.
graph::Result<AnalysisValues> run_algorithm(const AnalysisRequest& request,
                                            const graph::Projection& projection,
                                            const std::vector<std::uint32_t>& starts,
                                            const graph::ExecutionContext& context);

// How vertices are printed, and how equal values are ordered: by name bytewise, or by vertex where
// the vertices stand in the order of their ids already.
struct VertexNaming {
  std::function<graph::Result<std::vector<std::string>>(const std::vector<std::uint32_t>&)> names;
  bool vertex_order = false;
};

// Sets "rows" (and "communities") of the result; completes the summary with what is listed.
// Vertices that are not rankable have no row and give no community its name.
graph::Status set_rows(const graph::Projection& projection, AnalysisValues values, std::size_t top,
                       const VertexNaming& naming, Document& result);

}  // namespace headwater::queries::internal
