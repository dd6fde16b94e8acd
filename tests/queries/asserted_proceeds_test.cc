// What assertions call proceeds is one number, whoever the members are and whatever is run, and all
// of it is accounted for.
#include <gtest/gtest.h>

#include "queries/flow/attribution_question.h"
#include "queries/flow/trace_question.h"
#include "tests/support/attributed_case.h"

namespace headwater::queries {
namespace {

using tests::csv_rows;
using tests::shown;
using tests::value_of;
using Rows = std::vector<std::string>;

class AssertedProceedsTest : public tests::AttributedCase {
 protected:
  // Ana pays a rent out of takings, and what the landlord pays on is asserted as takings too: its
  // money is labelled already, unless the rent was Ana's cost and so ended there.
  void load_takings_asserted_twice() {
    store_.pay(
        "t1,client,s,2020-01-02,1000,EUR,,,1\n"
        "t2,s,landlord,2020-01-03,400,EUR,,,1\n"
        "t3,landlord,b,2020-01-04,400,EUR,,,1\n");
    store_.own("ana,s\nboris,b\n");
    store_.claim(
        "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
        "a2,transaction:bank/t2,cost-of,,case:k1,,f,,,10000,,,,,\n"
        "a3,transaction:bank/t3,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
        "a4,person:bank/boris,member-of,,case:k1,,,,,,,,,,\n");
  }
  static graph::WideMinorUnits claimed(const CaseAttribution& found) {
    graph::WideMinorUnits sum = 0;
    for (const AssertedProceeds& row : found.asserted) sum += row.claimed;
    return sum;
  }
  static graph::WideMinorUnits newly_labelled(const CaseAttribution& found) {
    graph::WideMinorUnits sum = 0;
    for (const engine::CaseTotals& row : found.result.cases) sum += row.newly_labelled;
    return sum;
  }
  Answer asked(std::vector<std::string> members_from) {
    AttributionQuestion question;
    question.members_from = std::move(members_from);
    return value_of(attribution_question(store_.session(), question));
  }
};

TEST_F(AssertedProceedsTest, AreOneNumberWhoeverTheMembersAre) {
  load_takings_asserted_twice();
  const CaseAttribution few = attributed();
  CaseAttributionRequest with_ana;
  with_ana.members_from = {"person:bank/ana"};
  const CaseAttribution more = attributed(with_ana);
  EXPECT_EQ(shown(newly_labelled(few)), "1000.00");
  EXPECT_EQ(shown(newly_labelled(more)), "1400.00") << "what is labelled does depend on members";
  EXPECT_EQ(shown(claimed(few)), "1400.00");
  EXPECT_EQ(shown(claimed(more)), "1400.00");
}

TEST_F(AssertedProceedsTest, EveryAnswerShowsThemAndWhereTheyStand) {
  load_takings_asserted_twice();
  EXPECT_EQ(csv_rows(asked({}), "cases"),
            Rows({"case:claims/k1,EUR,1400.00,400.00,600.00,400.00,0.00,0.00,0.00,0.00,0.00,0.00,"
                  "0.00,400.00"}));
  EXPECT_EQ(csv_rows(asked({"person:bank/ana"}), "cases"),
            Rows({"case:claims/k1,EUR,1400.00,1400.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,0.00,"
                  "400.00,1000.00"}));
  const std::string name =
      "asserted = newly labelled + already labelled + not placed + over-claimed + not run";
  EXPECT_EQ(csv_rows(asked({}), "identities")[1], name + ",EUR,1400.00,1400.00,0.00");
  TraceQuestion trace;
  trace.from_assertions = true;
  const Answer traced = value_of(trace_question(store_.session(), trace));
  const Document* asserted = traced.result.find("summary")->find("asserted_proceeds");
  ASSERT_NE(asserted, nullptr);
  EXPECT_EQ(std::get<std::string>(asserted->find("EUR")->value()), "1400.00");
}

TEST_F(AssertedProceedsTest, WhatIsClaimedBeyondAPaymentIsInThemAndNamed) {
  store_.load_worked_example();
  store_.claim("b1,transaction:bank/t1,recruitment-fee,,case:k1,,f,S,ESP,9000,charged,,,,\n");
  const CaseAttribution found = attributed();
  ASSERT_EQ(found.asserted.size(), 2u);
  EXPECT_EQ(shown(found.asserted[0].claimed), "600.00");
  EXPECT_EQ(shown(found.asserted[0].over_claimed), "200.00");
  EXPECT_EQ(shown(found.asserted[1].claimed), "900.00");
  EXPECT_EQ(shown(found.asserted[1].over_claimed), "300.00");
}

TEST_F(AssertedProceedsTest, WhatThePoliciesLeaveOutIsInThemAndNamed) {
  store_.pay(
      "t0,client,s,,50,EUR,,,1\n"
      "t1,client,s,2020-01-02,1000,EUR,,,1\n"
      "t2,client,s,2020-01-05,30,EUR,,,1\n"
      "t9,client,s,2020-01-04,70,EUR,,,4\n");
  store_.own("ana,s\n");
  store_.claim(
      "a0,transaction:bank/t0,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,,,6000,,,,,\n"
      "a2,transaction:bank/t2,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a4,transaction:bank/t9,proceeds-of,,case:k1,,f,,,10000,,,,,\n");
  CaseAttributionRequest until, all;
  until.policy.until = *graph::parse_iso8601("2020-01-02");
  all.policy.undated = all.policy.aggregates = true;
  std::string not_run;
  for (const CaseAttributionRequest& request : {CaseAttributionRequest{}, until, all}) {
    const CaseAttribution found = attributed(request);
    ASSERT_EQ(found.asserted.size(), 1u);
    EXPECT_EQ(shown(found.asserted[0].claimed), "750.00");
    not_run += shown(found.asserted[0].not_run) + " ";
  }
  EXPECT_EQ(not_run, "120.00 150.00 0.00 ");
}

}  // namespace
}  // namespace headwater::queries
