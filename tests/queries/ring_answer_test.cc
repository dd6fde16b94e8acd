#include "queries/ring/ring_answer.h"

#include <algorithm>
#include <set>

#include <gtest/gtest.h>

#include "ingest/generate/case_loader.h"
#include "queries/render.h"
#include "queries/ring/measured_error.h"
#include "tests/support/claims_store.h"
#include "tests/support/generated_case.h"
#include "tests/support/query_store.h"

namespace headwater::queries {
namespace {

using tests::says;
using tests::scalar;
using tests::table_of;
using tests::value_of;

// A generated case, loaded once for all tests of the suite.
class RingAnswerTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    made_ = new tests::GeneratedCase({.seed = 7});
    store_ = new tests::QueryStore();
    const auto store =
        value_of(graph::Store::open(store_->path(), {.mode = graph::OpenMode::kCreate}));
    const auto loaded =
        ingest::load_case(*store, made_->directory(), store_->victim_key(), store_->context());
    ASSERT_TRUE(loaded.has_value()) << loaded.error().message();
  }
  static void TearDownTestSuite() {
    delete store_;
    delete made_;
  }
  static RingQuestion question() {
    RingQuestion asked = value_of(parse_ring({{"resolve", "probable:0.9"}, {"top", "15"}}));
    return asked;
  }
  static Answer ask(const RingQuestion& asked, bool with_key = true) {
    return value_of(ring_answer(store_->session(with_key), asked));
  }
  static tests::GeneratedCase* made_;
  static tests::QueryStore* store_;
};
tests::GeneratedCase* RingAnswerTest::made_ = nullptr;
tests::QueryStore* RingAnswerTest::store_ = nullptr;

TEST_F(RingAnswerTest, RanksAroundTheAssertedMembersAndListsThemApart) {
  const Answer answer = ask(question());
  const graph::Table& rows = table_of(answer);
  const graph::Table& known = table_of(answer, "known");
  EXPECT_EQ(rows.row_count(), 15u);
  ASSERT_EQ(known.row_count(), 2u);
  for (std::size_t i = 0; i < rows.row_count(); ++i) {
    EXPECT_NE(rows.find("id")->text(i), known.find("id")->text(0));
    EXPECT_NE(rows.find("id")->text(i), known.find("id")->text(1));
  }
  EXPECT_EQ(rows.find("truly"), nullptr) << "nothing of the truth";
  EXPECT_EQ(answer.title, "Ring around 2 known members");
}

TEST_F(RingAnswerTest, TopZeroShowsEveryRow) {
  RingQuestion all = question();
  all.top = value_of(parse_ring({{"top", "0"}})).top;
  RingQuestion most = question();
  most.top = 1'000'000;
  EXPECT_GT(table_of(ask(all)).row_count(), 25u);
  EXPECT_EQ(to_json(ask(all).result), to_json(ask(most).result));
  all.truth = most.truth = made_->truth_directory();
  EXPECT_EQ(to_json(ask(all).result), to_json(ask(most).result));
}

TEST_F(RingAnswerTest, WithoutATruthSaysHowOftenInnocentsWereNamed) {
  EXPECT_TRUE(says(ask(question()), "with all layers, 3.0 of 15 rows named an innocent"));
  RingQuestion money = question();
  money.ranking.layers = {graph::Layer::kMoney};
  EXPECT_TRUE(says(ask(money), "with money alone, 4.5 of 15 rows named an innocent"));
  for (const auto& asked : {question(), money}) EXPECT_TRUE(says(ask(asked), "docs/ring.md"));
}

TEST_F(RingAnswerTest, CountsTheProtectedAndShowsNone) {
  for (const bool with_key : {true, false}) {
    const Answer answer = ask(question(), with_key);
    EXPECT_TRUE(says(answer, "3 protected persons and companies"));
    EXPECT_EQ(says(answer, "without the victim key"), !with_key);
    EXPECT_EQ(to_json(answer, {}).find("victim:"), std::string::npos);
  }
}

TEST_F(RingAnswerTest, TheTruthMarksMembersAndInnocentsAndChangesNoRank) {
  RingQuestion asked = question();
  const Answer blind = ask(asked);
  asked.truth = made_->truth_directory();
  const Answer judged = ask(asked);
  const graph::Table& rows = table_of(judged);
  std::int64_t innocents = 0;
  for (std::size_t i = 0; i < rows.row_count(); ++i) {
    EXPECT_EQ(rows.find("id")->text(i), table_of(blind).find("id")->text(i));
    EXPECT_EQ(rows.find("score")->float64(i), table_of(blind).find("score")->float64(i));
    innocents += rows.find("member")->boolean(i) ? 0 : 1;
    EXPECT_NE(rows.find("truly")->text(i), "victim");
  }
  EXPECT_EQ(scalar(judged, "judged", "innocents_named"), std::to_string(innocents));
  EXPECT_EQ(scalar(judged, "judged", "members_to_find"), "15");
  EXPECT_EQ(scalar(judged, "judged", "victims_named"), "0");
  EXPECT_TRUE(says(judged, "judged against the truth"));
  EXPECT_FALSE(says(judged, "docs/ring.md"));
}

TEST_F(RingAnswerTest, NamedMembersTakeThePlaceOfTheAssertedOnes) {
  const std::string one(table_of(ask(question()), "known").find("id")->text(0));
  RingQuestion asked = question();
  asked.known = {one, one};
  const Answer answer = ask(asked);
  ASSERT_EQ(table_of(answer, "known").row_count(), 1u);
  EXPECT_EQ(answer.title, "Ring around 1 known member");
  EXPECT_EQ(to_json(*answer.parameters.find("known")), "[\"" + one + "\"]");
}

