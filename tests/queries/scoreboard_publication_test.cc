// What a publication shows and hides, and what never stands in it.
#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "queries/measurement/internal/scoreboard_figures.h"
#include "queries/measurement/scoreboard.h"
#include "queries/render.h"
#include "tests/support/scoreboard_store.h"

namespace headwater::queries {
namespace {

using tests::Lines;
using tests::lines_of;
using tests::ScoreboardStore;
using tests::value_of;
using Dimension = ScoreboardDimension;

class ScoreboardPublicationTest : public testing::Test {
 protected:
  Scoreboard board(const ScoreboardRequest& request = {}) {
    return value_of(measure_scoreboard(store_.session(), request));
  }
  ScoreboardStore store_;
};

TEST_F(ScoreboardPublicationTest, ShowsWhatIsLargeAndHasNoDominantMember) {
  store_.exploit_many("v", 12, "ESP,begging,S");
  store_.earn("m", {400, 300, 350}, "ESP,begging,S");
  EXPECT_EQ(
      lines_of(board()),
      Lines({"* * *: 12 victims; EUR 1050.00 to 1050.00 (G 1050.00, C 0.00, U 0.00)",
             "ESP begging S: 12 victims; EUR 1050.00 to 1050.00 (G 1050.00, C 0.00, U 0.00)"}));
}

TEST_F(ScoreboardPublicationTest, HidesSmallCountsTheMoneyBesideThemAndWhatWouldGiveThemBack) {
  store_.exploit_many("a", 9, "ESP,begging,S");
  store_.exploit_many("b", 14, "ESP,forced-labour,S");
  store_.exploit_many("c", 30, "FRA,begging,S");
  store_.earn("m", {400, 300, 350}, "ESP,begging,S");
  store_.earn("n", {400, 300, 350}, "FRA,begging,S");
  const Lines lines = lines_of(board({.by = {Dimension::kTerritory, Dimension::kForm}}));
  EXPECT_EQ(lines[0], "* *: 53 victims; EUR hidden");
  EXPECT_EQ(lines[1], "* begging: hidden victims; EUR hidden");
  EXPECT_EQ(lines[2], "ESP *: 23 victims; EUR hidden");
  EXPECT_EQ(lines[3], "ESP begging: hidden victims; EUR hidden");
  EXPECT_EQ(lines[4], "ESP forced-labour: hidden victims");
  EXPECT_EQ(lines[5],
            "FRA begging: 30 victims; EUR 1050.00 to 1050.00 (G 1050.00, C 0.00, U 0.00)");
}

TEST_F(ScoreboardPublicationTest, HidesMoneyThatOneMemberDominates) {
  store_.exploit_many("v", 12, "ESP,begging,S");
  store_.earn("m", {9'000, 300, 350}, "ESP,begging,S");
  EXPECT_EQ(lines_of(board())[0], "* * *: 12 victims; EUR hidden");
}

TEST_F(ScoreboardPublicationTest, HidesMoneyWhereOneMemberPaidAllTheCosts) {
  store_.exploit_many("v", 12, "ESP,begging,S");
  store_.earn("m", {400, 300, 350}, "ESP,begging,S");
  store_.pay("c1,m0,landlord,2020-03-01,50,EUR,,,1\n");
  store_.claim("c1,transaction:bank/c1,cost-of,,case:k1,,begging,S,ESP,,,,,,\n");
  EXPECT_EQ(lines_of(board())[0], "* * *: 12 victims; EUR hidden");
}

TEST_F(ScoreboardPublicationTest, SmallGroupsOfCasesHideTheMoneyBesideThemToo) {
  store_.exploit_many("v", 12, "ESP,begging,S");
  store_.exploit("g,,3,ESP,begging,S,,,k1\n");
  store_.earn("m", {400, 300, 350}, "ESP,begging,S");
  EXPECT_EQ(lines_of(board())[0], "* * *: 12 victims, hidden group cases; EUR hidden");
}

// 12 people and nobody counted in groups; 3 cases of a group, and 11.
TEST_F(ScoreboardPublicationTest, SaysOfGroupCasesWhetherTheyAreShownHiddenOrUnknownAndNever0) {
  store_.exploit_many("v", 12, "ESP,begging,S");
  store_.exploit("g,,3,FRA,begging,S,,,k1\nh,,11,ROU,begging,S,,,k1\n");
  ScoreboardRequest request{.by = {Dimension::kTerritory}};
  std::vector<FigureStatus> statuses;
  for (const ScoreboardCell& cell : board(request).cells) {
    statuses.push_back(cell.group_cases_status);
    EXPECT_EQ(cell.group_cases > 0, cell.group_cases_status == FigureStatus::kShown);
  }
  const auto hidden = FigureStatus::kHidden, unknown = FigureStatus::kUnknown;
  ASSERT_EQ(statuses.size(), 4u);
  EXPECT_EQ(statuses[1], unknown);
  EXPECT_EQ(statuses[2], hidden);
  const std::string csv = to_csv(value_of(scoreboard(store_.session(), request)));
  EXPECT_EQ(csv.rfind("territory,victims,victims_status,group_cases,group_cases_status,", 0), 0u);
  EXPECT_NE(csv.find("location:iso3166/ESP,12,shown,,unknown,"), std::string::npos) << csv;
  EXPECT_NE(csv.find("location:iso3166/FRA,,unknown,,hidden,"), std::string::npos) << csv;
  request.audience = Audience::kInternal;
  EXPECT_EQ(board(request).cells[1].group_cases_status, FigureStatus::kShown);
}

TEST_F(ScoreboardPublicationTest, WagesNeedTenAssertionsAndNoDominantMember) {
  store_.exploit_many("v", 12, "ESP,begging,S");
  store_.earn("m", {400, 300, 350}, "ESP,begging,S");
  const auto withhold = [&](int first, int last) {
    std::string rows;
    for (int i = first; i < last; ++i) {
      rows += fmt::format(
          "w{0},person:bank/m{1},wage-withheld,,case:k1,,begging,S,ESP,,,,,100,EUR\n", i, i % 3);
    }
    store_.claim(rows);
  };
  withhold(0, 9);
  EXPECT_NE(lines_of(board())[0].find("W hidden"), std::string::npos);
  withhold(9, 12);
  EXPECT_NE(lines_of(board())[0].find("W 1200.00"), std::string::npos);
}

TEST_F(ScoreboardPublicationTest, AHigherThresholdHidesMore) {
  store_.exploit_many("v", 12, "ESP,begging,S");
  EXPECT_EQ(lines_of(board({.threshold = 12}))[0], "* * *: 12 victims");
  EXPECT_EQ(lines_of(board({.threshold = 13}))[0], "* * *: hidden victims");
}

TEST_F(ScoreboardPublicationTest, SaysNothingOfSuspicionsConduitsAndTheirCells) {
  store_.exploit_many("v", 12, "ESP,begging,S");
  store_.pay(
      "t1,client,nobody,2020-01-01,70,EUR,,,1\n"
      "t2,client,nobody,2020-01-02,50,EUR,,,1\n");
  store_.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,secret-form,S,ESP,,,,,,\n"
      "a2,transaction:bank/t2,proceeds-of,,case:k1,,other-secret,S,ESP,,,indicator:night,,,\n");
  const Scoreboard shown = board();
  EXPECT_EQ(lines_of(shown), Lines({"* * *: 12 victims", "ESP begging S: 12 victims"}));
  EXPECT_TRUE(shown.components.empty());
  EXPECT_TRUE(shown.standards.empty());
}

TEST_F(ScoreboardPublicationTest, NamesNoVictimCaseOrMemberAndNoNumberOfOverlap) {
  store_.exploit_many("MARKERvictim", 12, "ESP,begging,S");
  store_.exploit("x1,MARKERvictim0,,ESP,forced-labour,S,,,MARKERcase\n");
  store_.earn("MARKERmember", {400, 300, 350}, "ESP,begging,S");
  for (const std::string& of_case : {std::string(), std::string("case:claims/k1")}) {
    for (const bool with_key : {false, true}) {
      const Answer answer = value_of(scoreboard(store_.session(with_key), {.case_name = of_case}));
      for (const std::string& text :
           {to_json(answer, {}), to_text(answer, {}, 0), to_csv(answer)}) {
        for (const char* secret : {"MARKER", "case:", "k1", "victim:", "person:", "distinct",
                                   "people", "suspected", "conduits"}) {
          EXPECT_EQ(text.find(secret), std::string::npos) << secret << " in " << text;
        }
      }
      EXPECT_FALSE(answer.internal_audience);
    }
  }
}

// Neither is a term or a code: it may be anything that somebody wrote.
TEST_F(ScoreboardPublicationTest, ShowsFormsAndPlacesOfOnesOwnWordsAsOther) {
  store_.exploit_many("a", 7, "location:loc/MARKER-1,begging,S");
  store_.exploit_many("b", 7, "location:loc/MARKER-2,begging,S");
  store_.exploit_many("c", 12, "ES-MD,begging,S");
  store_.earn("m", {400, 300, 350}, "ESP,MARKER-3,S");
  store_.earn("n", {400, 300, 350}, "ESP,MARKER-4,S");
  EXPECT_EQ(lines_of(board()),
            Lines({"* * *: 26 victims; EUR 2100.00 to 2100.00 (G 2100.00, C 0.00, U 0.00)",
                   "* begging *: 26 victims", "location:iso3166-2/ES-MD begging S: 12 victims",
                   "ESP other S: unknown victims; EUR 2100.00 to 2100.00 (G 2100.00, C 0.00, U "
                   "0.00)",
                   "other begging S: 14 victims"}));
  for (const auto& line : lines_of(board({.audience = Audience::kInternal}))) {
    EXPECT_EQ(line.find("other"), std::string::npos) << line;
  }
}

TEST_F(ScoreboardPublicationTest, SaysThatASubRegionIsNoPartOfItsCountrysRow) {
  const auto says = [&](std::string_view words, const ScoreboardRequest& request) {
    const Scoreboard shown = board(request);
    return std::any_of(shown.notes.begin(), shown.notes.end(), [&](const std::string& note) {
      return note.find(words) != std::string::npos;
    });
  };
  constexpr std::string_view kApart = "no part of its country's row";
  store_.exploit_many("a", 14, "ESP,begging,S");
  for (const Audience audience : {Audience::kPublication, Audience::kInternal}) {
    EXPECT_FALSE(says(kApart, {.audience = audience}));
  }
  store_.exploit_many("b", 12, "ES-MD,begging,S");
  for (const Audience audience : {Audience::kPublication, Audience::kInternal}) {
    EXPECT_TRUE(says(kApart, {.audience = audience}));
    EXPECT_FALSE(says(kApart, {.audience = audience, .by = {Dimension::kForm}}));
  }
  EXPECT_TRUE(says("neither a country (ISO 3166-1) nor a sub-region of one (ISO 3166-2)", {}));
}

// Older stores may hold such places: the form alone makes no country.
TEST_F(ScoreboardPublicationTest, ShowsNoWordOfThreeLettersAsACountry) {
  internal::ScoreboardFigures figures;
  for (const char* place : {"iso3166/BOB", "iso3166/ZZZ", "iso3166-2/XX-BOB", "iso3166-2/BOBSMITH",
                            "iso3166/ESP", "iso3166/XKX", "iso3166-2/ES-MD"}) {
    internal::CellFigures& cell =
        figures.cells[internal::cell_name(std::string("location:") + place, "begging", "S")];
    cell.people.insert(figures.cells.size());
    cell.victims = 1;
  }
  figures.keep_publishable();
  std::set<std::string> places;
  for (const auto& name : figures.names()) places.insert(name[0]);
  EXPECT_EQ(places, (std::set<std::string>{"other", "location:iso3166/ESP", "location:iso3166/XKX",
                                           "location:iso3166-2/ES-MD"}));
}

// 20 cases of one place and 4 of another: 24 are shown, and the 4 do not hide them.
TEST_F(ScoreboardPublicationTest, DecidesWhatToHideOnTheCellsThatAreShown) {
  store_.exploit_many("a", 20, "location:loc/one,begging,S");
  store_.exploit_many("b", 4, "location:loc/two,begging,S");
  EXPECT_EQ(lines_of(board()), Lines({"* * *: 24 victims", "other begging S: 24 victims"}));
}

TEST_F(ScoreboardPublicationTest, IsEqualForAnyNumberOfThreads) {
  store_.exploit_many("a", 9, "ESP,begging,S");
  store_.exploit_many("b", 14, "ESP,forced-labour,S");
  store_.exploit_many("c", 30, "FRA,begging,S");
  store_.earn("m", {400, 300, 350}, "FRA,begging,S");
  for (const Audience audience : {Audience::kPublication, Audience::kInternal}) {
    std::set<std::string> digests;
    for (const int threads : {1, 2, 4}) {
      const graph::ExecutionContext context({.threads = threads});
      QuerySession session(store_.view(), context);
      digests.insert(digest(value_of(scoreboard(session, {.audience = audience}))));
    }
    EXPECT_EQ(digests.size(), 1u);
  }
}

}  // namespace
}  // namespace headwater::queries
