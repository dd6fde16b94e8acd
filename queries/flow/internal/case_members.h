// Who is a member of the cases asked for, and which accounts are whose.
#pragma once

#include <cstdint>
#include <vector>

#include "queries/flow/internal/case_evidence.h"

namespace headwater::queries::internal {

struct CaseMembers {
  std::vector<CaseMember> members;         // by vertex
  engine::AccountHolders holders;          // of every account, as of an event
  std::vector<std::uint32_t> only_member;  // by snapshot vertex: who alone ever holds it
  std::uint64_t dual = 0;                  // asserted, but protected: no members
  std::uint64_t jointly_owned = 0;         // accounts of a member and of somebody else at once
  bool roles_hidden = false;               // victim flows of these cases, and no victim key
  // Of everything that is the same as the entity; kNoHolder for others.
  std::uint32_t find(graph::VertexIndex representative) const;
};

// Members of the cases of `scope`: subjects of `member-of`, offenders in the victim flows, and
// `members_from`, who belong to the cases of `asked`. Accounts:
// those of which a member is the one owner, while it is, and members that are accounts; never a
// protected or a boundary account. Errors: kNotFound and kQuestion about `members_from`. O(V +
// relations + roles).
graph::Result<CaseMembers> find_case_members(
    const graph::StoreView& view, const graph::Snapshot& snapshot,
    const graph::ResolvedVertices& resolved, const graph::AccountOwners& owners,
    const CanonicalEntities& canonical, const CaseScope& scope, const CaseScope& asked,
    const CaseEvidence& evidence, const std::vector<std::string>& members_from);

}  // namespace headwater::queries::internal
