// Value-chain accounting over a pro-rata trace (Leontief-style gross and transfer accounts kept per
// actor): every figure is a sum over the trace's movements and final holdings, in integers.
#include "engine/flow/attribution.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace headwater::engine {
namespace {

using graph::AssetId;
using graph::Status;
using graph::WideMinorUnits;

class Attribution {
 public:
  Attribution(const graph::Snapshot& snapshot, const AttributionRequest& request)
      : layer_(snapshot.transactions()), request_(request) {}

  graph::Result<AttributionResult> run(const graph::Snapshot& snapshot,
                                       const graph::ExecutionContext& context) {
    TraceRequest trace_request = request_.trace;
    trace_request.holders = request_.holders;
    trace_request.holds_label = request_.member_of_label;
    cap_payments();
    trace_request.explained = explained_payments();
    HEADWATER_ASSIGN_OR_RETURN(result_.trace, trace(snapshot, trace_request, context));
    book_movements();
    book_payments();
    book_holdings();
    book_conversions();
    for (const LabelBalance& balance : result_.trace.balances) {
      CaseTotals& totals = case_of(balance.label, balance.asset);
      totals.newly_labelled = balance.newly_labelled;
      totals.already_labelled = balance.already_labelled;
      totals.not_placed = balance.not_placed;
    }
    total_up();
    HEADWATER_RETURN_IF_ERROR(check());
    result_.outlays = std::move(outlays_);
    return std::move(result_);
  }

 private:
  using MemberKey = std::tuple<std::uint32_t, std::uint32_t, std::uint16_t>;
  using CaseKey = std::pair<std::uint32_t, std::uint16_t>;

  MemberProfit& member_of(std::uint32_t label, std::uint32_t member, AssetId asset) {
    MemberProfit& row = members_[{label, member, asset.value}];
    row.label = label;
    row.member = member;
    row.asset = asset;
    return row;
  }
  CaseTotals& case_of(std::uint32_t label, AssetId asset) {
    CaseTotals& row = cases_[{label, asset.value}];
    row.label = label;
    row.asset = asset;
    return row;
  }
  // A member's payment to an outsider: the only kind that can be a cost or spending.
  bool is_outlay(const AssertedPayment& payment) const {
    const graph::Timestamp time{layer_.time_ms[payment.position]};
    return member_at(layer_.from[payment.position], payment.label, time) != kNoHolder &&
           member_at(layer_.to[payment.position], payment.label, time) == kNoHolder;
  }
  std::uint32_t member_at(graph::VertexIndex account, std::uint32_t label,
                          graph::Timestamp time) const {
    const std::uint32_t member = request_.holders.at(account, time);
    if (member == kNoHolder || request_.member_of_label.empty()) return member;
    return request_.member_of_label[label][member] ? member : kNoHolder;
  }

  // The outlays; no payment explains, costs or spends more than it paid.
  void cap_payments() {
    for (const AssertedPayment& payment : request_.payments) {
      if (is_outlay(payment)) {
        outlays_.push_back(payment);
      } else {
        ++result_.payments_left_out;
      }
    }
    std::stable_sort(outlays_.begin(), outlays_.end(),
                     [](const auto& a, const auto& b) { return a.position < b.position; });
    for (std::size_t begin = 0; begin < outlays_.size();) {
      std::size_t end = begin;
      WideMinorUnits asserted = 0;
      while (end < outlays_.size() && outlays_[end].position == outlays_[begin].position) {
        asserted += outlays_[end++].amount.value;
      }
      const std::int64_t paid = layer_.amount[outlays_[begin].position];
      if (asserted > paid) cut(begin, end, paid);
      begin = end;
    }
  }
  void cut(std::size_t begin, std::size_t end, std::int64_t paid) {
    // No claim counts for more than the payment; scaled down if even so they leave 64 bits.
    int shift = 0;
    while ((WideMinorUnits{paid} >> shift) * WideMinorUnits(end - begin) > INT64_MAX) ++shift;
    std::vector<std::int64_t> weights;
    for (std::size_t i = begin; i < end; ++i) {
      weights.push_back(std::min(outlays_[i].amount.value, paid) >> shift);
    }
    const std::vector<std::int64_t> parts = graph::largest_remainder(paid, weights);
    for (std::size_t i = begin; i < end; ++i) outlays_[i].amount.value = parts[i - begin];
    ++result_.payments_capped;
  }

  std::vector<ExplainedPayment> explained_payments() const {
    std::map<std::uint32_t, std::int64_t> amounts;
    for (const AssertedPayment& payment : outlays_) {
      amounts[payment.position] += payment.amount.value;
    }
    std::vector<ExplainedPayment> explained;
    for (const auto& [position, amount] : amounts) explained.push_back({position, {amount}});
    return explained;
  }

  // G where labelled money first reaches a member, T where it passes from one to another.
  void book_movements() {
    for (const TracedMovement& movement : result_.trace.movements) {
      if (movement.holder_before == movement.holder_after) continue;
      const AssetId asset = movement.asset;
      if (movement.holder_before == kNoHolder) {
        member_of(movement.label, movement.holder_after, asset).gross += movement.amount;
        continue;
      }
      member_of(movement.label, movement.holder_before, asset).transfers_out += movement.amount;
      member_of(movement.label, movement.holder_after, asset).transfers_in += movement.amount;
      transfers_[{movement.label, movement.holder_before, movement.holder_after, asset.value}] +=
          movement.amount;
    }
  }

