#include "queries/report/internal/flow_sums.h"

#include <array>

namespace headwater::queries::internal {
namespace {

using engine::HoldingKind;
using engine::kNoHolder;
using graph::Status;
using graph::VertexIndex;
using graph::WideMinorUnits;

FlowSpot end_at(FlowEnd end) { return {FlowPlace::kEnd, static_cast<std::uint32_t>(end)}; }

// As engine/flow/attribution.h books it: what a member's own accounts did is the member's use of
// it, whatever outsiders did is unexplained; and so is what came to another member with an account,
// for no payment says that it was given. `paid_by`: as in LabelledHolding.
FlowEnd end_of(HoldingKind kind, std::uint32_t holder, std::uint32_t paid_by) {
  if (holder == kNoHolder) return FlowEnd::kNoMember;
  if (kind == HoldingKind::kSpent) return FlowEnd::kExplained;
  if (kind == HoldingKind::kExternal) return FlowEnd::kAbroad;
  const bool by_holder = paid_by == holder;
  if (!by_holder && paid_by != kNoHolder) return FlowEnd::kTakenOver;
  if (kind == HoldingKind::kCashedOut) {
    return by_holder ? FlowEnd::kCashByMembers : FlowEnd::kCashByOutsiders;
  }
  if (!by_holder) return FlowEnd::kWithOutsiders;
  return kind == HoldingKind::kDissipated ? FlowEnd::kDissipated : FlowEnd::kHeldByMembers;
}

class FlowSummer {
 public:
  FlowSummer(const CaseAttribution& attribution, const PartyBook& parties)
      : attribution_(attribution),
        parties_(parties),
        snapshot_(*attribution.snapshot),
        layer_(snapshot_.transactions()),
        trace_(attribution.result.trace) {}

  graph::Result<FlowSums> run() {
    for (const engine::TracedMovement& movement : trace_.movements) add_movement(movement);
    for (const engine::Conversion& conversion : trace_.conversions) {
      add(conversion.paid_asset, spot_of(layer_.from[conversion.position]),
          {FlowPlace::kConvertedTo, conversion.received_asset.value}, conversion.paid,
          conversion.position);
    }
    for (const engine::LabelledHolding& holding : trace_.holdings) add_holding(holding);
    HEADWATER_RETURN_IF_ERROR(check_spots());
    HEADWATER_RETURN_IF_ERROR(check_totals());
    drop_internal();
    return std::move(sums_);
  }

 private:
  static bool is_outside(HoldingKind kind) {
    return kind == HoldingKind::kCashedOut || kind == HoldingKind::kExternal;
  }

  FlowSpot spot_of(VertexIndex account) const {
    if (parties_.is_protected(account)) return {FlowPlace::kProtected, 0};
    const std::uint32_t member = parties_.only_member(account);
    if (member != kNoHolder) return {FlowPlace::kMember, member};
    return {FlowPlace::kOutsider, parties_.party_of(account)};
  }

  FlowSpot source_of(const engine::TracedMovement& movement) const {
    const ProceedsLabel& label = attribution_.labels[movement.label];
    const bool cash = snapshot_.has_flag(layer_.from[movement.position], graph::kCashBoundary);
    return {FlowPlace::kSource,
            static_cast<std::uint32_t>(label.component) | (cash ? kCashSource : 0)};
  }

  // Where the payee is outside, the money ends there.
  FlowSpot destination_of(const engine::TracedMovement& movement) const {
    const VertexIndex to = layer_.to[movement.position];
    if (!snapshot_.has_flag(to, graph::kBoundary)) return spot_of(to);
    const bool cash = snapshot_.has_flag(to, graph::kCashBoundary);
    const graph::Timestamp time{layer_.time_ms[movement.position]};
    const std::uint32_t payer = parties_.holder(layer_.from[movement.position], time);
    return end_at(end_of(cash ? HoldingKind::kCashedOut : HoldingKind::kExternal,
                         movement.holder_after, payer));
  }

  void add_movement(const engine::TracedMovement& movement) {
    if (movement.is_explained) return;  // among the holdings
    const std::uint32_t position = movement.position;
    const graph::AssetId paid{layer_.asset[position]};
    FlowSpot from = spot_of(layer_.from[position]);
    if (movement.newly_labelled) {
      from = source_of(movement);
    } else if (paid != movement.asset) {
      from = {FlowPlace::kConvertedFrom, paid.value};
    }
    add(movement.asset, from, destination_of(movement), movement.amount, position);
  }

  void add_holding(const engine::LabelledHolding& holding) {
    if (is_outside(holding.kind)) return;  // among the movements
    sums_[holding.asset.value]
         [{spot_of(holding.account), end_at(end_of(holding.kind, holding.holder, holding.paid_by))}]
             .amount += holding.amount;
  }

