#include "queries/catalogue.h"

#include <algorithm>
#include <limits>

#include "queries/internal/row_writer.h"
#include "queries/profile/profile.h"
#include "queries/store/statistic.h"
#include "queries/walk/neighbourhood.h"
#include "queries/walk/temporal_path.h"

namespace headwater::queries {
namespace {

using graph::Result;
using graph::Status;

constexpr std::int64_t kMostRows = std::numeric_limits<std::int32_t>::max();

constexpr ParameterSpec kResolve = {"resolve", "none, confirmed or probable:P", "confirmed", false,
                                    "which same-as relations count"};
constexpr ParameterSpec kFrom = {"from", "time", "", false, "transactions at or after this"};
constexpr ParameterSpec kTo = {"to", "time", "", false, "transactions before this"};

const std::vector<ParameterSpec>& profile_parameters() {
  static const std::vector<ParameterSpec> kSpecs = {
      {"entity", "entity", "", true, "kind:scheme/external-id, or kind:external-id"},
      kResolve,
      kFrom,
      kTo,
      {"top", "integer", "10", false, "counterparties of each asset and order; 0 all"},
      {"limit", "integer", "200", false, "rows of each other list; 0 all"},
      {"scores", "flag", "", false, "also degree and PageRank among all"}};
  return kSpecs;
}

std::vector<ParameterSpec> with_money_policy(std::vector<ParameterSpec> specs) {
  const std::vector<ParameterSpec> policy = {
      kFrom,
      kTo,
      {"currency", "asset code", "", false, "one asset only"},
      {"min-amount", "amount", "", false, "least amount of a step, in `currency`"},
      {"non-decreasing", "flag", "", false, "equal times may follow each other"},
      {"aggregates", "flag", "", false, "take aggregate transactions too"},
      {"undated", "flag", "", false, "take undated transactions too, before all others"},
      {"boundary", "flag", "", false, "pass through cash and the outside world"},
      {"through-pooled", "flag", "", false, "pass through pooled accounts"},
      kResolve};
  specs.insert(specs.end(), policy.begin(), policy.end());
  return specs;
}

const std::vector<ParameterSpec>& neighbourhood_parameters() {
  static const std::vector<ParameterSpec> kSpecs = with_money_policy(
      {{"entity", "entity", "", true, "an account or loan, or an owner of some"},
       {"direction", "out|in", "out", false, "with the money, or back to who could have paid"},
       {"hops", "integer", "3", false, "most steps of a walk"},
       {"max-gap", "duration", "", false, "longest time between steps: 90s, 24h, 7d"},
       {"hub-limit", "integer", "0", false, "steps from one account at one hop; 0 all"},
       {"limit", "integer", "0", false, "rows, the nearest first; 0 all (shown as top)"},
       {"top", "integer", "0", false, "the same as limit"}});
  return kSpecs;
}

const std::vector<ParameterSpec>& path_parameters() {
  static const std::vector<ParameterSpec> kSpecs = with_money_policy(
      {{"source", "entity", "", true, "where the money leaves: an account, or an owner of some"},
       {"target", "entity", "", true, "where it arrives"}});
  return kSpecs;
}

const std::vector<ParameterSpec>& statistic_parameters() {
  static const std::vector<ParameterSpec> kSpecs = {
      {"indicator", "text", "", true, "as published, letter case aside"},
      {"territory", "entity", "", true, "ISO alpha-3, or location:scheme/id"},
      {"period", "text", "", true, "as published: 2019"},
      {"dimension", "text", "Total", false, "the partition that the cell is of"},
      {"category", "text", "Total", false, "its category"},
      {"sex", "text", "Total", false, "as published"},
      {"age", "text", "Total", false, "as published"}};
  return kSpecs;
}

Result<MoneyStepRequest> read_steps(const Parameters& parameters) {
  MoneyStepRequest steps;
  MoneyStepPolicy& policy = steps.policy;
  HEADWATER_ASSIGN_OR_RETURN(policy.window, parameters.window());
  HEADWATER_ASSIGN_OR_RETURN(policy.non_decreasing, parameters.flag("non-decreasing"));
  HEADWATER_ASSIGN_OR_RETURN(policy.aggregates, parameters.flag("aggregates"));
  HEADWATER_ASSIGN_OR_RETURN(policy.undated, parameters.flag("undated"));
  HEADWATER_ASSIGN_OR_RETURN(policy.boundary, parameters.flag("boundary"));
  HEADWATER_ASSIGN_OR_RETURN(policy.through_pooled, parameters.flag("through-pooled"));
  steps.currency = parameters.text("currency");
  steps.min_amount = parameters.text("min-amount");
  HEADWATER_ASSIGN_OR_RETURN(steps.resolution, parameters.resolution());
  return steps;
}

// 0: all.
Result<std::size_t> read_rows(const Parameters& parameters, std::string_view name) {
  HEADWATER_ASSIGN_OR_RETURN(const std::int64_t rows, parameters.integer(name, 0, kMostRows));
  return static_cast<std::size_t>(rows);
}

// `limit`, or `top` as it was called before other lists had a limit.
Result<std::size_t> read_limit_or_top(const Parameters& parameters) {
  HEADWATER_ASSIGN_OR_RETURN(const std::size_t top, read_rows(parameters, "top"));
  HEADWATER_ASSIGN_OR_RETURN(const std::size_t limit, read_rows(parameters, "limit"));
  if (top == 0 || limit == 0 || top == limit) return std::max(top, limit);
  return graph::question_error("neighbourhood", "parameters limit and top", "two numbers of rows",
                               "give limit alone: top is the same");
}

Result<Answer> ask_profile(QuerySession& session, const ParameterMap& given) {
  const Parameters parameters("profile", profile_parameters(), given);
  ProfileRequest request;
  request.entity = parameters.text("entity");
  HEADWATER_ASSIGN_OR_RETURN(request.resolution, parameters.resolution());
  HEADWATER_ASSIGN_OR_RETURN(request.window, parameters.window());
  HEADWATER_ASSIGN_OR_RETURN(request.top, read_rows(parameters, "top"));
  HEADWATER_ASSIGN_OR_RETURN(request.limit, read_rows(parameters, "limit"));
  HEADWATER_ASSIGN_OR_RETURN(request.scores, parameters.flag("scores"));
  return profile(session, request);
}

Result<Answer> ask_neighbourhood(QuerySession& session, const ParameterMap& given) {
  const Parameters parameters("neighbourhood", neighbourhood_parameters(), given);
  NeighbourhoodRequest request;
  request.entity = parameters.text("entity");
  request.walk.inward = parameters.text("direction") == "in";
  HEADWATER_ASSIGN_OR_RETURN(const std::int64_t hops, parameters.integer("hops", 1, 1000));
  request.walk.hops = static_cast<int>(hops);
  HEADWATER_ASSIGN_OR_RETURN(request.walk.max_gap_ms, parameters.duration_ms("max-gap"));
  HEADWATER_ASSIGN_OR_RETURN(request.walk.hub_limit, read_rows(parameters, "hub-limit"));
  HEADWATER_ASSIGN_OR_RETURN(request.steps, read_steps(parameters));
  HEADWATER_ASSIGN_OR_RETURN(request.top, read_limit_or_top(parameters));
  return neighbourhood(session, request);
}

Result<Answer> ask_path(QuerySession& session, const ParameterMap& given) {
  const Parameters parameters("path", path_parameters(), given);
  TemporalPathRequest request;
  request.source = parameters.text("source");
  request.target = parameters.text("target");
  HEADWATER_ASSIGN_OR_RETURN(request.steps, read_steps(parameters));
  return temporal_path(session, request);
}

Result<Answer> ask_statistic(QuerySession& session, const ParameterMap& given) {
  const Parameters parameters("statistic", statistic_parameters(), given);
  StatisticRequest request;
  request.indicator = parameters.text("indicator");
  request.territory = parameters.text("territory");
  request.period = parameters.text("period");
  request.dimension = parameters.text("dimension");
  request.category = parameters.text("category");
  request.sex = parameters.text("sex");
  request.age = parameters.text("age");
  return statistic(session.view(), request, session.context());
}

}  // namespace

const std::vector<QueryDescription>& query_catalogue() {
  static const std::vector<QueryDescription> kCatalogue = {
      {"profile", "who is this: names, accounts, counterparties, totals, component, assertions",
       profile_parameters(), ask_profile},
      {"neighbourhood", "whom the money reaches in k steps in time order, or where it came from",
       neighbourhood_parameters(), ask_neighbourhood},
      {"path", "the soonest that money could go from one entity to another, with its evidence",
       path_parameters(), ask_path},
      {"statistic", "one published cell, never added up", statistic_parameters(), ask_statistic}};
  return kCatalogue;
}

Answer list_queries() {
  using graph::ColumnType;
  graph::Table table({{"query", ColumnType::kText, "text"},
                      {"parameter", ColumnType::kText, "text"},
                      {"type", ColumnType::kText, "text"},
                      {"required", ColumnType::kBool, "text"},
                      {"default", ColumnType::kText, "text"},
                      {"meaning", ColumnType::kText, "text"}});
  Document queries = Document::object();
  for (const QueryDescription& query : query_catalogue()) {
    queries.set(query.name, Document(query.summary));
    for (const ParameterSpec& spec : query.parameters) {
      internal::RowWriter(table)
          .text(query.name)
          .text(spec.name)
          .text(spec.type)
          .flag(spec.required)
          .text(spec.default_value)
          .text(spec.meaning)
          .done();
    }
  }
  Answer answer;
  answer.title = "Questions";
  answer.result.set("queries", std::move(queries)).set("rows", Document(std::move(table)));
  return answer;
}

Result<Answer> run_query(QuerySession& session, std::string_view name,
                         const ParameterMap& parameters) {
  std::string known;
  for (const QueryDescription& query : query_catalogue()) {
    if (query.name == name) {
      HEADWATER_RETURN_IF_ERROR(check_parameters(query.name, query.parameters, parameters));
      return query.run(session, parameters);
    }
    if (!known.empty()) known += ", ";
    known += query.name;
  }
  return graph::question_error("query", "", "no query has that name", "known: " + known);
}

}  // namespace headwater::queries
