// From assertions to a run: labels are numbered in ascending order, shares become amounts, members
// get their accounts. All cases are run together, also when one is asked for; the rows of others
// are left out of its answer. Suspected money is run a second time beside the proven: it finds only
// what proven labels leave clean, so nothing is counted under both, and the proven figures come
// from a run that knows nothing of it.
#include "queries/flow/case_attribution.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>

#include "queries/evidence/case_scope.h"
#include "queries/flow/internal/asserted_proceeds.h"
#include "queries/flow/internal/case_members.h"
#include "queries/flow/internal/claimed_amounts.h"
#include "queries/flow/internal/one_case.h"
#include "queries/flow/internal/trace_window.h"
#include "queries/flow/internal/withheld_wages.h"

namespace headwater::queries {
namespace {

using graph::Result;
using graph::Status;
using internal::ClaimedAmount;
using internal::MoneyClaim;
using internal::TransactionClaim;
using Labels = std::vector<ProceedsLabel>;

std::uint32_t number_of(const Labels& labels, const ProceedsLabel& label) {
  const auto at = std::lower_bound(labels.begin(), labels.end(), label);
  HEADWATER_CHECK(at != labels.end() && *at == label, "labels are those of the claims");
  return static_cast<std::uint32_t>(at - labels.begin());
}

std::vector<TransactionClaim> claims_of(const internal::CaseEvidence& evidence, bool suspected) {
  std::vector<TransactionClaim> claims;
  std::copy_if(evidence.claims.begin(), evidence.claims.end(), std::back_inserter(claims),
               [&](const TransactionClaim& claim) { return claim.is_suspected == suspected; });
  return claims;
}

// Adds sources of `labels`, numbered from `first_label` on, for the claims that are run.
void add_sources(const graph::TransactionLayer& layer, const std::vector<ClaimedAmount>& claims,
                 const Labels& labels, std::uint32_t first_label,
                 engine::AttributionRequest& request) {
  for (const ClaimedAmount& claimed : claims) {
    if (claimed.amount == 0 || !internal::is_run(layer, claimed.position, request.trace)) continue;
    const std::uint32_t label = number_of(labels, claimed.label);
    request.trace.sources.push_back({claimed.position, {claimed.amount}, first_label + label});
  }
}

// How many transactions the cases asked for claim for more than their whole.
std::uint64_t conflicts_of(const std::vector<ClaimedAmount>& claims, const CaseScope& scope) {
  std::set<std::uint32_t> conflicts;
  for (const ClaimedAmount& claimed : claims) {
    if (claimed.is_conflict && scope.includes(claimed.label.case_id)) {
      conflicts.insert(claimed.position);
    }
  }
  return conflicts.size();
}

void add_payments(const graph::TransactionLayer& layer, const std::vector<TransactionClaim>& claims,
                  const Labels& labels, std::uint32_t first_label,
                  engine::AttributionRequest& request) {
  for (const MoneyClaim kind : {MoneyClaim::kCost, MoneyClaim::kSpending}) {
    for (const ClaimedAmount& claimed : claimed_amounts(layer, claims, kind)) {
      const std::uint32_t label = number_of(labels, claimed.label);
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

// Who is run, and who is asked for: the same, unless one case is.
struct RunMembers {
  CaseScope scope;
  internal::CaseMembers run, asked;
  std::vector<std::uint32_t> number_of_member;  // among those asked for, by number in the run
};

Result<engine::AttributionResult> run_suspected(const QuerySession& session,
                                                const graph::Snapshot& snapshot,
                                                const internal::CaseEvidence& evidence,
                                                const RunMembers& members,
                                                engine::AttributionRequest request) {
  const graph::TransactionLayer& layer = snapshot.transactions();
  const auto suspected = static_cast<std::uint32_t>(evidence.suspected_labels.size());
  const std::vector<TransactionClaim> proven = claims_of(evidence, false);
  request.trace.sources.clear();
  request.payments.clear();
  request.member_of_label.clear();
  add_memberships(evidence.suspected_labels, members.run.members, request);
  add_memberships(evidence.labels, members.run.members, request);
  // Proven labels first: sources of one transaction are placed in this order.
  add_sources(layer, claimed_amounts(layer, proven, MoneyClaim::kProceeds), evidence.labels,
              suspected, request);
  add_payments(layer, proven, evidence.labels, suspected, request);
  add_sources(layer, claimed_amounts(layer, claims_of(evidence, true), MoneyClaim::kProceeds),
              evidence.suspected_labels, 0, request);
  HEADWATER_ASSIGN_OR_RETURN(engine::AttributionResult result,
                             engine::attribute(snapshot, request, session.context()));
  internal::keep_labels(internal::labels_of(evidence.suspected_labels, members.scope),
                        members.number_of_member, request.payments, result);
  return result;
}

Result<RunMembers> find_members(const graph::StoreView& view, const CaseAttribution& found,
                                const CanonicalEntities& canonical, const CaseScope& scope,
                                const internal::CaseEvidence& evidence,
                                const CaseAttributionRequest& request) {
  const auto find = [&](const CaseScope& of) {
    return internal::find_case_members(view, *found.snapshot, *found.resolved, found.owners,
                                       canonical, of, scope, evidence, request.members_from);
  };
  RunMembers members{scope, {}, {}, {}};
  HEADWATER_ASSIGN_OR_RETURN(members.run, find({}));
  if (scope.all) {
    members.asked = members.run;
    members.number_of_member.resize(members.run.members.size());
    std::iota(members.number_of_member.begin(), members.number_of_member.end(), 0u);
    return members;
  }
  HEADWATER_ASSIGN_OR_RETURN(internal::CaseMembers asked, find(scope));
  members.asked =
      internal::members_of_case(members.run, std::move(asked), scope, members.number_of_member);
  return members;
}

Labels labels_asked_for(const Labels& labels, const CaseScope& scope) {
  const internal::LabelRange range = internal::labels_of(labels, scope);
  return {labels.begin() + range.first, labels.begin() + range.end};
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
               const internal::CaseEvidence& evidence, const RunMembers& members,
               CaseAttribution& found) {
  const graph::Snapshot& snapshot = *found.snapshot;
  engine::AttributionRequest run;
  run.trace = policy;
  run.trace.sources.clear();
  run.member_count = static_cast<std::uint32_t>(members.run.members.size());
  run.holders = members.run.holders;
  add_memberships(evidence.labels, members.run.members, run);
  const std::vector<TransactionClaim> proven = claims_of(evidence, false);
  const graph::TransactionLayer& layer = snapshot.transactions();
  const std::vector<ClaimedAmount> claims = claimed_amounts(layer, proven, MoneyClaim::kProceeds);
  add_sources(layer, claims, evidence.labels, 0, run);
  add_payments(layer, proven, evidence.labels, 0, run);
  HEADWATER_ASSIGN_OR_RETURN(RecordedOpenings openings, opening_balances(session.view(), snapshot));
  run.trace.openings = std::move(openings.balances);
  HEADWATER_ASSIGN_OR_RETURN(found.result, engine::attribute(snapshot, run, session.context()));
  const internal::LabelRange range = internal::labels_of(evidence.labels, members.scope);
  internal::keep_labels(range, members.number_of_member, run.payments, found.result);
  found.asserted = internal::asserted_proceeds(layer, claims, evidence.labels, range, policy);
  HEADWATER_RETURN_IF_ERROR(internal::check_asserted(found.asserted, found.result));
  const internal::LabelRange suspected =
      internal::labels_of(evidence.suspected_labels, members.scope);
  if (suspected.first < suspected.end) {
    HEADWATER_ASSIGN_OR_RETURN(found.suspected,
                               run_suspected(session, snapshot, evidence, members, std::move(run)));
  }
  set_notes(evidence, members.asked, conflicts_of(claims, members.scope), found.notes);
  found.notes.later_openings = openings.later;
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

Result<RecordedOpenings> opening_balances(const graph::StoreView& view,
                                          const graph::Snapshot& snapshot) {
  RecordedOpenings openings;
  std::map<std::pair<graph::VertexIndex, graph::AssetId>, engine::TracedOpening> earliest;
  HEADWATER_RETURN_IF_ERROR(
      view.for_each_opening([&](const graph::OpeningBalance& opening) -> Status {
        const graph::VertexIndex account = snapshot.vertices().find(opening.account);
        if (account == graph::kNoVertex) return {};
        const engine::TracedOpening read = {account, opening.asset, opening.amount, opening.as_of};
        const auto [at, is_new] = earliest.try_emplace({account, opening.asset}, read);
        if (is_new) return {};
        ++openings.later;
        if (read.as_of < at->second.as_of) at->second = read;
        return {};
      }));
  for (const auto& [of, opening] : earliest) openings.balances.push_back(opening);
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
  const CanonicalEntities canonical(snapshot, *found.resolved);
  HEADWATER_ASSIGN_OR_RETURN(const CaseScope scope,
                             case_scope(view, canonical, request.case_name, "attribute profit"));
  HEADWATER_ASSIGN_OR_RETURN(
      internal::CaseEvidence evidence,
      internal::read_case_evidence(view, snapshot, canonical, scope, request));
  HEADWATER_ASSIGN_OR_RETURN(RunMembers members,
                             find_members(view, found, canonical, scope, evidence, request));
  HEADWATER_RETURN_IF_ERROR(run_all(session, request.policy, evidence, members, found));
  found.withheld =
      internal::withheld_wages(snapshot, *found.resolved, members.asked, evidence.wages);
  found.labels = labels_asked_for(evidence.labels, scope);
  found.suspected_labels = labels_asked_for(evidence.suspected_labels, scope);
  found.members = std::move(members.asked.members);
  found.holders = std::move(members.asked.holders);
  found.only_member = std::move(members.asked.only_member);
  return found;
}

}  // namespace headwater::queries
