#include "queries/flow/attribution_question.h"

#include <map>
#include <set>

#include <gtest/gtest.h>

#include "queries/render.h"
#include "tests/support/claims_store.h"

namespace headwater::queries {
namespace {

using tests::cell;
using tests::ClaimsStore;
using tests::csv_rows;
using tests::says;
using tests::scalar;
using tests::table_of;
using tests::value_of;
using Rows = std::vector<std::string>;

class AttributionQuestionTest : public testing::Test {
 protected:
  Answer ask(const AttributionQuestion& question = {}, bool with_key = false) {
    return value_of(attribution_question(store_.session(with_key), question));
  }
  Answer by(const std::string& group) { return ask({.by = group}); }
  graph::Status refusal(const AttributionQuestion& question) {
    const auto answer = attribution_question(store_.session(), question);
    EXPECT_FALSE(answer.has_value());
    return answer.has_value() ? graph::Status() : answer.error();
  }
  ClaimsStore store_;
};

// id, name, roles, basis, case, asset, lower, profit, gross, in, out, cost, held, cashed out,
// spent, explained, dissipated, unexplained, converted in, out, withheld, suspected.
TEST_F(AttributionQuestionTest, TheWorkedExampleHasTheFiguresOfThePage) {
  store_.load_worked_example();
  const Answer answer = ask();
  EXPECT_EQ(csv_rows(answer),
            Rows({"person:bank/boris,,,member-of,case:claims/k1,EUR,150.00,200.00,0.00,200.00,0.00,"
                  "0.00,50.00,100.00,0.00,0.00,0.00,50.00,0.00,0.00,,",
                  "person:bank/ana,,manager,member-of,case:claims/k1,EUR,100.00,100.00,600.00,0.00,"
                  "200.00,300.00,280.00,0.00,0.00,120.00,0.00,0.00,0.00,0.00,,"}));
  EXPECT_EQ(csv_rows(answer, "cases"),
            Rows({"case:claims/"
                  "k1,EUR,600.00,600.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,300.00,300.00"}));
  EXPECT_EQ(csv_rows(answer, "by_standard"),
            Rows({"case:claims/k1,charged,EUR,250.00,300.00,600.00,300.00,50.00"}));
  EXPECT_EQ(csv_rows(answer, "components"),
            Rows({"case:claims/k1,exploitation,EUR,250.00,300.00,600.00,300.00,50.00"}));
  EXPECT_EQ(csv_rows(answer, "transfers"),
            Rows({"case:claims/k1,person:bank/ana,person:bank/boris,200.00,EUR"}));
  EXPECT_EQ(csv_rows(answer, "members"),
            Rows({"person:bank/ana,,manager,member-of,case:claims/k1,1",
                  "person:bank/boris,,,member-of,case:claims/k1,1"}));
  EXPECT_TRUE(answer.internal_audience);
}

TEST_F(AttributionQuestionTest, EveryIdentityIsShownWithBothSides) {
  store_.load_worked_example();
  for (const char* group : {"entity", "role", "form", "sector", "territory", "period"}) {
    const Answer answer = by(group);
    const Rows identities = csv_rows(answer, "identities");
    ASSERT_EQ(identities.size(), 9u) << group;
    EXPECT_EQ(identities[0], "sum of profit = sum of gross - sum of cost,EUR,300.00,300.00,0.00");
    EXPECT_EQ(identities[7], "rows' profit = cases' profit,EUR,300.00,300.00,0.00") << group;
    for (const std::string& row : identities) EXPECT_TRUE(row.ends_with(",0.00")) << row;
  }
}

TEST_F(AttributionQuestionTest, AMemberOfWhomNothingIsKnownIsUnknownNotZero) {
  store_.load_worked_example();
  store_.claim("b1,person:bank/carl,member-of,driver,case:k1,,,,,,charged,,,,\n");
  const Answer answer = ask();
  ASSERT_EQ(table_of(answer).row_count(), 3u);
  EXPECT_EQ(csv_rows(answer)[2],
            "person:bank/carl,,driver,member-of,case:claims/k1,,,,,,,,,,,,,,,,,");
  EXPECT_EQ(scalar(answer, "summary", "members_without_known_money"), "1");
}

TEST_F(AttributionQuestionTest, GroupsAddUpToTheSameMoney) {
  store_.load_worked_example();
  EXPECT_EQ(csv_rows(by("form"))[0].substr(0, 27), "f,2,EUR,250.00,300.00,600.0");
  EXPECT_EQ(csv_rows(by("sector"))[0].substr(0, 27), "S,2,EUR,250.00,300.00,600.0");
  EXPECT_EQ(csv_rows(by("territory"))[0].substr(0, 45),
            "location:iso3166/ESP,2,EUR,250.00,300.00,600.");
  const Rows roles = csv_rows(by("role"));
  ASSERT_EQ(roles.size(), 2u);
  EXPECT_EQ(roles[0].substr(0, 35), "manager,1,EUR,100.00,100.00,600.00,");
  EXPECT_EQ(roles[1].substr(0, 28), ",1,EUR,150.00,200.00,0.00,20") << "no role named";
}

TEST_F(AttributionQuestionTest, AMonthHasWhatHappenedInIt) {
  store_.pay(
      "t1,client,s,2020-01-31T23:59:59Z,1000,EUR,,,1\n"
      "t2,s,landlord,2020-02-01,300,EUR,,,1\n"
      "t3,s,b,2020-02-02,400,EUR,,,1\n"
      "t4,client,s,2020-03-01,50,EUR,,,1\n"
      "t5,b,shop,2020-03-02,10,EUR,,,1\n");
  store_.own("ana,s\nboris,b\n");
  store_.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a2,transaction:bank/t2,cost-of,,case:k1,,f,,,10000,,,,,\n"
      "a3,person:bank/ana,member-of,,case:k1,,,,,,,,,,\n"
      "a4,person:bank/boris,member-of,,case:k1,,,,,,,,,,\n"
      "a5,transaction:bank/t4,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a6,transaction:bank/t5,spent-on,,case:k1,,f,,,10000,,,,,\n");
  // period, members, asset, profit, gross, transfers in, transfers out, cost, spent
  EXPECT_EQ(csv_rows(by("period")), Rows({"2020-01,1,EUR,1000.00,1000.00,0.00,0.00,0.00,0.00",
                                          "2020-02,2,EUR,-300.00,0.00,400.00,400.00,300.00,0.00",
                                          "2020-03,2,EUR,50.00,50.00,0.00,0.00,0.00,10.00"}));
}

TEST_F(AttributionQuestionTest, WithheldWagesAndSuspectedMoneyAreInNoProfit) {
  store_.load_worked_example();
  store_.claim(
      "b1,person:bank/ana,wage-withheld,,case:k1,,f,S,ESP,,,,,100.50,EUR\n"
      "b2,person:bank/zoe,wage-withheld,,case:k1,,f,S,ESP,,,,,7,EUR\n"
      "b3,transaction:bank/t1,proceeds-of,,case:k1,,f,S,ESP,10000,,indicator:r7,,,\n");
  const Answer answer = ask();
  EXPECT_EQ(cell(answer, "profit", 1), "100.00");
  EXPECT_EQ(cell(answer, "withheld_wages", 1), "100.50");
  // 400 suspected reach Ana; of what she then has, half passes to Boris as the 600 do.
  EXPECT_EQ(cell(answer, "suspected", 0), "133.33");
  EXPECT_EQ(cell(answer, "suspected", 1), "266.67");
  EXPECT_EQ(csv_rows(answer, "cases"),
            Rows({"case:claims/"
                  "k1,EUR,600.00,600.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,300.00,300.00"}));
  EXPECT_EQ(csv_rows(answer, "withheld_wages"),
            Rows({"person:bank/ana,case:claims/k1,location:iso3166/ESP,f,S,,100.50,EUR,1",
                  ",case:claims/k1,location:iso3166/ESP,f,S,,7.00,EUR,1"}));
  EXPECT_TRUE(says(answer, "1 assertion rests on an indicator alone"));
  const Answer form = by("form");
  EXPECT_EQ(cell(form, "withheld_wages", 0), "107.50");
  EXPECT_EQ(cell(form, "suspected", 0), "400.00");
  EXPECT_EQ(cell(form, "profit", 0), "300.00");
}

TEST_F(AttributionQuestionTest, MoneyThatChangedAssetLeavesTheLowerEnd) {
  store_.pay(
      "t1,client,s,2020-01-01,100,EUR,,,1\n"
      "t2,s,mule,2020-01-02,60,EUR,,,1\n"
      "t3,mule,abroad,2020-01-03,60,EUR,66,USD,1\n");
  store_.own("ana,s\n");
  store_.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a2,person:bank/ana,member-of,,case:k1,,,,,,,,,,\n");
  store_.rate("EUR,USD,2020-01-03,1.1,central bank\n");
  const Answer answer = ask({.report_currency = "EUR"});
  EXPECT_EQ(cell(answer, "lower", 0), "40.00");
  EXPECT_EQ(cell(answer, "profit", 0), "100.00");
  EXPECT_EQ(cell(answer, "lower", 1), "0.00");
  EXPECT_TRUE(says(answer, "labelled money changed asset"));
  EXPECT_EQ(csv_rows(answer, "in_report_currency"),
            Rows({"person:bank/ana,case:claims/k1,40.00,100.00,100.00,0.00,EUR,"}));
}

// 33.33 USD at 3/2 and 0.01 GBP at 1/2 are 49.995 and 0.005 EUR: 50.00, rounded once.
TEST_F(AttributionQuestionTest, ATotalInTheReportCurrencyIsRoundedOnce) {
  store_.pay(
      "t0,x,y,2020-01-01,1,EUR,,,1\n"
      "t1,client,s,2020-01-02,33.33,USD,,,1\n"
      "t2,client,s,2020-01-02,0.01,GBP,,,1\n"
      "t3,client,s,2020-01-02,5,CHF,,,1\n"
      "t4,client,b,2020-01-03,33.33,USD,,,1\n");
  store_.own("ana,s\nboris,b\n");
  store_.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a2,transaction:bank/t2,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a3,transaction:bank/t3,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a4,transaction:bank/t4,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a5,person:bank/ana,member-of,,case:k1,,,,,,,,,,\n"
      "a6,person:bank/boris,member-of,,case:k1,,,,,,,,,,\n");
  store_.rate(
      "USD,EUR,2020-01-01,9,too early\n"
      "EUR,USD,2020-01-02,2/3,fixing\n"
      "USD,EUR,2020-02-01,9,too late\n"
      "GBP,EUR,2020-01-02,1/2,first\n"
      "EUR,GBP,2020-01-02,5,inverted\n");
  const Answer answer = ask({.report_currency = "EUR"});
  EXPECT_EQ(csv_rows(answer, "in_report_currency"),
            Rows({"person:bank/ana,case:claims/k1,50.00,50.00,50.00,0.00,EUR,CHF",
                  "person:bank/boris,case:claims/k1,50.00,50.00,50.00,0.00,EUR,"}))
      << "49.995 alone is 50.00 too: half to even";
  EXPECT_EQ(csv_rows(answer, "cases_in_report_currency"),
            Rows({"case:claims/k1,100.00,100.00,100.00,0.00,EUR,CHF"}))
      << "the exact sum is 99.995";
  EXPECT_EQ(csv_rows(answer, "rates"), Rows({"USD,EUR,3/2,2020-01-02T00:00:00Z,fixing,true,0",
                                             "GBP,EUR,1/2,2020-01-02T00:00:00Z,first,false,1"}));
  EXPECT_TRUE(says(answer, "rates of one day differ")) << "5 pounds a euro is not 1/2 of a euro";
  EXPECT_EQ(refusal({.report_currency = "JPY"}).code(), graph::StatusCode::kQuestion);
}

