// Tracing: following labelled money through commingled accounts, event by event, in ledger order.
//
//   TraceRequest request; request.sources = {{position, MinorUnits{500'00}, 0}};
//   Result<TraceResult> r = trace(*snapshot, request, context);
//
// The rule here is pro rata (rolling charge, "haircut"): a debit takes every origin in proportion
// to its share of the balance at that moment, in integers, by largest remainder. Money is conserved
// per asset and per label, and the result says so. What the words mean stands in docs/tracing.md.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "engine/flow/account_holders.h"
#include "graph/execution_context.h"
#include "graph/snapshot.h"
#include "graph/status.h"

namespace headwater::engine {

inline constexpr std::uint32_t kNoLabel = 0xFFFFFFFFu;

// Part of what a transaction credits is proceeds with this label. Money of that label which the
// payer already held counts towards `amount`; only the rest is newly labelled, out of the payment's
// clean part. Of several sources with one transaction and one label the largest counts.
struct LabelledSource {
  std::uint32_t position = 0;  // in the snapshot's transaction layer
  graph::MinorUnits amount;    // of the received asset, at most what is received
  std::uint32_t label = 0;     // 0 .. label_count - 1
};

// Clean money (or, negative, a debt) that the account of the asset has from `as_of` on, before the
// events of that time. Events before it are run from nothing.
struct TracedOpening {
  graph::VertexIndex account = 0;
  graph::AssetId asset;
  graph::MinorUnits amount;  // negative: opens in debt
  graph::Timestamp as_of;
};

// A payment whose purpose somebody asserted (a cost, or spending). The labelled part of it has
// found its end: it is booked as `kSpent` and not followed further.
struct ExplainedPayment {
  std::uint32_t position = 0;
  graph::MinorUnits amount;  // asserted part, of the paid asset
};

enum class OpeningPolicy : std::uint8_t {
  kGivenElseInferred,  // given where present, else the least that keeps the account from overdraft
  kGiven,              // given where present, else zero
  kInferred,
  kZero,
};
enum class TieMode : std::uint8_t { kLedger, kCreditsFirst, kDebitsFirst };

struct TraceRequest {
  std::vector<LabelledSource> sources;
  std::uint32_t label_count = 1;
  std::vector<TracedOpening> openings;
  OpeningPolicy opening = OpeningPolicy::kGivenElseInferred;
  TieMode ties = TieMode::kLedger;
  // Events strictly after this are not run; unknown: all. Inferred openings look at all events all
  // the same, so that a run until T is exactly the beginning, up to T, of the run over everything.
  graph::Timestamp until;
  bool aggregates = false;                  // run aggregate transactions too
  bool undated = false;                     // run undated transactions too (first)
  bool boundary = false;                    // trace through boundary accounts
  bool through_pooled = false;              // trace through pooled accounts
  std::vector<ExplainedPayment> explained;  // sorted by position or not; one a transaction
  // For attribution: the member that holds an account as of the event. What stands where is judged
  // at the end of the run (`until`, else its last event). Empty: lots carry no holder.
  AccountHolders holders;
  // By label, then by holder: whether that holder has to do with the label; to other labels it is
  // an outsider. Empty: every holder with every label.
  std::vector<std::vector<bool>> holds_label;
};

// One movement of labelled money by one transaction.
struct TracedMovement {
  std::uint32_t position;  // transaction
  std::uint32_t label;
  std::uint32_t holder_before;  // last member holder of the lot before this movement
  std::uint32_t holder_after;
  std::int64_t amount;
  bool newly_labelled;        // a source put the label on here
  graph::AssetId asset;       // of the amount: received, or paid where the payment is explained
  bool is_explained = false;  // an assertion explains this part: it ended at its payer as kSpent
};

enum class HoldingKind : std::uint8_t {
  kHeld,        // in an ordinary account
  kPooled,      // stopped at a pooled account
  kCashedOut,   // entered account:cash/...
  kExternal,    // entered account:external/...
  kDissipated,  // repaid a debt, or was kept as a fee of the transfer
  kSpent,       // paid for what an assertion explains
};

struct LabelledHolding {
  HoldingKind kind;
  graph::VertexIndex account;
  graph::AssetId asset;
  std::uint32_t label;
  std::uint32_t holder;
  std::int64_t amount;
  // Whose the account that paid it in was then; for kHeld, whose the account is at the end of the
  // run; for kPooled, whose the pooled account was when it came in. kNoHolder: an outsider's.
  std::uint32_t paid_by;
  bool is_paid_by_holder() const { return holder != kNoHolder && paid_by == holder; }
};

struct Conversion {
  std::uint32_t position;
  std::uint32_t label;
  std::uint32_t holder;  // before the conversion
  graph::AssetId paid_asset, received_asset;
  std::int64_t paid, received;
};

// Per asset and label: newly labelled + converted in = held + pooled + cashed out + external +
// dissipated + spent + converted out.
struct LabelBalance {
  graph::AssetId asset;
  std::uint32_t label;
  graph::WideMinorUnits newly_labelled = 0, held = 0, pooled = 0, cashed_out = 0, external = 0,
                        dissipated = 0, spent = 0, converted_in = 0, converted_out = 0;
  graph::WideMinorUnits already_labelled = 0;  // asserted, but the payer's money carried it already
  graph::WideMinorUnits not_placed = 0;        // asserted, but other labels fill the payment
};

struct TraceResult {
  std::vector<TracedMovement> movements;  // in ledger order
  std::vector<LabelledHolding> holdings;  // by account, asset, label, holder, kind, paid_by
  std::vector<Conversion> conversions;
  std::vector<LabelBalance> balances;  // by asset, label
  std::uint64_t transactions_run = 0, aggregates_left_out = 0, undated_left_out = 0;
  std::uint64_t accounts_with_inferred_opening = 0;
  std::uint64_t accounts_in_debt = 0;
};

// Errors: kQuestion (a source outside the layer or larger than its transaction), kInput (a balance
// or debt beyond 64 bits), kCancelled, kInternal (conservation failed: a defect, never ignored).
// O(T + movements * labels of a lot) time and O(T + accounts reached + lots) memory for T
// transactions. The order of events is what a trace is about, so the run is one pass in ledger
// order, over the accounts that labelled money can reach at all; openings are inferred in parallel.
// Deterministic for any number of threads.
graph::Result<TraceResult> trace(const graph::Snapshot& snapshot, const TraceRequest& request,
                                 const graph::ExecutionContext& context);

}  // namespace headwater::engine
