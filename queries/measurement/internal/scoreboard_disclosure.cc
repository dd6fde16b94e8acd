// Three tables over the same cells pass disclosure control one by one: people with the money beside
// them, cases counted in groups with the same money, and wages withheld with the number of
// assertions that they rest on. Each figure of money is protected by itself, by what members add to
// it. A figure stands in every table whose counts it must not be shown beside; it is shown where
// all of them allow it, and gross, cost and uncertain money only where all three may be: showing
// less than a table allows gives an attacker on that table less to work with, so each keeps what it
// promises. (Moving the three figures together instead would let the smallest of them, often 0,
// decide how little the others can cover for each other: totals were hidden without need.)
#include "queries/measurement/internal/scoreboard_disclosure.h"

#include <algorithm>
#include <functional>

namespace headwater::queries::internal {
namespace {

using graph::Asset;

using MoneyByName = std::map<std::string, DisclosureMoney>;

constexpr std::string_view kProfitFigures[] = {"gross", "cost", "uncertain"};

std::string figure_name(const std::string& asset, std::string_view figure) {
  return asset + " " + std::string(figure);
}

// A figure that is 0 is left out: everybody may know that there is none.
void add_figure(const std::string& asset, std::string_view figure, graph::WideMinorUnits amount,
                const Contributions& contributions, MoneyByName& to) {
  if (amount != 0) to[figure_name(asset, figure)] = {{amount}, contributions};
}

void add_wages(const std::string& asset, const AssetFigures& figures, MoneyByName& to) {
  add_figure(asset, "withheld", figures.total.withheld, figures.withheld, to);
}

void add_all(const std::string& asset, const AssetFigures& figures, MoneyByName& to) {
  const MoneyFigures& total = figures.total;
  add_figure(asset, kProfitFigures[0], total.gross, figures.gross, to);
  add_figure(asset, kProfitFigures[1], total.cost, figures.cost, to);
  add_figure(asset, kProfitFigures[2], total.uncertain, figures.uncertain, to);
  add_wages(asset, figures, to);
}

std::int64_t wage_assertions(const CellFigures& cell) {
  std::int64_t assertions = 0;
  for (const auto& [asset, figures] : cell.money) {
    assertions += static_cast<std::int64_t>(figures.total.wage_assertions);
  }
  return assertions;
}

using CountOf = std::function<std::int64_t(const CellFigures&)>;
using AddMoney = void (*)(const std::string&, const AssetFigures&, MoneyByName&);

DisclosureTable table_of(const ScoreboardFigures& figures, const std::vector<Asset>& assets,
                         const CountOf& count_of, AddMoney add_money_of) {
  DisclosureTable table{{"territory", "form", "sector"}, {}};
  for (const auto& [name, cell] : figures.cells) {
    DisclosureCell given{{name.begin(), name.end()}, count_of(cell), {}};
    for (const auto& [asset, of_asset] : cell.money) {
      add_money_of(assets[asset.value].code, of_asset, given.money);
    }
    table.cells.push_back(std::move(given));
  }
  return table;
}

bool has_counts(const DisclosureTable& table) {
  return std::any_of(table.cells.begin(), table.cells.end(),
                     [](const DisclosureCell& cell) { return cell.count > 0; });
}

graph::Result<std::map<CellKey3, ProtectedCell>> protected_cells(const DisclosureTable& table,
                                                                 const DisclosureRules& rules) {
  HEADWATER_ASSIGN_OR_RETURN(const ProtectedTable shown, protect(table, rules));
  std::map<CellKey3, ProtectedCell> cells;
  for (const ProtectedCell& cell : shown.cells) {
    CellKey3 key;
    std::copy(cell.key.begin(), cell.key.end(), key.begin());
    cells[key] = cell;
  }
  return cells;
}

}  // namespace

graph::Result<PublishableFigures> PublishableFigures::decide(const ScoreboardFigures& figures,
                                                             const std::vector<Asset>& assets,
                                                             const DisclosureRules& rules) {
  PublishableFigures result;
  const auto people = [](const CellFigures& cell) { return cell.victims; };
  const auto groups = [](const CellFigures& cell) { return cell.group_cases; };
  HEADWATER_ASSIGN_OR_RETURN(result.people_,
                             protected_cells(table_of(figures, assets, people, add_all), rules));
  const DisclosureTable grouped = table_of(figures, assets, groups, add_all);
  if (has_counts(grouped)) {
    HEADWATER_ASSIGN_OR_RETURN(result.groups_, protected_cells(grouped, rules));
  }
  const DisclosureTable withheld = table_of(figures, assets, wage_assertions, add_wages);
  if (has_counts(withheld)) {
    HEADWATER_ASSIGN_OR_RETURN(result.wages_, protected_cells(withheld, rules));
  }
  return result;
}

bool PublishableFigures::shows_count(const Cells& cells, const CellKey3& key) {
  const auto found = cells.find(key);
  return found == cells.end() || !found->second.count_hidden;
}

bool PublishableFigures::shows_money(const Cells& cells, const CellKey3& key,
                                     const std::string& name) {
  const auto found = cells.find(key);
  if (found == cells.end()) return true;
  const auto money = found->second.money.find(name);
  return money == found->second.money.end() || !money->second.hidden;
}

bool PublishableFigures::victims(const CellKey3& key) const { return shows_count(people_, key); }

bool PublishableFigures::group_cases(const CellKey3& key) const {
  return shows_count(groups_, key);
}

bool PublishableFigures::profit(const CellKey3& key, const std::string& asset) const {
  return std::all_of(std::begin(kProfitFigures), std::end(kProfitFigures),
                     [&](std::string_view figure) {
                       const std::string name = figure_name(asset, figure);
                       return shows_money(people_, key, name) && shows_money(groups_, key, name);
                     });
}

bool PublishableFigures::withheld(const CellKey3& key, const std::string& asset) const {
  const std::string name = figure_name(asset, "withheld");
  return shows_money(people_, key, name) && shows_money(groups_, key, name) &&
         shows_money(wages_, key, name);
}

}  // namespace headwater::queries::internal