TEST_F(AttributionQuestionTest, RefusesWhatItDoesNotKnow) {
  store_.load_worked_example();
  EXPECT_EQ(refusal({.by = "colour"}).code(), graph::StatusCode::kQuestion);
  EXPECT_EQ(refusal({.audience = "press"}).code(), graph::StatusCode::kQuestion);
  AttributionQuestion fifo;
  fifo.policy.rule = "fifo";
  EXPECT_EQ(refusal(fifo).code(), graph::StatusCode::kQuestion);
  EXPECT_EQ(refusal({.case_name = "case:claims/k9"}).code(), graph::StatusCode::kNotFound);
  EXPECT_EQ(refusal({.by = "form", .truth_directory = "/nowhere"}).code(),
            graph::StatusCode::kQuestion);
  EXPECT_EQ(refusal({.truth_directory = "/nowhere"}).code(), graph::StatusCode::kInput);
}

TEST_F(AttributionQuestionTest, PublicationNamesNobodyAndHidesSmallCells) {
  store_.load_worked_example();
  store_.interview("f1,MARKER-1,case:claims/k1,begging,ana,\n");
  for (const char* group : {"entity", "role"}) {
    EXPECT_EQ(refusal({.by = group, .audience = "publication"}).code(),
              graph::StatusCode::kQuestion);
  }
  for (const bool with_key : {false, true}) {
    for (const char* group : {"form", "sector", "territory", "period"}) {
      const Answer answer = ask({.by = group, .audience = "publication"}, with_key);
      const std::string json = to_json(answer, {});
      for (const char* name : {"person:", "account:", "victim:", "MARKER", "600.00", "300.00"}) {
        EXPECT_EQ(json.find(name), std::string::npos) << group << " " << name;
      }
      EXPECT_FALSE(answer.internal_audience);
      EXPECT_EQ(answer.result.find("cases"), nullptr);
      for (const std::string& row : csv_rows(answer)) EXPECT_TRUE(row.ends_with(",true")) << row;
    }
  }
}

