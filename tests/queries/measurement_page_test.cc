// The worked example of docs/measurement.md, from its records to the rows that the page prints.
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "queries/measurement/scoreboard_change.h"
#include "tests/support/scoreboard_store.h"

namespace headwater::queries {
namespace {

using tests::ScoreboardStore;
using tests::value_of;

// Each of three members pays a rent that is asserted as a cost, and a stranger.
void spend(ScoreboardStore& store, const std::string& prefix, const std::string& cell, int rent,
           int sent) {
  std::string payments, claims;
  for (int i = 0; i < 3; ++i) {
    const std::string member = prefix + std::to_string(i);
    payments += fmt::format("rent-{0},{0},landlord,2023-12-01,{1},EUR,,,1\n", member, rent);
    payments += fmt::format("sent-{0},{0},stranger,2023-12-02,{1},EUR,,,1\n", member, sent);
    claims += fmt::format("rent-{0},transaction:bank/rent-{0},cost-of,,case:k1,,{1},,,,,,\n",
                          member, cell);
  }
  store.pay(payments);
  store.claim(claims);
}

void load_example(ScoreboardStore& store) {
  store.exploit_many("a", 14, "ESP,begging,S", "2023-02-01,2023-06-30");
  store.exploit_many("b", 4, "ESP,forced-labour,A", "2023-03-01,2023-09-30");
  store.exploit_many("c", 22, "FRA,begging,S", "2023-01-01,2024-02-28");
  store.exploit_many("d", 15, "FRA,forced-labour,A", "2023-07-01,2024-05-31");
  store.exploit(
      "x1,a0,,FRA,begging,S,2023-08-01,2023-10-31,k1\n"  // was exploited in Spain before
      "x2,,30,FRA,begging,S,2023-01-01,2023-12-31,k1\n");
  store.earn("e", {9'000, 8'000, 7'000}, "ESP,begging,S", "2023-04-01");
  store.earn("f", {4'000, 3'500, 3'000}, "ESP,forced-labour,A", "2023-05-01");
  store.earn("g", {20'000, 16'000, 15'000}, "FRA,begging,S", "2023-09-01");
  store.earn("h", {12'000, 11'000, 9'000}, "FRA,forced-labour,A", "2023-11-01");
  spend(store, "e", "begging,S,ESP", 500, 700);
  spend(store, "f", "forced-labour,A,ESP", 300, 200);
  spend(store, "g", "begging,S,FRA", 1'000, 2'500);
  spend(store, "h", "forced-labour,A,FRA", 600, 1'500);
}

std::string page() {
  std::ifstream file(std::string(HEADWATER_SOURCE_DIR) + "/docs/measurement.md");
  EXPECT_TRUE(file.good());
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

// 110300.00 as the page writes it: 110,300.
std::string euros(graph::WideMinorUnits units) {
  std::string digits = graph::format_major_units(units, 2);
  EXPECT_EQ(digits.substr(digits.size() - 3), ".00");
  digits.resize(digits.size() - 3);
  for (int at = static_cast<int>(digits.size()) - 3; at > 0; at -= 3) {
    digits.insert(static_cast<std::size_t>(at), 1, ',');
  }
  return digits;
}

std::string interval(graph::WideMinorUnits lower, graph::WideMinorUnits upper) {
  return fmt::format("{} to {}", euros(lower), euros(upper));
}

std::string key_of(const ScoreboardCell& cell) {
  std::string key = "|";
  for (const auto& value : cell.key) {
    key += fmt::format(" {} |", value ? value->substr(value->rfind('/') + 1) : "all");
  }
  return key;
}

std::string row_of(const ScoreboardCell& cell, bool is_internal) {
  const ScoreboardMoney& money = cell.money.at(0);
  const bool shows_victims = cell.victims_status == FigureStatus::kShown;
  const bool shows_profit = money.status == FigureStatus::kShown;
  std::string row = key_of(cell);
  row += fmt::format(" {} |", shows_victims ? std::to_string(cell.victims) : "hidden");
  if (is_internal) row += fmt::format(" {} |", cell.distinct_victims.value());
  row += fmt::format(" {} |", cell.group_cases_status == FigureStatus::kShown
                                  ? std::to_string(cell.group_cases)
                                  : to_string(cell.group_cases_status));
  if (is_internal) {
    row += fmt::format(" {} | {} | {} |", euros(money.gross), euros(money.cost),
                       euros(money.uncertain));
  }
  return row +
         fmt::format(" {} |\n", shows_profit ? interval(money.lower(), money.upper()) : "hidden");
}

class MeasurementPageTest : public testing::Test {
 protected:
  void SetUp() override { load_example(store_); }
  ScoreboardStore store_;
};

TEST_F(MeasurementPageTest, ItsTablesAreWhatTheScoreboardSays) {
  const std::string text = page();
  for (const Audience audience : {Audience::kInternal, Audience::kPublication}) {
    const Scoreboard board = value_of(measure_scoreboard(
        store_.session(), {.audience = audience,
                           .by = {ScoreboardDimension::kTerritory, ScoreboardDimension::kForm}}));
    EXPECT_EQ(board.cells.size(), 9u);
    std::string table;
    for (const ScoreboardCell& cell : board.cells) {
      table += row_of(cell, audience == Audience::kInternal);
    }
    EXPECT_NE(text.find(table), std::string::npos) << table;
  }
}

TEST_F(MeasurementPageTest, ItsChangeIsWhatTheComparisonSays) {
  const auto periods = value_of(parse_periods(
      {{"baseline", "2023-01-01..2023-07-01"}, {"endline", "2023-07-01..2024-01-01"}}));
  const ScoreboardChange change = value_of(measure_change(
      store_.session(), {.audience = Audience::kInternal, .by = {ScoreboardDimension::kTerritory}},
      *periods));
  const ScoreboardCell& before = change.baseline.cells.at(0);
  const ScoreboardCell& after = change.endline.cells.at(0);
  const auto profit = change_of_profit(before.money.at(0), after.money.at(0)).value();
  const std::string row =
      fmt::format("{} {} | {} | {} | {} | {} | {} |\n", key_of(before), before.victims,
                  after.victims, change_of_victims(before, after).value(),
                  interval(before.money[0].lower(), before.money[0].upper()),
                  interval(after.money[0].lower(), after.money[0].upper()),
                  interval(profit.lower, profit.upper));
  EXPECT_NE(page().find(row), std::string::npos) << row;
}

}  // namespace
}  // namespace headwater::queries
