#include "queries/internal/money_question.h"

#include <algorithm>

#include "queries/internal/values.h"
#include "queries/parameters.h"

namespace headwater::queries::internal {

using graph::Result;
using graph::Status;
using graph::VertexIndex;

Result<MoneyQuestion> prepare_money_question(QuerySession& session, std::string_view about,
                                             const MoneyStepRequest& steps) {
  HEADWATER_ASSIGN_OR_RETURN(const MoneyFilter filter,
                             money_filter(session.view(), about, steps.currency, steps.min_amount));
  MoneyStepPolicy policy = steps.policy;
  policy.assets = filter.assets;
  policy.min_amount = filter.min_amount;
  graph::SnapshotRequest request;
  request.window = policy.window;
  request.assets = filter.assets;
  request.victim_flows = false;
  MoneyQuestion question;
  HEADWATER_ASSIGN_OR_RETURN(question.snapshot, session.snapshot(request));
  question.resolved = session.resolved(steps.resolution);
  question.steps = std::make_unique<MoneySteps>(
      *question.snapshot, question.resolved->representative, std::move(policy));
  question.notes = resolution_notes(*question.resolved, steps.resolution);
  if (question.steps->policy().aggregates) {
    question.notes.emplace_back(
        "an aggregate stands at the start of its period: its payments may be later");
  }
  return question;
}

Result<OwnedStops> stops_to_start(const MoneySteps& steps, std::string_view about,
                                  graph::EntityId entity) {
  const graph::Snapshot& snapshot = steps.snapshot();
  const VertexIndex vertex = snapshot.vertices().find(entity);
  OwnedStops owned;
  if (vertex != graph::kNoVertex) owned = steps.owned_stops(vertex);
  if (owned.is_empty()) {
    return Status(graph::StatusCode::kNotFound,
                  {std::string(about), "",
                   "the " + std::string(graph::to_string(entity.kind())) + " has no account",
                   "name an account, or an owner of one; --resolve may tie it to one"});
  }
  const std::vector<VertexIndex> stops = owned.stops();
  const bool is_boundary = std::any_of(stops.begin(), stops.end(), [&](VertexIndex stop) {
    return snapshot.has_flag(stop, graph::kBoundary);
  });
  if (is_boundary && !steps.policy().boundary) {
    return graph::question_error(std::string(about), "", "a boundary account stands for everybody",
                                 "name an account, or add boundary");
  }
  return owned;
}

std::vector<std::string> ownership_notes(const OwnedStops& owned, const std::string& name) {
  const std::size_t limited = owned.count_limited();
  if (limited == 0) return {};
  return {std::to_string(limited) + " accounts of " + name +
          " are its for a part of the time only: payments count that they made or received while "
          "it owned them"};
}

void set_step_parameters(const MoneyStepRequest& steps, Document& parameters) {
  const MoneyStepPolicy& policy = steps.policy;
  const auto text_or_null = [](const std::string& text) {
    return text.empty() ? Document() : Document(text);
  };
  parameters.set("from", time_document(policy.window.from))
      .set("to", time_document(policy.window.to))
      .set("currency", text_or_null(steps.currency))
      .set("min-amount", text_or_null(steps.min_amount))
      .set("non-decreasing", Document(policy.non_decreasing))
      .set("aggregates", Document(policy.aggregates))
      .set("undated", Document(policy.undated))
      .set("boundary", Document(policy.boundary))
      .set("through-pooled", Document(policy.through_pooled))
      .set("resolve", Document(queries::to_text(steps.resolution)));
}

}  // namespace headwater::queries::internal
