#include "tests/support/hand_made_attribution.h"

#include <map>

namespace headwater::tests {

using engine::MemberProfit;

AttributionBuilder::AttributionBuilder(std::vector<queries::ProceedsLabel> labels,
                                       std::uint32_t members) {
  made_.labels = std::move(labels);
  made_.members.resize(members);
  for (std::uint32_t i = 0; i < members; ++i) made_.members[i].vertex = i;
}

MemberProfit& AttributionBuilder::row(std::uint32_t member, std::uint32_t label,
                                      std::uint16_t asset) {
  for (MemberProfit& each : made_.result.members) {
    if (each.member == member && each.label == label && each.asset.value == asset) return each;
  }
  return made_.result.members.emplace_back(MemberProfit{member, label, {asset}});
}

AttributionBuilder& AttributionBuilder::earns(std::uint32_t member, std::uint32_t label,
                                              std::int64_t gross, std::int64_t cost,
                                              std::int64_t unexplained, std::uint16_t asset) {
  MemberProfit& profit = row(member, label, asset);
  profit.gross += gross;
  profit.cost += cost;
  profit.unexplained += unexplained;
  return *this;
}

AttributionBuilder& AttributionBuilder::passes_on(std::uint32_t from, std::uint32_t to,
                                                  std::uint32_t label, std::int64_t amount,
                                                  std::uint16_t asset) {
  row(from, label, asset).transfers_out += amount;
  row(to, label, asset).transfers_in += amount;
  return *this;
}

AttributionBuilder& AttributionBuilder::withholds(std::uint32_t member, std::uint32_t label,
                                                  std::int64_t amount, std::uint32_t assertions,
                                                  std::uint16_t asset) {
  made_.withheld.push_back({member, made_.labels[label], {asset}, amount, assertions});
  return *this;
}

queries::CaseAttribution AttributionBuilder::build() const {
  queries::CaseAttribution made = made_;
  std::map<std::pair<std::uint32_t, std::uint16_t>, engine::CaseTotals> totals;
  for (MemberProfit& each : made.result.members) {
    each.profit = each.gross + each.transfers_in - each.cost - each.transfers_out;
    engine::CaseTotals& sum = totals[{each.label, each.asset.value}];
    sum.label = each.label;
    sum.asset = each.asset;
    sum.newly_labelled += each.gross;
    sum.gross += each.gross;
    sum.cost += each.cost;
    sum.profit += each.profit;
  }
  for (const auto& [key, sum] : totals) made.result.cases.push_back(sum);
  return made;
}

}  // namespace headwater::tests
