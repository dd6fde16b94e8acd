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
    trace_request.holder_of = request_.member_of;
    trace_request.explained = explained_payments();
    HEADWATER_ASSIGN_OR_RETURN(result_.trace, trace(snapshot, trace_request, context));
    book_movements();
    book_payments();
    book_holdings();
    book_conversions();
    for (const LabelBalance& balance : result_.trace.balances) {
      case_of(balance.label, balance.asset).asserted_proceeds = balance.newly_labelled;
    }
    total_up();
    HEADWATER_RETURN_IF_ERROR(check());
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
  AssetId asset_received(std::uint32_t position) const {
    const auto* other = layer_.find_received(position);
    return other != nullptr ? other->asset : AssetId{layer_.asset[position]};
  }
  // A member's payment to an outsider: the only kind that can be a cost or spending.
  bool is_outlay(const AssertedPayment& payment) const {
    return request_.member_of[layer_.from[payment.position]] != kNoHolder &&
           request_.member_of[layer_.to[payment.position]] == kNoHolder;
  }

  std::vector<ExplainedPayment> explained_payments() const {
    std::map<std::uint32_t, std::int64_t> amounts;
    for (const AssertedPayment& payment : request_.payments) {
      if (!is_outlay(payment)) continue;
      std::int64_t& amount = amounts[payment.position];
      amount = std::min(amount + payment.amount.value, layer_.amount[payment.position]);
    }
    std::vector<ExplainedPayment> explained;
    for (const auto& [position, amount] : amounts) explained.push_back({position, {amount}});
    return explained;
  }

  // G where labelled money first reaches a member, T where it passes from one to another.
  void book_movements() {
    for (const TracedMovement& movement : result_.trace.movements) {
      if (movement.holder_before == movement.holder_after) continue;
      const AssetId asset = asset_received(movement.position);
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
    for (const AssertedPayment& payment : request_.payments) {
      if (!is_outlay(payment)) {
        ++result_.payments_left_out;
        continue;
      }
      const AssetId asset{layer_.asset[payment.position]};
      MemberProfit& row =
          member_of(payment.label, request_.member_of[layer_.from[payment.position]], asset);
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
      if (holding.kind == HoldingKind::kSpent) continue;  // explained: neither use nor U
      if (!holding.paid_by_holder) {
        row.unexplained += holding.amount;
      } else if (holding.kind == HoldingKind::kHeld) {
        row.held += holding.amount;
      } else if (holding.kind == HoldingKind::kCashedOut) {
        row.cashed_out += holding.amount;
      } else if (holding.kind == HoldingKind::kDissipated) {
        row.dissipated += holding.amount;
      } else {  // sent abroad or to a party without a named account: whose it is we cannot say
        row.unexplained += holding.amount;
      }
    }
  }

  void book_conversions() {
    for (const Conversion& conversion : result_.trace.conversions) {
      if (conversion.holder != kNoHolder) continue;
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

  Status check() const {
    for (const CaseTotals& totals : result_.cases) {
      if (totals.profit == totals.gross - totals.cost &&
          totals.asserted_proceeds + totals.converted_in - totals.converted_out ==
              totals.gross + totals.with_conduits) {
        continue;
      }
      return Status(graph::StatusCode::kInternal,
                    {"attribute profit", "", "the members' sums do not meet the case's",
                     "please report it: the answer would have been wrong and is not given"});
    }
    return {};
  }

  const graph::TransactionLayer& layer_;
  const AttributionRequest& request_;
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
  HEADWATER_CHECK(request.member_of.size() == snapshot.vertices().size(),
                  "one member entry a vertex");
  for (const AssertedPayment& payment : request.payments) {
    if (payment.position >= snapshot.transactions().size()) {
      return graph::question_error("attribute profit", "", "an asserted payment that is not loaded",
                                   "widen the time window");
    }
  }
  return Attribution(snapshot, request).run(snapshot, context);
}

}  // namespace headwater::engine
