#include "queries/flow/case_attribution.h"

#include <vector>

#include <gtest/gtest.h>

#include "ingest/retraction.h"
#include "tests/support/attributed_case.h"

namespace headwater::queries {
namespace {

using tests::ClaimsStore;
using tests::Figures;
using tests::kWorkedExample;
using tests::shown;
using tests::value_of;

class CaseAttributionTest : public tests::AttributedCase {};

TEST_F(CaseAttributionTest, TheWorkedExampleOfTheTracingPageHolds) {
  store_.load_worked_example();
  const CaseAttribution found = attributed();
  EXPECT_EQ(figures(found), kWorkedExample);
  ASSERT_EQ(found.members.size(), 2u);
  EXPECT_EQ(found.members[0].roles, std::vector<std::string>({"manager"}));
  EXPECT_EQ(found.members[0].bases, std::vector<std::string>({"member-of"}));
  ASSERT_EQ(found.labels.size(), 1u);
  EXPECT_EQ(found.labels[0].form, "f");
  EXPECT_EQ(found.notes.proceeds_assertions, 1u);
  EXPECT_EQ(found.notes.cost_assertions, 1u);
  EXPECT_EQ(found.notes.member_assertions, 2u);
  EXPECT_EQ(found.notes.over_claimed, 0u);
  EXPECT_FALSE(found.notes.roles_hidden);
}

TEST_F(CaseAttributionTest, ARetractedAssertionIsGone) {
  store_.load_worked_example();
  {
    const auto store =
        value_of(graph::Store::open(store_.path(), {.mode = graph::OpenMode::kWrite}));
    value_of(ingest::retract(*store, {{"assertion:claims/a2"}, "the lease is a forgery"},
                             store_.context()));
  }
  ClaimsStore& store = store_;
  store.rate("EUR,USD,2020-01-01,1.1,bank\n");  // the store is opened anew
  EXPECT_EQ(figures(attributed())["ana"], "600.00/0.00/200.00/0.00/400.00/120.00");
}

TEST_F(CaseAttributionTest, OfSeveralAssertionsOfOneLabelTheLargestCounts) {
  store_.load_worked_example();
  store_.claim(
      "b1,transaction:bank/t1,proceeds-of,,case:k1,,f,S,ESP,6000,charged,reported,,,\n"
      "b2,transaction:bank/t1,proceeds-of,,case:k1,,f,S,ESP,2500,charged,reported,,,\n"
      "b3,transaction:bank/t2,cost-of,,case:k1,,f,S,ESP,5000,charged,reported,,,\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(figures(found), kWorkedExample);
  EXPECT_EQ(found.notes.over_claimed, 0u);
}

TEST_F(CaseAttributionTest, AWeakerStandardCountsOnlyForWhatItClaimsBeyondTheStronger) {
  store_.load_worked_example();
  store_.claim(
      "b1,transaction:bank/t1,proceeds-of,,case:k1,,f,S,ESP,8000,suspicion,reported,,,\n"
      "b2,transaction:bank/t1,proceeds-of,,case:k1,,f,S,ESP,2500,convicted,reported,,,\n");
  EXPECT_EQ(labelled(attributed()), Figures({{"f convicted exploitation", "250.00"},
                                             {"f charged exploitation", "350.00"},
                                             {"f suspicion exploitation", "200.00"}}));
}

TEST_F(CaseAttributionTest, MoreThanTheWholeIsAConflictAndCutInProportion) {
  store_.load_worked_example();
  store_.claim("b1,transaction:bank/t1,recruitment-fee,,case:k1,,f,S,ESP,9000,charged,,,,\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(found.notes.over_claimed, 1u);
  EXPECT_EQ(labelled(found), Figures({{"f charged exploitation", "400.00"},
                                      {"f charged recruitment-fees", "600.00"}}));
}

TEST_F(CaseAttributionTest, TwoSharesThatOnlyRoundingLiftsAboveTheWholeAreNoConflict) {
  store_.pay("t1,client,s,2020-01-02,0.03,EUR,,,1\n");
  store_.own("ana,s\n");
  store_.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,,,5000,,,,,\n"
      "a2,transaction:bank/t1,proceeds-of,,case:k1,,g,,,5000,,,,,\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(found.notes.over_claimed, 0u);
  EXPECT_EQ(labelled(found), Figures({{"f  exploitation", "0.02"}, {"g  exploitation", "0.01"}}));
}

// Two cases claim 60 % and 90 % of one payment. Whoever asks for one of them alone gets the figures
// that it has beside the other.
TEST_F(CaseAttributionTest, ACaseHasTheSameFiguresAloneAndBesideOthers) {
  store_.load_worked_example();
  store_.claim(
      "b1,transaction:bank/t1,proceeds-of,,case:k2,,f,S,ESP,9000,charged,,,,\n"
      "b2,person:bank/carl,member-of,,case:k2,,,,,,charged,,,,\n");
  const CaseAttribution both = attributed();
  EXPECT_EQ(both.notes.over_claimed, 1u);
  EXPECT_EQ(both.members.size(), 3u);
  const CaseAttribution one = attributed({.case_name = "case:claims/k1"});
  EXPECT_EQ(one.members.size(), 2u);
  ASSERT_EQ(one.labels.size(), 1u);
  EXPECT_EQ(shown(one.result.cases[0].newly_labelled), "400.00");
  EXPECT_EQ(figures(one), figures(both));
  EXPECT_EQ(attribute_cases(store_.session(), {.case_name = "person:bank/ana"}).error().code(),
            graph::StatusCode::kQuestion);
  EXPECT_EQ(attribute_cases(store_.session(), {.case_name = "case:claims/k9"}).error().code(),
            graph::StatusCode::kNotFound);
}

// Two cases call one rent of 300 their cost, and one of them a second one. Whoever asks for one
// case alone gets the costs, and the unexplained money, that it has beside the other.
TEST_F(CaseAttributionTest, APaymentThatTwoCasesExplainIsExplainedOnceAloneAndBeside) {
  store_.pay(
      "t1,client,s,2020-01-02,1000,EUR,,,1\n"
      "t2,client,s,2020-01-02,1000,EUR,,,1\n"
      "t3,s,landlord,2020-01-03,300,EUR,,,1\n"
      "t4,s,printer,2020-01-04,170,EUR,,,1\n");
  store_.own("ana,s\n");
  store_.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a2,transaction:bank/t2,proceeds-of,,case:k2,,g,,,10000,,,,,\n"
      "a3,person:bank/ana,member-of,,case:k1,,,,,,,,,,\n"
      "a4,person:bank/ana,member-of,,case:k2,,,,,,,,,,\n"
      "a5,transaction:bank/t3,cost-of,,case:k1,,f,,,10000,,,,,\n"
      "a6,transaction:bank/t3,cost-of,,case:k2,,g,,,10000,,,,,\n"
      "a7,transaction:bank/t4,cost-of,,case:k2,,g,,,10000,,,,,\n");
  const CaseAttribution both = attributed();
  EXPECT_EQ(figures(both), Figures({{"ana", "2000.00/0.00/0.00/470.00/1530.00/0.00"}}));
  const CaseAttribution first = attributed({.case_name = "case:claims/k1"});
  EXPECT_EQ(figures(first), Figures({{"ana", "1000.00/0.00/0.00/150.00/850.00/0.00"}}));
  const CaseAttribution second = attributed({.case_name = "case:claims/k2"});
  EXPECT_EQ(figures(second), Figures({{"ana", "1000.00/0.00/0.00/320.00/680.00/0.00"}}));
}

// The balance of the next month's statement says what the account held, and is no money on top of
// it: it does not thin out the labelled part of what leaves.
TEST_F(CaseAttributionTest, OfSeveralRecordedBalancesTheEarliestCounts) {
  store_.load_worked_example();
  store_.open_with("s,EUR,1000,2020-01-04\ns,EUR,700,2020-01-03\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(figures(found), kWorkedExample);
  EXPECT_EQ(found.notes.later_openings, 2u);
  store_.open_with("s,EUR,500,2019-12-31\n");
  EXPECT_EQ(figures(attributed()), kWorkedExample) << "the order of loading does not matter";
}

TEST_F(CaseAttributionTest, MoneyThatOnlyAnIndicatorNamesIsNeverProfit) {
  store_.load_worked_example();
  store_.claim(
      "b1,transaction:bank/t1,proceeds-of,,case:k1,,f,S,ESP,10000,suspicion,indicator:r7,,,\n"
      "b2,transaction:bank/t6,proceeds-of,,case:k1,,f,S,ESP,10000,suspicion,indicator:r7,,,\n"
      "b3,person:bank/carl,member-of,,case:k1,,,,,,,indicator:r7,,,\n"
      "b4,transaction:bank/t5,cost-of,,case:k1,,f,S,ESP,10000,,indicator:r7,,,\n"
      "b5,person:bank/ana,wage-withheld,,case:k1,,f,S,ESP,,,indicator:r7,,70,EUR\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(figures(found), kWorkedExample);
  EXPECT_EQ(found.labels.size(), 1u);
  EXPECT_EQ(found.members.size(), 2u) << "an indicator makes nobody a member";
  EXPECT_TRUE(found.withheld.empty());
  EXPECT_EQ(found.notes.indicated, 5u);
  ASSERT_EQ(found.suspected_labels.size(), 1u);
  // Of t1 what is not proven already: 400.
  ASSERT_EQ(found.suspected.cases.size(), 1u);
  EXPECT_EQ(figures(found, found.suspected)["ana"].substr(0, 7), "400.00/");
  EXPECT_EQ(shown(found.suspected.cases[0].profit), "400.00");
  for (const auto& movement : found.suspected.trace.movements) EXPECT_EQ(movement.label, 0u);
}

TEST_F(CaseAttributionTest, ProvenFiguresDoNotDependOnSuspectedMoney) {
  store_.load_worked_example();
  const Figures before = figures(attributed());
  store_.claim("b1,transaction:bank/t3,proceeds-of,,case:k1,,f,S,ESP,10000,,indicator:r7,,,\n");
  EXPECT_EQ(figures(attributed()), before);
}

TEST_F(CaseAttributionTest, WithheldWagesStandApartOnceAWithholding) {
  store_.load_worked_example();
  store_.interview("f1,MARKER-1,case:claims/k1,forced-labour,ana,\n");
  store_.claim(
      "b1,person:bank/ana,wage-withheld,,case:k1,,labour,N,ESP,,,,,100.50,EUR\n"
      "b2,person:bank/ana,wage-withheld,,case:k1,,labour,N,ESP,,,,,200,EUR\n"
      "b3,person:bank/ana,wage-withheld,,,victim-flow:bank/f1,,N,,,suspicion,,,30,EUR\n"
      "b4,person:bank/ana,wage-withheld,,,victim-flow:bank/f1,,N,,,charged,,,40,EUR\n"
      "b5,person:bank/carl,wage-withheld,,case:k1,,labour,N,ESP,,,,,7,EUR\n"
      "b6,person:bank/ana,wage-withheld,,case:k1,,labour,N,ESP,,,,,,EUR\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(figures(found), kWorkedExample);
  ASSERT_EQ(found.withheld.size(), 3u);
  EXPECT_EQ(shown(found.withheld[0].amount), "40.00") << "one flow: the largest";
  EXPECT_EQ(found.withheld[0].label.form, "forced-labour") << "from the flow";
  EXPECT_EQ(found.withheld[0].label.standard, "charged");
  EXPECT_EQ(shown(found.withheld[1].amount), "300.50") << "two claims are summed";
  EXPECT_EQ(found.withheld[1].assertions, 2u);
  EXPECT_EQ(found.withheld[2].member, engine::kNoHolder);
  EXPECT_EQ(found.notes.wages_without_amount, 1u);
}

TEST_F(CaseAttributionTest, WhatThePoliciesLeaveOutIsCountedAndCostsNothing) {
  store_.pay(
      "t0,client,s,,50,EUR,,,1\n"
      "t1,client,s,2020-01-02,1000,EUR,,,1\n"
      "t2,s,landlord,2020-01-03,300,EUR,,,1\n"
      "t9,client,s,2020-01-04,70,EUR,,,4\n");
  store_.own("ana,s\n");
  store_.claim(
      "a0,transaction:bank/t0,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,,,6000,,,,,\n"
      "a2,transaction:bank/t2,cost-of,,case:k1,,f,,,10000,,,,,\n"
      "a3,person:bank/ana,member-of,,case:k1,,,,,,,,,,\n"
      "a4,transaction:bank/t9,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a5,person:bank/ana,proceeds-of,,case:k1,,f,,,10000,,,,,\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(found.notes.outside_window, 2u);
  EXPECT_EQ(found.notes.without_transaction, 1u);
  EXPECT_EQ(figures(found)["ana"], "600.00/0.00/0.00/300.00/300.00/0.00");
  CaseAttributionRequest request;
  request.policy.until = *graph::parse_iso8601("2020-01-02");
  const CaseAttribution until = attributed(request);
  EXPECT_EQ(figures(until)["ana"], "600.00/0.00/0.00/0.00/600.00/0.00")
      << "a cost after the end is none yet";
  EXPECT_EQ(until.labels.size(), found.labels.size()) << "labels are the same in every window";
  request.policy = {.aggregates = true, .undated = true};
  EXPECT_EQ(figures(attributed(request))["ana"], "720.00/0.00/0.00/300.00/420.00/0.00");
}

TEST_F(CaseAttributionTest, TheReceivedAmountIsWhatIsShared) {
  store_.pay("t1,client,s,2020-01-02,1000,EUR,1100.01,USD,1\n");
  store_.own("ana,s\n");
  store_.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,,,5000,,,,,\n"
      "a2,person:bank/ana,member-of,,case:k1,,,,,,,,,,\n");
  const CaseAttribution found = attributed();
  ASSERT_EQ(found.result.members.size(), 1u);
  EXPECT_EQ(shown(found.result.members[0].gross), "550.00") << "half to even: 550.005";
  EXPECT_EQ(found.snapshot->assets()[found.result.members[0].asset.value].code, "USD");
}

TEST_F(CaseAttributionTest, AVictimFlowFillsWhatTheAssertionLeavesOpen) {
  store_.load_worked_example();
  store_.interview("f1,MARKER-1,case:claims/k1,forced-labour,ana,\n");
  store_.claim("b1,transaction:bank/t6,proceeds-of,,,victim-flow:bank/f1,,,,10000,,,,,\n");
  const CaseAttribution found = attributed();
  ASSERT_EQ(found.labels.size(), 2u);
  EXPECT_EQ(found.labels[0].form == "f" ? found.labels[1].form : found.labels[0].form,
            "forced-labour");
  for (const ProceedsLabel& label : found.labels) {
    EXPECT_EQ(value_of(store_.view().key_of(label.case_id)).external_id, "k1");
    EXPECT_EQ(value_of(store_.view().key_of(label.territory)).external_id, "ESP");
  }
}

TEST_F(CaseAttributionTest, AnEmptyStoreHasNothing) {
  store_.pay("t1,client,s,2020-01-02,1000,EUR,,,1\n");
  const CaseAttribution found = attributed();
  EXPECT_TRUE(found.labels.empty() && found.members.empty() && found.result.members.empty());
}

}  // namespace
}  // namespace headwater::queries
