// Analyses of a file of edges, without a store.
#include <algorithm>

#include "queries/analysis/analyze.h"
#include "queries/analysis/internal/analysis_parameters.h"
#include "queries/analysis/internal/analysis_run.h"

namespace headwater::queries {
namespace {

using graph::Projection;
using graph::Result;
using graph::Status;

constexpr std::string_view kAboutEdges = "analyze a file of edges";

// What a file of edges cannot answer.
Status check_request(const AnalysisRequest& request) {
  const graph::ProjectionRequest& projection = request.projection;
  const auto refuse = [](std::string_view parameter) {
    return graph::question_error(std::string(kAboutEdges), "parameter " + std::string(parameter),
                                 "a file of edges has no money, time, owners or layers",
                                 "load it into a store first, or leave the parameter out");
  };
  const bool is_plain = projection.layers == std::vector{graph::Layer::kMoney};
  if (!is_plain) return refuse("layers");
  if (projection.window.is_bounded()) return refuse("from or to");
  if (!request.currency.empty()) return refuse("currency");
  if (!request.min_amount.empty()) return refuse("min-amount");
  if (projection.weight != graph::Weight::kNone) return refuse("weight (other than `weight`)");
  if (!projection.transaction_kinds.empty() || !projection.relation_kinds.empty()) {
    return refuse("kinds");
  }
  if (projection.contract_owners) return refuse("contract-owners");
  if (projection.boundary) return refuse("boundary");
  if (projection.fold_shared) return refuse("fold-shared");
  return {};
}

Status check_weights(const ingest::EdgeList& list, const AnalysisRequest& request) {
  if (!request.file_weights) return {};
  if (list.weights.empty() && !list.edges.empty()) {
    return graph::question_error(std::string(kAboutEdges), "parameter weight",
                                 "the file has no third column", "leave --weight out");
  }
  const bool has_negative =
      std::any_of(list.weights.begin(), list.weights.end(), [](double w) { return w < 0; });
  if (has_negative) {
    return graph::question_error(std::string(kAboutEdges), "the weights", "a negative weight",
                                 "weights must be at least 0");
  }
  return {};
}

Projection project_file(const ingest::EdgeList& list, const AnalysisRequest& request,
                        const graph::ExecutionContext& context) {
  std::vector<Projection::Edge> edges;
  edges.reserve(list.edges.size());
  for (std::size_t i = 0; i < list.edges.size(); ++i) {
    edges.push_back(
        {list.edges[i].from, list.edges[i].to, request.file_weights ? list.weights[i] : 1.0});
  }
  return Projection::from_edges(static_cast<std::uint32_t>(list.ids.size()), edges,
                                request.projection.directed, request.file_weights,
                                request.projection.collapse_parallel, request.projection.self_loops,
                                context);
}

Result<std::vector<std::uint32_t>> find_sources(const ingest::EdgeList& list,
                                                const AnalysisRequest& request) {
  std::vector<std::uint32_t> starts;
  for (const std::string& source : request.sources) {
    const auto found = std::find(list.ids.begin(), list.ids.end(), source);
    if (found == list.ids.end()) {
      return Status(graph::StatusCode::kNotFound,
                    {std::string(kAboutEdges), "parameter source",
                     "no vertex has this id (" + std::to_string(source.size()) + " characters)",
                     "give ids as they stand in the file"});
    }
    starts.push_back(static_cast<std::uint32_t>(found - list.ids.begin()));
  }
  std::sort(starts.begin(), starts.end());
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  return starts;
}

}  // namespace

Result<Answer> analyze_edges(const ingest::EdgeFileRequest& file, const AnalysisRequest& request,
                             const graph::ExecutionContext& context) {
  HEADWATER_RETURN_IF_ERROR(check_request(request));
  ingest::EdgeFileRequest read = file;
  read.undirected = file.undirected || !request.projection.directed;
  AnalysisRequest in_force = request;
  in_force.projection.directed = !read.undirected;
  HEADWATER_ASSIGN_OR_RETURN(const ingest::EdgeList list, ingest::read_edge_file(read, context));
  if (request.own_weight) in_force.file_weights = !list.weights.empty();
  HEADWATER_RETURN_IF_ERROR(check_weights(list, in_force));
  const Projection projection = project_file(list, in_force, context);
  HEADWATER_ASSIGN_OR_RETURN(const auto starts, find_sources(list, in_force));
  HEADWATER_ASSIGN_OR_RETURN(internal::AnalysisValues values,
                             internal::run_algorithm(in_force, projection, starts, context));
  const internal::VertexNaming naming{[&](const std::vector<std::uint32_t>& vertices) {
                                        std::vector<std::string> names;
                                        names.reserve(vertices.size());
                                        for (const std::uint32_t v : vertices)
                                          names.push_back(list.ids[v]);
                                        return Result<std::vector<std::string>>(std::move(names));
                                      },
                                      true};
  Answer answer;
  answer.title = internal::analysis_title(in_force);
  HEADWATER_RETURN_IF_ERROR(
      internal::set_rows(projection, std::move(values), in_force.top, naming, answer.result));
  answer.parameters = internal::file_parameters_in_force(in_force);
  return answer;
}

}  // namespace headwater::queries
