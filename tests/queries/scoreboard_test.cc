#include "queries/measurement/scoreboard.h"

#include <gtest/gtest.h>

#include "queries/flow/attribution_question.h"
#include "tests/support/scoreboard_store.h"

namespace headwater::queries {
namespace {

using tests::Lines;
using tests::lines_of;
using tests::ScoreboardStore;
using tests::value_of;
using Dimension = ScoreboardDimension;

class ScoreboardTest : public testing::Test {
 protected:
  Scoreboard board(ScoreboardRequest request = {}, bool with_key = false) {
    request.audience = Audience::kInternal;
    return value_of(measure_scoreboard(store_.session(with_key), request));
  }
  Lines lines(ScoreboardRequest request = {}, bool with_key = false) {
    return lines_of(board(std::move(request), with_key));
  }
  static ScoreboardRequest window(const char* from, const char* to) {
    ScoreboardRequest request;
    if (*from != '\0') request.window.from = *graph::parse_iso8601(from);
    if (*to != '\0') request.window.to = *graph::parse_iso8601(to);
    return request;
  }
  ScoreboardStore store_;
};

TEST_F(ScoreboardTest, CountsAPersonOnceACellAndTotalsAreSumsOfCells) {
  store_.exploit(
      "f1,ann,,ESP,begging,S,,,k1\n"
      "f2,ann,,ESP,begging,S,,,k1\n"  // again, somewhere else of the same cell
      "f3,ann,,ESP,forced-labour,A,,,k1\n"
      "f4,bea,,ESP,begging,S,,,k1\n"
      "f5,cis,,FRA,begging,S,,,k1\n");
  EXPECT_EQ(lines(),
            Lines({"* * *: 4 victims (3 people)", "* * S: 3 victims", "* begging *: 3 victims",
                   "ESP * *: 3 victims (2 people)", "ESP begging S: 2 victims",
                   "ESP forced-labour A: 1 victims", "FRA begging S: 1 victims"}));
}

TEST_F(ScoreboardTest, ShowsTheDimensionsAskedForAndTheSameSums) {
  store_.exploit(
      "f1,ann,,ESP,begging,S,,,k1\n"
      "f2,ann,,ESP,forced-labour,A,,,k1\n"
      "f3,bea,,FRA,begging,A,,,k1\n");
  EXPECT_EQ(lines({.by = {Dimension::kTerritory}}),
            Lines({"*: 3 victims (2 people)", "ESP: 2 victims (1 people)", "FRA: 1 victims"}));
  EXPECT_EQ(lines({.by = {Dimension::kSector, Dimension::kForm}}),
            Lines({"* *: 3 victims (2 people)", "* A: 2 victims", "begging *: 2 victims",
                   "begging A: 1 victims", "begging S: 1 victims", "forced-labour A: 1 victims"}));
}

TEST_F(ScoreboardTest, GroupsOfCasesStandApartFromPeople) {
  store_.exploit(
      "f1,ann,,ESP,begging,S,,,k1\n"
      "f2,,7,ESP,begging,S,,,k1\n"
      "f3,,5,ESP,begging,S,,,k1\n"
      "f4,,2,FRA,begging,S,,,k1\n");
  EXPECT_EQ(lines({.by = {Dimension::kTerritory}}),
            Lines({"*: 1 victims, 14 group cases", "ESP: 1 victims, 12 group cases",
                   "FRA: unknown victims, 2 group cases"}));
}

TEST_F(ScoreboardTest, MovementIsNotExploitation) {
  constexpr char kMovements[] = R"({"headwater_mapping": 1, "name": "moves", "records": [
    {"record": "victim-flow", "victim": {"column": "victim"}, "kind": "movement",
     "recruitment": "ROU", "exploitation": "ESP", "form": "begging"}]})";
  store_.load_text("moves.csv", kMovements, "victim\nann\n");
  EXPECT_EQ(lines(), Lines());
}

TEST_F(ScoreboardTest, WhatNoRecordSaysIsUnknown) {
  store_.exploit("f1,ann,,ESP,begging,,,,k1\nf2,bea,,,,S,,,k1\n");
  store_.earn("m", {100}, "FRA,begging,S");
  EXPECT_EQ(lines(),
            Lines({"* * *: 2 victims; EUR 100.00 to 100.00 (G 100.00, C 0.00, U 0.00)",
                   "* * S: 1 victims; EUR 100.00 to 100.00 (G 100.00, C 0.00, U 0.00)",
                   "* begging *: 1 victims; EUR 100.00 to 100.00 (G 100.00, C 0.00, U 0.00)",
                   "ESP begging unknown: 1 victims",
                   "FRA begging S: unknown victims; EUR 100.00 to 100.00 (G 100.00, C "
                   "0.00, U 0.00)",
                   "unknown unknown S: 1 victims"}));
}