  void book_payments() {
    for (const AssertedPayment& payment : outlays_) {
      const AssetId asset{layer_.asset[payment.position]};
      const graph::Timestamp time{layer_.time_ms[payment.position]};
      const std::uint32_t payer = request_.holders.at(layer_.from[payment.position], time);
      MemberProfit& row = member_of(payment.label, payer, asset);
      (payment.is_spending ? row.spent : row.cost) += payment.amount.value;
    }
  }

  void book_holdings() {
    for (const LabelledHolding& holding : result_.trace.holdings) {
      if (holding.holder == kNoHolder) {
        case_of(holding.label, holding.asset).with_conduits += holding.amount;
        continue;
      }
      MemberProfit& row = member_of(holding.label, holding.holder, holding.asset);
      // What was sent abroad, or by somebody else: whose it is we cannot say.
      const bool is_unexplained =
          !holding.is_paid_by_holder() || holding.kind == HoldingKind::kExternal;
      if (holding.kind == HoldingKind::kSpent) {
        row.explained += holding.amount;
      } else if (is_unexplained) {
        row.unexplained += holding.amount;
      } else if (holding.kind == HoldingKind::kHeld || holding.kind == HoldingKind::kPooled) {
        row.held += holding.amount;
      } else if (holding.kind == HoldingKind::kCashedOut) {
        row.cashed_out += holding.amount;
      } else {
        HEADWATER_CHECK(holding.kind == HoldingKind::kDissipated, "every kind is booked");
        row.dissipated += holding.amount;
      }
    }
  }

  void book_conversions() {
    for (const Conversion& conversion : result_.trace.conversions) {
      if (conversion.holder != kNoHolder) {
        member_of(conversion.label, conversion.holder, conversion.paid_asset).converted_out +=
            conversion.paid;
        member_of(conversion.label, conversion.holder, conversion.received_asset).converted_in +=
            conversion.received;
        continue;
      }
      case_of(conversion.label, conversion.paid_asset).converted_out += conversion.paid;
      case_of(conversion.label, conversion.received_asset).converted_in += conversion.received;
    }
  }

  void total_up() {
    for (auto& [key, row] : members_) {
      row.profit = row.gross + row.transfers_in - row.cost - row.transfers_out;
      CaseTotals& totals = case_of(row.label, row.asset);
      totals.gross += row.gross;
      totals.cost += row.cost;
      totals.profit += row.profit;
      result_.members.push_back(row);
    }
    for (const auto& [key, row] : cases_) result_.cases.push_back(row);
    for (const auto& [key, amount] : transfers_) {
      const auto& [label, from, to, asset] = key;
      result_.transfers.push_back({from, to, label, {asset}, amount});
    }
  }

  static Status wrong(std::string found) {
    return Status(graph::StatusCode::kInternal,
                  {"attribute profit", "", std::move(found),
                   "please report it: the answer would have been wrong and is not given"});
  }
  Status check() const {
    for (const CaseTotals& totals : result_.cases) {
      if (totals.profit != totals.gross - totals.cost ||
          totals.newly_labelled + totals.converted_in - totals.converted_out !=
              totals.gross + totals.with_conduits) {
        return wrong("the members' sums do not meet the case's");
      }
    }
    for (const MemberProfit& row : result_.members) {
      if (row.gross + row.transfers_in - row.transfers_out + row.converted_in - row.converted_out !=
          row.held + row.cashed_out + row.dissipated + row.explained + row.unexplained) {
        return wrong("a member's uses do not meet what the member got");
      }
    }
    return {};
  }

  const graph::TransactionLayer& layer_;
  const AttributionRequest& request_;
  std::vector<AssertedPayment> outlays_;  // by position
  std::map<MemberKey, MemberProfit> members_;
  std::map<CaseKey, CaseTotals> cases_;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint16_t>, WideMinorUnits>
      transfers_;
  AttributionResult result_;
};

}  // namespace

graph::Result<AttributionResult> attribute(const graph::Snapshot& snapshot,
                                           const AttributionRequest& request,
                                           const graph::ExecutionContext& context) {
  HEADWATER_CHECK(request.holders.size() == snapshot.vertices().size(),
                  "one holder entry a vertex");
  HEADWATER_CHECK(request.member_of_label.empty() ||
                      request.member_of_label.size() == request.trace.label_count,
                  "one membership entry a label");
  for (const AssertedPayment& payment : request.payments) {
    if (payment.position >= snapshot.transactions().size()) {
      return graph::question_error("attribute profit", "", "an asserted payment that is not loaded",
                                   "widen the time window");
    }
    if (payment.amount.value < 0 || payment.label >= request.trace.label_count) {
      return graph::question_error("attribute profit", "", "a payment of a negative amount or case",
                                   "give each asserted payment an amount and one of the cases");
    }
  }
  return Attribution(snapshot, request).run(snapshot, context);
}

}  // namespace headwater::engine
