// Who profited: one row a member and asset, over all labels of the case; beside them what is split
// by standard of proof, and wages withheld, which move no money.
#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "queries/flow/internal/attribution_figures.h"
#include "queries/flow/internal/truth_error.h"
#include "queries/report/internal/case_parts.h"
#include "queries/report/internal/network_focus.h"
#include "queries/report/internal/report_money.h"

namespace headwater::queries::internal {
namespace {

using engine::MemberProfit;
using graph::WideMinorUnits;

std::string basis_text(const CaseMember& member) {
  std::vector<std::string> texts;
  for (const std::string& basis : member.bases) {
    texts.push_back(basis == "member-of"      ? "asserted"
                    : basis == "victim-flow"  ? "role in exploitation"
                    : basis == "members-from" ? "added by the analyst"
                                              : basis);
  }
  return joined(texts);
}

class MemberRows {
 public:
  explicit MemberRows(const ReportCase& report) : report_(report) {}

  graph::Result<std::vector<MemberRow>> fill() {
    for (const auto& [asset, by_member] : profits_by_asset(report_.attribution)) {
      HEADWATER_RETURN_IF_ERROR(add_asset(asset, by_member));
    }
    HEADWATER_RETURN_IF_ERROR(add_unknown());
    return std::move(rows_);
  }

 private:
  graph::Status add_asset(std::uint16_t asset,
                          const std::map<std::uint32_t, ProfitSum>& by_member) {
    std::vector<std::pair<std::uint32_t, ProfitSum>> order(by_member.begin(), by_member.end());
    std::stable_sort(order.begin(), order.end(), [](const auto& a, const auto& b) {
      return a.second.figures.profit > b.second.figures.profit;
    });
    for (const auto& [member, sum] : order) {
      HEADWATER_ASSIGN_OR_RETURN(MemberRow row, named_row(member));
      const MemberProfit& total = sum.figures;
      fill_amounts(sum, report_.asset({asset}), row);
      row.is_use_only = total.gross == 0 && total.transfers_in == 0 && total.transfers_out == 0 &&
                        total.cost == 0 && total.spent == 0;
      if (report_.truth && !row.is_use_only) add_truth(member, asset, sum, row);
      rows_.push_back(std::move(row));
      seen_.insert(member);
    }
    return {};
  }

  graph::Result<MemberRow> named_row(std::uint32_t number) {
    const CaseMember& member = report_.attribution.members[number];
    MemberRow row;
    HEADWATER_ASSIGN_OR_RETURN(row.name, report_.names.label(member.vertex));
    row.role = roles_text(member);
    row.basis = basis_text(member);
    return row;
  }

  static void fill_amounts(const ProfitSum& sum, const graph::Asset& asset, MemberRow& row) {
    const MemberProfit& total = sum.figures;
    row.asset = asset.code;
    row.lower = amount_text(sum.lower, asset);
    row.profit = amount_text(total.profit, asset);
    row.gross = amount_text(total.gross, asset);
    row.cost = amount_text(total.cost, asset);
    row.net_transfers = amount_text(total.transfers_in - total.transfers_out, asset);
    row.held = amount_text(total.held, asset);
    row.cashed_out = amount_text(total.cashed_out, asset);
    row.spent = amount_text(total.spent, asset);
    row.unexplained = amount_text(total.unexplained, asset);
    if (total.converted_in != 0 || total.converted_out != 0) {
      row.converted = amount_text(total.converted_in - total.converted_out, asset);
    }
    row.lower_weight = major_units(sum.lower, asset);
    row.profit_weight = major_units(total.profit, asset);
  }

  graph::Status add_unknown() {
    for (std::uint32_t m = 0; m < report_.attribution.members.size(); ++m) {
      const graph::VertexIndex vertex = report_.attribution.members[m].vertex;
      if (seen_.contains(m) || report_.parties.is_protected(vertex)) continue;
      HEADWATER_ASSIGN_OR_RETURN(MemberRow row, named_row(m));
      row.is_known = false;  // no labelled money is known to have reached them: never a zero
      rows_.push_back(std::move(row));
    }
    return {};
  }

  void add_truth(std::uint32_t member, std::uint16_t asset, const ProfitSum& found,
                 MemberRow& row) {
    const std::uint32_t true_member = report_.truth->match.true_member[member];
    if (true_member == kNoTrueMember) {
      row.truth = "no member";
      row.error = "an innocent (" + report_.truth->match.innocent_kind[member] + ")";
      return;
    }
    const graph::Asset& of = report_.asset({asset});
    WideMinorUnits truth = 0;
    for (const auto& profit : report_.truth->truth.members[true_member].profits) {
      if (profit.asset == of.code) truth = profit.profit.value;
    }
    if (!compared_.insert({asset, true_member}).second) {
      row.truth = "see above";  // a second id of one person, that no link joins
      return;
    }
    row.truth = amount_text(truth, of);
    row.truth_weight = major_units(truth, of);
    const TruthError error = truth_error(found.lower, found.figures.profit, truth);
    row.error = error.is_within() ? "within" : signed_text(error.of_interval, of);
    row.upper_error = signed_text(error.of_upper, of) + percent_text(error.of_upper, truth);
  }