TEST_F(ScoreboardTest, ProfitIsGrossLessCostAndTheIntervalReachesDownToWhatIsUnexplained) {
  store_.load_worked_example();  // docs/tracing.md
  EXPECT_EQ(lines(), Lines({"* * *: unknown victims; EUR 250.00 to 300.00 (G 600.00, C 300.00, U "
                            "50.00)",
                            "ESP f S: unknown victims; EUR 250.00 to 300.00 (G 600.00, C 300.00, U "
                            "50.00)"}));
}

// Of 100 euros 60 go to an outsider, who changes them into dollars.
TEST_F(ScoreboardTest, WhatChangedAssetIsInNoLowerEnd) {
  store_.pay(
      "t1,client,ana,2020-01-01,100,EUR,,,1\n"
      "t2,ana,mule,2020-01-02,60,EUR,,,1\n"
      "t3,mule,far,2020-01-03,60,EUR,66,USD,1\n");
  store_.own("ana,ana\n");
  store_.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,S,ESP,,,,,,\n"
      "a2,person:bank/ana,member-of,,case:k1,,,,,,,,,,\n");
  EXPECT_EQ(lines({.by = {Dimension::kForm}}),
            Lines({"*: unknown victims; EUR 40.00 to 100.00 (G 100.00, C 0.00, U 60.00)",
                   "f: unknown victims; EUR 40.00 to 100.00 (G 100.00, C 0.00, U 60.00)"}));
}

TEST_F(ScoreboardTest, CostsWithoutProceedsAndMoneyThatReachedNobodyAreNoProfit) {
  store_.pay(
      "t1,client,nobody,2020-01-01,70,EUR,,,1\n"
      "t2,client,ana,2020-01-02,100,EUR,,,1\n"
      "t3,ana,landlord,2020-01-03,40,EUR,,,1\n");
  store_.own("ana,ana\n");
  store_.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,S,ESP,,,,,,\n"
      "a2,transaction:bank/t2,proceeds-of,,case:k1,,g,S,ESP,,,,,,\n"
      "a3,transaction:bank/t3,cost-of,,case:k1,,h,S,ESP,,,,,,\n"
      "a4,person:bank/ana,member-of,,case:k1,,,,,,,,,,\n");
  EXPECT_EQ(lines({.by = {Dimension::kForm}}),
            Lines({"*: unknown victims; EUR 60.00 to 60.00 (G 100.00, C 40.00, U 0.00), conduits "
                   "70.00",
                   "f: unknown victims; EUR unknown, conduits 70.00",
                   "g: unknown victims; EUR 100.00 to 100.00 (G 100.00, C 0.00, U 0.00)",
                   "h: unknown victims; EUR unknown (C 40.00)"}));
}

// An assertion may call its form anything, and must not look like the total for it.
TEST_F(ScoreboardTest, AFormThatIsCalledAllOrUnknownReadsLikeNoTotal) {
  store_.earn("m", {100}, "ESP,all,S");
  store_.earn("n", {200}, "ESP,unknown,S");
  store_.earn("o", {400}, "ESP,,S");
  const auto lines = lines_of(value_of(measure_scoreboard(
      store_.session(), {.audience = Audience::kInternal, .by = {ScoreboardDimension::kForm}})));
  ASSERT_EQ(lines.size(), 4u);
  EXPECT_TRUE(lines[0].starts_with("*: unknown victims; EUR 700.00")) << lines[0];
  EXPECT_TRUE(lines[1].starts_with("\"all\" (as asserted): unknown victims; EUR 100.00"));
  EXPECT_TRUE(lines[2].starts_with("\"unknown\" (as asserted): unknown victims; EUR 200.00"));
  EXPECT_TRUE(lines[3].starts_with("unknown: unknown victims; EUR 400.00")) << lines[3];
  const auto rows =
      tests::csv_rows(value_of(attribution_question(store_.session(), {.by = "form"})));
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_TRUE(rows[0].starts_with("\"\"\"all\"\" (as asserted)\",1,EUR,100.00")) << rows[0];
  EXPECT_TRUE(rows[1].starts_with("\"\"\"unknown\"\" (as asserted)\",1,EUR,200.00")) << rows[1];
  EXPECT_TRUE(rows[2].starts_with(",1,EUR,400.00")) << rows[2];
  // For publication both are own words, and nothing that is not known.
  for (const std::string& line : lines_of(value_of(measure_scoreboard(store_.session(), {})))) {
    EXPECT_EQ(line.find("asserted"), std::string::npos) << line;
  }
}

