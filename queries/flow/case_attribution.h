// CaseAttribution: what members of the asserted cases earned, from everything that a store holds:
// assertions, victim flows, accounts and their owners, opening balances.
//
//   CaseAttributionRequest request; request.case_name = "case:police/harbour";
//   HEADWATER_ASSIGN_OR_RETURN(CaseAttribution found, attribute_cases(session, request));
//   for (const engine::MemberProfit& row : found.result.members) ...  found.labels[row.label]
//
// This is the computation that `attribute`, the scoreboard and the report share; answers are made
// from it elsewhere. Money that no assertion calls proceeds has no label and is never in it.
// Protected people (victims, and whoever is used under their identity) are conduits, never members.
// What the words mean stands in docs/data-model.md and docs/tracing.md.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/flow/attribution.h"
#include "graph/owners.h"
#include "graph/snapshot.h"
#include "queries/query_session.h"

namespace headwater::queries {

// Kept apart in every answer; wages withheld move no money and are no component of traced money.
enum class ProceedsComponent : std::uint8_t { kExploitation, kRecruitmentFees, kDebtInterest };
std::string_view to_string(ProceedsComponent component);  // "exploitation" ...

// What labelled money is labelled with; one number of the engine a distinct value.
struct ProceedsLabel {
  graph::EntityId case_id;    // none: the assertion names no case
  graph::EntityId territory;  // place of exploitation; none: unknown
  std::string form, sector;   // empty: unknown
  ProceedsComponent component = ProceedsComponent::kExploitation;
  std::string standard;  // of proof: "suspicion", "charged" ...; empty: not stated
  friend auto operator<=>(const ProceedsLabel&, const ProceedsLabel&) = default;
};

// An entity that belongs to at least one case; everything that is the same as it is one member.
struct CaseMember {
  graph::VertexIndex vertex = 0;       // representative
  graph::EntityId entity;              // as the evidence names it; the smallest of several
  std::vector<graph::EntityId> cases;  // ascending; none stands for "no case named"
  std::vector<std::string> roles;      // distinct, ascending: "recruiter", "exploited" ...
  std::vector<std::string> bases;      // "member-of", "victim-flow", "members-from"
};

// Wages due less wages paid, as asserted. Moves no money: never added to traced sums.
struct WithheldWages {
  std::uint32_t member = engine::kNoHolder;  // kNoHolder: the subject is no member of the case
  ProceedsLabel label;                       // component has no meaning here
  graph::AssetId asset;
  graph::WideMinorUnits amount = 0;
  std::uint32_t assertions = 0;
};

// What assertions call proceeds, each claim once, before anything is traced: the same whoever the
// members are and however the money went. One row a label and asset; of the asset received.
//   claimed = over_claimed + not_run + newly labelled + already labelled + not placed
// where the last three are engine::CaseTotals; checked in every run.
struct AssertedProceeds {
  std::uint32_t label = 0;
  graph::AssetId asset;
  graph::WideMinorUnits claimed = 0;
  graph::WideMinorUnits over_claimed = 0;  // claims on one payment beyond its whole: cut
  // Claimed of payments that are there and that the policies leave out: undated ones, aggregates,
  // those after the end.
  graph::WideMinorUnits not_run = 0;
};

// What was met on the way from assertions to labels; said in every answer.
struct EvidenceNotes {
  std::uint64_t proceeds_assertions = 0, cost_assertions = 0, member_assertions = 0;
  std::uint64_t disputed = 0;             // assertions that a standing dispute doubts; they count
  std::uint64_t disputes_of_nothing = 0;  // disputes of a name that no visible assertion has
  std::uint64_t ambiguous_disputes = 0;   // of a name that several share: they count against none
  std::uint64_t over_claimed = 0;         // transactions asserted for more than their whole
  std::uint64_t without_transaction = 0;  // proceeds or costs of an entity: move nothing traceable
  std::uint64_t outside_window = 0;       // transactions that are not loaded, or left out by policy
  std::uint64_t dual = 0;                 // members who are victims too: reported, never a profit
  std::uint64_t jointly_owned = 0;        // accounts of several owners: nobody's alone
  bool roles_hidden = false;              // victim flows may name members: needs the victim key
  std::uint64_t indicated = 0;            // assertions of an indicator alone: suspicions only
  std::uint64_t wage_assertions = 0;      // wages withheld, as asserted
  std::uint64_t wages_without_amount = 0;  // of these, without an amount or an entity
  std::uint64_t later_openings = 0;        // recorded balances after an account's first: not added
};

struct CaseAttributionRequest {
  std::string case_name;  // "case:scheme/id"; empty: all cases
  graph::Resolution resolution;
  std::vector<std::string> members_from;  // further members, of every case asked for
  bool disputed = true;                   // count what another assertion disputes
  // Policies of the run; sources, labels and holders are filled from the evidence.
  engine::TraceRequest policy;
};

struct CaseAttribution {
  std::shared_ptr<const graph::Snapshot> snapshot;
  std::shared_ptr<const graph::ResolvedVertices> resolved;
  graph::AccountOwners owners;
  std::vector<ProceedsLabel> labels;  // by label number
  std::vector<CaseMember> members;    // by member number
  engine::AccountHolders holders;     // whose account it is as of an event, by member number
  // By snapshot vertex: the one member that ever holds the account, or kNoHolder.
  std::vector<std::uint32_t> only_member;
  engine::AttributionResult result;
  // The same run of its own over money that only an indicator (basis `indicator:ID`) calls
  // proceeds: outside profit and scoreboard until an analyst adopts it. Labels are its own.
  std::vector<ProceedsLabel> suspected_labels;
  engine::AttributionResult suspected;
  std::vector<WithheldWages> withheld;     // by member, label, asset
  std::vector<AssertedProceeds> asserted;  // by label, asset; proven alone
  EvidenceNotes notes;

  std::uint32_t payer_of(const engine::AssertedPayment& outlay) const {
    const graph::TransactionLayer& layer = snapshot->transactions();
    return holders.at(layer.from[outlay.position],
                      graph::Timestamp{layer.time_ms[outlay.position]});
  }
};

// One snapshot, one trace (two when indicators assert money). Errors: kQuestion and kNotFound (the
// case, a member), those of building a snapshot and of engine::attribute, kInternal when asserted
// proceeds are not accounted for. Deterministic for any number of threads.
graph::Result<CaseAttribution> attribute_cases(QuerySession& session,
                                               const CaseAttributionRequest& request);

// The opening balances of a store, as a trace takes them: of each account and asset the earliest
// (of equal times the one of the newest commit). A later one, such as that of the next month's
// statement, says what the account held then; it is not money on top of what came in before.
struct RecordedOpenings {
  std::vector<engine::TracedOpening> balances;
  std::uint64_t later = 0;  // left out
};
graph::Result<RecordedOpenings> opening_balances(const graph::StoreView& view,
                                                 const graph::Snapshot& snapshot);

}  // namespace headwater::queries
