// Random figures, published: nothing hidden follows from what a reader has, which is all that the
// attack gets.
#include <algorithm>
#include <array>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

#include "queries/measurement/internal/scoreboard_cells.h"
#include "tests/support/scoreboard_store.h"

namespace headwater::queries {
namespace {

using internal::CellFigures;
using internal::CellKey3;
using internal::CellName;
using internal::ScoreboardFigures;
using tests::lines_of;
using tests::value_of;
using Dimension = ScoreboardDimension;

struct RandomCells {
  explicit RandomCells(std::uint64_t seed) : random(seed) {
    const std::uint64_t cells = 1 + random() % 12;
    for (std::uint64_t i = 0; i < cells; ++i) {
      // Half of the territories and forms may not be named: they meet in one cell.
      const auto one_of = [&](std::array<const char*, 4> values) {
        return std::string(values[random() % values.size()]);
      };
      names.push_back(
          {one_of({"location:iso3166/ESP", "location:iso3166/FRA", "location:l/c", "location:l/d"}),
           one_of({"begging", "forced-labour", "h", "i"}), one_of({"S", "T", "U", "U"})});
    }
  }
  ScoreboardFigures figures() {
    ScoreboardFigures made;
    std::map<CellName, int> distinct;
    for (const CellName& name : names) distinct.emplace(name, 0);
    for (const auto& [name, ignored] : distinct) add_cell(made.cells[name]);
    return made;
  }
  void add_cell(CellFigures& cell) {
    const std::uint64_t most = random() % 3 == 0 ? 10 : 60, any = random();
    const std::uint64_t people = any % most;
    for (std::uint64_t i = 0; i < people; ++i) cell.people.insert(1 + random() % 200);
    cell.victims = static_cast<std::int64_t>(cell.people.size());
    if (random() % 4 == 0) cell.group_cases = static_cast<std::int64_t>(random() % 40);
    for (std::uint16_t asset = 0; asset < 2; ++asset) {
      if (random() % 3 == 0) continue;
      internal::AssetFigures& money = cell.money[{asset}];
      const std::uint64_t members = 1 + random() % 8;
      const bool gross_alone = random() % 2 == 0;
      for (std::uint64_t i = 0; i < members; ++i) {
        const auto member = static_cast<std::uint32_t>(random() % 12);
        add(money.total.gross, money.gross[member], 500 + random() % 500);
        if (gross_alone) continue;
        if (random() % 3 == 0) add(money.total.cost, money.cost[member], random() % 300);
        if (random() % 3 == 0) {
          add(money.total.uncertain, money.uncertain[member], random() % 400);
        }
        if (random() % 3 == 0) {
          add(money.total.withheld, money.withheld[member], 100 + random() % 400);
          money.total.wage_assertions += 1 + random() % 9;
        }
      }
    }
  }
  static void add(graph::WideMinorUnits& total, graph::WideMinorUnits& part, std::uint64_t amount) {
    total += static_cast<std::int64_t>(amount);
    part += static_cast<std::int64_t>(amount);
  }
  std::mt19937_64 random;
  std::vector<CellName> names;
};

const std::vector<graph::Asset> kAssets = {{"EUR", graph::AssetKind::kFiat, 2},
                                           {"USD", graph::AssetKind::kFiat, 2}};

Scoreboard published(ScoreboardFigures figures, const std::vector<Dimension>& by,
                     const DisclosureRules& rules = {}) {
  Scoreboard board;
  board.dimensions = by;
  board.rules = rules;
  figures.keep_publishable();
  const auto publishable = value_of(internal::PublishableFigures::decide(figures, kAssets, rules));
  internal::fill_cells(figures, internal::shown_keys(figures.names(), by), kAssets, &publishable,
                       board);
  return board;
}

const std::vector<Dimension> kAllDimensions = {Dimension::kTerritory, Dimension::kForm,
                                               Dimension::kSector};

// True sums of everything, and which finest cells a key covers.
struct Truth {
  explicit Truth(const ScoreboardFigures& figures) {
    for (const auto& [name, cell] : figures.cells) {
      for (unsigned kept = 0; kept < 8; ++kept) {
        CellKey3 key;
        for (std::size_t d = 0; d < 3; ++d) {
          if ((kept >> d & 1) != 0) key[d] = name[d];
        }
        sums[key].add(cell);
        parts[key].insert(name);
      }
    }
  }
  std::map<CellKey3, CellFigures> sums;
  std::map<CellKey3, std::set<CellName>> parts;
};

CellKey3 key_of(const ScoreboardCell& cell) {
  CellKey3 key;
  std::copy(cell.key.begin(), cell.key.end(), key.begin());
  return key;
}

// The row that stands for a key: its own, or that of a key over the same cells.
const ScoreboardCell& row_of(const Scoreboard& board, const Truth& truth, const CellKey3& key) {
  for (const ScoreboardCell& cell : board.cells) {
    if (truth.parts.at(key_of(cell)) == truth.parts.at(key)) return cell;
  }
  ADD_FAILURE() << "a margin is in no row";
  return board.cells.front();
}

const ScoreboardMoney* money_of(const ScoreboardCell& cell, const std::string& asset) {
  for (const ScoreboardMoney& money : cell.money) {
    if (money.asset.code == asset) return &money;
  }
  return nullptr;
}

// Straight from the rules: one has more than 80 % of all, or all others but the second have less
// than 10 % of the largest.
bool is_dominated(const internal::Contributions& contributions) {
  std::vector<graph::WideMinorUnits> sizes = {0, 0};
  graph::WideMinorUnits total = 0;
  for (const auto& [who, amount] : contributions) {
    sizes.push_back(amount);
    total += amount;
  }
  std::sort(sizes.rbegin(), sizes.rend());
  return sizes[0] * 10 > total * 8 || (total - sizes[0] - sizes[1]) * 10 < sizes[0];
}

// A column of counts, and a figure of money beside it.
struct CountColumn {
  std::int64_t (*count)(const CellFigures&);
  FigureStatus (*status)(const ScoreboardCell&);
};
struct MoneyColumn {
  graph::WideMinorUnits (*amount)(const internal::MoneyFigures&);
  FigureStatus (*status)(const ScoreboardMoney&);
  bool (*is_sensitive)(const internal::AssetFigures&);  // whatever the counts beside it
};

const CountColumn kCounts[] = {
    {[](const CellFigures& cell) { return cell.victims; },
     [](const ScoreboardCell& cell) { return cell.victims_status; }},
    {[](const CellFigures& cell) { return cell.group_cases; },
     [](const ScoreboardCell& cell) { return cell.group_cases_status; }}};
FigureStatus profit_status(const ScoreboardMoney& money) { return money.status; }
const MoneyColumn kMoneyColumns[] = {
    {[](const internal::MoneyFigures& figures) { return figures.gross; }, profit_status,
     [](const internal::AssetFigures& figures) { return is_dominated(figures.gross); }},
    {[](const internal::MoneyFigures& figures) { return figures.cost; }, profit_status,
     [](const internal::AssetFigures& figures) { return is_dominated(figures.cost); }},
    {[](const internal::MoneyFigures& figures) { return figures.uncertain; }, profit_status,
     [](const internal::AssetFigures& figures) { return is_dominated(figures.uncertain); }},
    {[](const internal::MoneyFigures& figures) { return figures.withheld; },
     [](const ScoreboardMoney& money) { return money.withheld_status; },
     [](const internal::AssetFigures& figures) {
       return is_dominated(figures.withheld) || figures.total.wage_assertions < 10;
     }}};

// The table as the attack reads it. Whoever attacks is taken to know where a figure is 0.
ProtectedTable as_read(const Scoreboard& board, const Truth& truth, const CountColumn& counts,
                       const MoneyColumn& figure) {
  ProtectedTable table;
  table.dimensions = {"territory", "form", "sector"};
  for (const auto& [key, sum] : truth.sums) {
    const ScoreboardCell& row = row_of(board, truth, key);
    ProtectedCell cell;
    cell.key.assign(key.begin(), key.end());
    cell.count = counts.count(sum);
    cell.count_hidden = counts.status(row) == FigureStatus::kHidden;
    for (const auto& [asset, figures] : sum.money) {
      const graph::WideMinorUnits amount = figure.amount(figures.total);
      if (amount == 0) continue;
      const ScoreboardMoney* shown = money_of(row, kAssets[asset.value].code);
      EXPECT_NE(shown, nullptr);
      const bool hidden = shown != nullptr && figure.status(*shown) == FigureStatus::kHidden;
      const bool sensitive = cell.count_hidden || figure.is_sensitive(figures);
      EXPECT_TRUE(hidden || !sensitive);
      cell.money[kAssets[asset.value].code] = {{amount}, hidden, sensitive};
    }
    table.cells.push_back(std::move(cell));
  }
  // As `protect` orders them: values first, then "all".
  std::sort(table.cells.begin(), table.cells.end(), [](const auto& a, const auto& b) {
    for (std::size_t d = 0; d < a.key.size(); ++d) {
      if (a.key[d] != b.key[d]) return a.key[d] && (!b.key[d] || *a.key[d] < *b.key[d]);
    }
    return false;
  });
  return table;
}

// What the attack finds and what was to be kept from it: counts, and money that is sensitive. (A
// figure may be hidden with a dominated one of its row and follow from the rest: it is no secret.)
std::vector<std::string> exposed(const ProtectedTable& table) {
  std::set<std::string> open;
  for (const ProtectedCell& cell : table.cells) {
    std::string name;
    for (const auto& value : cell.key) name += (name.empty() ? "" : " / ") + value.value_or("all");
    for (const auto& [asset, money] : cell.money) {
      if (!money.sensitive) open.insert(asset + ": " + name);
    }
  }
  std::vector<std::string> found = attack(table, {});
  std::erase_if(found, [&](const std::string& name) { return open.count(name) != 0; });
  return found;
}

void expect_true_where_shown(const Scoreboard& board, const Truth& truth) {
  for (const ScoreboardCell& cell : board.cells) {
    const CellFigures& sum = truth.sums.at(key_of(cell));
    const bool shown = cell.victims_status == FigureStatus::kShown;
    EXPECT_EQ(cell.victims, shown ? sum.victims : 0);
    EXPECT_TRUE(!shown || sum.victims >= 10);
    EXPECT_TRUE(cell.victims_status != FigureStatus::kUnknown || sum.victims == 0);
    const bool shows_groups = cell.group_cases_status == FigureStatus::kShown;
    EXPECT_EQ(cell.group_cases, shows_groups ? sum.group_cases : 0);
    EXPECT_TRUE(!shows_groups || sum.group_cases >= 10);
    EXPECT_TRUE(cell.group_cases_status != FigureStatus::kUnknown || sum.group_cases == 0);
    EXPECT_FALSE(cell.distinct_victims.has_value());
    for (const ScoreboardMoney& money : cell.money) {
      const auto asset = static_cast<std::uint16_t>(money.asset.code == "USD" ? 1 : 0);
      const internal::MoneyFigures& total = sum.money.at({asset}).total;
      const bool is_shown = money.status == FigureStatus::kShown;
      EXPECT_TRUE(money.gross == (is_shown ? total.gross : 0));
      EXPECT_TRUE(money.upper() == (is_shown ? total.gross - total.cost : 0));
      EXPECT_TRUE(money.lower() == (is_shown ? money.upper() - total.uncertain : 0));
      EXPECT_FALSE(is_shown && cell.victims_status == FigureStatus::kHidden);
      EXPECT_TRUE(money.withheld ==
                  (money.withheld_status == FigureStatus::kShown ? total.withheld : 0));
      EXPECT_FALSE(money.withheld_status == FigureStatus::kShown &&
                   (cell.victims_status == FigureStatus::kHidden || total.wage_assertions < 10));
      EXPECT_TRUE(money.with_conduits == 0 && money.suspected == 0);
    }
  }
}

TEST(ScoreboardAttack, NothingHiddenFollowsFromRandomFigures) {
  std::uint64_t hidden = 0, shown_money = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ScoreboardFigures figures = RandomCells(seed).figures();
    figures.keep_publishable();
    if (figures.cells.empty()) continue;
    const Truth truth(figures);
    const Scoreboard board = published(figures, kAllDimensions);
    expect_true_where_shown(board, truth);
    for (const CountColumn& counts : kCounts) {
      for (const MoneyColumn& figure : kMoneyColumns) {
        EXPECT_EQ(exposed(as_read(board, truth, counts, figure)), std::vector<std::string>());
      }
    }
    for (const ScoreboardCell& cell : board.cells) {
      hidden += cell.victims_status == FigureStatus::kHidden ? 1 : 0;
      for (const auto& money : cell.money) shown_money += money.status == FigureStatus::kShown;
    }
    if (HasFailure()) break;
  }
  EXPECT_GT(hidden, 300u);
  EXPECT_GT(shown_money, 300u);
}

TEST(ScoreboardAttack, EveryChoiceOfDimensionsHidesAlike) {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    ScoreboardFigures figures = RandomCells(seed).figures();
    figures.keep_publishable();
    if (figures.cells.empty()) continue;
    const Truth truth(figures);
    const Scoreboard whole = published(figures, kAllDimensions);
    for (unsigned chosen = 1; chosen < 7; ++chosen) {
      std::vector<Dimension> by;
      for (unsigned d = 0; d < 3; ++d) {
        if ((chosen >> d & 1) != 0) by.push_back(static_cast<Dimension>(d));
      }
      for (const ScoreboardCell& cell : published(figures, by).cells) {
        CellKey3 key;
        for (std::size_t i = 0; i < by.size(); ++i) {
          key[static_cast<std::size_t>(by[i])] = cell.key[i];
        }
        ScoreboardCell same = row_of(whole, truth, key);
        Scoreboard one, other;
        same.key = cell.key;
        one.cells = {cell};
        other.cells = {same};
        EXPECT_EQ(lines_of(one), lines_of(other));
      }
    }
    if (HasFailure()) break;
  }
}

}  // namespace
}  // namespace headwater::queries