TEST_F(AttributionQuestionTest, PublicationShowsWhatIsLargeAndSharedEnough) {
  std::string payments, owners, claims;
  for (int i = 0; i < 6; ++i) {
    const std::string n = std::to_string(i);
    payments += "t" + n + ",client,s" + n + ",2020-01-02,100,EUR,,,1\n";
    owners += "m" + n + ",s" + n + "\n";
    claims += "a" + n + ",transaction:bank/t" + n + ",proceeds-of,,case:k1,,begging,,,10000,,,,,\n";
    claims += "b" + n + ",person:bank/m" + n + ",member-of,,case:k1,,,,,,,,,,\n";
  }
  store_.pay(payments);
  store_.own(owners);
  store_.claim(claims);
  std::string flows;
  for (int i = 0; i < 10; ++i) {
    flows +=
        "f" + std::to_string(i) + ",MARKER-" + std::to_string(i) + ",case:claims/k1,begging,m0,\n";
  }
  flows += "g1,MARKER-0,case:claims/k1,begging,m0,\n";  // the same victim again
  store_.interview(flows);
  // form, victims, group cases, asset, lower, profit, gross, cost, unexplained, hidden
  EXPECT_EQ(csv_rows(ask({.by = "form", .audience = "publication"})),
            Rows({"begging,10,,EUR,600.00,600.00,600.00,0.00,0.00,false",
                  "(all),10,,EUR,600.00,600.00,600.00,0.00,0.00,false"}));
}

