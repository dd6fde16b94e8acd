// Parts beside their whole: whoever has the whole and what is shown of the parts has no more than
// either.
#include "queries/disclosure/parts.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "tests/reference/disclosure.h"
#include "tests/support/query_store.h"

namespace headwater::queries {
namespace {

using tests::value_of;
using PartKey = std::vector<std::optional<std::string>>;

// The same without the first dimension.
DisclosureTable whole_of(const DisclosureTable& parts) {
  std::map<std::vector<std::string>, DisclosureCell> sums;
  for (const DisclosureCell& cell : parts.cells) {
    const std::vector<std::string> key(cell.key.begin() + 1, cell.key.end());
    sums[key].key = key;
    sums[key].count += cell.count;
    for (const auto& [name, money] : cell.money) {
      DisclosureMoney& sum = sums[key].money[name];
      sum.amounts.resize(1);
      sum.amounts[0] += money.amounts[0];
      for (const auto& [who, amount] : money.contributions) sum.contributions[who] += amount;
    }
  }
  DisclosureTable whole{{parts.dimensions.begin() + 1, parts.dimensions.end()}, {}};
  for (auto& [key, cell] : sums) whole.cells.push_back(std::move(cell));
  return whole;
}

ProtectedTable parts_of(const DisclosureTable& parts, const DisclosureRules& rules = {}) {
  return value_of(protect_parts(parts, "rest", value_of(protect(whole_of(parts), {})), rules));
}

bool is_hidden(const ProtectedTable& table, const PartKey& key) {
  for (const ProtectedCell& cell : table.cells) {
    if (cell.key == key) return cell.count_hidden;
  }
  ADD_FAILURE() << "no such cell";
  return false;
}

// 3 in the one half of the year, 12 in the other, 15 in all.
TEST(DisclosureParts, TheOtherPartOfAShownWholeIsHiddenToo) {
  const DisclosureTable parts{{"part", "territory"},
                              {{{"0", "FRA"}, 3, {}},
                               {{"1", "FRA"}, 12, {}},
                               {{"0", "ESP"}, 40, {}},
                               {{"1", "ESP"}, 50, {}}}};
  const ProtectedTable shown = parts_of(parts);
  EXPECT_FALSE(is_hidden(shown, {std::nullopt, "FRA"}));
  EXPECT_TRUE(is_hidden(shown, {"0", "FRA"}));
  EXPECT_TRUE(is_hidden(shown, {"1", "FRA"}));
}

TEST(DisclosureParts, APartIsHiddenWhoseRestIsSmall) {
  const DisclosureTable parts{{"part", "territory"},
                              {{{"0", "FRA"}, 30, {}},
                               {{"rest", "FRA"}, 1, {}},
                               {{"0", "ESP"}, 40, {}},
                               {{"rest", "ESP"}, 50, {}}}};
  const ProtectedTable shown = parts_of(parts);
  EXPECT_TRUE(is_hidden(shown, {"0", "FRA"}));
  // Large parts with a large rest are shown, and a rest is not there by itself.
  const DisclosureTable large{{"part", "territory"},
                              {{{"0", "FRA"}, 30, {}}, {{"rest", "FRA"}, 31, {}}}};
  EXPECT_FALSE(is_hidden(parts_of(large), {"0", "FRA"}));
  EXPECT_TRUE(is_hidden(parts_of(large), {"rest", "FRA"}));
}

TEST(DisclosureParts, MoneyThatOneDominatesInTheRestHidesThePart) {
  const auto money = [](std::vector<std::int64_t> contributions) {
    DisclosureMoney made{{0}, {}};
    for (std::uint32_t i = 0; i < contributions.size(); ++i) {
      made.amounts[0] += made.contributions[i] = contributions[i];
    }
    return std::map<std::string, DisclosureMoney>{{"EUR", made}};
  };
  DisclosureTable parts{
      {"part", "territory"},
      {{{"0", "FRA"}, 30, money({300, 310, 290})}, {{"rest", "FRA"}, 20, money({0, 100, 0})}}};
  const auto hides = [](const ProtectedTable& table, const PartKey& key) {
    for (const ProtectedCell& cell : table.cells) {
      if (cell.key == key) return cell.money.at("EUR").hidden;
    }
    return false;
  };
  EXPECT_TRUE(hides(parts_of(parts), {"0", "FRA"}));
  parts.cells[1].money = money({100, 100, 100});
  EXPECT_FALSE(hides(parts_of(parts), {"0", "FRA"}));
}

TEST(DisclosureParts, AHigherThresholdHidesMoreOfThePartsAndNothingElse) {
  const DisclosureTable parts{{"part", "territory"},
                              {{{"0", "FRA"}, 15, {}},
                               {{"1", "FRA"}, 30, {}},
                               {{"0", "ESP"}, 40, {}},
                               {{"1", "ESP"}, 50, {}}}};
  EXPECT_FALSE(is_hidden(parts_of(parts), {"0", "FRA"}));
  DisclosureRules rules;
  rules.threshold = 20;
  EXPECT_TRUE(is_hidden(parts_of(parts, rules), {"0", "FRA"}));
  EXPECT_TRUE(is_hidden(parts_of(parts, rules), {"1", "FRA"}));
}

DisclosureTable random_parts(std::uint64_t seed, std::size_t territories, bool has_rest) {
  std::mt19937_64 random(seed);
  DisclosureTable parts{{"part", "territory"}, {}};
  for (const char* part : {"0", "1", "rest"}) {
    if (!has_rest && std::string(part) == "rest") continue;
    for (std::size_t t = 0; t < territories; ++t) {
      const std::int64_t largest = random() % 2 == 0 ? 12 : 40;
      const auto count = static_cast<std::int64_t>(random()) & 63;
      if (count % largest == 0) continue;
      parts.cells.push_back(
          {{part, std::string(1, static_cast<char>('A' + t))}, count % largest, {}});
    }
  }
  return parts;
}

// All tables of whole numbers that fit the whole and the parts that are shown, tried one by one.
TEST(DisclosureParts, EverySmallCountKeepsItsRangeOverAllTablesThatFit) {
  std::uint64_t tried = 0, shown_parts = 0;
  for (std::uint64_t seed = 0; seed < 1'500; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const DisclosureTable parts = random_parts(seed, 1 + seed % 2, seed % 3 == 0);
    if (parts.cells.empty()) continue;
    const ProtectedTable shown = parts_of(parts);
    const auto shows =
        std::count_if(shown.cells.begin(), shown.cells.end(), [](const ProtectedCell& cell) {
          return cell.key[0] && *cell.key[0] != "rest" && cell.count > 0 && !cell.count_hidden;
        });
    if (shows == 0) continue;  // nothing but the whole is published
    shown_parts += static_cast<std::uint64_t>(shows);
    const auto system = reference::published_counts(shown);
    if (system.unknowns == 0 || system.unknowns > 4) continue;
    ++tried;
    const auto ranges = reference::ranges_by_enumeration(system, 50);
    for (std::size_t i = 0; i < ranges.size(); ++i) {
      const std::int64_t count = shown.cells[system.cell_of_unknown[i]].count;
      EXPECT_LE(ranges[i].first, count);
      EXPECT_GE(ranges[i].second, count);
      const std::int64_t width = ranges[i].second - ranges[i].first;
      EXPECT_GE(width, count < 10 ? 8 : 0) << "count " << count;
    }
    if (HasFailure()) break;
  }
  EXPECT_GT(tried, 50u);
  EXPECT_GT(shown_parts, 300u);
}

}  // namespace
}  // namespace headwater::queries
