#include "queries/measurement/internal/attributed_money.h"

#include <gtest/gtest.h>

#include "tests/support/hand_made_attribution.h"
#include "tests/support/scoreboard_store.h"

namespace headwater::queries::internal {
namespace {

using graph::StatusCode;
using tests::AttributionBuilder;

const CellName kBegging = {"unknown", "begging", "S"};
const CellName kLabour = {"unknown", "forced-labour", "A"};

ProceedsLabel label(const std::string& form, const std::string& sector,
                    const std::string& standard = "") {
  return {{}, {}, form, sector, ProceedsComponent::kExploitation, standard};
}

class AttributedMoneyTest : public testing::Test {
 protected:
  void SetUp() override { store_.exploit("f,ann,,ESP,begging,S,,,k1\n"); }
  graph::Status add(const AttributedWindow& window) {
    figures_ = {};
    TerritoryNames territories(store_.view());
    return add_money(window, territories, figures_);
  }
  const AssetFigures& money(const CellName& cell, std::uint16_t asset = 0) {
    return figures_.cells.at(cell).money.at({asset});
  }
  tests::ScoreboardStore store_;
  ScoreboardFigures figures_;
};

TEST_F(AttributedMoneyTest, AddsMembersOfAllLabelsOfACell) {
  const CaseAttribution found =
      AttributionBuilder({label("begging", "S", "charged"), label("begging", "S", "suspicion"),
                          label("forced-labour", "A")},
                         2)
          .earns(0, 0, 100, 10, 5)
          .earns(1, 0, 50)
          .earns(0, 1, 7)
          .earns(1, 2, 900, 0, 0, 1)
          .passes_on(0, 1, 0, 60)
          .build();
  ASSERT_TRUE(add({&found}).ok());
  ASSERT_EQ(figures_.cells.size(), 2u);
  const AssetFigures& begging = money(kBegging);
  EXPECT_TRUE(begging.total.gross == 157);
  EXPECT_TRUE(begging.total.cost == 10);
  EXPECT_TRUE(begging.total.uncertain == 5);
  EXPECT_TRUE(begging.gross == Contributions({{0, 107}, {1, 50}}));
  EXPECT_TRUE(begging.standards.at("charged").gross == 150);
  EXPECT_TRUE(begging.standards.at("suspicion").gross == 7);
  EXPECT_TRUE(begging.components.at("exploitation").gross == 157);
  EXPECT_TRUE(money(kLabour, 1).total.gross == 900);
}

TEST_F(AttributedMoneyTest, RefusesFiguresThatDoNotAddUp) {
  const AttributionBuilder builder =
      AttributionBuilder({label("begging", "S")}, 2).earns(0, 0, 100).passes_on(0, 1, 0, 60);
  const CaseAttribution sound = builder.build();
  EXPECT_TRUE(add({&sound}).ok());
  CaseAttribution lost = builder.build();  // on the way from one member to the other
  lost.result.members[1].transfers_in -= 1;
  EXPECT_EQ(add({&lost}).code(), StatusCode::kInternal);
  CaseAttribution profit = builder.build();
  profit.result.members[0].profit += 1;
  EXPECT_EQ(add({&profit}).code(), StatusCode::kInternal);
  CaseAttribution total = builder.build();
  total.result.cases[0].gross += 1;
  EXPECT_EQ(add({&total}).code(), StatusCode::kInternal);
  CaseAttribution without_case = builder.build();
  without_case.result.cases.clear();
  EXPECT_EQ(add({&without_case}).code(), StatusCode::kInternal);
}

TEST_F(AttributedMoneyTest, AWindowIsTheDifferenceOfTwoRuns) {
  const std::vector<ProceedsLabel> labels = {label("begging", "S")};
  const CaseAttribution start =
      AttributionBuilder(labels, 2).earns(0, 0, 100, 10, 40).earns(1, 0, 20, 0, 9).build();
  const CaseAttribution end =
      AttributionBuilder(labels, 2).earns(0, 0, 150, 30, 15).earns(1, 0, 20, 0, 12).build();
  ASSERT_TRUE(add({&end, &start, true}).ok());
  const AssetFigures& begging = money(kBegging);
  EXPECT_TRUE(begging.total.gross == 50);
  EXPECT_TRUE(begging.total.cost == 20);
  EXPECT_TRUE(begging.total.uncertain == 3) << "what came back to member 0 is not negative";
  EXPECT_EQ(add({&start, &end, true}).code(), StatusCode::kInternal);
  ASSERT_TRUE(add({&end, &end, true}).ok());
  EXPECT_TRUE(figures_.cells.empty()) << "nothing happened in between";
}

TEST_F(AttributedMoneyTest, TwoRunsMustKnowTheSameEvidence) {
  const CaseAttribution one = AttributionBuilder({label("begging", "S")}, 1).build();
  const CaseAttribution two = AttributionBuilder({label("begging", "A")}, 1).build();
  const CaseAttribution three = AttributionBuilder({label("begging", "S")}, 2).build();
  EXPECT_EQ(add({&one, &two, true}).code(), StatusCode::kInternal);
  EXPECT_EQ(add({&one, &three, true}).code(), StatusCode::kInternal);
}

TEST_F(AttributedMoneyTest, WagesCountWithoutAWindowOnly) {
  const CaseAttribution found =
      AttributionBuilder({label("begging", "S")}, 1).withholds(0, 0, 700, 3).build();
  ASSERT_TRUE(add({&found}).ok());
  EXPECT_TRUE(money(kBegging).total.withheld == 700);
  EXPECT_EQ(money(kBegging).total.wage_assertions, 3u);
  EXPECT_FALSE(figures_.wages_left_out);
  ASSERT_TRUE(add({&found, nullptr, true}).ok());
  EXPECT_TRUE(figures_.cells.empty());
  EXPECT_TRUE(figures_.wages_left_out);
}

}  // namespace
}  // namespace headwater::queries::internal
