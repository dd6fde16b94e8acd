// A case is what claims and victim flows say of it; sameness and ownership tell whose payments they
// mean. Everything passes the scope first.
#include "queries/goaml/internal/goaml_case.h"

#include <algorithm>

#include "queries/evidence/disputes.h"

namespace headwater::queries::internal {
namespace {

using graph::Claim;
using graph::EntityId;
using graph::EntityKind;
using graph::RelationKind;
using graph::Status;

constexpr std::uint64_t kAskAfter = 1 << 16;  // records between two looks at the cancel flag

bool may_tie(RelationKind kind) {
  return kind == RelationKind::kOwnsAccount || kind == RelationKind::kDirectorship ||
         kind == RelationKind::kOwnership || kind == RelationKind::kControl;
}

// A dispute that this view names by its number alone is of a restricted source: it tells nothing.
bool is_openly_disputed(const std::vector<std::string>& disputes) {
  return std::any_of(disputes.begin(), disputes.end(),
                     [](const std::string& name) { return !name.starts_with("assertion:#"); });
}

Status no_such_case(std::string found) {
  return graph::question_error("write a goAML report", "parameter case", std::move(found),
                               "name a case that has members or payments: case:scheme/id");
}

}  // namespace

graph::Result<GoamlCase> GoamlCase::read(const graph::StoreView& view, const ExportScope& scope,
                                         const GoamlRequest& request,
                                         const graph::ExecutionContext& context) {
  GoamlCase found(view, scope, request, context);
  HEADWATER_ASSIGN_OR_RETURN(found.id_, view.resolve(request.case_name));
  if (found.id_.kind() != EntityKind::kCase) {
    return no_such_case("the " + std::string(graph::to_string(found.id_.kind())) + " is no case");
  }
  HEADWATER_RETURN_IF_ERROR(found.find_protected_pools());
  HEADWATER_RETURN_IF_ERROR(found.read_relations());
  HEADWATER_RETURN_IF_ERROR(found.read_claims());
  HEADWATER_RETURN_IF_ERROR(found.read_flows());
  HEADWATER_RETURN_IF_ERROR(found.find_accounts());
  HEADWATER_RETURN_IF_ERROR(found.choose_transactions());
  const bool is_empty =
      found.members_.empty() && found.transactions_.empty() && found.victims_.empty();
  if (is_empty) return no_such_case("no member and no payment of it may be shown");
  return found;
}

Status GoamlCase::read_relations() {
  std::vector<graph::Relation> victims_same;
  std::uint64_t seen = 0;
  HEADWATER_RETURN_IF_ERROR(view_->for_each_relation(
      [&](graph::RelationId id, const graph::Relation& relation) -> Status {
        if (++seen % kAskAfter == 0) {
          HEADWATER_RETURN_IF_ERROR(context_->check_cancelled("export a store"));
        }
        if (!scope_->takes_origin(relation.origin)) return {};
        if (scope_->is_protected(relation.from) || scope_->is_protected(relation.to)) return {};
        same_.add(id, relation);
        if (may_tie(relation.kind)) {
          ties_.push_back({relation.to,
                           relation.from,
                           relation.kind,
                           relation.share,
                           {relation.valid_from, relation.valid_to}});
        }
        if (scope_->shows_restricted() && relation.kind == RelationKind::kSameAs) {
          victims_same.push_back({.from = relation.from, .to = relation.to});
        }
        return {};
      }));
  std::stable_sort(ties_.begin(), ties_.end(),
                   [](const GoamlTie& left, const GoamlTie& right) { return left.of < right.of; });
  same_.settle(request_->resolution);
  name_victims(victims_same);
  return {};
}

// Whoever is the same as a victim, with whatever probability, stands under the victim's pseudonym:
// rather one name too few than a victim's own.
void GoamlCase::name_victims(const std::vector<graph::Relation>& same) {
  const auto hand_on = [&](EntityId from, EntityId to) {
    const EntityId victim = victim_behind(from);
    if (victim.is_none() || to.kind() == EntityKind::kVictim) return false;
    const auto [known, is_new] = victim_behind_.try_emplace(to, victim);
    if (is_new || !(victim < known->second)) return is_new;
    known->second = victim;
    return true;
  };
  for (bool changed = true; changed;) {
    changed = false;
    for (const graph::Relation& link : same) {
      changed = hand_on(link.from, link.to) || changed;
      changed = hand_on(link.to, link.from) || changed;
    }
  }
}

EntityId GoamlCase::victim_behind(EntityId id) const {
  if (id.kind() == EntityKind::kVictim) return id;
  const auto known = victim_behind_.find(id);
  return known == victim_behind_.end() ? EntityId() : known->second;
}

Status GoamlCase::read_claims() {
  HEADWATER_ASSIGN_OR_RETURN(const Disputes disputes, read_disputes(*view_));
  return view_->for_each_assertion(
      [&](graph::AssertionId id, const graph::Assertion& claim) -> Status {
        if (!scope_->takes(claim)) return {};
        return read_claim(claim, is_openly_disputed(disputes.disputed_by(id)));
      });
}

Status GoamlCase::read_claim(const graph::Assertion& claim, bool is_disputed) {
  if (claim.claim == Claim::kDisputes) return {};
  EntityId case_id = claim.case_id;
  if (case_id.is_none() && claim.victim_flow) {
    HEADWATER_ASSIGN_OR_RETURN(const auto flow, view_->victim_flow(*claim.victim_flow));
    if (flow) case_id = flow->case_id;
  }
  if (case_id.is_none() || same_.of(case_id) != same_.of(id_)) return {};
  if (claim.transaction) {
    claims_[*claim.transaction].insert(claim.claim);
    return {};
  }
  if (claim.claim != Claim::kMemberOf || claim.entity.is_none()) return {};
  if (claim.basis.starts_with("indicator:")) {
    ++left_out_["members_by_indicator_alone"];
    return {};
  }
  if (claim.entity.is_ledger_vertex()) {
    HEADWATER_ASSIGN_OR_RETURN(const bool is_hidden, is_protected_pool(claim.entity));
    if (is_hidden) return {};
  }
  GoamlMember& member = members_[claim.entity];
  if (!claim.role.empty()) member.roles.insert(claim.role);
  member.disputed = member.disputed && is_disputed;
  return {};
}

Status GoamlCase::read_flows() {
  if (!scope_->shows_restricted()) return {};
  return view_->for_each_victim_flow(
      [&](graph::VictimFlowId, const graph::VictimFlow& flow) -> Status {
        if (flow.case_id.is_none() || same_.of(flow.case_id) != same_.of(id_)) return {};
        if (!flow.victim.is_none()) victims_.insert(flow.victim);
        for (const graph::Role& role : flow.roles) {
          if (role.entity.is_none()) continue;
          GoamlMember& member = members_[role.entity];
          member.roles.insert(std::string(graph::to_string(role.kind)));
          member.disputed = false;
        }
        return {};
      });
}

Status GoamlCase::find_accounts() {
  for (const auto& [id, member] : members_) canonical_members_.insert(same_.of(id));
  for (const EntityId canonical : canonical_members_) {
    for (const EntityId id : same_.group_of(canonical)) {
      if (id.is_ledger_vertex()) {
        accounts_.insert(id);
        continue;
      }
      HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view_->key_of(id));
      HEADWATER_ASSIGN_OR_RETURN(const auto pooled, view_->find(graph::pooled_account_of(key)));
      if (pooled) accounts_.insert(*pooled);
    }
  }
  return {};
}

