#include "queries/internal/money_question.h"

#include <algorithm>

#include "queries/internal/values.h"
#include "queries/parameters.h"

namespace headwater::queries::internal {

using graph::Result;
using graph::Status;
using graph::VertexIndex;

Result<MoneyQuestion> prepare_money_question(QuerySession& session, std::string_view about,
                                             MoneyStepPolicy policy, const std::string& currency,
                                             const std::string& min_amount,
                                             const graph::Resolution& resolution) {
  HEADWATER_ASSIGN_OR_RETURN(const MoneyFilter filter,
                             money_filter(session.view(), about, currency, min_amount));
  policy.assets = filter.assets;
  policy.min_amount = filter.min_amount;
  graph::SnapshotRequest request;
  request.window = policy.window;
  request.assets = filter.assets;
  request.victim_flows = false;
  MoneyQuestion question;
  HEADWATER_ASSIGN_OR_RETURN(question.snapshot, session.snapshot(request));
  question.resolved = session.resolved(resolution);
  question.steps = std::make_unique<MoneySteps>(
      *question.snapshot, question.resolved->representative, std::move(policy));
  question.notes = resolution_notes(*question.resolved, resolution);
  if (question.steps->policy().aggregates) {
    question.notes.emplace_back(
        "an aggregate stands at the start of its period: its payments may be later");
  }
  return question;
}

Result<std::vector<VertexIndex>> stops_to_start(const MoneySteps& steps, std::string_view about,
                                                graph::EntityId entity) {
  const graph::Snapshot& snapshot = steps.snapshot();
  const VertexIndex vertex = snapshot.vertices().find(entity);
  std::vector<VertexIndex> stops;
  if (vertex != graph::kNoVertex) stops = steps.stops_of_entity(vertex);
  if (stops.empty()) {
    return Status(graph::StatusCode::kNotFound,
                  {std::string(about), "",
                   "the " + std::string(graph::to_string(entity.kind())) + " has no account",
                   "name an account, or an owner of one; --resolve may tie it to one"});
  }
  const bool is_boundary = std::any_of(stops.begin(), stops.end(), [&](VertexIndex stop) {
    return snapshot.has_flag(stop, graph::kBoundary);
  });
  if (is_boundary && !steps.policy().boundary) {
    return graph::question_error(std::string(about), "", "a boundary account stands for everybody",
                                 "name an account, or add boundary");
  }
  return stops;
}

void set_policy_parameters(const MoneyStepPolicy& policy, const std::string& currency,
                           const std::string& min_amount, const graph::Resolution& resolution,
                           Document& parameters) {
  parameters.set("from", time_document(policy.window.from))
      .set("to", time_document(policy.window.to))
      .set("currency", currency.empty() ? Document() : Document(currency))
      .set("min-amount", min_amount.empty() ? Document() : Document(min_amount))
      .set("non-decreasing", Document(policy.non_decreasing))
      .set("aggregates", Document(policy.aggregates))
      .set("undated", Document(policy.undated))
      .set("boundary", Document(policy.boundary))
      .set("through-pooled", Document(policy.through_pooled))
      .set("resolve", Document(queries::to_text(resolution)));
}

}  // namespace headwater::queries::internal
