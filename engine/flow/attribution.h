// Attribution: illicit profit of each member of a case, by value-chain accounting.
//
//   pi = G + T_in - C - T_out     (docs/data-model.md, "Illicit profit")
//
// G: asserted proceeds when they first reach a member; T: labelled money carried between members;
// C: asserted costs paid to outsiders. The sum of pi over members is sum G - sum C exactly, and
// every result is checked for it. Beside pi stands its use and U, the labelled money sent to
// outsiders that no assertion explains: a member's answer is the interval [pi - U, pi] (for money
// that changed asset see `lower`).
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "engine/flow/trace.h"

namespace headwater::engine {

struct AssertedPayment {
  std::uint32_t position = 0;  // transaction
  std::uint32_t label = 0;     // case
  graph::MinorUnits amount;    // asserted part, of the paid asset
  bool is_spending = false;    // spent-on: a use of profit; otherwise a cost
};

struct AttributionRequest {
  TraceRequest trace;                     // sources, openings, policies; holders: filled here
  std::uint32_t member_count = 0;         // members of all cases, numbered 0 ..
  AccountHolders holders;                 // of every account, by member
  std::vector<AssertedPayment> payments;  // costs and spending by members
  // By label, then by member: whether the member is one of that case; to other cases it is an
  // outsider, a conduit at most. Empty: every member of every case.
  std::vector<std::vector<bool>> member_of_label;
};

// One row a (member, label, asset).
struct MemberProfit {
  std::uint32_t member;
  std::uint32_t label;
  graph::AssetId asset;
  graph::WideMinorUnits gross = 0;          // G
  graph::WideMinorUnits transfers_in = 0;   // T_in
  graph::WideMinorUnits transfers_out = 0;  // T_out
  graph::WideMinorUnits cost = 0;           // C
  graph::WideMinorUnits profit = 0;         // pi
  // Use of pi: labelled money in the member's own accounts, in cash that the member drew, and
  // payments asserted as spending (whole asserted amounts).
  graph::WideMinorUnits held = 0, cashed_out = 0, spent = 0;
  graph::WideMinorUnits dissipated = 0;   // repaid the member's own debts
  graph::WideMinorUnits unexplained = 0;  // U
  // Labelled money in payments that an assertion explains, and what changed asset under way:
  // gross + transfers_in - transfers_out + converted_in - converted_out
  //   = held + cashed_out + dissipated + explained + unexplained, exactly.
  graph::WideMinorUnits explained = 0, converted_in = 0, converted_out = 0;
  // The lower end of the answer: pi - U. Labelled money that changed into another asset is no
  // longer in this one, whoever changed it, and what came of it there is no profit of that asset:
  // so the lower end is less by what went, and never above pi by what came.
  graph::WideMinorUnits lower() const {
    return std::min(profit, profit - unexplained + converted_in - converted_out);
  }
};

// One row a (label, asset).
struct CaseTotals {
  std::uint32_t label;
  graph::AssetId asset;
  // The sources of the label: newly labelled by them; labelled already when they met it; and
  // without room, since other labels fill the payment. The three add up to what the sources that
  // were run ask for, however the money got there.
  graph::WideMinorUnits newly_labelled = 0, already_labelled = 0, not_placed = 0;
  graph::WideMinorUnits gross = 0, cost = 0, profit = 0, with_conduits = 0;
  // Conversions of labelled money before it reached any member; they move it between assets:
  // newly_labelled + converted_in - converted_out = gross + with_conduits.
  graph::WideMinorUnits converted_in = 0, converted_out = 0;
};

struct MemberTransfer {
  std::uint32_t from_member, to_member, label;
  graph::AssetId asset;
  graph::WideMinorUnits amount;
};

struct AttributionResult {
  std::vector<MemberProfit> members;      // by label, member, asset
  std::vector<CaseTotals> cases;          // by label, asset
  std::vector<MemberTransfer> transfers;  // by label, from, to, asset
  // The payments that count as cost or spending, after any cut; by position. Their sums are the
  // members' `cost` and `spent`.
  std::vector<AssertedPayment> outlays;
  // Asserted payments that are no outlay of a member: the payer is no member, or the payee is one.
  std::uint64_t payments_left_out = 0;
  // Payments asserted for more than they paid: every assertion on them was cut in proportion.
  std::uint64_t payments_capped = 0;
  TraceResult trace;
};

// Errors: those of `trace`; kQuestion for a payment that is not loaded or a negative amount of it;
// kInternal when sum pi differs from sum G - sum C, sum G + with conduits from what was newly
// labelled, or a member's uses from what the member got. Deterministic. O(trace + movements +
// payments).
graph::Result<AttributionResult> attribute(const graph::Snapshot& snapshot,
                                           const AttributionRequest& request,
                                           const graph::ExecutionContext& context);

}  // namespace headwater::engine
