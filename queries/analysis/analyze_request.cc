// From the flags of `headwater analyze` to a request.
#include <algorithm>
#include <limits>

#include "engine/algorithm_registry.h"
#include "queries/analysis/analyze.h"
#include "queries/internal/layer_names.h"

namespace headwater::queries {
namespace {

using graph::Layer;
using graph::Result;
using graph::Status;
using graph::Weight;

constexpr std::string_view kAboutRequest = "analyze";

const std::vector<ParameterSpec>& shared_parameters() {
  static const std::vector<ParameterSpec> kShared = {
      {"layers", "list of money, relations, victims", "money", false, "which ties count"},
      {"directed", "flag", "", false, "keep the direction of ties (default for money alone)"},
      {"undirected", "flag", "", false, "a tie is a tie (default for other layers)"},
      {"from", "time", "", false, "transactions at or after this"},
      {"to", "time", "", false, "transactions before this"},
      {"currency", "asset code", "", false, "one asset only"},
      {"min-amount", "amount", "", false, "least amount of a transaction, in `currency`"},
      {"weight", "none|count|amount|log-amount|weight", "none", false,
       "weight of a tie: payments, amount of one currency (strength: by itself), its logarithm; "
       "weight: a file's column"},
      {"kinds", "list of kinds", "", false, "kinds of transactions or relations; default all"},
      {"contract-owners", "flag", "", false,
       "accounts with one owner become that owner, for all payments"},
      {"owners-as-of", "time", "", false, "owners as of this time; default at any time"},
      {"boundary", "flag", "", false, "keep the accounts of cash and the outside world"},
      {"self-loops", "flag", "", false, "keep ties of a vertex with itself"},
      {"keep-parallel", "flag", "", false, "keep repeated ties apart"},
      {"fold-shared", "flag", "", false, "tie those who share a victim, a medium or an address"},
      {"hub-cap", "integer", "50", false, "shared things with more users tie nobody"},
      {"resolve", "none, confirmed or probable:P", "confirmed", false, "who counts as the same"},
      {"top", "integer", "0", false, "rows; 0 all"}};
  return kShared;
}

Result<const engine::AlgorithmDescription*> find_described(std::string_view name) {
  if (const auto* found = engine::find_algorithm(name)) return found;
  std::string known;
  for (const auto& algorithm : engine::algorithms()) {
    known += known.empty() ? "" : ", ";
    known += algorithm.name;
  }
  return graph::question_error(std::string(kAboutRequest), "algorithm",
                               "no algorithm has that name", "known: " + known);
}

bool takes(const engine::AlgorithmDescription& algorithm, std::string_view parameter) {
  return std::any_of(algorithm.parameters.begin(), algorithm.parameters.end(),
                     [&](const auto& known) { return known.name == parameter; });
}

// A sum of weights that are all 1 is a degree, which has a name of its own.
bool sums_weights(const engine::AlgorithmDescription& algorithm) {
  return algorithm.name == "strength";
}

Status read_direction(const Parameters& parameters, graph::ProjectionRequest& projection) {
  HEADWATER_ASSIGN_OR_RETURN(const bool directed, parameters.flag("directed"));
  HEADWATER_ASSIGN_OR_RETURN(const bool undirected, parameters.flag("undirected"));
  if (directed && undirected) {
    return graph::question_error(std::string(kAboutRequest), "parameters directed and undirected",
                                 "both are given", "give one");
  }
  const bool is_money_alone =
      projection.layers.size() == 1 && projection.layers.front() == Layer::kMoney;
  projection.directed = directed || (is_money_alone && !undirected);
  return {};
}

// `other` is a kind of both transactions and relations.
Status read_kinds(const Parameters& parameters, graph::ProjectionRequest& projection) {
  for (const std::string& name : parameters.list("kinds")) {
    const auto transaction = graph::parse_transaction_kind(name);
    const auto relation = graph::parse_relation_kind(name);
    if (transaction) projection.transaction_kinds.push_back(*transaction);
    if (relation) projection.relation_kinds.push_back(*relation);
    if (!transaction && !relation) {
      return graph::question_error(
          std::string(kAboutRequest), "parameter kinds", "a kind that does not exist",
          "give kinds of transactions (transfer, deposit ...) or relations (owns-account ...)");
    }
  }
  return {};
}

void read_weight(const Parameters& parameters, AnalysisRequest& request) {
  if (request.own_weight) return;
  const std::string weight = parameters.text("weight");
  request.file_weights = weight == "weight";
  if (weight == "count") request.projection.weight = Weight::kCount;
  if (weight == "amount") request.projection.weight = Weight::kAmount;
  if (weight == "log-amount") request.projection.weight = Weight::kLogAmount;
}

Status read_projection(const Parameters& parameters, graph::ProjectionRequest& projection) {
  HEADWATER_ASSIGN_OR_RETURN(projection.layers,
                             internal::parse_layers(kAboutRequest, parameters.list("layers")));
  HEADWATER_RETURN_IF_ERROR(read_direction(parameters, projection));
  HEADWATER_RETURN_IF_ERROR(read_kinds(parameters, projection));
  HEADWATER_ASSIGN_OR_RETURN(projection.window, parameters.window());
  HEADWATER_ASSIGN_OR_RETURN(projection.contract_owners, parameters.flag("contract-owners"));
  HEADWATER_ASSIGN_OR_RETURN(projection.owners_as_of, parameters.time("owners-as-of"));
  HEADWATER_ASSIGN_OR_RETURN(projection.boundary, parameters.flag("boundary"));
  HEADWATER_ASSIGN_OR_RETURN(projection.self_loops, parameters.flag("self-loops"));
  HEADWATER_ASSIGN_OR_RETURN(const bool keep_parallel, parameters.flag("keep-parallel"));
  projection.collapse_parallel = !keep_parallel;
  HEADWATER_ASSIGN_OR_RETURN(projection.fold_shared, parameters.flag("fold-shared"));
  HEADWATER_ASSIGN_OR_RETURN(const std::int64_t hub_cap,
                             parameters.integer("hub-cap", 2, 1'000'000));
  projection.hub_cap = static_cast<std::uint32_t>(hub_cap);
  HEADWATER_ASSIGN_OR_RETURN(projection.resolution, parameters.resolution());
  return {};
}

Status read_algorithm_parameters(const Parameters& parameters,
                                 const engine::AlgorithmDescription& algorithm,
                                 const ParameterMap& flags, AnalysisRequest& request) {
  if (takes(algorithm, "damping")) {
    HEADWATER_ASSIGN_OR_RETURN(request.damping, parameters.number("damping"));
  }
  if (takes(algorithm, "iterations")) {
    HEADWATER_ASSIGN_OR_RETURN(
        const std::int64_t iterations,
        parameters.integer("iterations", 1, std::numeric_limits<std::int32_t>::max()));
    request.iterations = static_cast<int>(iterations);
  }
  if (takes(algorithm, "tolerance")) {
    HEADWATER_ASSIGN_OR_RETURN(request.tolerance, parameters.number("tolerance"));
    if (flags.count("iterations") != 0 && flags.count("tolerance") == 0) request.tolerance = 0;
  }
  if (takes(algorithm, "source")) request.sources = parameters.list("source");
  if (takes(algorithm, "direction")) request.direction = parameters.text("direction");
  return {};
}

}  // namespace

std::vector<ParameterSpec> analysis_parameters(std::string_view name) {
  const auto* algorithm = engine::find_algorithm(name);
  if (algorithm == nullptr) return {};
  std::vector<ParameterSpec> specs;
  for (const auto& parameter : algorithm->parameters) {
    specs.push_back({parameter.name, parameter.type, parameter.default_value,
                     parameter.default_value.empty(), parameter.meaning});
  }
  specs.insert(specs.end(), shared_parameters().begin(), shared_parameters().end());
  if (!sums_weights(*algorithm)) return specs;
  for (ParameterSpec& spec : specs) {
    if (spec.name == "weight") spec.default_value = "amount";
  }
  return specs;
}

Result<AnalysisRequest> parse_analysis(std::string_view name, const ParameterMap& flags) {
  HEADWATER_ASSIGN_OR_RETURN(const engine::AlgorithmDescription* algorithm, find_described(name));
  const std::string about = "analyze " + std::string(algorithm->name);
  const std::vector<ParameterSpec> specs = analysis_parameters(name);
  HEADWATER_RETURN_IF_ERROR(check_parameters(about, specs, flags));
  const Parameters parameters(about, specs, flags);
  AnalysisRequest request;
  request.algorithm = algorithm->name;
  HEADWATER_RETURN_IF_ERROR(read_projection(parameters, request.projection));
  HEADWATER_RETURN_IF_ERROR(read_algorithm_parameters(parameters, *algorithm, flags, request));
  request.own_weight = sums_weights(*algorithm) && flags.count("weight") == 0;
  read_weight(parameters, request);
  request.currency = parameters.text("currency");
  request.min_amount = parameters.text("min-amount");
  HEADWATER_ASSIGN_OR_RETURN(
      const std::int64_t top,
      parameters.integer("top", 0, std::numeric_limits<std::int32_t>::max()));
  request.top = static_cast<std::size_t>(top);
  return request;
}

}  // namespace headwater::queries