TEST_F(ScoreboardTest, AssetsWagesAndSuspicionsStandInFiguresOfTheirOwn) {
  store_.pay(
      "t1,client,ana,2020-01-01,100,EUR,,,1\n"
      "t2,client,ana,2020-01-02,30,USD,,,1\n"
      "t3,client,ana,2020-01-03,9,EUR,,,1\n");
  store_.own("ana,ana\n");
  store_.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,S,ESP,,charged,,,,\n"
      "a2,transaction:bank/t2,recruitment-fee,,case:k1,,f,S,ESP,,,,,,\n"
      "a3,transaction:bank/t3,proceeds-of,,case:k1,,f,S,ESP,,,indicator:night,,,\n"
      "a4,person:bank/ana,wage-withheld,,case:k1,,f,S,ESP,,,,,500,EUR\n"
      "a5,person:bank/ana,member-of,,case:k1,,,,,,,,,,\n");
  const Scoreboard found = board({.by = {Dimension::kForm}});
  EXPECT_EQ(lines_of(found)[1],
            "f: unknown victims; EUR 100.00 to 100.00 (G 100.00, C 0.00, U 0.00), W 500.00, "
            "suspected 9.00; USD 30.00 to 30.00 (G 30.00, C 0.00, U 0.00)");
  ASSERT_EQ(found.components.size(), 2u);
  EXPECT_EQ(found.components[0].part, "exploitation");
  EXPECT_EQ(found.components[1].part, "recruitment-fees");
  EXPECT_EQ(found.components[1].money.asset.code, "USD");
  ASSERT_EQ(found.standards.size(), 2u);
  EXPECT_EQ(found.standards[0].part, "charged");
  EXPECT_EQ(found.standards[1].part, "not stated");
  EXPECT_TRUE(found.standards[1].money.gross == 30'00);
}

TEST_F(ScoreboardTest, AWindowCountsVictimsWhoseExploitationOverlapsIt) {
  store_.exploit(
      "f1,before,,ESP,begging,S,2020-01-01,2020-02-28,k1\n"
      "f2,reaching,,ESP,begging,S,2020-01-01,2020-03-01,k1\n"
      "f3,within,,ESP,begging,S,2020-03-05,2020-03-06,k1\n"
      "f4,last,,ESP,begging,S,2020-03-31,2020-05-01,k1\n"
      "f5,after,,ESP,begging,S,2020-04-01,2020-05-01,k1\n"
      "f6,still,,ESP,begging,S,2019-01-01,,k1\n"
      "f7,undated,,ESP,begging,S,,,k1\n");
  const ScoreboardRequest march = window("2020-03-01", "2020-04-01");
  EXPECT_EQ(lines(march)[0], "* * *: 4 victims");
  const Scoreboard found = board(march);
  const auto says = [&](const std::string& text) {
    return std::find(found.notes.begin(), found.notes.end(), text) != found.notes.end();
  };
  EXPECT_TRUE(says("1 exploitation flow without any date is left out"));
  EXPECT_TRUE(says("1 counted flow has an open end"));
  EXPECT_EQ(lines(window("", "2020-03-01"))[0], "* * *: 3 victims");
  EXPECT_EQ(lines(window("2020-04-01", ""))[0], "* * *: 3 victims");
  EXPECT_EQ(lines()[0], "* * *: 7 victims");
}

TEST_F(ScoreboardTest, TheMoneyOfWindowsAddsUpToThatOfAllTime) {
  store_.load_worked_example();  // 1,000 in on the 2nd, 300 rent on the 3rd, U 50 on the 7th
  const char* money = "* * *: unknown victims; EUR ";
  EXPECT_EQ(lines(window("", "2020-01-03"))[0],
            std::string(money) + "600.00 to 600.00 (G 600.00, C 0.00, U 0.00)");
  EXPECT_EQ(lines(window("2020-01-03", "2020-01-07"))[0],
            std::string("* * *: unknown victims; EUR unknown (C 300.00)"));
  EXPECT_EQ(lines(window("2020-01-07", ""))[0],
            std::string(money) + "-50.00 to 0.00 (G 0.00, C 0.00, U 50.00)");
  EXPECT_EQ(lines(window("2020-01-02", "2020-01-08"))[0], lines()[0]);
}

TEST_F(ScoreboardTest, MoneyThatCameBackWithinAWindowIsNotSentOutAgain) {
  store_.pay(
      "t1,client,ana,2020-01-01,100,EUR,,,1\n"
      "t2,ana,friend,2020-01-02,60,EUR,,,1\n"
      "t3,friend,ana,2020-01-11,60,EUR,,,1\n");
  store_.own("ana,ana\n");
  store_.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,S,ESP,,,,,,\n"
      "a2,person:bank/ana,member-of,,case:k1,,,,,,,,,,\n");
  EXPECT_EQ(lines(window("", "2020-01-10"))[0],
            "* * *: unknown victims; EUR 40.00 to 100.00 (G 100.00, C 0.00, U 60.00)");
  EXPECT_EQ(lines()[0], "* * *: unknown victims; EUR 100.00 to 100.00 (G 100.00, C 0.00, U 0.00)");
  EXPECT_EQ(lines(window("2020-01-10", "")), Lines()) << "never below nothing";
}

