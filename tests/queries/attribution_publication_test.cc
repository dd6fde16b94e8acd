// What attribution tells a publication, and what not.
#include <gtest/gtest.h>

#include "queries/flow/attribution_question.h"
#include "queries/render.h"
#include "tests/support/scoreboard_store.h"

namespace headwater::queries {
namespace {

using tests::csv_rows;
using tests::value_of;
using Rows = std::vector<std::string>;

// The example of docs/measurement.md: 4 people in forced labour in Spain. The scoreboard shows 14
// in begging there, so whoever may read the 18 of all forms has the 4.
TEST(AttributionPublication, TellsNothingThatTheScoreboardHides) {
  tests::ScoreboardStore store;
  store.exploit_many("a", 14, "ESP,begging,S");
  store.exploit_many("b", 4, "ESP,forced-labour,A");
  store.exploit_many("c", 22, "FRA,begging,S");
  store.exploit_many("d", 15, "FRA,forced-labour,A");
  store.exploit("x1,a0,,FRA,begging,S,,,k1\ng1,,30,FRA,begging,S,,,k1\n");
  store.earn("e", {9'000, 8'000, 7'000}, "ESP,begging,S");
  store.earn("f", {4'000, 3'500, 3'000}, "ESP,forced-labour,A");
  store.earn("g", {20'000, 16'000, 15'000}, "FRA,begging,S");
  store.earn("h", {12'000, 11'000, 9'000}, "FRA,forced-labour,A");
  const auto answer = [&](const char* by) {
    AttributionQuestion question;
    question.by = by;
    question.audience = "publication";
    return value_of(attribution_question(store.session(), question));
  };
  const std::string all = "(all),56,30,EUR,117500.00,117500.00,117500.00,0.00,0.00,false";
  EXPECT_EQ(csv_rows(answer("territory")), Rows({"location:iso3166/ESP,,,EUR,,,,,,true",
                                                 "location:iso3166/FRA,,30,EUR,,,,,,true", all}));
  const Rows forms = {"begging,37,30,EUR,75000.00,75000.00,75000.00,0.00,0.00,false",
                      "forced-labour,19,,EUR,42500.00,42500.00,42500.00,0.00,0.00,false", all};
  EXPECT_EQ(csv_rows(answer("form")), forms);
}

TEST(AttributionPublication, NamesNoFormOrPlaceOfOnesOwnWords) {
  tests::ScoreboardStore store;
  store.exploit_many("a", 7, "location:loc/MARKER-1,begging,S");
  store.exploit_many("b", 7, "location:loc/MARKER-2,begging,S");
  store.earn("m", {400, 300, 350}, "ESP,MARKER-3,S");
  store.earn("n", {400, 300, 350}, "ESP,MARKER-4,S");
  const auto answer = [&](const char* by, const char* audience) {
    AttributionQuestion question;
    question.by = by;
    question.audience = audience;
    return value_of(attribution_question(store.session(), question));
  };
  for (const char* by : {"form", "sector", "territory", "period"}) {
    EXPECT_EQ(to_json(answer(by, "publication"), {}).find("MARKER"), std::string::npos) << by;
  }
  EXPECT_EQ(csv_rows(answer("form", "publication"))[1].substr(0, 17), "other,,,EUR,2100.");
  EXPECT_NE(to_json(answer("form", "internal"), {}).find("MARKER-3"), std::string::npos);
}

// One member paid nearly all costs: they are dominated, however evenly the gross is shared.
TEST(AttributionPublication, GrossAndCostAreJudgedEach) {
  tests::ScoreboardStore store;
  store.exploit_many("a", 20, "ESP,begging,S");
  std::vector<int> amounts(12, 1000);
  store.earn("m", amounts, "ESP,begging,S");
  store.pay("r1,m0,landlord,2020-02-02,500,EUR,,,1\n");
  store.claim("c1,transaction:bank/r1,cost-of,,case:k1,,begging,S,ESP,10000,,,,,\n");
  for (const char* by : {"form", "period"}) {
    AttributionQuestion question;
    question.by = by;
    question.audience = "publication";
    for (const std::string& row :
         csv_rows(value_of(attribution_question(store.session(), question)))) {
      EXPECT_TRUE(row.ends_with(",true")) << row;
      EXPECT_EQ(row.find("500"), std::string::npos) << row;
    }
  }
}

TEST(AttributionPublication, AMonthThatManyMembersShareShowsItsProfit) {
  tests::ScoreboardStore store;
  store.exploit_many("a", 20, "ESP,begging,S");
  store.earn("m", std::vector<int>(12, 1000), "ESP,begging,S");
  for (int i = 0; i < 12; ++i) {
    const std::string n = std::to_string(i);
    store.pay("r" + n + ",m" + n + ",landlord,2020-02-02,50,EUR,,,1\n");
    store.claim("c" + n + ",transaction:bank/r" + n +
                ",cost-of,,case:k1,,begging,S,ESP,10000,,,,,\n");
  }
  AttributionQuestion question;
  question.by = "period";
  question.audience = "publication";
  // period, members, asset, profit, gross, cost, hidden
  EXPECT_EQ(csv_rows(value_of(attribution_question(store.session(), question))),
            Rows({"2020-02,12,EUR,11400.00,12000.00,600.00,false",
                  "(all),12,EUR,11400.00,12000.00,600.00,false"}));
}

TEST(AttributionPublication, SaysThatASubRegionIsNoPartOfItsCountrysRow) {
  tests::ScoreboardStore store;
  store.exploit_many("a", 14, "ESP,begging,S");
  store.earn("e", {9'000, 8'000, 7'000}, "ESP,begging,S");
  const auto says = [&](const char* by, const char* audience) {
    AttributionQuestion question;
    question.by = by;
    question.audience = audience;
    return to_json(value_of(attribution_question(store.session(), question)), {})
               .find("no part of its country's row") != std::string::npos;
  };
  EXPECT_FALSE(says("territory", "publication") || says("territory", "internal"));
  store.exploit_many("b", 12, "ES-MD,begging,S");
  store.earn("f", {9'000, 8'000, 7'000}, "ES-MD,begging,S");
  EXPECT_TRUE(says("territory", "publication") && says("territory", "internal"));
  EXPECT_FALSE(says("form", "publication") || says("form", "internal"));
}

// One word, one meaning: attribution's `unexplained` has no money that changed asset, the width of
// a profit's interval has it.
TEST(AttributionPublication, OnlyAnExactAttributionSpeaksOfUnexplainedMoney) {
  tests::ScoreboardStore store;
  store.exploit_many("a", 14, "ESP,begging,S");
  store.earn("e", {9'000, 8'000, 7'000}, "ESP,begging,S");
  const auto header = [](const Answer& answer) {
    const std::string text = to_csv(answer);
    return "," + text.substr(0, text.find('\n')) + ",";
  };
  const auto has = [](const std::string& text, const char* column) {
    return text.find(column) != std::string::npos;
  };
  for (const Audience audience : {Audience::kPublication, Audience::kInternal}) {
    const std::string board = header(value_of(scoreboard(store.session(), {.audience = audience})));
    EXPECT_TRUE(has(board, ",uncertain,") && !has(board, ",unexplained,")) << board;
    AttributionQuestion question;
    question.by = "form";
    question.audience = to_string(audience);
    const std::string profit = header(value_of(attribution_question(store.session(), question)));
    const bool is_internal = audience == Audience::kInternal;
    EXPECT_EQ(has(profit, ",unexplained,"), is_internal) << profit;
    EXPECT_EQ(has(profit, ",uncertain,"), !is_internal) << profit;
  }
}

// One person more, one disputed payment less, the money up to a day: each table less the usual one
// is somebody's exact amount, so only the usual one is given.
TEST(AttributionPublication, RefusesWhatChangesWhoseMoneyCountsOrWhich) {
  tests::ScoreboardStore store;
  store.exploit_many("a", 20, "ESP,begging,S");
  store.earn("m", std::vector<int>(12, 1000), "ESP,begging,S");
  const auto asked = [&](auto change, const char* audience) {
    AttributionQuestion question;
    question.by = "territory";
    question.audience = audience;
    change(question);
    return attribution_question(store.session(), question);
  };
  using Question = AttributionQuestion;
  void (*const choices[])(Question&) = {
      [](Question& q) { q.members_from = {"person:bank/m0"}; },
      [](Question& q) { q.case_name = "case:claims/k1"; },
      [](Question& q) { q.disputed = false; },
      [](Question& q) { q.policy.until = *graph::parse_iso8601("2020-02-01"); },
      [](Question& q) { q.policy.ties = "debits-first"; },
      [](Question& q) { q.policy.opening = "zero"; },
      [](Question& q) { q.policy.aggregates = true; },
      [](Question& q) { q.policy.undated = true; },
      [](Question& q) { q.policy.boundary = true; },
      [](Question& q) { q.policy.through_pooled = true; },
      [](Question& q) { q.resolution.level = graph::Resolution::Level::kNone; }};
  int number = 0;
  for (const auto change : choices) {
    SCOPED_TRACE(number++);
    EXPECT_TRUE(asked(change, "internal").has_value());
    const auto refused = asked(change, "publication");
    ASSERT_FALSE(refused.has_value());
    EXPECT_EQ(refused.error().code(), graph::StatusCode::kQuestion);
  }
  const Answer usual = value_of(asked([](Question&) {}, "publication"));
  EXPECT_NE(to_json(usual, {}).find("publish one such table of one store"), std::string::npos);
}

}  // namespace
}  // namespace headwater::queries
