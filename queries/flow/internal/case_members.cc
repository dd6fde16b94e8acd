#include "queries/flow/internal/case_members.h"

#include <algorithm>
#include <map>
#include <set>

#include "queries/flow/internal/protected_vertices.h"

namespace headwater::queries::internal {
namespace {

using engine::kNoHolder;
using graph::EntityId;
using graph::Result;
using graph::Status;
using graph::VertexIndex;

template <typename Value>
void add_distinct(std::vector<Value>& values, const Value& value) {
  const auto at = std::lower_bound(values.begin(), values.end(), value);
  if (at == values.end() || *at != value) values.insert(at, value);
}

void add_all(CaseMember& member, const CaseMember& other) {
  for (const EntityId id : other.cases) add_distinct(member.cases, id);
  for (const std::string& role : other.roles) add_distinct(member.roles, role);
  for (const std::string& basis : other.bases) add_distinct(member.bases, basis);
}

class MemberFinder {
 public:
  MemberFinder(const graph::Snapshot& snapshot, const graph::ResolvedVertices& resolved,
               const graph::AccountOwners& owners)
      : snapshot_(snapshot),
        representative_(resolved.representative),
        owners_(owners),
        ownership_(graph::account_ownership(snapshot, resolved.representative)),
        protected_(snapshot, resolved) {}

  void add(EntityId entity, EntityId case_id, const std::string& role, const std::string& basis) {
    const VertexIndex vertex = snapshot_.vertices().find(entity);
    if (vertex == graph::kNoVertex) return;
    const VertexIndex whole = representative_[vertex];
    if (protected_.contains(whole)) {
      dual_.insert(whole);
      return;
    }
    const auto [at, is_new] = found_.try_emplace(whole);
    CaseMember& member = at->second;
    member.vertex = whole;
    member.entity = is_new ? entity : std::min(member.entity, entity);
    add_distinct(member.cases, case_id);
    if (!role.empty()) add_distinct(member.roles, role);
    add_distinct(member.bases, basis);
  }

  CaseMembers finish() {
    give_accounts_to_owners();
    CaseMembers result;
    for (auto& [vertex, member] : found_) result.members.push_back(std::move(member));
    result.dual = dual_.size();
    give_holders(result);
    result.jointly_owned = jointly_owned(result);
    return result;
  }

 private:
  // An account named as a member, whose owner is one too: its money has one holder, the owner.
  void give_accounts_to_owners() {
    for (auto at = found_.begin(); at != found_.end();) {
      const VertexIndex owner = owners_.owner[at->first];
      const auto owning = owner == graph::kNoVertex ? found_.end() : found_.find(owner);
      if (owning == found_.end() || owning == at) {
        ++at;
        continue;
      }
      add_all(owning->second, at->second);
      at = found_.erase(at);
    }
  }

  bool may_be_held(VertexIndex v) const {
    return graph::is_ledger_kind(snapshot_.vertices().kind(v)) &&
           !protected_.contains_account(v, owners_) && !snapshot_.has_flag(v, graph::kBoundary);
  }

  void give_holders(CaseMembers& result) const {
    const std::size_t size = representative_.size();
    result.holders = engine::AccountHolders(size);
    result.only_member.assign(size, kNoHolder);
    for (VertexIndex v = 0; v < size; ++v) {
      if (may_be_held(v)) give_holder(v, result);
    }
  }

  // The owner as of the event where that is a member; else the account itself, where it is one.
  void give_holder(VertexIndex v, CaseMembers& result) const {
    const std::uint32_t itself = result.find(representative_[v]);
    std::vector<engine::HolderPeriod> periods;
    std::set<std::uint32_t> holders;
    for (const graph::OwnershipPeriod& period : ownership_.periods(v)) {
      const std::uint32_t owner = result.find(period.owner);
      if (owner == kNoHolder) continue;
      periods.push_back({period.window, owner});
      holders.insert(owner);
    }
    const bool is_for_ever = periods.size() == 1 && !periods.front().window.is_bounded();
    if (itself != kNoHolder && !is_for_ever) holders.insert(itself);
    if (holders.size() == 1) result.only_member[v] = *holders.begin();
    if (is_for_ever || periods.empty()) {
      result.holders.set(v, is_for_ever ? periods.front().holder : itself);
    } else {
      result.holders.set(v, std::move(periods), itself);
    }
  }

