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
#include <iterator>
#include <utility>

#include "queries/disclosure/parts.h"

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

std::int64_t people(const CellFigures& cell) { return cell.victims; }
std::int64_t groups(const CellFigures& cell) { return cell.group_cases; }

struct TableKind {
  std::int64_t (*count_of)(const CellFigures&);
  void (*add_money)(const std::string&, const AssetFigures&, MoneyByName&);
};
constexpr TableKind kKinds[] = {{people, add_all}, {groups, add_all}, {wage_assertions, add_wages}};

DisclosureTable table_of(const ScoreboardFigures& figures, const std::vector<Asset>& assets,
                         const TableKind& kind) {
  DisclosureTable table{{"territory", "form", "sector"}, {}};
  for (const auto& [name, cell] : figures.cells) {
    DisclosureCell given{{name.begin(), name.end()}, kind.count_of(cell), {}};
    for (const auto& [asset, of_asset] : cell.money) {
      kind.add_money(assets[asset.value].code, of_asset, given.money);
    }
    table.cells.push_back(std::move(given));
  }
  return table;
}

// Assertions are counted for each asset by itself: ten in one say nothing of another's figure.
std::size_t slice_count(std::size_t kind, const std::vector<Asset>& assets) {
  return kKinds[kind].count_of == wage_assertions ? assets.size() : 1;
}

ScoreboardFigures slice_of(const ScoreboardFigures& figures, std::size_t slices,
                           std::size_t slice) {
  ScoreboardFigures sliced = figures;
  if (slices == 1) return sliced;
  for (auto& [name, cell] : sliced.cells) {
    std::erase_if(cell.money, [&](const auto& entry) { return entry.first.value != slice; });
  }
  return sliced;
}

bool has_counts(const DisclosureTable& table) {
  return std::any_of(table.cells.begin(), table.cells.end(),
                     [](const DisclosureCell& cell) { return cell.count > 0; });
}

// Of the dimensions from `first` on.
CellKey3 key_from(const ProtectedCell& cell, std::ptrdiff_t first) {
  CellKey3 key;
  std::copy(cell.key.begin() + first, cell.key.end(), key.begin());
  return key;
}

const std::string kRest = "rest";  // what no part covers

void add_part(const std::string& part, DisclosureTable&& from, DisclosureTable& to) {
  for (DisclosureCell& cell : from.cells) {
    cell.key.insert(cell.key.begin(), part);
    to.cells.push_back(std::move(cell));
  }
}

}  // namespace

graph::Result<PublishableFigures> PublishableFigures::decide(const ScoreboardFigures& figures,
                                                             const std::vector<Asset>& assets,
                                                             const DisclosureRules& rules) {
  PublishableFigures result;
  Cells* const cells[] = {&result.people_, &result.groups_, &result.wages_};
  for (std::size_t kind = 0; kind < std::size(kKinds); ++kind) {
    const std::size_t slices = slice_count(kind, assets);
    for (std::size_t slice = 0; slice < slices; ++slice) {
      const DisclosureTable table =
          table_of(slice_of(figures, slices, slice), assets, kKinds[kind]);
      if (kind > 0 && !has_counts(table)) continue;
      HEADWATER_ASSIGN_OR_RETURN(const ProtectedTable shown, protect(table, rules));
      Cells decided;
      for (const ProtectedCell& cell : shown.cells) decided[key_from(cell, 0)] = cell;
      hide_too(decided, *cells[kind]);
    }
  }
  return result;
}

// Whoever is in two parts counts once in the whole, so what no part covers is less than the whole
// less one part: that difference is protected for each part as well. Hiding more gives nothing
// away.
graph::Result<std::vector<PublishableFigures>> PublishableFigures::decide_parts(
    const ScoreboardFigures& whole, const std::vector<const ScoreboardFigures*>& parts,
    const std::vector<Asset>& assets, const DisclosureRules& rules) {
  HEADWATER_ASSIGN_OR_RETURN(std::vector<PublishableFigures> results,
                             decide_together(whole, parts, assets, rules));
  for (std::size_t i = 0; parts.size() > 1 && i < parts.size(); ++i) {
    HEADWATER_ASSIGN_OR_RETURN(const std::vector<PublishableFigures> alone,
                               decide_together(whole, {parts[i]}, assets, rules));
    hide_too(alone.front().people_, results[i].people_);
    hide_too(alone.front().groups_, results[i].groups_);
    hide_too(alone.front().wages_, results[i].wages_);
  }
  return results;
}

void PublishableFigures::hide_too(const Cells& hidden, Cells& cells) {
  for (const auto& [key, cell] : hidden) {
    ProtectedCell& own = cells.emplace(key, cell).first->second;
    own.count_hidden |= cell.count_hidden;
    for (const auto& [name, money] : cell.money) {
      own.money.emplace(name, money).first->second.hidden |= money.hidden;
    }
  }
}

graph::Result<std::vector<PublishableFigures>> PublishableFigures::decide_together(
    const ScoreboardFigures& whole, const std::vector<const ScoreboardFigures*>& parts,
    const std::vector<Asset>& assets, const DisclosureRules& rules) {
  std::vector<PublishableFigures> results(parts.size());
  const ScoreboardFigures rest = rest_of(whole, parts);
  for (std::size_t kind = 0; kind < std::size(kKinds); ++kind) {
    const std::size_t slices = slice_count(kind, assets);
    for (std::size_t slice = 0; slice < slices; ++slice) {
      const auto given = [&](const ScoreboardFigures& figures) {
        return table_of(slice_of(figures, slices, slice), assets, kKinds[kind]);
      };
      const DisclosureTable sums = given(whole);
      if (kind > 0 && !has_counts(sums)) continue;
      DisclosureTable table{{"part", "territory", "form", "sector"}, {}};
      for (std::size_t i = 0; i < parts.size(); ++i) {
        add_part(std::to_string(i), given(*parts[i]), table);
      }
      add_part(kRest, given(rest), table);
      HEADWATER_ASSIGN_OR_RETURN(const ProtectedTable published, protect(sums, DisclosureRules()));
      HEADWATER_ASSIGN_OR_RETURN(const ProtectedTable shown,
                                 protect_parts(table, kRest, published, rules));
      std::vector<Cells> decided(parts.size());
      for (const ProtectedCell& cell : shown.cells) {
        const auto& part = cell.key.front();
        if (!part || *part == kRest) continue;
        decided[std::stoul(*part)][key_from(cell, 1)] = cell;
      }
      for (std::size_t i = 0; i < parts.size(); ++i) {
        PublishableFigures& result = results[i];
        Cells* const cells[] = {&result.people_, &result.groups_, &result.wages_};
        hide_too(decided[i], *cells[kind]);
      }
    }
  }
  return results;
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
