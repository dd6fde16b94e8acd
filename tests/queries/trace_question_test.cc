#include "queries/flow/trace_question.h"

#include <set>

#include <gtest/gtest.h>

#include "queries/render.h"
#include "tests/support/claims_store.h"

namespace headwater::queries {
namespace {

using tests::ClaimsStore;
using tests::csv_rows;
using tests::says;
using tests::scalar;
using tests::table_of;
using tests::value_of;
using Rows = std::vector<std::string>;

TraceQuestion from_assertions() {
  TraceQuestion question;
  question.from_assertions = true;
  return question;
}

TraceQuestion from(const std::string& transaction) {
  TraceQuestion question;
  question.sources = {{transaction, "", "", ""}};
  return question;
}

class TraceQuestionTest : public testing::Test {
 protected:
  Answer ask(const TraceQuestion& question, bool with_key = false) {
    return value_of(trace_question(store_.session(with_key), question));
  }
  graph::Status refusal(const TraceQuestion& question) {
    const auto answer = trace_question(store_.session(), question);
    EXPECT_FALSE(answer.has_value());
    return answer.has_value() ? graph::Status() : answer.error();
  }
  ClaimsStore store_;
};

TEST_F(TraceQuestionTest, TheWorkedExampleStandsWhereThePageSays) {
  store_.load_worked_example();
  const Answer answer = ask(from_assertions());
  const std::string label = ",case:claims/k1,f,location:iso3166/ESP,";
  EXPECT_EQ(csv_rows(answer), Rows({"held,account:bank/s,person:bank/ana," + label + "280.00,EUR",
                                    "spent,account:bank/s,person:bank/ana," + label + "120.00,EUR",
                                    "cashed-out,account:cash/ESP,," + label + "100.00,EUR",
                                    "held,account:bank/b,person:bank/boris," + label + "50.00,EUR",
                                    "held,account:bank/stranger,," + label + "50.00,EUR"}));
  EXPECT_EQ(csv_rows(answer, "conservation"),
            Rows({"1,EUR,600.00,0.00,380.00,0.00,100.00,0.00,0.00,120.00,0.00,0.00,0.00,0.00"}));
  EXPECT_EQ(csv_rows(answer, "labels"),
            Rows({"1,case:claims/k1,location:iso3166/ESP,f,S,exploitation,charged"}));
  EXPECT_EQ(scalar(answer, "summary", "transactions_run"), "6");
  EXPECT_TRUE(answer.internal_audience);
}

TEST_F(TraceQuestionTest, PaymentsStandInLedgerOrderWithWhatTheyCarried) {
  store_.load_worked_example();
  TraceQuestion question = from_assertions();
  const Rows all = csv_rows(ask(question), "payments");
  ASSERT_EQ(all.size(), 6u);
  EXPECT_EQ(all[0],
            "transaction:bank/t1,2020-01-02T00:00:00Z,account:bank/client,account:bank/s,600.00,"
            "600.00,EUR");
  EXPECT_EQ(all[1].substr(all[1].find("landlord")), "landlord,120.00,0.00,EUR");
  EXPECT_EQ(all[5].substr(all[5].find("stranger")), "stranger,50.00,0.00,EUR");
  question.limit = 2;
  const Answer cut = ask(question);
  EXPECT_EQ(csv_rows(cut, "payments"), Rows({all[0], all[1]}));
  EXPECT_TRUE(says(cut, "the first 2 of 6 rows in ledger order"));
}

TEST_F(TraceQuestionTest, ASourceIsATransactionOrAPartOfIt) {
  store_.load_worked_example();
  EXPECT_EQ(csv_rows(ask(from("transaction:bank/t4=250")))[0],
            "cashed-out,account:cash/ESP,,source,,,,125.00,EUR");
  const Answer whole = ask(from("transaction:bank/t6"));
  EXPECT_EQ(csv_rows(whole), Rows({"held,account:bank/stranger,,source,,,,125.00,EUR"}));
  EXPECT_EQ(to_json(*whole.parameters.find("sources")),
            R"([{"transaction":"transaction:bank/t6","amount":"125.00","asset":"EUR",)"
            R"("label":"source"}])");
}

TEST_F(TraceQuestionTest, LabelsOfAFileStayApart) {
  store_.load_worked_example();
  TraceQuestion question;
  question.sources = {{"transaction:bank/t6", "100", "B", "f:1"},
                      {"transaction:bank/t6", "25", "A", "f:2"}};
  const Answer answer = ask(question);
  EXPECT_EQ(csv_rows(answer), Rows({"held,account:bank/stranger,,B,,,,100.00,EUR",
                                    "held,account:bank/stranger,,A,,,,25.00,EUR"}));
  EXPECT_EQ(csv_rows(answer, "labels"), Rows({"A,,,,,,", "B,,,,,,"}));
}

TEST_F(TraceQuestionTest, RefusesSourcesThatAreNoneWithoutRepeatingThem) {
  store_.load_worked_example();
  for (const char* text :
       {"transaction:bank/t6=125.01", "transaction:bank/t6=0", "transaction:bank/t6=-1",
        "transaction:bank/t6=1.005", "transaction:bank/t6=x",
        "transaction:bank/t6=", "transaction:bank/t99", "transaction:bank/t99=1"}) {
    const graph::Status status = refusal(from(text));
    EXPECT_TRUE(status.code() == graph::StatusCode::kQuestion ||
                status.code() == graph::StatusCode::kNotFound)
        << text;
    EXPECT_EQ(status.message().find("t6"), std::string::npos) << status.message();
    EXPECT_EQ(status.message().find("t99"), std::string::npos) << status.message();
  }
  TraceQuestion placed;
  placed.sources = {{"transaction:bank/t6", "126", "", "sources.csv:3"}};
  EXPECT_NE(refusal(placed).message().find("sources.csv:3"), std::string::npos);
}

TEST_F(TraceQuestionTest, NeedsOneKindOfSource) {
  store_.load_worked_example();
  EXPECT_EQ(refusal({}).code(), graph::StatusCode::kQuestion);
  TraceQuestion both = from("transaction:bank/t6");
  both.from_assertions = true;
  EXPECT_EQ(refusal(both).code(), graph::StatusCode::kQuestion);
  TraceQuestion stray = from("transaction:bank/t6");
  stray.case_name = "case:claims/k1";
  EXPECT_EQ(refusal(stray).code(), graph::StatusCode::kQuestion);
  TraceQuestion unknown = from_assertions();
  unknown.case_name = "case:claims/k2";
  EXPECT_EQ(refusal(unknown).code(), graph::StatusCode::kNotFound);
}

TEST_F(TraceQuestionTest, SaysWhichRulesANetworkDoesNotHave) {
  store_.load_worked_example();
  for (const char* rule : {"fifo", "lifo", "clean-first", "all", "poison"}) {
    TraceQuestion question = from_assertions();
    question.policy.rule = rule;
    EXPECT_NE(refusal(question).message().find("trace --ledger"), std::string::npos) << rule;
  }
  TraceQuestion backward = from_assertions();
  backward.policy.direction = "backward";
  EXPECT_EQ(refusal(backward).code(), graph::StatusCode::kQuestion);
  TraceQuestion overdraft = from_assertions();
  overdraft.policy.overdraft = "backward";
  EXPECT_EQ(refusal(overdraft).code(), graph::StatusCode::kQuestion);
}

TEST_F(TraceQuestionTest, EveryKindOfEndHasItsName) {
  store_.pay(
      "t1,client,s,2020-01-02,100,EUR,,,1\n"
      "t2,s,account:cash/ESP,2020-01-03,10,EUR,,,1\n"
      "t3,s,account:external/GBR,2020-01-04,10,EUR,,,1\n"
      "t4,s,account:unspecified/person:bank/zoe,2020-01-05,10,EUR,,,1\n"
      "t5,s,fee,2020-01-06,10,EUR,9,,1\n"
      "t6,s,usd,2020-01-07,20,EUR,22,USD,1\n");
  store_.own("zoe,account:unspecified/person:bank/zoe\n");
  const Answer answer = ask(from("transaction:bank/t1"));
  EXPECT_EQ(csv_rows(answer),
            Rows({"held,account:bank/s,,source,,,,40.00,EUR",
                  "cashed-out,account:cash/ESP,,source,,,,10.00,EUR",
                  "external,account:external/GBR,,source,,,,10.00,EUR",
                  "pooled,account:unspecified/person:bank/zoe,person:bank/zoe,source,,,,10.00,EUR",
                  "held,account:bank/fee,,source,,,,9.00,EUR",
                  "dissipated,account:bank/s,,source,,,,1.00,EUR",
                  "held,account:bank/usd,,source,,,,22.00,USD"}));
  EXPECT_EQ(
      csv_rows(answer, "conversions"),
      Rows({"transaction:bank/t6,2020-01-07T00:00:00Z,20.00,EUR,22.00,USD,20.00,22.00,1.100000"}));
  for (const std::string& row : csv_rows(answer, "conservation")) {
    EXPECT_NE(row.find(",0.00,0.00,0.00"), std::string::npos) << row;
  }
  EXPECT_TRUE(says(answer, "1.0 % of the labelled EUR") == false)
      << "exactly one percent is not more";
}

TEST_F(TraceQuestionTest, OverdraftsStandInTheFirstNote) {
  store_.pay(
      "t0,s,shop,2020-01-01,30,EUR,,,1\n"
      "t1,client,s,2020-01-02,100,EUR,,,1\n");
  TraceQuestion question = from("transaction:bank/t1");
  const Answer inferred = ask(question);
  EXPECT_NE(inferred.notes.at(0).find("1 balance was inferred"), std::string::npos);
  EXPECT_EQ(scalar(inferred, "summary", "accounts_with_inferred_opening"), "1");
  question.policy.opening = "zero";
  const Answer zero = ask(question);
  EXPECT_NE(zero.notes.at(0).find("30.0 % of the labelled EUR"), std::string::npos);
  EXPECT_EQ(csv_rows(zero), Rows({"held,account:bank/s,,source,,,,70.00,EUR",
                                  "dissipated,account:bank/s,,source,,,,30.00,EUR"}));
}

TEST_F(TraceQuestionTest, LeavesOutAggregatesAndUndatedAndSaysSo) {
  store_.pay(
      "t0,client,s,,30,EUR,,,1\n"
      "t1,client,s,2020-01-02,100,EUR,,,3\n");
  TraceQuestion question = from("transaction:bank/t0");
  question.sources.push_back({"transaction:bank/t1", "", "", ""});
  const Answer without = ask(question);
  EXPECT_EQ(table_of(without).row_count(), 0u);
  EXPECT_TRUE(says(without, "2 sources are transactions that are not run"));
  EXPECT_EQ(scalar(without, "summary", "aggregates_left_out"), "1");
  EXPECT_EQ(scalar(without, "summary", "undated_left_out"), "1");
  question.policy.aggregates = question.policy.undated = true;
  EXPECT_EQ(csv_rows(ask(question)), Rows({"held,account:bank/s,,source,,,,130.00,EUR"}));
}

TEST_F(TraceQuestionTest, AccountsOfProtectedPeopleAreNeverNamed) {
  store_.load_worked_example();
  store_.interview("f1,MARKER-1,case:claims/k1,begging,ana,stranger\n");
  store_.interview("f2,MARKER-2,case:claims/k1,begging,ana,m\n");
  for (const bool with_key : {false, true}) {
    const Answer answer = ask(from_assertions(), with_key);
    const std::string json = to_json(answer, {}) + to_text(answer, {}, 0);
    for (const char* name : {"account:bank/m\"", "account:bank/stranger", "victim:", "MARKER"}) {
      EXPECT_EQ(json.find(name), std::string::npos) << name;
    }
    EXPECT_EQ(csv_rows(answer).back(),
              "held,,protected persons,,case:claims/k1,f,location:iso3166/ESP,50.00,EUR");
    // A gap beside a transaction's name would mark the account as a victim's.
    for (const std::string& payment : csv_rows(answer, "payments")) {
      EXPECT_EQ(payment.find(",,"), std::string::npos) << payment;
    }
    EXPECT_EQ(csv_rows(answer, "payments").size(), 3u);
  }
}

// Two accounts of victims are one row: how many there are is not told either.
TEST_F(TraceQuestionTest, AccountsOfProtectedPeopleAreOneRow) {
  store_.pay(
      "t1,client,s,2020-01-02,100,EUR,,,1\n"
      "t2,s,v1,2020-01-03,10,EUR,,,1\n"
      "t3,s,v2,2020-01-04,5,EUR,,,1\n");
  store_.interview(
      "f1,MARKER-1,case:claims/k1,begging,ana,v1\nf2,MARKER-2,case:claims/k1,begging,ana,v2\n");
  EXPECT_EQ(csv_rows(ask(from("transaction:bank/t1"))),
            Rows({"held,account:bank/s,,source,,,,85.00,EUR",
                  "held,,protected persons,source,,,,15.00,EUR"}));
}

TEST_F(TraceQuestionTest, TheRateOfAConversionIsThatOfTheWholePayment) {
  store_.pay(
      "t0,clean,s,2020-01-01,259.96,EUR,,,1\n"
      "t1,client,s,2020-01-02,0.04,EUR,,,1\n"
      "t2,s,usd,2020-01-03,260,EUR,281.78,USD,1\n");
  EXPECT_EQ(csv_rows(ask(from("transaction:bank/t1")), "conversions"),
            Rows({"transaction:bank/t2,2020-01-03T00:00:00Z,0.04,EUR,0.04,USD,260.00,281.78,"
                  "1.083769"}));
}

// The name of a payment that stands in one list and not in the other would mark the account.
TEST_F(TraceQuestionTest, ConversionsWithAProtectedEndStandInNoList) {
  store_.pay(
      "t1,client,s,2020-01-02,100,EUR,,,1\n"
      "t2,s,v1,2020-01-03,10,EUR,12,USD,1\n"
      "t3,s,shop,2020-01-04,20,EUR,24,USD,1\n"
      "t4,v1,shop,2020-01-05,6,USD,5,EUR,1\n");
  store_.interview("f1,MARKER-1,case:claims/k1,begging,ana,v1\n");
  for (const bool with_key : {false, true}) {
    const Answer answer = ask(from("transaction:bank/t1"), with_key);
    EXPECT_EQ(
        csv_rows(answer, "conversions"),
        Rows(
            {"transaction:bank/t3,2020-01-04T00:00:00Z,20.00,EUR,24.00,USD,20.00,24.00,1.200000"}));
    const std::string text = to_json(answer, {}) + to_text(answer, {}, 0);
    EXPECT_EQ(text.find("transaction:bank/t2"), std::string::npos);
    EXPECT_EQ(text.find("transaction:bank/t4"), std::string::npos);
  }
}

// The larger of two counts; the smaller is no money that the payer's account carried already.
TEST_F(TraceQuestionTest, OfTwoSourcesWithOneTransactionTheLargerCountsOnce) {
  store_.load_worked_example();
  for (const bool ascending : {false, true}) {
    TraceQuestion question;
    question.sources = {{"transaction:bank/t1=60", "", "", ""},
                        {"transaction:bank/t1=40", "", "", ""}};
    if (ascending) std::swap(question.sources[0], question.sources[1]);
    question.policy.until = graph::Timestamp{1'577'923'200'000};
    EXPECT_EQ(csv_rows(ask(question), "conservation"),
              Rows({"source,EUR,60.00,0.00,60.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00"}));
  }
}

TEST_F(TraceQuestionTest, IsEqualForAnyNumberOfThreads) {
  store_.load_worked_example();
  store_.interview("f1,MARKER-1,case:claims/k1,begging,mila,m\n");
  std::set<std::string> digests;
  for (const int threads : {1, 2, 4}) {
    const graph::ExecutionContext context({.threads = threads});
    QuerySession session(store_.view(true), context);
    digests.insert(digest(value_of(trace_question(session, from_assertions()))));
  }
  EXPECT_EQ(digests.size(), 1u);
}

TEST_F(TraceQuestionTest, UntilIsWhatStoodThen) {
  store_.load_worked_example();
  TraceQuestion question = from_assertions();
  question.policy.until = *graph::parse_iso8601("2020-01-04");
  const Answer answer = ask(question);
  EXPECT_EQ(csv_rows(answer).at(0).substr(0, 48),
            "held,account:bank/s,person:bank/ana,,case:claims");
  EXPECT_NE(csv_rows(answer).at(1).find("held,account:bank/m"), std::string::npos);
  EXPECT_EQ(table_of(answer).row_count(), 3u);
  EXPECT_EQ(to_json(*answer.parameters.find("until")), "\"2020-01-04T00:00:00Z\"");
}

}  // namespace
}  // namespace headwater::queries
