#include "queries/measurement/internal/attributed_money.h"

#include <algorithm>
#include <map>
#include <tuple>

namespace headwater::queries::internal {
namespace {

using engine::CaseTotals;
using engine::MemberProfit;
using graph::AssetId;
using graph::Status;
using graph::WideMinorUnits;

Status wrong(std::string found) {
  return Status(graph::StatusCode::kInternal,
                {"measure the scoreboard", "", std::move(found),
                 "please report it: the answer would have been wrong and is not given"});
}

using LabelAsset = std::pair<std::uint32_t, AssetId>;

// Transfers between members cancel, and members add up to what the case says: what stands in a cell
// is then gross less cost, whoever the money was passed on to.
Status check_sums(const engine::AttributionResult& result) {
  std::map<LabelAsset, MemberProfit> sums;
  for (const MemberProfit& row : result.members) {
    MemberProfit& sum = sums[{row.label, row.asset}];
    sum.gross += row.gross;
    sum.cost += row.cost;
    sum.profit += row.profit;
    sum.transfers_in += row.transfers_in;
    sum.transfers_out += row.transfers_out;
  }
  for (const auto& [key, sum] : sums) {
    if (sum.transfers_in != sum.transfers_out || sum.profit != sum.gross - sum.cost) {
      return wrong("money passed between members does not cancel");
    }
  }
  for (const CaseTotals& totals : result.cases) {
    MemberProfit& rest = sums[{totals.label, totals.asset}];
    rest.gross -= totals.gross;
    rest.cost -= totals.cost;
    rest.profit -= totals.profit;
  }
  for (const auto& [key, rest] : sums) {
    if (rest.gross != 0 || rest.cost != 0 || rest.profit != 0) {
      return wrong("the members of a case do not add up to the case");
    }
  }
  return {};
}

bool is_same_evidence(const CaseAttribution& a, const CaseAttribution& b) {
  const auto is_same_member = [](const CaseMember& x, const CaseMember& y) {
    return x.vertex == y.vertex;
  };
  return a.labels == b.labels && a.suspected_labels == b.suspected_labels &&
         std::equal(a.members.begin(), a.members.end(), b.members.begin(), b.members.end(),
                    is_same_member);
}

class MoneyOfCells {
 public:
  MoneyOfCells(const AttributedWindow& window, TerritoryNames& territories,
               ScoreboardFigures& figures)
      : window_(window), territories_(territories), figures_(figures) {}

  Status add() {
    HEADWATER_RETURN_IF_ERROR(check_sums(window_.end->result));
    if (window_.start != nullptr) {
      HEADWATER_RETURN_IF_ERROR(check_sums(window_.start->result));
      if (!is_same_evidence(*window_.end, *window_.start)) {
        return wrong("two runs over one store know different labels or members");
      }
    }
    HEADWATER_RETURN_IF_ERROR(add_members());
    HEADWATER_RETURN_IF_ERROR(add_conduits());
    HEADWATER_RETURN_IF_ERROR(add_suspected());
    if (!window_.is_bounded) return add_withheld();
    figures_.wages_left_out = !window_.end->withheld.empty();
    return {};
  }

 private:
  using MemberKey = std::tuple<std::uint32_t, std::uint32_t, AssetId>;  // label, member, asset

  graph::Result<AssetFigures*> cell_of(const ProceedsLabel& label, AssetId asset) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string territory, territories_.name(label.territory));
    return &figures_.cells[cell_name(territory, label.form, label.sector)].money[asset];
  }
  // Adds to the cell and to the parts that the label belongs to.
  graph::Result<AssetFigures*> add_figures(const ProceedsLabel& label, AssetId asset,
                                           const MoneyFigures& figures) {
    HEADWATER_ASSIGN_OR_RETURN(AssetFigures * cell, cell_of(label, asset));
    cell->total.add(figures);
    cell->components[std::string(to_string(label.component))].add(figures);
    cell->standards[label.standard.empty() ? "not stated" : label.standard].add(figures);
    return cell;
  }

  std::map<MemberKey, MoneyFigures> rows_of_window() const {
    std::map<MemberKey, MoneyFigures> rows;
    for (const MemberProfit& row : window_.end->result.members) {
      MoneyFigures& figures = rows[{row.label, row.member, row.asset}];
      figures.gross = row.gross;
      figures.cost = row.cost;
      figures.uncertain = row.profit - row.lower();
    }
    if (window_.start == nullptr) return rows;
    for (const MemberProfit& row : window_.start->result.members) {
      MoneyFigures& figures = rows[{row.label, row.member, row.asset}];
      figures.gross -= row.gross;
      figures.cost -= row.cost;
      figures.uncertain =
          std::max<WideMinorUnits>(figures.uncertain - (row.profit - row.lower()), 0);
    }
    return rows;
  }

  Status add_members() {
    for (const auto& [key, figures] : rows_of_window()) {
      const auto& [label, member, asset] = key;
      if (figures.gross < 0 || figures.cost < 0) {
        return wrong("a run until the beginning of the window is no beginning of the other");
      }
      if (figures.is_zero()) continue;
      HEADWATER_ASSIGN_OR_RETURN(AssetFigures * cell,
                                 add_figures(window_.end->labels[label], asset, figures));
      cell->gross[member] += figures.gross;
      cell->cost[member] += figures.cost;
      cell->uncertain[member] += figures.uncertain;
    }
    return {};
  }

  Status add_conduits() {
    for (const CaseTotals& totals : window_.end->result.cases) {
      if (totals.with_conduits == 0) continue;
      MoneyFigures figures;
      figures.with_conduits = totals.with_conduits;
      const auto added = add_figures(window_.end->labels[totals.label], totals.asset, figures);
      if (!added.has_value()) return added.error();
    }
    return {};
  }

  Status add_suspected() {
    std::map<LabelAsset, WideMinorUnits> sums;
    for (const CaseTotals& totals : window_.end->suspected.cases) {
      sums[{totals.label, totals.asset}] += totals.newly_labelled;
    }
    if (window_.start != nullptr) {
      for (const CaseTotals& totals : window_.start->suspected.cases) {
        sums[{totals.label, totals.asset}] -= totals.newly_labelled;
      }
    }
    for (const auto& [key, amount] : sums) {
      if (amount == 0) continue;
      HEADWATER_ASSIGN_OR_RETURN(AssetFigures * cell,
                                 cell_of(window_.end->suspected_labels[key.first], key.second));
      cell->total.suspected += amount;
    }
    return {};
  }

  Status add_withheld() {
    for (const WithheldWages& wages : window_.end->withheld) {
      HEADWATER_ASSIGN_OR_RETURN(AssetFigures * cell, cell_of(wages.label, wages.asset));
      cell->total.withheld += wages.amount;
      cell->total.wage_assertions += wages.assertions;
      cell->withheld[wages.member] += wages.amount;
    }
    return {};
  }

  const AttributedWindow& window_;
  TerritoryNames& territories_;
  ScoreboardFigures& figures_;
};

}  // namespace

Status add_money(const AttributedWindow& window, TerritoryNames& territories,
                 ScoreboardFigures& figures) {
  return MoneyOfCells(window, territories, figures).add();
}

}  // namespace headwater::queries::internal
