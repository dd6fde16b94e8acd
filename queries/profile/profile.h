// profile: who is this? Everything the store says about one entity, with where it comes from.
//
//   Result<Answer> answer = profile(session, {.entity = "person:register/7", .scores = true});
//
// Attributes, whom it is the same as, accounts and owners, totals and counterparties per asset,
// first and last seen, component, scores (when asked), relations, roles towards victims (with the
// victim key), assertions and their disputes, sources. Amounts of different assets stand apart.
// Money is rolled up to the owner as of each payment: what an account moved before its owner had
// it, or after, is not that owner's and is counted in a note; an undated payment is that of an
// owner without known beginning and end. A counterparty that changed hands has a row for each
// owner.
#pragma once

#include <cstddef>
#include <string>

#include "graph/snapshot.h"
#include "queries/answer.h"
#include "queries/query_session.h"

namespace headwater::queries {

struct ProfileRequest {
  std::string entity;
  graph::Resolution resolution;
  graph::TimeWindow window;  // of the transactions counted
  std::size_t top = 10;      // counterparties an asset and order; 0: all
  std::size_t limit = 200;   // rows of each other list; 0: all; notes say when it cut
  bool scores = false;       // degree and PageRank among all
};

// A victim without the key is not found, with the words used for an unknown entity. Protected
// entities have no scores and are in no list of counterparties; their money counts in the totals.
// Cost: one snapshot, and with it components; scores add PageRank. Errors: kNotFound, kQuestion,
// those of the parts. Deterministic for any number of threads.
graph::Result<Answer> profile(QuerySession& session, const ProfileRequest& request);

}  // namespace headwater::queries
