#include "queries/analysis/internal/analysis_run.h"

#include <algorithm>

#include "engine/centrality/degree.h"
#include "engine/centrality/pagerank.h"
#include "engine/community/components.h"
#include "engine/community/label_propagation.h"

namespace headwater::queries::internal {
namespace {

using graph::ExecutionContext;
using graph::Projection;
using graph::Result;

engine::Direction direction_of(const AnalysisRequest& request) {
  if (request.direction == "out") return engine::Direction::kOut;
  if (request.direction == "in") return engine::Direction::kIn;
  return engine::Direction::kTotal;
}

Result<AnalysisValues> run_pagerank(const AnalysisRequest& request, const Projection& projection,
                                    const std::vector<std::uint32_t>& starts,
                                    const ExecutionContext& context) {
  engine::PageRankOptions options;
  options.damping = request.damping;
  options.tolerance = request.tolerance;
  if (request.iterations > 0) options.max_iterations = request.iterations;
  for (const std::uint32_t start : starts) options.start.emplace_back(start, 1.0);
  HEADWATER_ASSIGN_OR_RETURN(engine::PageRankResult ranks,
                             engine::pagerank(projection, options, context));
  AnalysisValues values;
  values.scores = std::move(ranks.scores);
  values.summary.set("iterations", Document(ranks.iterations))
      .set("residual", Document(ranks.residual))
      .set("converged", Document(ranks.converged));
  return values;
}

Result<AnalysisValues> run_label_propagation(const AnalysisRequest& request,
                                             const Projection& projection,
                                             const ExecutionContext& context) {
  engine::LabelPropagationOptions options;
  if (request.iterations > 0) options.iterations = request.iterations;
  options.weighted = projection.is_weighted();
  HEADWATER_ASSIGN_OR_RETURN(engine::LabelPropagationResult labels,
                             engine::label_propagation(projection, options, context));
  AnalysisValues values;
  values.yield = AnalysisValues::Yield::kLabels;
  values.labels = std::move(labels.label);
  values.summary.set("iterations", Document(labels.iterations))
      .set("converged", Document(labels.converged));
  return values;
}

}  // namespace

Result<AnalysisValues> run_algorithm(const AnalysisRequest& request, const Projection& projection,
                                     const std::vector<std::uint32_t>& starts,
                                     const ExecutionContext& context) {
  AnalysisValues values;
  if (request.algorithm == "degree") {
    values.yield = AnalysisValues::Yield::kCounts;
    HEADWATER_ASSIGN_OR_RETURN(values.counts,
                               engine::degree(projection, direction_of(request), context));
  } else if (request.algorithm == "strength") {
    HEADWATER_ASSIGN_OR_RETURN(values.scores,
                               engine::strength(projection, direction_of(request), context));
  } else if (request.algorithm == "pagerank" || request.algorithm == "personalised-pagerank") {
    return run_pagerank(request, projection, starts, context);
  } else if (request.algorithm == "wcc") {
    values.yield = AnalysisValues::Yield::kLabels;
    HEADWATER_ASSIGN_OR_RETURN(engine::Communities components,
                               engine::weakly_connected_components(projection, context));
    values.labels = std::move(components.label);
  } else if (request.algorithm == "cdlp") {
    return run_label_propagation(request, projection, context);
  } else {
    return graph::question_error("analyze", "algorithm", "it is described but cannot be run here",
                                 "analyze --list names those that can");
  }
  return values;
}

}  // namespace headwater::queries::internal