  std::uint64_t jointly_owned(const CaseMembers& result) const {
    std::set<VertexIndex> of_members;  // representatives of accounts
    for (const graph::RelationLayer::Edge& edge : snapshot_.relations().edges) {
      if (edge.kind == graph::RelationKind::kOwnsAccount &&
          result.find(representative_[edge.from]) != kNoHolder) {
        of_members.insert(representative_[edge.to]);
      }
    }
    std::uint64_t accounts = 0;
    for (VertexIndex v = 0; v < representative_.size(); ++v) {
      const bool is_joint = may_be_held(v) && ownership_.is_ever_joint(v);
      if (is_joint && of_members.count(representative_[v]) != 0) ++accounts;
    }
    return accounts;
  }

  const graph::Snapshot& snapshot_;
  const std::vector<VertexIndex>& representative_;
  const graph::AccountOwners& owners_;
  const graph::AccountOwnership ownership_;
  const ProtectedVertices protected_;
  std::map<VertexIndex, CaseMember> found_;
  std::set<VertexIndex> dual_;
};

void add_offenders(const graph::Snapshot& snapshot, const CanonicalEntities& canonical,
                   const CaseScope& scope, MemberFinder& finder) {
  const graph::VictimFlowLayer& layer = snapshot.victim_flows();
  for (const graph::VictimFlowLayer::RoleEdge& role : layer.roles) {
    const EntityId case_id = canonical.of_vertex(layer.flows[role.flow].case_vertex);
    if (role.entity == graph::kNoVertex || !scope.includes(case_id)) continue;
    finder.add(snapshot.vertices().entity(role.entity), case_id,
               std::string(graph::to_string(role.kind)), "victim-flow");
  }
}

// The cases that a member given by hand belongs to: all that are asked for.
std::set<EntityId> cases_asked_for(const graph::Snapshot& snapshot,
                                   const CanonicalEntities& canonical, const CaseScope& scope,
                                   const CaseEvidence& evidence) {
  if (!scope.all) return {scope.case_id};
  std::set<EntityId> cases(evidence.cases.begin(), evidence.cases.end());
  for (const auto& flow : snapshot.victim_flows().flows) {
    cases.insert(canonical.of_vertex(flow.case_vertex));
  }
  if (cases.empty()) cases.insert(EntityId());
  return cases;
}

}  // namespace

std::uint32_t CaseMembers::find(VertexIndex representative) const {
  const auto at = std::lower_bound(
      members.begin(), members.end(), representative,
      [](const CaseMember& member, VertexIndex wanted) { return member.vertex < wanted; });
  if (at == members.end() || at->vertex != representative) return kNoHolder;
  return static_cast<std::uint32_t>(at - members.begin());
}

Result<CaseMembers> find_case_members(const graph::StoreView& view, const graph::Snapshot& snapshot,
                                      const graph::ResolvedVertices& resolved,
                                      const graph::AccountOwners& owners,
                                      const CanonicalEntities& canonical, const CaseScope& scope,
                                      const CaseScope& asked, const CaseEvidence& evidence,
                                      const std::vector<std::string>& members_from) {
  MemberFinder finder(snapshot, resolved, owners);
  for (const MemberClaim& claim : evidence.members) {
    if (!scope.includes(claim.case_id)) continue;
    finder.add(claim.entity, claim.case_id, claim.role, "member-of");
  }
  add_offenders(snapshot, canonical, scope, finder);
  const std::set<EntityId> cases = cases_asked_for(snapshot, canonical, asked, evidence);
  for (const std::string& text : members_from) {
    HEADWATER_ASSIGN_OR_RETURN(const EntityId entity, view.resolve(text));
    for (const EntityId case_id : cases) finder.add(entity, case_id, "", "members-from");
  }
  CaseMembers members = finder.finish();
  const auto& flows = snapshot.victim_flows().flows;
  members.roles_hidden =
      !view.sees_victims() && std::any_of(flows.begin(), flows.end(), [&](const auto& flow) {
        return scope.includes(canonical.of_vertex(flow.case_vertex));
      });
  return members;
}

}  // namespace headwater::queries::internal
