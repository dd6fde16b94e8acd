// Who is asserted to be a member of a ring: the starting point of a ranking.
//
//   HEADWATER_ASSIGN_OR_RETURN(const AssertedMembers known,
//                              asserted_members(view, *snapshot, *resolved, "case:police/17"));
//   if (known.disputed > 0) { ... }   // counted among the members; the answer has to say so
//
// An assertion is somebody's claim, not a verdict: what stands here was claimed and not withdrawn.
// Reads only, deterministic, safe in any number of threads.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "queries/evidence/case_scope.h"

namespace headwater::queries {

struct AssertedMembers {
  std::vector<graph::EntityId> members;  // persons and companies, ascending, distinct
  std::uint64_t disputed = 0;            // of these, those whose every assertion is disputed
  std::uint64_t ambiguous_disputes = 0;  // in the store, of a name that several assertions share
};

// Subjects of `member-of`, of one case or of everything that is the same as it (empty: of all). An
// assertion that names no case belongs to that of its victim flow. Whom only an indicator calls a
// member (basis `indicator:ID`) is none; accounts and media, which may be asserted too, are left
// out. Errors: kNotFound and kQuestion (the case). O(assertions log assertions).
graph::Result<AssertedMembers> asserted_members(const graph::StoreView& view,
                                                const graph::Snapshot& snapshot,
                                                const graph::ResolvedVertices& resolved,
                                                const std::string& case_name);

}  // namespace headwater::queries
