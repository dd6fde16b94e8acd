// What questions about walks of money have in common: the snapshot, the steps, where to start.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "queries/document.h"
#include "queries/query_session.h"
#include "queries/walk/money_steps.h"

namespace headwater::queries::internal {

struct MoneyQuestion {
  std::shared_ptr<const graph::Snapshot> snapshot;
  std::shared_ptr<const graph::ResolvedVertices> resolved;
  std::unique_ptr<MoneySteps> steps;
  std::vector<std::string> notes;
};

// Errors: kQuestion about the currency; those of the snapshot.
graph::Result<MoneyQuestion> prepare_money_question(QuerySession& session, std::string_view about,
                                                    const MoneyStepRequest& steps);

// The stops that the entity's money is at, and when. Errors: kNotFound when it has none, kQuestion
// when it is a boundary account and the policy leaves those out.
graph::Result<OwnedStops> stops_to_start(const MoneySteps& steps, std::string_view about,
                                         graph::EntityId entity);

// That of some accounts only a part of the time counts, about the entity of that name.
std::vector<std::string> ownership_notes(const OwnedStops& owned, const std::string& name);

// Appends the steps in force to an answer's parameters.
void set_step_parameters(const MoneyStepRequest& steps, Document& parameters);

}  // namespace headwater::queries::internal
