#include "queries/flow/internal/attribution_figures.h"

#include "graph/timestamp.h"
#include "queries/internal/own_word.h"

namespace headwater::queries::internal {
namespace {

using engine::kNoHolder;
using engine::MemberProfit;
using graph::Result;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ", ";
    text += word;
  }
  return text;
}

// What a figure of a member and a label is counted under.
class Grouping {
 public:
  Grouping(const CaseAttribution& found, std::string_view by, EntityNames& names)
      : found_(found), by_(by), names_(names) {}

  Result<std::string> group(std::uint32_t member, const ProceedsLabel& label) const {
    if (by_ == "form") return own_word(label.form);
    if (by_ == "sector") return own_word(label.sector);
    if (by_ == "territory") return names_.name(label.territory);
    if (member == kNoHolder) return std::string();
    return joined(found_.members[member].roles);
  }

 private:
  const CaseAttribution& found_;
  const std::string_view by_;
  EntityNames& names_;
};

}  // namespace

void add_to(MemberProfit& sum, const MemberProfit& row) {
  sum.gross += row.gross;
  sum.transfers_in += row.transfers_in;
  sum.transfers_out += row.transfers_out;
  sum.cost += row.cost;
  sum.profit += row.profit;
  sum.held += row.held;
  sum.cashed_out += row.cashed_out;
  sum.spent += row.spent;
  sum.dissipated += row.dissipated;
  sum.unexplained += row.unexplained;
  sum.explained += row.explained;
  sum.converted_in += row.converted_in;
  sum.converted_out += row.converted_out;
}

void AttributedSum::add(const MemberProfit& row) {
  add_to(figures, row);
  is_known = true;
  members.insert(row.member);
}

std::string month_of(graph::Timestamp time) {
  return time.is_known() ? graph::format_iso8601(time).substr(0, 7) : std::string();
}

std::map<EntityKeyOfSum, AttributedSum> sums_by_entity(const CaseAttribution& found) {
  std::map<EntityKeyOfSum, AttributedSum> sums;
  for (const MemberProfit& row : found.result.members) {
    sums[{row.member, found.labels[row.label].case_id, row.asset}].add(row);
  }
  for (const MemberProfit& row : found.suspected.members) {
    AttributedSum& sum = sums[{row.member, found.suspected_labels[row.label].case_id, row.asset}];
    sum.suspected += row.profit;
    sum.has_suspected = true;
  }
  for (const WithheldWages& row : found.withheld) {
    if (row.member == kNoHolder) continue;
    AttributedSum& sum = sums[{row.member, row.label.case_id, row.asset}];
    sum.withheld += row.amount;
    sum.has_withheld = true;
  }
  return sums;
}

Result<std::map<GroupKeyOfSum, AttributedSum>> sums_by_group(const CaseAttribution& found,
                                                             std::string_view by,
                                                             EntityNames& names) {
  const Grouping grouping(found, by, names);
  std::map<GroupKeyOfSum, AttributedSum> sums;
  for (const MemberProfit& row : found.result.members) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string group,
                               grouping.group(row.member, found.labels[row.label]));
    sums[{group, row.asset}].add(row);
  }
  for (const MemberProfit& row : found.suspected.members) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string group,
                               grouping.group(row.member, found.suspected_labels[row.label]));
    AttributedSum& sum = sums[{group, row.asset}];
    sum.suspected += row.profit;
    sum.has_suspected = true;
    sum.members.insert(row.member);
  }
  for (const WithheldWages& row : found.withheld) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string group, grouping.group(row.member, row.label));
    AttributedSum& sum = sums[{group, row.asset}];
    sum.withheld += row.amount;
    sum.has_withheld = true;
    if (row.member != kNoHolder) sum.members.insert(row.member);
  }
  return sums;
}

std::map<GroupKeyOfSum, AttributedSum> sums_by_month(const CaseAttribution& found) {
  const graph::TransactionLayer& layer = found.snapshot->transactions();
  std::map<GroupKeyOfSum, AttributedSum> sums;
  const auto month = [&](std::uint32_t position) {
    return month_of(graph::Timestamp{layer.time_ms[position]});
  };
  const auto add = [&](const std::string& when, graph::AssetId asset, const MemberProfit& row) {
    sums[{when, asset}].add(row);
  };
  for (const engine::TracedMovement& movement : found.result.trace.movements) {
    if (movement.holder_before == movement.holder_after) continue;
    const std::string when = month(movement.position);
    MemberProfit to{.member = movement.holder_after};
    if (movement.holder_before == kNoHolder) {
      to.gross = to.profit = movement.amount;
    } else {
      MemberProfit from{.member = movement.holder_before};
      from.transfers_out = movement.amount;
      from.profit = -graph::WideMinorUnits{movement.amount};
      to.transfers_in = to.profit = movement.amount;
      add(when, movement.asset, from);
    }
    add(when, movement.asset, to);
  }
  for (const engine::AssertedPayment& outlay : found.result.outlays) {
    MemberProfit row{.member = found.payer_of(outlay)};
    (outlay.is_spending ? row.spent : row.cost) = outlay.amount.value;
    row.profit = -row.cost;
    add(month(outlay.position), graph::AssetId{layer.asset[outlay.position]}, row);
  }
  return sums;
}

}  // namespace headwater::queries::internal