TEST_F(ScoreboardTest, WagesWithheldHaveNoDateAndStandInNoWindow) {
  store_.load_worked_example();
  store_.claim("w1,person:bank/ana,wage-withheld,,case:k1,,f,S,ESP,,,,,500,EUR\n");
  EXPECT_NE(lines()[0].find("W 500.00"), std::string::npos);
  const Scoreboard found = board(window("2020-01-01", "2021-01-01"));
  EXPECT_EQ(lines_of(found)[0].find("W 500.00"), std::string::npos);
  EXPECT_NE(std::find(found.notes.begin(), found.notes.end(),
                      "window: wages withheld have no date and are left out"),
            found.notes.end());
}

TEST_F(ScoreboardTest, OneCaseHasItsOwnVictimsAndMoney) {
  store_.exploit("f1,ann,,ESP,begging,S,,,k1\nf2,bea,,ESP,begging,S,,,k2\n");
  store_.load_worked_example();
  EXPECT_EQ(lines({.case_name = "case:claims/k1"})[0],
            "* * *: 1 victims; EUR 250.00 to 300.00 (G 600.00, C 300.00, U 50.00)");
  EXPECT_EQ(lines({.case_name = "case:claims/k2"}),
            Lines({"* * *: 1 victims", "ESP begging S: 1 victims"}));
  EXPECT_EQ(lines()[0], "* * *: 2 victims; EUR 250.00 to 300.00 (G 600.00, C 300.00, U 50.00)");
}

TEST_F(ScoreboardTest, CountsAreTheSameWithAndWithoutTheVictimKey) {
  store_.exploit_many("v", 13, "ESP,begging,S");
  store_.exploit("again,v3,,FRA,begging,S,,,k1\ng,,4,FRA,begging,S,,,k1\n");
  EXPECT_EQ(lines({}, true), lines({}, false));
  EXPECT_EQ(lines()[0], "* * *: 14 victims (13 people), 4 group cases");
}

TEST_F(ScoreboardTest, SaysWhenTheKeyWouldNameMoreMembers) {
  store_.pay("t1,client,ana,2020-01-01,100,EUR,,,1\n");
  store_.own("ana,ana\n");
  store_.claim("a1,transaction:bank/t1,proceeds-of,,case:bank/k1,,f,S,ESP,,,,,,\n");
  store_.interview("x1,val,k1,begging,ana,\n");
  EXPECT_NE(lines({}, true)[0].find("G 100.00"), std::string::npos);
  const Scoreboard without = board();
  EXPECT_NE(lines_of(without)[0].find("EUR unknown, conduits 100.00"), std::string::npos);
  EXPECT_TRUE(std::any_of(without.notes.begin(), without.notes.end(), [](const auto& note) {
    return note.find("without the victim key") == 0;
  }));
}

TEST_F(ScoreboardTest, RefusesQuestionsThatCannotBeAnswered) {
  store_.exploit("f1,ann,,ESP,begging,S,,,k1\n");
  const auto code = [&](const ScoreboardRequest& request) {
    const auto result = measure_scoreboard(store_.session(), request);
    return result.has_value() ? graph::StatusCode::kOk : result.error().code();
  };
  EXPECT_EQ(code({.threshold = 9}), graph::StatusCode::kQuestion);
  EXPECT_EQ(code({.threshold = 10}), graph::StatusCode::kOk);
  EXPECT_EQ(code({.audience = Audience::kInternal, .threshold = 10}), graph::StatusCode::kQuestion);
  EXPECT_EQ(code({.by = {}}), graph::StatusCode::kQuestion);
  EXPECT_EQ(code({.by = {Dimension::kForm, Dimension::kForm}}), graph::StatusCode::kQuestion);
  EXPECT_EQ(code({.case_name = "case:claims/none"}), graph::StatusCode::kNotFound);
  EXPECT_FALSE(parse_scoreboard({{"by", "territory,age"}}).has_value());
  EXPECT_FALSE(parse_scoreboard({{"audience", "press"}}).has_value());
  EXPECT_FALSE(parse_scoreboard({{"threshold", "ten"}}).has_value());
  EXPECT_EQ(value_of(parse_scoreboard({})).audience, Audience::kPublication);
}

}  // namespace
}  // namespace headwater::queries
