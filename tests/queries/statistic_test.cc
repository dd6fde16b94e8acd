#include "queries/store/statistic.h"

#include <gtest/gtest.h>

#include "queries/render.h"
#include "tests/support/query_store.h"
#include "tests/support/shared_data.h"

namespace headwater::queries {
namespace {

using tests::cell;
using tests::QueryStore;
using tests::table_of;
using tests::value_of;

constexpr char kMapping[] = R"({"headwater_mapping": 1, "name": "figures", "precision": "year",
  "records": [{"record": "statistic", "indicator": {"column": "i"}, "territory": {"column": "t"},
    "territory_name": {"column": "n"}, "period": {"column": "p"}, "dimension": {"column": "d"},
    "category": {"column": "c"}, "sex": {"column": "s"}, "age_band": {"column": "a"},
    "unit": "Counts", "value": {"column": "v", "grouping": ","}, "source": "sample"}]})";

constexpr char kFigures[] =
    "i,t,n,p,d,c,s,a,v\n"
    "Victims,ESP,Spain,2019,Total,Total,Total,Total,\"1,523\"\n"
    "Victims,ESP,Spain,2019,by sex,Total,Female,Total,500\n"
    "Victims,ESP,Spain,2019,by sex,Total,Male,Total,<5\n"
    "Victims,ESP,Spain,2018,Total,Total,Total,Total,7\n"
    "Victims,ESP,Spain,2018,Total,Total,Total,Total,9\n"
    "Rate,ESP,Spain,2019,Total,Total,Total,Total,4.3\n"
    "Victims,,Atlantis,2019,Total,Total,Total,Total,3\n";

class StatisticTest : public testing::Test {
 protected:
  void SetUp() override { EXPECT_EQ(store_.load_text("f.csv", kMapping, kFigures).accepted, 7u); }
  Answer ask(const StatisticRequest& request) {
    return value_of(statistic(store_.view(), request, store_.context()));
  }
  QueryStore store_;
};

TEST_F(StatisticTest, GivesOneCellOfTheTotalPartition) {
  const Answer answer = ask({"Victims", "ESP", "2019"});
  ASSERT_EQ(table_of(answer).row_count(), 1u);
  EXPECT_EQ(cell(answer, "low", 0), "1523");
  EXPECT_EQ(cell(answer, "high", 0), "1523");
  EXPECT_EQ(cell(answer, "occurrence", 0), "1");
  EXPECT_EQ(cell(answer, "source", 0), "sample");
}

TEST_F(StatisticTest, TakesATerritoryInAnyOfItsForms) {
  for (const char* territory : {"ESP", "esp", "location:iso3166/ESP", "location:ESP"}) {
    EXPECT_EQ(cell(ask({"victims", territory, "2019"}), "low", 0), "1523") << territory;
  }
}

TEST_F(StatisticTest, GivesTheBoundsOfAHiddenSmallValue) {
  const Answer answer = ask({"Victims", "ESP", "2019", "by sex", "Total", "Male", "Total"});
  EXPECT_EQ(cell(answer, "low", 0), "1");
  EXPECT_EQ(cell(answer, "high", 0), "4");
  EXPECT_EQ(cell(answer, "flags", 0), "interval");
}

TEST_F(StatisticTest, GivesAllValuesOfAnAmbiguousCellAndNoSum) {
  const Answer answer = ask({"Victims", "ESP", "2018"});
  ASSERT_EQ(table_of(answer).row_count(), 2u);
  EXPECT_EQ(cell(answer, "low", 0), "7");
  EXPECT_EQ(cell(answer, "low", 1), "9");
  EXPECT_EQ(cell(answer, "occurrence", 1), "2");
  EXPECT_EQ(cell(answer, "flags", 1), "ambiguous-cell");
  EXPECT_EQ(to_json(answer.result).find("16"), std::string::npos);
}

TEST_F(StatisticTest, AnotherPublishersValueOfACellMakesItAmbiguous) {
  std::string other = kMapping;
  other.replace(other.find("sample"), 6, "survey");
  store_.load_text("g.csv", other,
                   "i,t,n,p,d,c,s,a,v\nVictims,ESP,Spain,2019,Total,Total,Total,Total,1600\n");
  const Answer answer = ask({"Victims", "ESP", "2019"});
  ASSERT_EQ(table_of(answer).row_count(), 2u);
  EXPECT_EQ(cell(answer, "source", 1), "survey");
  EXPECT_EQ(cell(answer, "flags", 0), "ambiguous-cell");
  EXPECT_EQ(cell(answer, "occurrence", 1), "2");
}

TEST_F(StatisticTest, KeepsDecimals) {
  EXPECT_EQ(cell(ask({"Rate", "ESP", "2019"}), "low", 0), "4.3");
}

TEST_F(StatisticTest, AnAbsentCellIsNoZeroAndNamesWhatIsPublished) {
  const Answer answer = ask({"Victims", "ESP", "2019", "by age"});
  EXPECT_EQ(table_of(answer).row_count(), 0u);
  EXPECT_NE(to_json(Document(answer.notes[2])).find("by sex"), std::string::npos);
  EXPECT_EQ(table_of(ask({"Victims", "ESP", "1999"})).row_count(), 0u);
}

TEST_F(StatisticTest, RefusesWhatIsUnknown) {
  const auto indicator = statistic(store_.view(), {"Ghosts", "ESP", "2019"}, store_.context());
  EXPECT_EQ(indicator.error().code(), graph::StatusCode::kNotFound);
  EXPECT_NE(indicator.error().message().find("Rate, Victims"), std::string::npos);
  const auto territory = statistic(store_.view(), {"Victims", "XYZ", "2019"}, store_.context());
  EXPECT_EQ(territory.error().code(), graph::StatusCode::kNotFound);
}

TEST(StatisticSlow, DetectedVictimsInSpainIn2019) {
  HEADWATER_SHARED_OR_SKIP(folder, "data/unodc_glotip");
  QueryStore store;
  store.load_path(folder.string(), "glotip");
  const auto ask = [&](const StatisticRequest& request) {
    return value_of(statistic(store.view(), request, store.context()));
  };
  const Answer answer = ask({"Detected trafficking victims", "ESP", "2019"});
  ASSERT_EQ(table_of(answer).row_count(), 1u);
  EXPECT_EQ(cell(answer, "low", 0), "523");
  EXPECT_EQ(cell(answer, "high", 0), "523");
  EXPECT_EQ(cell(answer, "source", 0), "GLOTIP");
  EXPECT_EQ(to_json(answer.result).find("4275"), std::string::npos);
}

}  // namespace
}  // namespace headwater::queries
