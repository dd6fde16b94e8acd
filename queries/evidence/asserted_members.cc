#include "queries/evidence/asserted_members.h"

#include <map>

#include "queries/evidence/disputes.h"

namespace headwater::queries {
namespace {

bool may_be_ranked_from(graph::EntityId id) {
  return id.kind() == graph::EntityKind::kPerson || id.kind() == graph::EntityKind::kCompany;
}

}  // namespace

graph::Result<AssertedMembers> asserted_members(const graph::StoreView& view,
                                                const graph::Snapshot& snapshot,
                                                const graph::ResolvedVertices& resolved,
                                                const std::string& case_name) {
  const CanonicalEntities canonical(snapshot, resolved);
  HEADWATER_ASSIGN_OR_RETURN(const CaseScope scope,
                             case_scope(view, canonical, case_name, "list the asserted members"));
  HEADWATER_ASSIGN_OR_RETURN(const Disputes disputes, read_disputes(view));
  std::map<graph::EntityId, bool> is_disputed;
  HEADWATER_RETURN_IF_ERROR(view.for_each_assertion(
      [&](graph::AssertionId id, const graph::Assertion& assertion) -> graph::Status {
        const bool is_member = assertion.claim == graph::Claim::kMemberOf &&
                               may_be_ranked_from(assertion.entity) &&
                               !assertion.basis.starts_with("indicator:");
        if (!is_member) return {};
        if (!scope.includes(case_of(assertion, snapshot.victim_flows(), canonical))) return {};
        bool& disputed = is_disputed.try_emplace(assertion.entity, true).first->second;
        disputed = disputed && disputes.is_disputed(id);
        return {};
      }));
  AssertedMembers found;
  found.ambiguous_disputes = disputes.ambiguous();
  for (const auto& [member, disputed] : is_disputed) {
    found.members.push_back(member);
    found.disputed += disputed ? 1 : 0;
  }
  return found;
}

}  // namespace headwater::queries
