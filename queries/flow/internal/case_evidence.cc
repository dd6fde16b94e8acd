#include "queries/flow/internal/case_evidence.h"

#include <algorithm>
#include <set>

#include "queries/evidence/disputes.h"
#include "queries/flow/internal/trace_window.h"
#include "queries/flow/internal/transaction_positions.h"

namespace headwater::queries::internal {
namespace {

using graph::Assertion;
using graph::AssertionId;
using graph::Claim;
using graph::EntityId;
using graph::Result;
using graph::Status;

bool is_indicated(const Assertion& assertion) { return assertion.basis.starts_with("indicator:"); }

class EvidenceReader {
 public:
  EvidenceReader(const graph::StoreView& view, const graph::Snapshot& snapshot,
                 const CanonicalEntities& canonical, const CaseScope& scope,
                 const CaseAttributionRequest& request)
      : view_(view),
        snapshot_(snapshot),
        positions_(snapshot.transactions()),
        canonical_(canonical),
        scope_(scope),
        request_(request) {}

  Result<CaseEvidence> read() {
    HEADWATER_ASSIGN_OR_RETURN(disputes_, read_disputes(view_));
    evidence_.notes.disputes_of_nothing = disputes_.of_nothing();
    evidence_.notes.ambiguous_disputes = disputes_.ambiguous();
    HEADWATER_RETURN_IF_ERROR(
        view_.for_each_assertion([&](AssertionId id, const Assertion& assertion) -> Status {
          take(id, assertion);
          return {};
        }));
    evidence_.labels.assign(labels_.begin(), labels_.end());
    evidence_.suspected_labels.assign(suspected_labels_.begin(), suspected_labels_.end());
    evidence_.cases.assign(cases_.begin(), cases_.end());
    return std::move(evidence_);
  }

 private:
  void take(AssertionId id, const Assertion& assertion) {
    const ProceedsLabel label = label_of(assertion);
    const bool is_disputed = disputes_.is_disputed(id);
    const bool is_asked_for = scope_.includes(label.case_id);
    switch (assertion.claim) {
      case Claim::kProceedsOf:
      case Claim::kRecruitmentFee:
      case Claim::kDebtInterest:
      case Claim::kCostOf:
      case Claim::kSpentOn:
      case Claim::kWageWithheld:
      case Claim::kMemberOf:
        break;
      case Claim::kSeizure:
      case Claim::kCompensation:
      case Claim::kDisputes:
        return;
    }
    if (is_disputed && is_asked_for) ++evidence_.notes.disputed;
    if (is_disputed && !request_.disputed) return;
    if (is_indicated(assertion) && is_asked_for) ++evidence_.notes.indicated;
    if (assertion.claim == Claim::kMemberOf) {
      take_member(assertion, label.case_id);
    } else if (assertion.claim == Claim::kWageWithheld) {
      take_wages(id, assertion, label);
    } else {
      take_money(assertion, label);
    }
  }

  void take_member(const Assertion& assertion, EntityId case_id) {
    if (is_indicated(assertion) || assertion.entity.is_none()) return;
    evidence_.members.push_back({assertion.entity, case_id, assertion.role});
    if (!scope_.includes(case_id)) return;
    ++evidence_.notes.member_assertions;
    cases_.insert(case_id);
  }

  void take_wages(AssertionId id, const Assertion& assertion, const ProceedsLabel& label) {
    if (is_indicated(assertion) || !scope_.includes(label.case_id)) return;
    ++evidence_.notes.wage_assertions;
    cases_.insert(label.case_id);
    if (assertion.entity.is_none() || !assertion.amount) {
      ++evidence_.notes.wages_without_amount;
      return;
    }
    evidence_.wages.push_back({assertion.entity, label, assertion.asset, assertion.amount->value,
                               record_of(id, assertion)});
  }