TEST_F(AttributionQuestionTest, NoVictimIsNamedWhateverIsAsked) {
  store_.load_worked_example();
  store_.interview("f1,MARKER-1,case:claims/k1,begging,ana,m\n");
  store_.claim(
      "b1,account:bank/m,member-of,,case:k1,,,,,,,,,,\n"
      "b2,account:bank/m,wage-withheld,,case:k1,,f,,,,,,,9,EUR\n");
  for (const bool with_key : {false, true}) {
    for (const char* group : {"entity", "role", "form", "sector", "territory", "period"}) {
      const Answer answer = ask({.by = group}, with_key);
      const std::string text = to_json(answer, {}) + to_text(answer, {}, 0);
      for (const char* name : {"account:bank/m", "victim:", "MARKER"}) {
        EXPECT_EQ(text.find(name), std::string::npos) << group << " " << name;
      }
      EXPECT_EQ(says(answer, "1 asserted member is protected"), with_key);
      EXPECT_EQ(says(answer, "victim flows may name further members"), !with_key);
    }
  }
}

TEST_F(AttributionQuestionTest, IsEqualForAnyNumberOfThreads) {
  store_.load_worked_example();
  store_.claim("b1,transaction:bank/t6,proceeds-of,,case:k1,,f,S,ESP,10000,,indicator:r7,,,\n");
  std::set<std::string> digests;
  for (const int threads : {1, 2, 4}) {
    const graph::ExecutionContext context({.threads = threads});
    QuerySession session(store_.view(true), context);
    digests.insert(digest(value_of(attribution_question(session, {.report_currency = "EUR"}))));
  }
  EXPECT_EQ(digests.size(), 1u);
}

TEST_F(AttributionQuestionTest, ParametersSayEverythingInForce) {
  store_.load_worked_example();
  const Answer answer = ask({.case_name = "case:k1", .members_from = {"person:ana"}});
  EXPECT_EQ(to_json(*answer.parameters.find("case")), "\"case:claims/k1\"");
  EXPECT_EQ(to_json(*answer.parameters.find("members-from")), R"(["person:bank/ana"])");
  for (const char* name : {"by", "audience", "rule", "ties", "opening", "until", "resolve",
                           "without-disputed", "aggregates", "overdraft"}) {
    EXPECT_NE(answer.parameters.find(name), nullptr) << name;
  }
}

}  // namespace
}  // namespace headwater::queries