  static std::string signed_text(WideMinorUnits amount, const graph::Asset& asset) {
    return (amount > 0 ? "+" : "") + amount_text(amount, asset);
  }
  static std::string percent_text(WideMinorUnits error, WideMinorUnits truth) {
    if (truth == 0) return "";
    return fmt::format(" ({:+.1f} %)",
                       100 * static_cast<double>(error) / std::abs(static_cast<double>(truth)));
  }

  const ReportCase& report_;
  std::vector<MemberRow> rows_;
  std::set<std::uint32_t> seen_;
  std::set<std::pair<std::uint16_t, std::uint32_t>> compared_;
};

ReportTable standards_table(const ReportCase& report) {
  std::map<std::pair<std::uint16_t, std::string>, ProfitSum> sums;
  std::map<std::uint16_t, ProfitSum> all;
  for (const MemberProfit& row : report.attribution.result.members) {
    const std::string& standard = report.attribution.labels[row.label].standard;
    sums[{row.asset.value, standard.empty() ? "not stated" : standard}].add(row);
    all[row.asset.value].add(row);
  }
  ReportTable table;
  table.title = "All members, by standard of proof";
  table.caption =
      "How far the assertions behind the money have been tested. Transfers between members cancel.";
  table.columns = {{"Standard"},         {"Asset"},       {"Gross proceeds", true},
                   {"Costs", true},      {"Lower", true}, {"Upper: profit", true},
                   {"Unexplained", true}};
  const auto add_row = [&](const std::string& name, std::uint16_t asset_number,
                           const ProfitSum& sum) {
    const graph::Asset& asset = report.asset({asset_number});
    table.rows.push_back({{name},
                          {asset.code},
                          {amount_text(sum.figures.gross, asset)},
                          {amount_text(sum.figures.cost, asset)},
                          {amount_text(sum.lower, asset)},
                          {amount_text(sum.figures.profit, asset)},
                          {amount_text(sum.figures.unexplained, asset)}});
  };
  for (const auto& [asset, total] : all) {
    for (const auto& [key, sum] : sums) {
      if (key.first == asset) add_row(key.second, asset, sum);
    }
    table.emphasised_rows.push_back(static_cast<std::uint32_t>(table.rows.size()));
    add_row("all", asset, total);
  }
  return table;
}

graph::Result<ReportTable> wages_table(const ReportCase& report) {
  ReportTable table;
  table.title = "Wages withheld";
  table.caption =
      "Wages due less wages paid, as asserted. They move no money and are in no other figure.";
  table.columns = {{"Member"}, {"Form"}, {"Asset"}, {"Withheld", true}};
  std::map<std::tuple<std::uint32_t, std::string, std::uint16_t>, WideMinorUnits> sums;
  for (const WithheldWages& wages : report.attribution.withheld) {
    sums[{wages.member, wages.label.form, wages.asset.value}] += wages.amount;
  }
  for (const auto& [key, sum] : sums) {
    const auto& [member, form, asset] = key;
    std::string name = "somebody who is no member";
    if (member != engine::kNoHolder) {
      HEADWATER_ASSIGN_OR_RETURN(name,
                                 report.names.label(report.attribution.members[member].vertex));
    }
    table.rows.push_back({{name},
                          {form.empty() ? "not stated" : form},
                          {report.asset({asset}).code},
                          {amount_text(sum, report.asset({asset}))}});
  }
  return table;
}

}  // namespace

void ProfitSum::add(const MemberProfit& row) {
  add_to(figures, row);
  lower += row.lower();
}

std::map<std::uint16_t, std::map<std::uint32_t, ProfitSum>> profits_by_asset(
    const CaseAttribution& attribution) {
  std::map<std::uint16_t, std::map<std::uint32_t, ProfitSum>> sums;
  for (const auto& [key, sum] : sums_by_entity(attribution)) {
    const auto& [member, case_id, asset] = key;
    if (sum.is_known) sums[asset.value][member].add(sum.figures);
  }
  return sums;
}

graph::Result<std::vector<MemberRow>> case_members(const ReportCase& report) {
  return MemberRows(report).fill();
}

graph::Result<std::vector<ReportTable>> case_profit_tables(const ReportCase& report) {
  std::vector<ReportTable> tables;
  HEADWATER_ASSIGN_OR_RETURN(ReportTable proceeds, proceeds_table(report));
  if (!proceeds.rows.empty()) tables.push_back(std::move(proceeds));
  if (!report.attribution.result.members.empty()) tables.push_back(standards_table(report));
  if (!report.attribution.withheld.empty()) {
    HEADWATER_ASSIGN_OR_RETURN(ReportTable wages, wages_table(report));
    tables.push_back(std::move(wages));
  }
  if (report.truth) {
    HEADWATER_ASSIGN_OR_RETURN(ReportTable missed, missed_members(report));
    if (!missed.rows.empty()) tables.push_back(std::move(missed));
  }
  return tables;
}

}  // namespace headwater::queries::internal
