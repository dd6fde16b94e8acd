#include "queries/analysis/internal/analysis_parameters.h"

#include "engine/algorithm_registry.h"
#include "queries/internal/layer_names.h"
#include "queries/internal/values.h"

namespace headwater::queries::internal {
namespace {

using graph::Weight;

std::string_view to_text(Weight weight) {
  switch (weight) {
    case Weight::kNone:
      return "none";
    case Weight::kCount:
      return "count";
    case Weight::kAmount:
      return "amount";
    case Weight::kLogAmount:
      break;
  }
  return "log-amount";
}

Document text_or_null(const std::string& text) {
  return text.empty() ? Document() : Document(text);
}

// The algorithm's own, with what is in force where it was not given.
void set_algorithm_parameters(const AnalysisRequest& request, Document& parameters) {
  parameters.set("algorithm", Document(request.algorithm));
  const auto* algorithm = engine::find_algorithm(request.algorithm);
  if (algorithm == nullptr) return;
  for (const auto& parameter : algorithm->parameters) {
    if (parameter.name == "damping") parameters.set("damping", Document(request.damping));
    if (parameter.name == "tolerance") parameters.set("tolerance", Document(request.tolerance));
    if (parameter.name == "iterations") parameters.set("iterations", Document(request.iterations));
    if (parameter.name == "direction") parameters.set("direction", Document(request.direction));
  }
}

void set_shape_parameters(const AnalysisRequest& request, Document& parameters) {
  const graph::ProjectionRequest& projection = request.projection;
  const std::string_view weight =
      request.file_weights ? std::string_view("weight") : to_text(projection.weight);
  parameters.set("directed", Document(projection.directed))
      .set("weight", Document(weight))
      .set("self-loops", Document(projection.self_loops))
      .set("keep-parallel", Document(!projection.collapse_parallel))
      .set("top", Document(std::uint64_t{request.top}));
}

Document kinds_document(const graph::ProjectionRequest& projection) {
  Document kinds = Document::array();
  for (const auto kind : projection.transaction_kinds) {
    kinds.push(Document(graph::to_string(kind)));
  }
  for (const auto kind : projection.relation_kinds) kinds.push(Document(graph::to_string(kind)));
  return kinds;
}

void set_projection_parameters(const AnalysisRequest& request, Document& parameters) {
  const graph::ProjectionRequest& projection = request.projection;
  parameters.set("layers", layers_document(projection.layers))
      .set("from", time_document(projection.window.from))
      .set("to", time_document(projection.window.to))
      .set("currency", text_or_null(request.currency))
      .set("min-amount", text_or_null(request.min_amount))
      .set("kinds", kinds_document(projection))
      .set("contract-owners", Document(projection.contract_owners))
      .set("owners-as-of", time_document(projection.owners_as_of))
      .set("boundary", Document(projection.boundary))
      .set("fold-shared", Document(projection.fold_shared))
      .set("hub-cap", Document(std::uint64_t{projection.hub_cap}))
      .set("resolve", Document(queries::to_text(projection.resolution)));
}

}  // namespace

std::string analysis_title(const AnalysisRequest& request) {
  const auto* algorithm = engine::find_algorithm(request.algorithm);
  const std::string summary = algorithm == nullptr ? "" : ": " + std::string(algorithm->summary);
  return request.algorithm + summary;
}

graph::Result<Document> analysis_parameters_in_force(const graph::StoreView& view,
                                                     const AnalysisRequest& request) {
  Document parameters = Document::object();
  set_algorithm_parameters(request, parameters);
  if (!request.sources.empty()) {
    Document sources = Document::array();
    for (const std::string& text : request.sources) {
      HEADWATER_ASSIGN_OR_RETURN(const graph::EntityId id, view.resolve(text));
      HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view.key_of(id));
      sources.push(Document(graph::to_string(key)));
    }
    parameters.set("source", std::move(sources));
  }
  set_projection_parameters(request, parameters);
  set_shape_parameters(request, parameters);
  return parameters;
}

Document file_parameters_in_force(const AnalysisRequest& request) {
  Document parameters = Document::object();
  set_algorithm_parameters(request, parameters);
  if (!request.sources.empty()) {
    Document sources = Document::array();
    for (const std::string& text : request.sources) sources.push(Document(text));
    parameters.set("source", std::move(sources));
  }
  set_shape_parameters(request, parameters);
  return parameters;
}

}  // namespace headwater::queries::internal
