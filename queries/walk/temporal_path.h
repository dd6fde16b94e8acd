// path: how, and how soon, money could have gone from one entity to another in time order.
//
//   temporal_path(session, {.source = "account:bank/1", .target = "person:register/2"});
//
// Rows: step, transaction, from, to, time, amount, asset, received, received_asset. A path shows
// that the order of payments allows it, not whose money moved: that is `trace`. Without the victim
// key no path passes through an account under a victim's identity.
#pragma once

#include <string>

#include "graph/snapshot.h"
#include "queries/answer.h"
#include "queries/query_session.h"
#include "queries/walk/money_steps.h"

namespace headwater::queries {

struct TemporalPathRequest {
  // Entities; others than accounts and loans stand for all their accounts, as of each payment: the
  // first leaves an account that the source owns then, the last reaches one that the target does.
  std::string source, target;
  MoneyStepRequest steps;
};

// No path is an answer ("found": false). Errors: kNotFound (unknown entity, or one without an
// account), kQuestion (both ends own an account at one time; an end is a boundary account), those
// of the snapshot. O(transactions) time. Deterministic.
graph::Result<Answer> temporal_path(QuerySession& session, const TemporalPathRequest& request);

}  // namespace headwater::queries
