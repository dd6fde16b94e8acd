// neighbourhood: whom the money of an entity reaches in at most k steps, each later than the one
// before, or from whom it could have come.
//
//   Result<Answer> answer = neighbourhood(session, {.entity = "account:workload/13"});
//
// Rows: id, owner, hops, time, transactions, amount, asset: one a reached account, owner as of the
// payments, and asset, sorted by hops, time, id, owner (in order of the store), asset. Payments of
// the entity's accounts count while it owned them. "hops" counts the endpoints of walks of exactly
// 1, 2, ... steps. An account under a victim's identity carries walks and counts, and has no row,
// key or not.
#pragma once

#include <cstddef>
#include <string>

#include "graph/snapshot.h"
#include "queries/answer.h"
#include "queries/query_session.h"
#include "queries/walk/neighbourhood_walk.h"

namespace headwater::queries {

struct NeighbourhoodRequest {
  std::string entity;  // others than accounts and loans stand for all their accounts
  WalkOptions walk;
  MoneyStepRequest steps;
  std::size_t top = 0;  // rows; 0: all
};

// Errors: kNotFound (unknown entity, or one without an account), kQuestion (a boundary account
// without `boundary`), those of the snapshot. Deterministic.
graph::Result<Answer> neighbourhood(QuerySession& session, const NeighbourhoodRequest& request);

}  // namespace headwater::queries