  // Movements come in ledger order: parts of one transaction follow each other.
  void add(graph::AssetId asset, FlowSpot from, FlowSpot to, std::int64_t amount,
           std::uint32_t position) {
    FlowSum& sum = sums_[asset.value][{from, to}];
    sum.amount += amount;
    sum.touches_protected |=
        parties_.is_protected(layer_.from[position]) || parties_.is_protected(layer_.to[position]);
    const auto [last, is_first] = last_position_.try_emplace({asset.value, from, to}, position);
    if (!is_first && last->second == position) return;
    last->second = position;
    ++sum.payments;
    const graph::Timestamp time{layer_.time_ms[position]};
    if (!time.is_known()) return;
    if (!sum.first.is_known() || time < sum.first) sum.first = time;
    if (!sum.last.is_known() || time > sum.last) sum.last = time;
  }

  static Status wrong(std::string found) {
    return Status(graph::StatusCode::kInternal,
                  {"draw the flow of a case", "", std::move(found),
                   "please report it: the diagram would have been wrong and is not given"});
  }

  Status check_spots() const {
    for (const auto& [asset, flows] : sums_) {
      std::map<FlowSpot, WideMinorUnits> left;
      for (const auto& [ends, sum] : flows) {
        left[ends.first] -= sum.amount;
        left[ends.second] += sum.amount;
      }
      for (const auto& [spot, amount] : left) {
        const bool passes_on = spot.place == FlowPlace::kMember ||
                               spot.place == FlowPlace::kOutsider ||
                               spot.place == FlowPlace::kProtected;
        if (passes_on && amount != 0) return wrong("a party passes on more or less than it got");
      }
    }
    return {};
  }

  using EndTotals = std::array<WideMinorUnits, kFlowEndCount + 3>;
  static constexpr std::size_t kUnexplained = kFlowEndCount, kNew = kFlowEndCount + 1,
                               kConverted = kFlowEndCount + 2;

  EndTotals drawn(std::uint16_t asset) const {
    EndTotals totals{};
    for (const auto& [ends, sum] : sums_.at(asset)) {
      if (ends.first.place == FlowPlace::kSource) totals[kNew] += sum.amount;
      if (ends.first.place == FlowPlace::kConvertedFrom) totals[kConverted] += sum.amount;
      if (ends.second.place == FlowPlace::kConvertedTo) totals[kConverted] -= sum.amount;
      if (ends.second.place == FlowPlace::kEnd) totals[ends.second.detail] += sum.amount;
    }
    for (const FlowEnd end : {FlowEnd::kWithOutsiders, FlowEnd::kCashByOutsiders,
                              FlowEnd::kTakenOver, FlowEnd::kAbroad}) {
      totals[kUnexplained] += std::exchange(totals[static_cast<std::size_t>(end)], 0);
    }
    return totals;
  }

  EndTotals attributed(std::uint16_t asset) const {
    EndTotals totals{};
    const auto at = [&](FlowEnd end) -> WideMinorUnits& {
      return totals[static_cast<std::size_t>(end)];
    };
    for (const engine::MemberProfit& row : attribution_.result.members) {
      if (row.asset.value != asset) continue;
      at(FlowEnd::kHeldByMembers) += row.held;
      at(FlowEnd::kCashByMembers) += row.cashed_out;
      at(FlowEnd::kExplained) += row.explained;
      at(FlowEnd::kDissipated) += row.dissipated;
      totals[kUnexplained] += row.unexplained;
      totals[kConverted] += row.converted_in - row.converted_out;
    }
    for (const engine::CaseTotals& row : attribution_.result.cases) {
      if (row.asset.value != asset) continue;
      at(FlowEnd::kNoMember) += row.with_conduits;
      totals[kNew] += row.newly_labelled;
      totals[kConverted] += row.converted_in - row.converted_out;
    }
    return totals;
  }

  Status check_totals() const {
    for (const auto& [asset, flows] : sums_) {
      if (drawn(asset) != attributed(asset)) {
        return wrong("the ends of the flow and the attribution differ");
      }
    }
    return {};
  }

  void drop_internal() {
    for (auto& [asset, flows] : sums_) {
      std::erase_if(flows, [](const auto& flow) {
        return flow.first.first == flow.first.second || flow.second.amount == 0;
      });
    }
  }

  const CaseAttribution& attribution_;
  const PartyBook& parties_;
  const graph::Snapshot& snapshot_;
  const graph::TransactionLayer& layer_;
  const engine::TraceResult& trace_;
  FlowSums sums_;
  std::map<std::tuple<std::uint16_t, FlowSpot, FlowSpot>, std::uint32_t> last_position_;
};

}  // namespace

graph::Result<FlowSums> sum_flows(const CaseAttribution& attribution, const PartyBook& parties) {
  return FlowSummer(attribution, parties).run();
}

}  // namespace headwater::queries::internal