bool GoamlCase::is_members_account(EntityId account, graph::Timestamp time) const {
  if (accounts_.contains(account)) return true;
  const auto holders = ties_of(account);
  return std::any_of(holders.begin(), holders.end(), [&](const GoamlTie& tie) {
    const bool may_hold = !time.is_known() || tie.valid.contains(time);
    return may_hold && is_member(tie.who);
  });
}

bool GoamlCase::is_wanted(graph::TransactionId id, const graph::Transaction& record) const {
  if (claims_.contains(id)) return true;
  return request_->payments == GoamlPayments::kOfMembers &&
         (is_members_account(record.from, record.time) ||
          is_members_account(record.to, record.time));
}

// A pooled account is not owned by a relation: its name tells whose it is. Of a party that
// restricted sources alone speak of, too.
Status GoamlCase::find_protected_pools() {
  for (const EntityId id : scope_->protected_entities()) {
    HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view_->key_of(id));
    protected_pools_.insert(graph::pooled_account_of(key));
  }
  return {};
}

graph::Result<bool> GoamlCase::is_protected_pool(EntityId account) {
  if (scope_->shows_restricted()) return false;
  const auto known = is_protected_pool_.find(account);
  if (known != is_protected_pool_.end()) return known->second;
  HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view_->key_of(account));
  const bool is_victims = graph::is_pooled_account(key) && key.external_id.starts_with("victim:");
  return is_protected_pool_[account] = is_victims || protected_pools_.contains(key);
}

Status GoamlCase::choose_transactions() {
  std::uint64_t seen = 0;
  return view_->for_each_transaction([&](graph::TransactionId id,
                                         const graph::Transaction& record) -> Status {
    if (++seen % kAskAfter == 0) {
      HEADWATER_RETURN_IF_ERROR(context_->check_cancelled("export a store"));
    }
    const bool is_shown = scope_->takes_origin(record.origin) &&
                          !scope_->is_protected(record.from) && !scope_->is_protected(record.to);
    if (!is_shown || !is_wanted(id, record)) return {};
    for (const EntityId end : {record.from, record.to}) {
      HEADWATER_ASSIGN_OR_RETURN(const bool is_hidden, is_protected_pool(end));
      if (is_hidden) return {};
    }
    if (!record.time.is_known()) {
      ++left_out_["transactions_undated"];
    } else if (!request_->window.contains(record.time)) {
      ++left_out_["transactions_outside_window"];
    } else if ((record.flags & graph::kAggregate) != 0) {
      ++left_out_["transactions_of_many_payments"];
    } else {
      transactions_.push_back(id);
    }
    return {};
  });
}

std::vector<Claim> GoamlCase::claims_on(graph::TransactionId id) const {
  const auto known = claims_.find(id);
  if (known == claims_.end()) return {};
  return {known->second.begin(), known->second.end()};
}

std::span<const GoamlTie> GoamlCase::ties_of(EntityId of) const {
  const auto first =
      std::lower_bound(ties_.begin(), ties_.end(), of,
                       [](const GoamlTie& tie, EntityId wanted) { return tie.of < wanted; });
  auto last = first;
  while (last != ties_.end() && last->of == of) ++last;
  return {first, last};
}

}  // namespace headwater::queries::internal
