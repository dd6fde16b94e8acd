#include "queries/flow/case_attribution.h"

#include <fmt/format.h>

#include <chrono>
#include <map>
#include <vector>

#include <gtest/gtest.h>

#include "ingest/retraction.h"
#include "tests/support/claims_store.h"

namespace headwater::queries {
namespace {

using tests::ClaimsStore;
using tests::value_of;
using Figures = std::map<std::string, std::string>;

std::string shown(graph::WideMinorUnits units) { return graph::format_major_units(units, 2); }

class CaseAttributionTest : public testing::Test {
 protected:
  CaseAttribution attributed(const CaseAttributionRequest& request = {}, bool with_key = false) {
    return value_of(attribute_cases(store_.session(with_key), request));
  }
  // Of each member, summed over labels: gross/in/out/cost/profit/unexplained.
  Figures figures(const CaseAttribution& found, const engine::AttributionResult& result) {
    std::map<std::string, engine::MemberProfit> sums;
    for (const engine::MemberProfit& row : result.members) {
      const auto key = store_.view(true).key_of(found.members[row.member].entity);
      engine::MemberProfit& sum = sums[key->external_id];
      sum.gross += row.gross;
      sum.transfers_in += row.transfers_in;
      sum.transfers_out += row.transfers_out;
      sum.cost += row.cost;
      sum.profit += row.profit;
      sum.unexplained += row.unexplained;
    }
    Figures shown_sums;
    for (const auto& [name, sum] : sums) {
      shown_sums[name] = fmt::format("{}/{}/{}/{}/{}/{}", shown(sum.gross), shown(sum.transfers_in),
                                     shown(sum.transfers_out), shown(sum.cost), shown(sum.profit),
                                     shown(sum.unexplained));
    }
    return shown_sums;
  }
  Figures figures(const CaseAttribution& found) { return figures(found, found.result); }
  // Standard of proof -> newly labelled.
  static Figures labelled(const CaseAttribution& found) {
    Figures result;
    for (const engine::CaseTotals& row : found.result.cases) {
      const ProceedsLabel& label = found.labels[row.label];
      result[fmt::format("{} {} {}", label.form, label.standard, to_string(label.component))] =
          shown(row.asserted_proceeds);
    }
    return result;
  }
  ClaimsStore store_;
};

const Figures kWorkedExample = {{"ana", "600.00/0.00/200.00/300.00/100.00/0.00"},
                                {"boris", "0.00/200.00/0.00/0.00/200.00/50.00"}};

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

TEST_F(CaseAttributionTest, ADisputedAssertionCountsUnlessAskedOtherwise) {
  store_.load_worked_example();
  store_.claim(
      "d1,,disputes,,,,,,,,,,assertion:claims/a2,,\n"
      "d2,,disputes,,,,,,,,,,assertion:claims/unknown,,\n");
  const CaseAttribution with = attributed();
  EXPECT_EQ(figures(with), kWorkedExample);
  EXPECT_EQ(with.notes.disputed, 1u);
  const CaseAttribution without = attributed({.disputed = false});
  EXPECT_EQ(figures(without)["ana"], "600.00/0.00/200.00/0.00/400.00/120.00");
  EXPECT_EQ(without.notes.disputed, 1u);
}

TEST_F(CaseAttributionTest, ADisputedAssertionMayBeNamedInEveryForm) {
  store_.load_worked_example();
  for (const char* name : {"#1", "assertion:#1", "claims/a2"}) {
    store_.claim(fmt::format("d{},,disputes,,,,,,,,,,{},,\n", std::string(name).size(), name));
    EXPECT_EQ(attributed().notes.disputed, 1u) << name;
  }
  EXPECT_EQ(figures(attributed({.disputed = false}))["ana"],
            "600.00/0.00/200.00/0.00/400.00/120.00");
}

// A scan each would take minutes.
TEST_F(CaseAttributionTest, ThousandsOfDisputesOfWhatIsNotThereTakeNoScanEach) {
  std::string claims;
  for (int i = 0; i < 20'000; ++i) {
    claims += fmt::format("p{},person:bank/p{},member-of,,case:k1,,,,,,,,,,\n", i, i);
  }
  for (int i = 0; i < 3'000; ++i) {
    claims += fmt::format("d{},,disputes,,,,,,,,,,assertion:elsewhere/p{},,\n", i, i);
  }
  store_.claim(claims);
  store_.session();
  const auto begin = std::chrono::steady_clock::now();
  EXPECT_EQ(attributed().notes.disputed, 0u);
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(15));
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
  EXPECT_EQ(shown(one.result.cases[0].asserted_proceeds), "400.00");
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

TEST_F(CaseAttributionTest, AMemberWithoutACaseBelongsToTheUnnamedCaseOnly) {
  store_.load_worked_example();
  store_.claim(
      "b1,person:bank/carl,member-of,,,,,,,,,,,,\n"
      "b2,transaction:bank/t6,proceeds-of,,,,,,,1000,,,,,\n");
  store_.own("carl,m\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(figures(found), kWorkedExample) << "Carl's account is a conduit to case k1";
  ASSERT_EQ(found.labels.size(), 2u);
  EXPECT_TRUE(found.labels[0].case_id.is_none());
  ASSERT_EQ(found.members.size(), 3u);
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

TEST_F(CaseAttributionTest, VictimsAndTheirAccountsAreConduitsNeverMembers) {
  store_.load_worked_example();
  store_.interview("f1,MARKER-1,case:claims/k1,f,ana,m\n");
  store_.claim(
      "b1,person:bank/vera,member-of,,case:k1,,,,,,charged,,,,\n"
      "b2,account:bank/m,member-of,,case:k1,,,,,,charged,,,,\n");
  store_.tie("same-as,vera,vera2,1\n");
  store_.own("vera,m\n");
  for (const bool with_key : {false, true}) {
    const CaseAttribution found = attributed({}, with_key);
    EXPECT_EQ(figures(found), kWorkedExample);
    EXPECT_EQ(found.notes.dual, 1u) << "the account; Vera herself is no victim";
  }
}

TEST_F(CaseAttributionTest, AMemberWhoIsAVictimTooHasNoProfit) {
  store_.load_worked_example();
  store_.interview("f1,MARKER-1,case:claims/k1,f,ana,\n");
  const std::string victim = "victim:bank/" + store_.victim_key().pseudonym("bank", "MARKER-1");
  store_.load_text("same.csv",
                   R"({"headwater_mapping": 1, "name": "same", "namespace": "bank",
 "records": [{"record": "relation", "kind": "same-as",
  "from": {"kind": "victim", "id": {"column": "victim"}},
  "to": {"kind": "person", "id": {"column": "person"}}, "probability": "1"}]})",
                   "victim,person\nMARKER-1,boris\n");
  for (const bool with_key : {false, true}) {
    const CaseAttribution found = attributed({}, with_key);
    ASSERT_EQ(found.members.size(), 1u);
    EXPECT_EQ(found.notes.dual, 1u);
    EXPECT_EQ(figures(found), Figures({{"ana", "600.00/0.00/0.00/300.00/300.00/200.00"}}));
  }
}

TEST_F(CaseAttributionTest, RolesInVictimFlowsNeedTheVictimKey) {
  store_.load_worked_example();
  store_.own("mila,m\n");
  store_.interview("f1,MARKER-1,case:claims/k1,f,mila,\n");
  const CaseAttribution without = attributed();
  EXPECT_TRUE(without.notes.roles_hidden);
  EXPECT_EQ(without.members.size(), 2u);
  const CaseAttribution with = attributed({}, true);
  EXPECT_FALSE(with.notes.roles_hidden);
  ASSERT_EQ(with.members.size(), 3u);
  EXPECT_EQ(figures(with), Figures({{"ana", "600.00/0.00/200.00/300.00/100.00/0.00"},
                                    {"mila", "0.00/200.00/200.00/0.00/0.00/0.00"},
                                    {"boris", "0.00/200.00/0.00/0.00/200.00/50.00"}}));
  for (const CaseMember& member : with.members) {
    if (member.bases[0] != "victim-flow") continue;
    EXPECT_EQ(member.roles, std::vector<std::string>({"exploited"}));
  }
}

TEST_F(CaseAttributionTest, MembersMayBeGivenByHand) {
  store_.load_worked_example();
  store_.own("mila,m\n");
  const CaseAttribution found = attributed({.members_from = {"person:bank/mila"}});
  EXPECT_EQ(figures(found)["mila"], "0.00/200.00/200.00/0.00/0.00/0.00");
  ASSERT_EQ(found.members.size(), 3u);
  EXPECT_EQ(found.members[2].bases, std::vector<std::string>({"members-from"}));
  EXPECT_EQ(
      attribute_cases(store_.session(), {.members_from = {"person:bank/nobody"}}).error().code(),
      graph::StatusCode::kNotFound);
}

TEST_F(CaseAttributionTest, WhatIsTheSameIsOneMember) {
  store_.load_worked_example();
  store_.tie("same-as,ana,annie,0.9\n");
  store_.own("annie,m\n");
  store_.claim("b1,person:bank/annie,member-of,cook,case:k1,,,,,,,,,,\n");
  EXPECT_EQ(attributed().members.size(), 3u) << "0.9 is not confirmed";
  CaseAttributionRequest request;
  request.resolution = {graph::Resolution::Level::kProbable, {9000}};
  const CaseAttribution found = attributed(request);
  ASSERT_EQ(found.members.size(), 2u);
  EXPECT_EQ(found.members[0].roles, std::vector<std::string>({"cook", "manager"}));
  EXPECT_EQ(figures(found)["ana"], "600.00/0.00/200.00/300.00/100.00/0.00");
}

TEST_F(CaseAttributionTest, AnAccountMayBeAMemberAndItsOwnerComesFirst) {
  store_.load_worked_example();
  store_.claim("b1,account:bank/m,member-of,,case:k1,,,,,,,,,,\n");
  EXPECT_EQ(figures(attributed())["m"], "0.00/200.00/200.00/0.00/0.00/0.00");
  store_.own("ana,m\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(found.members.size(), 2u);
  EXPECT_EQ(figures(found)["ana"], "600.00/0.00/200.00/300.00/100.00/0.00");
}

// Whoever gave an account up before the money came earned nothing from it.
TEST_F(CaseAttributionTest, AnAccountIsItsOwnersWhileTheOwnershipLasts) {
  store_.pay(
      "t1,client,s,2020-01-02,100,EUR,,,1\n"
      "t2,client,s,2020-01-04,1000,EUR,,,1\n"
      "t3,s,landlord,2020-01-05,300,EUR,,,1\n");
  store_.own_for("ana,s,2020-01-01,2020-01-03\n");
  store_.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a2,transaction:bank/t2,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a3,transaction:bank/t3,cost-of,,case:k1,,f,,,10000,,,,,\n"
      "a4,person:bank/ana,member-of,,case:k1,,,,,,,,,,\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(figures(found), Figures({{"ana", "100.00/0.00/0.00/0.00/100.00/100.00"}}));
  EXPECT_EQ(shown(found.result.cases[0].with_conduits), "1000.00");
  EXPECT_EQ(found.result.payments_left_out, 1u);
  CaseAttributionRequest then;
  then.policy.until = *graph::parse_iso8601("2020-01-02");
  EXPECT_EQ(figures(attributed(then)), Figures({{"ana", "100.00/0.00/0.00/0.00/100.00/0.00"}}));
  store_.own_for("ana,s,2020-01-03,\n");  // she kept it after all
  EXPECT_EQ(figures(attributed())["ana"], "1100.00/0.00/0.00/300.00/800.00/0.00");
}

TEST_F(CaseAttributionTest, AJointAccountIsNobodysAlone) {
  store_.load_worked_example();
  store_.own("stranger,b\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(found.notes.jointly_owned, 1u);
  EXPECT_EQ(figures(found), Figures({{"ana", "600.00/0.00/0.00/300.00/300.00/200.00"}}));
}

TEST_F(CaseAttributionTest, AMembersPooledAccountIsTheMembers) {
  store_.load_worked_example();
  const std::string pooled = "account:unspecified/person:bank/boris";
  store_.pay("t7,b," + pooled + ",2020-01-08,100,EUR,,,1\n");
  EXPECT_EQ(figures(attributed())["boris"], "0.00/200.00/0.00/0.00/200.00/90.00")
      << "without an owner it is an outsider's";
  store_.own("boris," + pooled + "\n");
  EXPECT_EQ(figures(attributed())["boris"], "0.00/200.00/0.00/0.00/200.00/50.00");
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