TEST_F(RingAnswerTest, OneCaseHasItsOwnKnownMembers) {
  RingQuestion asked = question();
  asked.case_name = "case:police/ring-1";
  EXPECT_EQ(table_of(ask(asked), "known").row_count(), 2u);
  asked.case_name = "case:police/none";
  EXPECT_EQ(ring_answer(store_->session(), asked).error().code(), graph::StatusCode::kNotFound);
}

TEST_F(RingAnswerTest, IsEqualForAnyNumberOfThreads) {
  std::set<std::string> digests;
  for (const int threads : {1, 2, 4}) {
    const graph::ExecutionContext context({.threads = threads});
    QuerySession session(store_->view(true), context);
    digests.insert(digest(value_of(ring_answer(session, question()))));
  }
  EXPECT_EQ(digests.size(), 1u);
}

TEST(RingAnswer, SaysThatNoMemberIsKnown) {
  tests::QueryStore store;
  constexpr char bank_rows[] = R"({"headwater_mapping": 1, "name": "bank", "records": [
    {"record": "transaction", "from": {"kind": "account", "id": {"column": "from"}},
     "to": {"kind": "account", "id": {"column": "to"}}, "time": "2020-01-01",
     "amount": "1", "asset": "EUR", "count": "1"}]})";
  store.load_text("bank.csv", bank_rows, "from,to\na,b\n");
  const auto answer = ring_answer(store.session(), value_of(parse_ring({})));
  ASSERT_FALSE(answer.has_value());
  EXPECT_EQ(answer.error().code(), graph::StatusCode::kQuestion);
  EXPECT_NE(answer.error().message().find("--known"), std::string::npos);
}

TEST(RingAnswer, RefusesParametersThatItDoesNotKnow) {
  EXPECT_FALSE(parse_ring({{"layers", "money,rumours"}}).has_value());
  EXPECT_FALSE(parse_ring({{"top", "-1"}}).has_value());
  EXPECT_FALSE(parse_ring({{"damping", "0.9"}}).has_value());
}

TEST(RingAnswer, AnEvaluationShowsTheBaselinesBesideInnocentsByKind) {
  SeedEvaluationRequest request;
  request.first_seed = 41;
  request.seeds = 1;
  const tests::TemporaryDirectory scratch;
  request.scratch = scratch.path();
  const Answer answer = ring_evaluation_answer(
      value_of(evaluate_seeds(request, graph::ExecutionContext({.threads = 2}))));
  EXPECT_EQ(table_of(answer, "methods").row_count(), 6u);
  const graph::Table& innocents = table_of(answer, "innocents_named");
  for (const char* method : {"ring ranking, money and ties", "one hop, money", "degree, money"}) {
    EXPECT_NE(innocents.find(method), nullptr) << method;
  }
  EXPECT_EQ(to_json(*answer.parameters.find("seeds")), "1");
}

// The figures that every answer on a real case carries are those that the evaluation gives.
TEST(RingAnswerSlow, TheMeasuredErrorIsWhatTheEvaluationMeasures) {
  SeedEvaluationRequest request;
  request.seeds = kMeasuredSeeds;
  request.cut_off = kMeasuredCutOff;
  const tests::TemporaryDirectory scratch;
  request.scratch = scratch.path();
  const SeedEvaluation evaluation =
      value_of(evaluate_seeds(request, graph::ExecutionContext({.threads = 2})));
  const graph::Table summary = summary_table(evaluation);
  std::size_t compared = 0;
  for (const MeasuredMethod& measured : measured_methods()) {
    for (std::size_t row = 0; row < summary.row_count(); ++row) {
      if (summary.find("method")->text(row) != measured.method) continue;
      ++compared;
      EXPECT_NEAR(summary.find("found")->float64(row), measured.found / 10.0, 0.0501);
      EXPECT_NEAR(summary.find("missed")->float64(row), measured.missed / 10.0, 0.0501);
      EXPECT_NEAR(summary.find("found_named_by_nothing")->float64(row),
                  measured.found_unnamed / 10.0, 0.0501);
      EXPECT_NEAR(summary.find("innocents")->float64(row), measured.innocents / 10.0, 0.0501);
    }
  }
  EXPECT_EQ(compared, 2u) << "money alone, and all layers";
  const Document shown = to_document(evaluation);
  EXPECT_NEAR(std::get<double>(shown.find("to_find_named_by_nothing")->value()),
              kMeasuredUnnamed / 10.0, 0.0501);
}

// An indicator makes nobody a member: who only has a flag is no centre of a ring, nor named as one.
TEST(RingAnswerOfClaims, WhomOnlyAnIndicatorCallsAMemberIsNoKnownMember) {
  tests::ClaimsStore store;
  store.pay("t1,s,b,2020-01-02,1000,EUR,,,1\nt2,b,c,2020-01-03,1000,EUR,,,1\n");
  store.own("ana,s\nboris,b\ncarl,c\n");
  store.claim(
      "a1,person:bank/ana,member-of,,case:k1,,,,,,,analyst,,,\n"
      "a2,person:bank/carl,member-of,,case:k1,,,,,,,indicator:r7,,,\n");
  const Answer answer = value_of(ring_answer(store.session(), value_of(parse_ring({}))));
  ASSERT_EQ(table_of(answer, "known").row_count(), 1u);
  EXPECT_EQ(table_of(answer, "known").find("id")->text(0), "person:bank/ana");
}

}  // namespace
}  // namespace headwater::queries