  // Two assertions are two withholdings, unless they say themselves that they are about one.
  std::string record_of(AssertionId id, const Assertion& assertion) const {
    if (assertion.victim_flow) return "flow " + std::to_string(assertion.victim_flow->value);
    if (assertion.transaction) return "transaction " + std::to_string(assertion.transaction->value);
    if (!assertion.origin.source_id.empty()) return view_.name_of("assertion", assertion.origin);
    return "number " + std::to_string(id.value);
  }

  void take_money(const Assertion& assertion, const ProceedsLabel& label) {
    const bool is_asked_for = scope_.includes(label.case_id);
    const bool is_suspected = is_indicated(assertion);
    const MoneyClaim claim = assertion.claim == Claim::kCostOf    ? MoneyClaim::kCost
                             : assertion.claim == Claim::kSpentOn ? MoneyClaim::kSpending
                                                                  : MoneyClaim::kProceeds;
    if (is_suspected && claim != MoneyClaim::kProceeds) return;  // explains nothing
    EvidenceNotes& notes = evidence_.notes;
    (is_suspected ? suspected_labels_ : labels_).insert(label);
    if (is_asked_for) {
      cases_.insert(label.case_id);
      if (!is_suspected) {
        ++(claim == MoneyClaim::kProceeds ? notes.proceeds_assertions : notes.cost_assertions);
      }
    }
    if (!assertion.transaction) {
      if (is_asked_for) ++notes.without_transaction;
      return;
    }
    const auto position = positions_.find(*assertion.transaction);
    const bool is_met = position && is_run(snapshot_.transactions(), *position, request_.policy);
    if (!is_met && is_asked_for) ++notes.outside_window;
    // Proceeds of a transaction that is there and not run are asserted all the same.
    const bool is_asserted = position && claim == MoneyClaim::kProceeds && !is_suspected;
    if (!is_met && !is_asserted) return;
    evidence_.claims.push_back({*position, claim, label, assertion.share, is_suspected});
  }

  // From the assertion; what it leaves open, from its victim flow.
  ProceedsLabel label_of(const Assertion& assertion) const {
    ProceedsLabel label{canonical_(assertion.case_id), canonical_(assertion.territory),
                        assertion.form, assertion.sector};
    label.standard = assertion.standard;
    if (assertion.claim == Claim::kRecruitmentFee) {
      label.component = ProceedsComponent::kRecruitmentFees;
    } else if (assertion.claim == Claim::kDebtInterest) {
      label.component = ProceedsComponent::kDebtInterest;
    }
    const graph::VictimFlowLayer& layer = snapshot_.victim_flows();
    const graph::VictimFlowLayer::Flow* flow = flow_of(assertion, layer);
    if (flow == nullptr) return label;
    if (label.case_id.is_none()) label.case_id = canonical_.of_vertex(flow->case_vertex);
    if (label.territory.is_none()) label.territory = canonical_.of_vertex(flow->exploitation);
    if (label.form.empty()) label.form = layer.terms[flow->form];
    if (label.sector.empty()) label.sector = layer.terms[flow->sector];
    return label;
  }

  const graph::StoreView& view_;
  const graph::Snapshot& snapshot_;
  const TransactionPositions positions_;
  const CanonicalEntities& canonical_;
  const CaseScope& scope_;
  const CaseAttributionRequest& request_;
  Disputes disputes_;
  std::set<ProceedsLabel> labels_, suspected_labels_;
  std::set<EntityId> cases_;
  CaseEvidence evidence_;
};

}  // namespace

int strength_of(std::string_view standard) {
  constexpr std::string_view kAscending[] = {"suspicion", "charged", "convicted", "forfeited"};
  for (int i = 0; i < 4; ++i) {
    if (standard == kAscending[i]) return i + 1;
  }
  return 0;
}

Result<CaseEvidence> read_case_evidence(const graph::StoreView& view,
                                        const graph::Snapshot& snapshot,
                                        const CanonicalEntities& canonical, const CaseScope& scope,
                                        const CaseAttributionRequest& request) {
  return EvidenceReader(view, snapshot, canonical, scope, request).read();
}

}  // namespace headwater::queries::internal
