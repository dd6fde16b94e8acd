// Random figures of two periods and what lies outside of both, published beside the board over all:
// no figure that is hidden is the difference of figures that are shown.
#include <algorithm>
#include <array>
#include <map>
#include <random>

#include <gtest/gtest.h>

#include "queries/measurement/internal/scoreboard_disclosure.h"
#include "queries/measurement/internal/scoreboard_margins.h"
#include "tests/support/query_store.h"

namespace headwater::queries {
namespace {

using internal::CellFigures;
using internal::CellKey3;
using internal::PublishableFigures;
using internal::ScoreboardFigures;
using tests::value_of;

const std::vector<graph::Asset> kEuro = {{"EUR", graph::AssetKind::kFiat, 2}};

// Baseline, endline, and neither; nobody is in two of them.
std::array<ScoreboardFigures, 3> random_periods(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  std::array<ScoreboardFigures, 3> periods;
  std::uint64_t person = 0;
  for (ScoreboardFigures& period : periods) {
    const bool is_rest = &period == &periods.back();
    for (const char* territory : {"location:iso3166/ESP", "location:iso3166/FRA"}) {
      for (const char* form : {"begging", "servitude"}) {
        if (random() % (is_rest ? 2 : 5) == 0) continue;
        CellFigures& cell = period.cells[internal::cell_name(territory, form, "S")];
        cell.victims = static_cast<std::int64_t>(random() % (random() % 4 == 0 ? 10 : 60));
        for (std::int64_t i = 0; i < cell.victims; ++i) cell.people.insert(++person);
        internal::AssetFigures& money = cell.money[{0}];
        for (std::uint32_t member = 0; member < 2 + random() % 4; ++member) {
          const auto amount = static_cast<std::int64_t>(500 + random() % 500);
          money.gross[member] += amount;
          money.total.gross += amount;
        }
      }
    }
    period.keep_publishable();
  }
  return periods;
}

struct PartFigures {
  CellFigures sum;
  bool shows_victims = false, shows_profit = false;
};

void expect_no_difference(const PartFigures& whole, const std::array<PartFigures, 3>& parts) {
  for (std::size_t open = 0; open < parts.size(); ++open) {
    bool knows_victims = whole.shows_victims, knows_profit = whole.shows_profit;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (i == open) continue;
      knows_victims &= parts[i].shows_victims || parts[i].sum.victims == 0;
      knows_profit &= parts[i].shows_profit || parts[i].sum.money.empty();
    }
    const CellFigures& secret = parts[open].sum;
    const bool is_small = secret.victims > 0 && secret.victims < 10;
    EXPECT_FALSE(knows_victims && is_small);
    if (!knows_profit || secret.money.empty()) continue;
    EXPECT_FALSE(is_small);
    graph::WideMinorUnits largest = 0;
    const internal::AssetFigures& money = secret.money.begin()->second;
    for (const auto& [member, amount] : money.gross) largest = std::max(largest, amount);
    EXPECT_TRUE(largest * 100 <= money.total.gross * 80);
  }
}

TEST(ScoreboardParts, NoHiddenFigureIsADifferenceOfShownOnes) {
  const std::vector<ScoreboardDimension> by = {
      ScoreboardDimension::kTerritory, ScoreboardDimension::kForm, ScoreboardDimension::kSector};
  std::uint64_t shown_counts = 0, shown_money = 0;
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const std::array<ScoreboardFigures, 3> periods = random_periods(seed);
    ScoreboardFigures all;
    for (const ScoreboardFigures& period : periods) {
      for (const auto& [name, cell] : period.cells) all.cells[name].add(cell);
    }
    const auto whole = value_of(PublishableFigures::decide(all, kEuro, {}));
    const auto allowed =
        value_of(PublishableFigures::decide_parts(all, {&periods[0], &periods[1]}, kEuro, {}));
    const auto keys = internal::shown_keys(all.names(), by);
    const auto sums = internal::sums_of(all, keys);
    std::array<std::vector<CellFigures>, 3> of_periods;
    for (std::size_t p = 0; p < 3; ++p) of_periods[p] = internal::sums_of(periods[p], keys);
    for (std::size_t k = 0; k < keys.size(); ++k) {
      const CellKey3& key = keys[k].key;
      std::array<PartFigures, 3> parts;
      for (std::size_t p = 0; p < 3; ++p) {
        parts[p].sum = of_periods[p][k];
        if (p == 2) continue;
        parts[p].shows_victims = allowed[p].victims(key);
        parts[p].shows_profit = allowed[p].profit(key, "EUR");
        shown_counts += parts[p].shows_victims && parts[p].sum.victims > 0 ? 1 : 0;
        shown_money += parts[p].shows_profit && !parts[p].sum.money.empty() ? 1 : 0;
      }
      expect_no_difference({sums[k], whole.victims(key), whole.profit(key, "EUR")}, parts);
    }
    if (HasFailure()) break;
  }
  EXPECT_GT(shown_counts, 500u);
  EXPECT_GT(shown_money, 500u);
}

}  // namespace
}  // namespace headwater::queries
