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
    result.member_of = accounts(result);
    result.held_in = times_of_holding(result);
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

  std::vector<std::uint32_t> accounts(const CaseMembers& result) const {
    std::vector<std::uint32_t> member_of(representative_.size(), kNoHolder);
    for (VertexIndex v = 0; v < representative_.size(); ++v) {
      if (!may_be_held(v)) continue;
      const VertexIndex owner = owners_.owner[v];
      member_of[v] = owner == graph::kNoVertex ? kNoHolder : result.find(owner);
      if (member_of[v] == kNoHolder) member_of[v] = result.find(representative_[v]);
    }
    return member_of;
  }

  // From the first to the last day of the ownership of each account that is its owner's; empty when
  // no ownership is dated. An account that is a member itself is so at any time.
  std::vector<graph::TimeWindow> times_of_holding(const CaseMembers& result) const {
    std::map<VertexIndex, graph::TimeWindow> times;  // by representative of the account
    bool is_dated = false;
    for (const graph::RelationLayer::Edge& edge : snapshot_.relations().edges) {
      const VertexIndex owner = owners_.owner[edge.to];
      if (edge.kind != graph::RelationKind::kOwnsAccount || owner == graph::kNoVertex) continue;
      if (representative_[edge.from] != owner) continue;
      const auto [at, is_new] = times.try_emplace(
          representative_[edge.to], graph::TimeWindow{edge.valid_from, edge.valid_to});
      graph::TimeWindow& time = at->second;
      is_dated = is_dated || time.is_bounded();
      if (is_new) continue;
      time.from = std::min(time.from, edge.valid_from);  // unknown is the smallest
      const bool is_open = !time.to.is_known() || !edge.valid_to.is_known();
      time.to = is_open ? graph::kUnknownTime : std::max(time.to, edge.valid_to);
    }
    std::vector<graph::TimeWindow> held;
    if (!is_dated) return held;
    held.resize(representative_.size());
    for (VertexIndex v = 0; v < held.size(); ++v) {
      const VertexIndex owner = owners_.owner[v];
      if (owner == graph::kNoVertex || result.member_of[v] != result.find(owner)) continue;
      if (const auto at = times.find(representative_[v]); at != times.end()) held[v] = at->second;
    }
    return held;
  }

  std::uint64_t jointly_owned(const CaseMembers& result) const {
    std::set<VertexIndex> of_members;  // representatives of accounts
    for (const graph::RelationLayer::Edge& edge : snapshot_.relations().edges) {
      if (edge.kind == graph::RelationKind::kOwnsAccount &&
          result.find(representative_[edge.from]) != kNoHolder) {
        of_members.insert(representative_[edge.to]);
      }
    }
    return static_cast<std::uint64_t>(
        std::count_if(owners_.joint.begin(), owners_.joint.end(), [&](VertexIndex v) {
          return may_be_held(v) && of_members.count(representative_[v]) != 0;
        }));
  }

  const graph::Snapshot& snapshot_;
  const std::vector<VertexIndex>& representative_;
  const graph::AccountOwners& owners_;
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
