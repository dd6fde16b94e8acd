#include <gtest/gtest.h>

#include "queries/flow/case_attribution.h"
#include "tests/support/attributed_case.h"

namespace headwater::queries {
namespace {

using tests::Figures;
using tests::kWorkedExample;
using tests::shown;

class CaseMembersTest : public tests::AttributedCase {};

TEST_F(CaseMembersTest, AMemberWithoutACaseBelongsToTheUnnamedCaseOnly) {
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

TEST_F(CaseMembersTest, VictimsAndTheirAccountsAreConduitsNeverMembers) {
  store_.load_worked_example();
  store_.interview("f1,MARKER-1,case:claims/k1,begging,ana,m\n");
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

TEST_F(CaseMembersTest, AMemberWhoIsAVictimTooHasNoProfit) {
  store_.load_worked_example();
  store_.interview("f1,MARKER-1,case:claims/k1,begging,ana,\n");
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

TEST_F(CaseMembersTest, RolesInVictimFlowsNeedTheVictimKey) {
  store_.load_worked_example();
  store_.own("mila,m\n");
  store_.interview("f1,MARKER-1,case:claims/k1,begging,mila,\n");
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

TEST_F(CaseMembersTest, MembersMayBeGivenByHand) {
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

TEST_F(CaseMembersTest, WhatIsTheSameIsOneMember) {
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

TEST_F(CaseMembersTest, AnAccountMayBeAMemberAndItsOwnerComesFirst) {
  store_.load_worked_example();
  store_.claim("b1,account:bank/m,member-of,,case:k1,,,,,,,,,,\n");
  EXPECT_EQ(figures(attributed())["m"], "0.00/200.00/200.00/0.00/0.00/0.00");
  store_.own("ana,m\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(found.members.size(), 2u);
  EXPECT_EQ(figures(found)["ana"], "600.00/0.00/200.00/300.00/100.00/0.00");
}

// Whoever gave an account up before the money came earned nothing from it.
TEST_F(CaseMembersTest, AnAccountIsItsOwnersWhileTheOwnershipLasts) {
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

TEST_F(CaseMembersTest, OwnersWhoFollowEachOtherEachHaveTheirOwn) {
  store_.pay(
      "t1,client,s,2020-01-02,100,EUR,,,1\n"
      "t2,client,s,2020-01-04,1000,EUR,,,1\n"
      "t3,client,s,2020-01-08,50,EUR,,,1\n"
      "t4,s,landlord,2020-01-05,300,EUR,,,1\n");
  store_.own_for(
      "ana,s,2020-01-01,2020-01-03\n"
      "boris,s,2020-01-03,2020-01-07\n"
      "stranger,s,2020-01-07,\n");
  std::string claims;
  for (int i = 1; i <= 3; ++i) {
    claims += fmt::format("a{},transaction:bank/t{},proceeds-of,,case:k1,,f,,,10000,,,,,\n", i, i);
  }
  store_.claim(claims +
               "a4,transaction:bank/t4,cost-of,,case:k1,,f,,,10000,,,,,\n"
               "a5,person:bank/ana,member-of,,case:k1,,,,,,,,,,\n"
               "a6,person:bank/boris,member-of,,case:k1,,,,,,,,,,\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(found.notes.jointly_owned, 0u);
  EXPECT_EQ(figures(found)["ana"].substr(0, 12), "100.00/0.00/");
  EXPECT_EQ(figures(found)["boris"].substr(0, 28), "1000.00/0.00/0.00/300.00/700");
  EXPECT_EQ(shown(found.result.cases[0].with_conduits), "50.00");
  EXPECT_EQ(found.result.payments_left_out, 0u);
}

TEST_F(CaseMembersTest, AJointAccountIsNobodysAlone) {
  store_.load_worked_example();
  store_.own("stranger,b\n");
  const CaseAttribution found = attributed();
  EXPECT_EQ(found.notes.jointly_owned, 1u);
  EXPECT_EQ(figures(found), Figures({{"ana", "600.00/0.00/0.00/300.00/300.00/200.00"}}));
}

TEST_F(CaseMembersTest, AMembersPooledAccountIsTheMembers) {
  store_.load_worked_example();
  const std::string pooled = "account:unspecified/person:bank/boris";
  store_.pay("t7,b," + pooled + ",2020-01-08,100,EUR,,,1\n");
  EXPECT_EQ(figures(attributed())["boris"], "0.00/200.00/0.00/0.00/200.00/90.00")
      << "without an owner it is an outsider's";
  store_.own("boris," + pooled + "\n");
  EXPECT_EQ(figures(attributed())["boris"], "0.00/200.00/0.00/0.00/200.00/50.00");
}

}  // namespace
}  // namespace headwater::queries
