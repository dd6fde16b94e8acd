#include "queries/measurement/scoreboard_change.h"

#include <set>

#include <gtest/gtest.h>

#include "queries/render.h"
#include "tests/support/scoreboard_store.h"

namespace headwater::queries {
namespace {

using tests::ScoreboardStore;
using tests::table_of;
using tests::value_of;

class ScoreboardChangeTest : public testing::Test {
 protected:
  static ScoreboardPeriods periods(const char* baseline, const char* endline) {
    return *value_of(parse_periods({{"baseline", baseline}, {"endline", endline}}));
  }
  Answer ask(const ScoreboardRequest& request) {
    return value_of(scoreboard_change(store_.session(), request,
                                      periods("2020-01-01..2020-07-01", "2020-07-01..2021-01-01")));
  }
  static std::string csv(const Answer& answer) {
    const std::string text = to_csv(table_of(answer));
    return text.substr(text.find('\n') + 1);
  }
  ScoreboardStore store_;
};

TEST_F(ScoreboardChangeTest, SetsTwoPeriodsSideBySideAndSaysWhatChanged) {
  store_.exploit_many("a", 2, "ESP,begging,S", "2020-02-01,2020-03-01");
  store_.exploit_many("b", 1, "ESP,begging,S", "2020-06-01,2020-08-01");  // in both
  store_.exploit_many("c", 4, "ESP,begging,S", "2020-09-01,2020-10-01");
  store_.earn("m", {100}, "ESP,begging,S", "2020-02-01");
  store_.pay("u1,m0,stranger,2020-03-01,30,EUR,,,1\n");
  store_.earn("n", {400}, "ESP,begging,S", "2020-08-01");
  const Answer answer =
      ask({.audience = Audience::kInternal, .by = {ScoreboardDimension::kTerritory}});
  EXPECT_EQ(csv(answer),
            "all,3,5,2,EUR,70.00,100.00,400.00,400.00,300.00,330.00\n"
            "location:iso3166/ESP,3,5,2,EUR,70.00,100.00,400.00,400.00,300.00,330.00\n");
  EXPECT_EQ(table_of(answer, "baseline").row_count(), 2u);
  EXPECT_EQ(table_of(answer, "endline").row_count(), 2u);
  EXPECT_TRUE(answer.internal_audience);
}

// 12 people whose exploitation has no known end, and 3 who came later: 15 less 12 would be the 3.
TEST_F(ScoreboardChangeTest, APublicationHidesAPeriodThatTheWholeBoardWouldCompleteToASmallCount) {
  store_.exploit_many("a", 12, "ESP,begging,S", "2020-02-01,");
  store_.exploit_many("b", 3, "ESP,begging,S", "2020-09-01,");
  const Answer answer = ask({.by = {ScoreboardDimension::kTerritory}});
  const std::string all = to_csv(table_of(answer)) + to_csv(table_of(answer, "baseline"));
  EXPECT_EQ(all.find(",12,"), std::string::npos) << all;
}

TEST_F(ScoreboardChangeTest, WhatOnePeriodDoesNotKnowHasNotChanged) {
  store_.exploit_many("a", 2, "ESP,begging,S", "2020-02-01,2020-03-01");
  store_.exploit_many("b", 3, "FRA,begging,S", "2020-09-01,2020-10-01");
  store_.earn("m", {100}, "FRA,begging,S", "2020-02-01");
  const Answer answer =
      ask({.audience = Audience::kInternal, .by = {ScoreboardDimension::kTerritory}});
  EXPECT_EQ(csv(answer),
            "all,2,3,1,EUR,100.00,100.00,,,,\n"
            "location:iso3166/ESP,2,,,,,,,,,\n"
            "location:iso3166/FRA,,3,,EUR,100.00,100.00,,,,\n");
}

TEST_F(ScoreboardChangeTest, APublicationHidesTheChangeOfWhatEitherPeriodHides) {
  store_.exploit_many("a", 9, "ESP,begging,S", "2020-02-01,2020-03-01");
  store_.exploit_many("b", 20, "ESP,begging,S", "2020-09-01,2020-10-01");
  store_.earn("m", {400, 300, 350}, "ESP,begging,S", "2020-02-01");
  store_.earn("n", {400, 300, 350}, "ESP,begging,S", "2020-08-01");
  const Answer answer = ask({.by = {ScoreboardDimension::kForm}});
  EXPECT_EQ(csv(answer),
            "all,,,,hidden,EUR,,,,,,,hidden\n"
            "begging,,,,hidden,EUR,,,,,,,hidden\n");
  EXPECT_FALSE(answer.internal_audience);
}

// The board over all time shows 15 in France: with the 12 of the second half it would give the 3 of
// the first.
TEST_F(ScoreboardChangeTest, HidesWhatTheBoardOverAllTimeWouldGiveBack) {
  store_.exploit_many("a", 3, "FRA,begging,S", "2020-02-01,2020-03-01");
  store_.exploit_many("b", 12, "FRA,begging,S", "2020-09-01,2020-10-01");
  store_.exploit_many("c", 30, "ESP,begging,S", "2020-02-01,2020-03-01");
  store_.exploit_many("d", 40, "ESP,begging,S", "2020-09-01,2020-10-01");
  const ScoreboardRequest request{.by = {ScoreboardDimension::kTerritory}};
  const std::string board = to_csv(value_of(scoreboard(store_.session(), request)));
  EXPECT_NE(board.find("location:iso3166/FRA,15,shown"), std::string::npos) << board;
  const std::string change = csv(ask(request));
  EXPECT_EQ(change.find(",12,"), std::string::npos) << change;
  EXPECT_NE(change.find("location:iso3166/FRA,,,,hidden"), std::string::npos) << change;
}

// 12 of 15 in the window, 20 of 23 in the case: the rest is 3.
TEST_F(ScoreboardChangeTest, APartOfTheStoreIsHiddenWhoseRestIsSmall) {
  store_.exploit_many("a", 3, "FRA,begging,S", "2019-02-01,2019-03-01");
  store_.exploit_many("b", 12, "FRA,begging,S", "2020-09-01,2020-10-01");
  ScoreboardRequest window;
  window.window.from = *graph::parse_iso8601("2020-01-01");
  EXPECT_EQ(tests::lines_of(value_of(measure_scoreboard(store_.session(), window)))[0],
            "* * *: hidden victims");
  store_.exploit("z1,ann,,FRA,begging,S,,,k2\nz2,bea,,FRA,begging,S,,,k2\n");
  const ScoreboardRequest one_case{.case_name = "case:claims/k1"};
  EXPECT_EQ(tests::lines_of(value_of(measure_scoreboard(store_.session(), one_case)))[0],
            "* * *: hidden victims");
  EXPECT_EQ(tests::lines_of(value_of(measure_scoreboard(store_.session(), {})))[0],
            "* * *: 17 victims");
}

TEST_F(ScoreboardChangeTest, APublicationHasWindowsOfWholeQuartersOnly) {
  store_.exploit_many("a", 12, "ESP,begging,S", "2020-02-01,2020-09-01");
  for (const char* day : {"2020-02-01", "2020-12-31", "2020-07-01T00:00:01Z"}) {
    ScoreboardRequest request;
    request.window.to = *graph::parse_iso8601(day);
    const auto refused = measure_scoreboard(store_.session(), request);
    ASSERT_FALSE(refused.has_value()) << day;
    EXPECT_EQ(refused.error().code(), graph::StatusCode::kQuestion);
    request.audience = Audience::kInternal;
    EXPECT_TRUE(measure_scoreboard(store_.session(), request).has_value());
  }
}

TEST_F(ScoreboardChangeTest, IsEqualForAnyNumberOfThreads) {
  store_.exploit_many("a", 12, "ESP,begging,S", "2020-02-01,2020-09-01");
  store_.earn("m", {400, 300, 350}, "ESP,begging,S", "2020-02-01");
  std::set<std::string> digests;
  for (const int threads : {1, 2, 4}) {
    const graph::ExecutionContext context({.threads = threads});
    QuerySession session(store_.view(), context);
    digests.insert(digest(value_of(scoreboard_change(
        session, {}, periods("2020-01-01..2020-07-01", "2020-10-01..2021-01-01")))));
  }
  EXPECT_EQ(digests.size(), 1u);
}

TEST(ScoreboardPeriods, MustBeWholeApartAndInOrder) {
  const auto parse = [](const ParameterMap& given) { return parse_periods(given).has_value(); };
  EXPECT_TRUE(
      parse({{"baseline", "2020-01-01..2020-07-01"}, {"endline", "2020-07-01..2021-01-01"}}));
  EXPECT_FALSE(value_of(parse_periods({})).has_value());
  EXPECT_FALSE(parse({{"baseline", "2020-01-01..2020-07-01"}}));
  EXPECT_FALSE(parse({{"baseline", "2020-01-01.."}, {"endline", "2020-07-01..2021-01-01"}}));
  EXPECT_FALSE(parse({{"baseline", "2020"}, {"endline", "2021"}}));
  EXPECT_FALSE(
      parse({{"baseline", "2020-07-01..2020-01-01"}, {"endline", "2020-07-01..2021-01-01"}}));
  // One within the other, overlapping, and the later one first.
  EXPECT_FALSE(
      parse({{"baseline", "2020-01-01..2021-01-01"}, {"endline", "2020-02-01..2020-03-01"}}));
  EXPECT_FALSE(
      parse({{"baseline", "2020-01-01..2020-07-01"}, {"endline", "2020-06-30..2021-01-01"}}));
  EXPECT_FALSE(
      parse({{"baseline", "2020-07-01..2021-01-01"}, {"endline", "2020-01-01..2020-07-01"}}));
  EXPECT_FALSE(parse({{"baseline", "2020-01-01..2020-07-01"},
                      {"endline", "2020-07-01..2021-01-01"},
                      {"from", "2020-01-01"}}));
}

}  // namespace
}  // namespace headwater::queries
