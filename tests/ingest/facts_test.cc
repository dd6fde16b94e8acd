// Statistics, rates and assertions, and why their rows are quarantined.
#include <gtest/gtest.h>

#include "tests/support/staging.h"

namespace headwater {
namespace {

using tests::load_rows;
using tests::Outcome;
using tests::reason_of;

TEST(StatisticRecord, OneCellOfTwoPublishersIsRepeated) {
  Outcome outcome;
  load_rows(R"({"headwater_mapping": 1, "name": "m", "records": [
      {"record": "statistic", "indicator": {"column": "i"}, "territory": {"column": "t"},
       "period": {"column": "y"}, "value": {"column": "v"}, "source": {"column": "s"},
       "method": {"column": "h"}, "unit": {"column": "u"}}]})",
            "i,t,y,v,s,h,u\nx,ESP,2019,7,GLOTIP,police,Counts\nx,ESP,2019,9,GRETA,survey,Counts\n"
            "x,ESP,2019,2,GRETA,survey,Rate\n",
            outcome);
  const auto& cells = outcome.writer.statistics;
  ASSERT_EQ(cells.size(), 3u);
  EXPECT_EQ(cells[0].flags, graph::kAmbiguousCell);
  EXPECT_EQ(cells[1].flags, graph::kAmbiguousCell);
  EXPECT_EQ(cells[1].occurrence, 2u);
  EXPECT_EQ(cells[2].flags, 0u);
}

TEST(StatisticRecord, IntervalsScalesAndRepeatedCells) {
  Outcome outcome;
  const std::string mapping = R"({"headwater_mapping": 1, "name": "m", "records": [
      {"record": "statistic", "indicator": {"column": "i"}, "territory": {"column": "t"},
       "territory_name": {"column": "n"}, "period": {"column": "y"},
       "value": {"column": "v", "grouping": ","}}]})";
  load_rows(mapping,
            "i,t,n,y,v\nx,ESP,Spain,2019,\"1,204\"\nx,ESP,Spain,2019,<5\nx,,Sark,2019,0.50\n"
            "x,FRA,France,2019,-3\n",
            outcome);
  const auto& cells = outcome.writer.statistics;
  ASSERT_EQ(cells.size(), 4u);
  EXPECT_EQ(cells[0].low, 1204);
  EXPECT_EQ(cells[0].flags, graph::kAmbiguousCell);
  EXPECT_EQ(cells[0].occurrence, 1u);
  EXPECT_EQ(cells[1].low, 1);
  EXPECT_EQ(cells[1].high, 4);
  EXPECT_EQ(cells[1].occurrence, 2u);
  EXPECT_EQ(cells[1].flags, graph::kAmbiguousCell | graph::kCensoredInterval);
  EXPECT_EQ(cells[2].low, 5);
  EXPECT_EQ(cells[2].scale, 1);
  EXPECT_EQ(cells[2].flags, graph::kNoIsoTerritory);
  EXPECT_EQ(outcome.writer.name(cells[2].territory), "location:m/Sark");
  // A code by its form alone may be anybody's name; a full name does not open another door.
  for (const char* territory : {"Spain", "BOB", "ZZZ", "XX-BOB", "ES-MADR", "location:iso3166/BOB",
                                "location:iso3166-2/XX-BOB", "location:iso3166-2/BOB SMITH"}) {
    EXPECT_EQ(reason_of(mapping, std::string("i,t,n,y,v\nx,") + territory + ",Spain,2019,1\n"),
              "bad-territory t")
        << territory;
  }
  EXPECT_EQ(reason_of(mapping, "i,t,n,y,v\nx,,,2019,1\n"), "missing-id n");
  EXPECT_EQ(reason_of(mapping, "i,t,n,y,v\nx,ESP,,2019,<1\n"), "not-a-number v");
  EXPECT_EQ(reason_of(mapping, "i,t,n,y,v\nx,ESP,,2019,\n"), "not-a-number v");
}

TEST(RateRecord, DecimalsAndFractionsAreReduced) {
  Outcome outcome;
  load_rows(
      std::string(ingest::built_in_format_text("rates")),
      "base,quote,date,rate,source\nEUR,USD,2020-01-01,1.250,ecb\nGBP,EUR,2020-01-01,6/4,\n"
      "EUR,USD,2020-01-01,0,\nEUR,USD,,1,\nEUR,USD,2020-01-01,1/0,\nEUR,USD,2020-01-01,1.5/2,\n",
      outcome);
  ASSERT_EQ(outcome.writer.rates.size(), 2u);
  EXPECT_EQ(outcome.writer.rates[0].numerator, 5);
  EXPECT_EQ(outcome.writer.rates[0].denominator, 4);
  EXPECT_EQ(outcome.writer.rates[1].numerator, 3);
  EXPECT_EQ(outcome.writer.rates[1].denominator, 2);
  ASSERT_EQ(outcome.writer.quarantined.size(), 4u);
  EXPECT_EQ(outcome.writer.quarantined[1].reason, "bad-time");
  EXPECT_EQ(outcome.writer.quarantined[3].reason, "bad-rate");
}

TEST(AssertionRecord, ReadsTheColumnsOfTheDataModel) {
  Outcome outcome;
  load_rows(std::string(ingest::built_in_format_text("assertions")),
            "id,subject,claim,role,case,victim_flow,form,sector,territory,share_bp,author,made_at,"
            "evidence,source_grade,information_grade,standard,basis,confidence,disputes\n"
            "1,person:register/p1,member-of,recruiter,case:police/17,,sexual-exploitation,I,ESP,,"
            "officer 3,2024-05-01,doc:9,B,2,charged,analyst,0.9,\n"
            "2,account:bank/7,proceeds-of,,17,,,,,2500,,,,,,,indicator:X1,,\n"
            "3,,disputes,,,,,,,,,,,,,,,,assertion:assertions/1\n"
            "4,person:register/p1,likes,,,,,,,,,,,,,,,,\n5,,member-of,,,,,,,,,,,,,,,,\n"
            "6,person:register/p1,member-of,,,,,,,,,,,,,guess,,,\n"
            "7,person:register/p1,member-of,,,,,,,10001,,,,,,,,,\n"
            "8,transaction:bank/none,proceeds-of,,,,,,,,,,,,,,,,\n",
            outcome);
  const auto& writer = outcome.writer;
  ASSERT_EQ(writer.assertions.size(), 3u);
  const auto& first = writer.assertions[0];
  EXPECT_EQ(writer.name(first.entity), "person:register/p1");
  EXPECT_EQ(first.claim, graph::Claim::kMemberOf);
  EXPECT_EQ(writer.name(first.case_id), "case:police/17");
  EXPECT_EQ(writer.name(first.territory), "location:iso3166/ESP");
  EXPECT_EQ(first.confidence.value, 9000);
  EXPECT_EQ(first.share.value, 10'000);
  EXPECT_EQ(first.origin.source_id, "1");
  EXPECT_EQ(writer.name(writer.assertions[1].case_id), "case:assertions/17");
  EXPECT_EQ(writer.assertions[1].share.value, 2500);
  EXPECT_EQ(writer.assertions[2].disputes, "assertion:assertions/1");
  std::vector<std::string> reasons;
  for (const auto& row : writer.quarantined) reasons.push_back(row.reason);
  EXPECT_EQ(reasons, (std::vector<std::string>{"unmapped-value", "missing-id", "bad-standard",
                                               "bad-share", "unknown-subject"}));
}

}  // namespace
}  // namespace headwater
