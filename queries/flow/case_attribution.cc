// From assertions to a run: labels are numbered in ascending order, shares become amounts, members
// get their accounts. Suspected money is run a second time beside the proven: it finds only what
// proven labels leave clean, so nothing is counted under both, and the proven figures come from a
// run that knows nothing of it.
#include "queries/flow/case_attribution.h"

#include <algorithm>
#include <set>

#include "queries/flow/internal/case_members.h"
#include "queries/flow/internal/claimed_amounts.h"
#include "queries/flow/internal/withheld_wages.h"

namespace headwater::queries {
namespace {

using graph::Result;
using graph::Status;
using internal::ClaimedAmount;
using internal::MoneyClaim;
using internal::TransactionClaim;
using Labels = std::vector<ProceedsLabel>;

// The label's number, or kNoLabel for one of a case that is not asked for.
std::uint32_t number_of(const Labels& labels, const ProceedsLabel& label) {
  const auto at = std::lower_bound(labels.begin(), labels.end(), label);
  if (at == labels.end() || *at != label) return engine::kNoLabel;
  return static_cast<std::uint32_t>(at - labels.begin());
}

std::vector<TransactionClaim> claims_of(const internal::CaseEvidence& evidence, bool suspected) {
  std::vector<TransactionClaim> claims;
  std::copy_if(evidence.claims.begin(), evidence.claims.end(), std::back_inserter(claims),
               [&](const TransactionClaim& claim) { return claim.is_suspected == suspected; });
  return claims;
}

// Adds sources of `labels`, numbered from `first_label` on; returns how many transactions are
// claimed for more than their whole.
std::uint64_t add_sources(const graph::TransactionLayer& layer,
                          const std::vector<TransactionClaim>& claims, const Labels& labels,
                          std::uint32_t first_label, engine::AttributionRequest& request) {
  std::set<std::uint32_t> conflicts;
  for (const ClaimedAmount& claimed : claimed_amounts(layer, claims, MoneyClaim::kProceeds)) {
    const std::uint32_t label = number_of(labels, claimed.label);
    if (label == engine::kNoLabel) continue;
    if (claimed.is_conflict) conflicts.insert(claimed.position);
    request.trace.sources.push_back({claimed.position, {claimed.amount}, first_label + label});
  }
  return conflicts.size();
}

void add_payments(const graph::TransactionLayer& layer, const std::vector<TransactionClaim>& claims,
                  const Labels& labels, std::uint32_t first_label,
                  engine::AttributionRequest& request) {
  for (const MoneyClaim kind : {MoneyClaim::kCost, MoneyClaim::kSpending}) {
    for (const ClaimedAmount& claimed : claimed_amounts(layer, claims, kind)) {
      const std::uint32_t label = number_of(labels, claimed.label);
      if (label == engine::kNoLabel) continue;
      request.payments.push_back(
          {claimed.position, first_label + label, {claimed.amount}, kind == MoneyClaim::kSpending});
    }
  }
}

void add_memberships(const Labels& labels, const std::vector<CaseMember>& members,
                     engine::AttributionRequest& request) {
  for (const ProceedsLabel& label : labels) {
    std::vector<bool>& belongs = request.member_of_label.emplace_back();
    for (const CaseMember& member : members) {
      belongs.push_back(
          std::binary_search(member.cases.begin(), member.cases.end(), label.case_id));
    }
  }
  request.trace.label_count = static_cast<std::uint32_t>(request.member_of_label.size());
}

// Leaves out the rows of labels from `end` on.
void keep_labels_before(std::uint32_t end, engine::AttributionResult& result) {
  const auto drop = [end](auto& rows) {
    std::erase_if(rows, [end](const auto& row) { return row.label >= end; });
  };
  drop(result.members);
  drop(result.cases);
  drop(result.transfers);
  drop(result.outlays);
  drop(result.trace.movements);
  drop(result.trace.holdings);
  drop(result.trace.conversions);
  drop(result.trace.balances);
}

Result<engine::AttributionResult> run_suspected(const QuerySession& session,
                                                const graph::Snapshot& snapshot,
                                                const internal::CaseEvidence& evidence,
                                                const std::vector<CaseMember>& members,
                                                engine::AttributionRequest request) {
  const graph::TransactionLayer& layer = snapshot.transactions();
  const auto suspected = static_cast<std::uint32_t>(evidence.suspected_labels.size());
  const std::vector<TransactionClaim> proven = claims_of(evidence, false);
  request.trace.sources.clear();
  request.payments.clear();
  request.member_of_label.clear();
  add_memberships(evidence.suspected_labels, members, request);
  add_memberships(evidence.labels, members, request);
  // Proven labels first: sources of one transaction are placed in this order.
  add_sources(layer, proven, evidence.labels, suspected, request);
  add_payments(layer, proven, evidence.labels, suspected, request);
  add_sources(layer, claims_of(evidence, true), evidence.suspected_labels, 0, request);
  HEADWATER_ASSIGN_OR_RETURN(engine::AttributionResult result,
                             engine::attribute(snapshot, request, session.context()));
  keep_labels_before(suspected, result);
  return result;
}

void set_notes(const internal::CaseEvidence& evidence, const internal::CaseMembers& members,
               std::uint64_t over_claimed, EvidenceNotes& notes) {
  notes = evidence.notes;
  notes.over_claimed = over_claimed;
  notes.dual = members.dual;
  notes.jointly_owned = members.jointly_owned;
  notes.roles_hidden = members.roles_hidden;
}

// The proven run, the suspected one where indicators assert money, and what was met on the way.
Status run_all(const QuerySession& session, const engine::TraceRequest& policy,
               const internal::CaseEvidence& evidence, const internal::CaseMembers& members,
               CaseAttribution& found) {
  const graph::Snapshot& snapshot = *found.snapshot;
  engine::AttributionRequest run;
  run.trace = policy;
  run.trace.sources.clear();
  run.member_count = static_cast<std::uint32_t>(members.members.size());
  run.member_of = members.member_of;
  add_memberships(evidence.labels, members.members, run);
  const std::vector<TransactionClaim> proven = claims_of(evidence, false);
  const std::uint64_t over_claimed =
      add_sources(snapshot.transactions(), proven, evidence.labels, 0, run);
  add_payments(snapshot.transactions(), proven, evidence.labels, 0, run);
  HEADWATER_ASSIGN_OR_RETURN(run.trace.openings, opening_balances(session.view(), snapshot));
  HEADWATER_ASSIGN_OR_RETURN(found.result, engine::attribute(snapshot, run, session.context()));
  if (!evidence.suspected_labels.empty()) {
    HEADWATER_ASSIGN_OR_RETURN(found.suspected, run_suspected(session, snapshot, evidence,
                                                              members.members, std::move(run)));
  }
  set_notes(evidence, members, over_claimed, found.notes);
  return {};
}

}  // namespace

std::string_view to_string(ProceedsComponent component) {
  switch (component) {
    case ProceedsComponent::kExploitation:
      return "exploitation";
    case ProceedsComponent::kRecruitmentFees:
      return "recruitment-fees";
    case ProceedsComponent::kDebtInterest:
      return "debt-interest";
  }
  return "";
}

Result<std::vector<engine::TracedOpening>> opening_balances(const graph::StoreView& view,
                                                            const graph::Snapshot& snapshot) {
  std::vector<engine::TracedOpening> openings;
  HEADWATER_RETURN_IF_ERROR(
      view.for_each_opening([&](const graph::OpeningBalance& opening) -> Status {
        const graph::VertexIndex account = snapshot.vertices().find(opening.account);
        if (account == graph::kNoVertex) return {};
        openings.push_back({account, opening.asset, opening.amount, opening.as_of});
        return {};
      }));
  return openings;
}

Result<CaseAttribution> attribute_cases(QuerySession& session,
                                        const CaseAttributionRequest& request) {
  const graph::StoreView& view = session.view();
  CaseAttribution found;
  HEADWATER_ASSIGN_OR_RETURN(found.snapshot, session.snapshot({}));
  found.resolved = session.resolved(request.resolution);
  const graph::Snapshot& snapshot = *found.snapshot;
  found.owners =
      graph::account_owners(snapshot, found.resolved->representative, graph::kUnknownTime);
  const internal::CanonicalEntities canonical(snapshot, *found.resolved);
  HEADWATER_ASSIGN_OR_RETURN(const internal::CaseScope scope,
                             internal::case_scope(view, canonical, request.case_name));
  HEADWATER_ASSIGN_OR_RETURN(
      internal::CaseEvidence evidence,
      internal::read_case_evidence(view, snapshot, canonical, scope, request));
  HEADWATER_ASSIGN_OR_RETURN(
      internal::CaseMembers members,
      internal::find_case_members(view, snapshot, *found.resolved, found.owners, canonical, scope,
                                  evidence, request.members_from));
  HEADWATER_RETURN_IF_ERROR(run_all(session, request.policy, evidence, members, found));
  found.withheld = internal::withheld_wages(snapshot, *found.resolved, members, evidence.wages);
  found.labels = std::move(evidence.labels);
  found.suspected_labels = std::move(evidence.suspected_labels);
  found.members = std::move(members.members);
  found.member_of = std::move(members.member_of);
  return found;
}

}  // namespace headwater::queries
