// Pages of small stores written by hand: the worked example of docs/tracing.md, and stores in which
// there is little or nothing to show.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>

#include "queries/report/case_report.h"
#include "queries/report/report_page.h"
#include "tests/support/claims_store.h"
#include "tests/support/markup_check.h"

namespace headwater::queries {
namespace {

using tests::ClaimsStore;
using tests::value_of;
using Links = std::map<std::string, std::string>;  // "from -> to" -> amount

ReportModel internal_model(ClaimsStore& store, bool with_key = false) {
  CaseReportRequest request;
  request.audience = ReportAudience::kInternal;
  ReportModel model = value_of(build_case_report(store.session(with_key), request));
  EXPECT_EQ(tests::markup_fault(value_of(report_page(model))), "");
  return model;
}

Links links_of(const FlowDiagram& flow) {
  Links links;
  for (const FlowLink& link : flow.links) {
    links[flow.nodes[link.from].label + " -> " + flow.nodes[link.to].label] = link.amount;
  }
  return links;
}

TEST(CaseReportOfASmallStore, DrawsTheWorkedExampleOfTheTracingPage) {
  ClaimsStore store;
  store.load_worked_example();
  const ReportModel model = internal_model(store);
  ASSERT_EQ(model.flows.size(), 1u);
  EXPECT_EQ(links_of(model.flows[0]),
            Links({{"Takings paid into accounts -> bank/ana", "600.00 EUR"},
                   {"bank/ana -> Costs and spending", "120.00 EUR"},
                   {"bank/ana -> account m", "200.00 EUR"},
                   {"bank/ana -> Still with members", "280.00 EUR"},
                   {"account m -> bank/boris", "200.00 EUR"},
                   {"bank/boris -> Cash drawn by members", "100.00 EUR"},
                   {"bank/boris -> Still with members", "50.00 EUR"},
                   {"bank/boris -> account stranger", "50.00 EUR"},
                   {"account stranger -> With outsiders, unexplained", "50.00 EUR"}}));
  ASSERT_EQ(model.members.size(), 2u);
  EXPECT_EQ(model.members[0].name, "bank/boris");
  EXPECT_EQ(model.members[0].lower, "150.00");
  EXPECT_EQ(model.members[0].profit, "200.00");
  EXPECT_EQ(model.members[1].name, "bank/ana");
  EXPECT_EQ(model.members[1].lower, "100.00");
  EXPECT_EQ(model.members[1].profit, "100.00");
}

// Cash drawn after a member gave the account up is not the member's, and the diagram agrees with
// the attribution about it, else there is no report.
TEST(CaseReportOfASmallStore, DrawsAccountsThatChangeHands) {
  ClaimsStore store;
  store.pay(
      "t1,client,s,2020-01-02,100,EUR,,,1\n"
      "t2,s,account:cash/ESP,2020-01-03,10,EUR,,,1\n"
      "t3,s,account:cash/ESP,2020-01-06,20,EUR,,,1\n"
      "t4,client,s,2020-01-07,70,EUR,,,1\n"
      "t5,s,account:cash/ESP,2020-01-08,14,EUR,,,1\n");
  store.own_for(
      "ana,s,,2020-01-05\n"
      "stranger,s,2020-01-05,2020-01-07\n"
      "boris,s,2020-01-07,\n");
  store.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a2,transaction:bank/t4,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a3,person:bank/ana,member-of,,case:k1,,,,,,,,,,\n"
      "a4,person:bank/boris,member-of,,case:k1,,,,,,,,,,\n");
  const ReportModel model = internal_model(store);
  ASSERT_EQ(model.flows.size(), 1u);
  Links links = links_of(model.flows[0]);
  // 10 by ana, and half of the last 14 by boris: the other half was of money that ana took in.
  EXPECT_EQ(links["account s -> Cash drawn by members"], "17.00 EUR");
  EXPECT_EQ(links["account s -> Still with members"], "63.00 EUR");
  // 20 drawn while a stranger had it; the other half of the 14, and as much as boris holds, came to
  // him with the account.
  EXPECT_EQ(links["account s -> With outsiders, unexplained"], "20.00 EUR");
  EXPECT_EQ(links["account s -> Taken over with an account"], "70.00 EUR");
}

// Nothing of it ever was an outsider's.
TEST(CaseReportOfASmallStore, MoneyInAnAccountThatAnotherMemberTookOverIsNoOutsiders) {
  ClaimsStore store;
  store.pay(
      "t1,client,acc,2024-01-10,100,EUR,,,1\n"
      "t2,acc,shop,2024-01-20,50,EUR,,,1\n"
      "t3,client,acc,2024-03-20,270,EUR,,,1\n");
  store.own_for("ana,acc,,2024-02-01\nbob,acc,2024-02-01,\n");
  store.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a2,transaction:bank/t3,proceeds-of,,case:k1,,f,,,10000,,,,,\n"
      "a3,person:bank/ana,member-of,,case:k1,,,,,,,,,,\n"
      "a4,person:bank/bob,member-of,,case:k1,,,,,,,,,,\n");
  const ReportModel model = internal_model(store);
  ASSERT_EQ(model.flows.size(), 1u);
  EXPECT_EQ(links_of(model.flows[0]),
            Links({{"Takings paid into accounts -> account acc", "370.00 EUR"},
                   {"account acc -> account shop", "50.00 EUR"},
                   {"account shop -> With outsiders, unexplained", "50.00 EUR"},
                   {"account acc -> Taken over with an account", "50.00 EUR"},
                   {"account acc -> Still with members", "270.00 EUR"}}));
  const std::string& caption = model.flows[0].caption;
  EXPECT_NE(caption.find("Of the 50.00 EUR with outsiders, 50.00 is left in their accounts"),
            std::string::npos)
      << caption;
  EXPECT_NE(caption.find("50.00 EUR came to another member with an account"), std::string::npos)
      << caption;
}

// The month is 2020-01; the member-of assertions carry no date.
TEST(CaseReportOfASmallStore, TimelineOfTheWorkedExample) {
  ClaimsStore store;
  store.load_worked_example();
  const Timeline timeline = internal_model(store).timeline;
  ASSERT_EQ(timeline.periods, std::vector<std::string>({"2020-01"}));
  ASSERT_EQ(timeline.panels.size(), 1u);
  Links bars;
  for (const auto* side : {&timeline.panels[0].received, &timeline.panels[0].leaving}) {
    for (const auto& [name, amounts] : *side) bars[name] = amounts.at(0).amount;
  }
  EXPECT_EQ(bars, Links({{"takings, fees and debts received", "600.00"},
                         {"cash drawn by members", "100.00"},
                         {"costs and spending", "120.00"},
                         {"paid to outsiders", "250.00"}}));  // 200 to the mule, 50 to the stranger
  Links events;
  for (const TimelineEvent& event : timeline.events) events[event.label] = event.date;
  EXPECT_EQ(events, Links({{"First payment that is asserted to be proceeds", "2020-01-02"},
                           {"First asserted cost that labelled money paid", "2020-01-03"}}));
}

TEST(CaseReportOfASmallStore, ALongTimelineIsDrawnByYears) {
  ClaimsStore store;
  store.pay(
      "t1,client,s,1999-12-31,100,EUR,,,1\nt2,client,s,2012-01-01,30,EUR,,,1\n"
      "t3,client,s,2012-12-31,4,EUR,,,1\n");
  store.own("ana,s\n");
  store.claim(
      "a1,transaction:bank/t1,proceeds-of,,case:k1,,f,S,ESP,10000,charged,analyst,,,\n"
      "a2,transaction:bank/t2,proceeds-of,,case:k1,,f,S,ESP,10000,charged,analyst,,,\n"
      "a3,transaction:bank/t3,proceeds-of,,case:k1,,f,S,ESP,10000,charged,analyst,,,\n"
      "a4,person:bank/ana,member-of,,case:k1,,,,,,charged,analyst,,,\n");
  const Timeline timeline = internal_model(store).timeline;
  ASSERT_EQ(timeline.periods.size(), 14u);
  EXPECT_EQ(timeline.periods.front(), "1999");
  EXPECT_EQ(timeline.periods.back(), "2012");
  const auto& received = timeline.panels.at(0).received.at(0).second;
  EXPECT_EQ(received.front().amount, "100.00");
  EXPECT_EQ(received[1].amount, "0.00");
  EXPECT_EQ(received.back().amount, "34.00");
  ASSERT_EQ(timeline.events.size(), 2u);
  EXPECT_EQ(timeline.events[1].period, 13u);
}

TEST(CaseReportOfASmallStore, ACrowdOfMembersIsNotDrawn) {
  ClaimsStore store;
  store.load_worked_example();
  std::string claims;
  for (int i = 0; i < 80; ++i) {
    claims += fmt::format("m{0},person:bank/p{0},member-of,driver,case:k1,,,,,,charged,,,,\n", i);
  }
  store.claim(claims);
  const ReportModel model = internal_model(store);
  EXPECT_LE(model.network.nodes.size(), 60u);
  EXPECT_NE(model.network.caption.find("52 further members"), std::string::npos)
      << model.network.caption;
  EXPECT_EQ(model.members.size(), 82u);
}

TEST(CaseReportOfASmallStore, MoneyThroughSomebodyProtectedHasNoNameNoCountAndNoDate) {
  ClaimsStore store;
  store.load_worked_example();
  store.interview("f1,v-1,case:claims/k1,begging,ana,m\n");  // the mule's account is a victim's
  for (const bool with_key : {false, true}) {
    const ReportModel model = internal_model(store, with_key);
    ASSERT_EQ(model.flows.size(), 1u);
    const Links links = links_of(model.flows[0]);
    EXPECT_EQ(links.at("bank/ana -> Accounts of protected people"), "200.00 EUR");
    EXPECT_EQ(links.at("Accounts of protected people -> bank/boris"), "200.00 EUR");
    for (const FlowLink& link : model.flows[0].links) {
      const bool touches =
          model.flows[0].nodes[link.from].label == "Accounts of protected people" ||
          model.flows[0].nodes[link.to].label == "Accounts of protected people";
      EXPECT_EQ(touches && !link.detail.empty(), false);
    }
    for (const NetworkNode& node : model.network.nodes) {
      EXPECT_EQ(node.label.find("account m"), std::string::npos);
    }
  }
}

constexpr char kMedia[] = R"({"headwater_mapping": 1, "name": "media", "namespace": "bank",
 "records": [{"record": "relation", "kind": "uses-medium",
   "from": {"kind": "person", "id": {"column": "who"}},
   "to": {"kind": "medium", "scheme": "phone", "id": {"column": "phone"}}}]})";
constexpr char kShelter[] = R"({"headwater_mapping": 1, "name": "shelter", "namespace": "bank",
 "restricted": true, "records": [{"record": "relation", "kind": "same-as",
   "from": {"kind": "person", "id": {"column": "who"}},
   "to": {"kind": "victim", "id": {"column": "victim"}}}]})";

// Vic is a victim whom somebody calls a member, and shares a telephone with two members.
TEST(CaseReportOfASmallStore, SomebodyProtectedIsNeitherDrawnNorListedNorWhatTheyUse) {
  ClaimsStore store;
  store.load_worked_example();
  store.load_text("media.csv", kMedia,
                  "who,phone\nana,111\nboris,111\nana,222\nboris,222\nvic,222\nvic,111222\n");
  store.load_text("shelter.csv", kShelter, "who,victim\nvic,v-1\n");
  store.claim("b1,person:bank/vic,member-of,driver,case:k1,,,,,,charged,reported,,,\n");
  for (const bool with_key : {false, true}) {
    const ReportModel model = internal_model(store, with_key);
    std::string drawn;
    for (const NetworkNode& node : model.network.nodes) drawn += node.label + node.detail + "|";
    EXPECT_NE(drawn.find("phone 111; used by 2 in all|"), std::string::npos) << drawn;
    EXPECT_EQ(drawn.find("222"), std::string::npos) << drawn;
    const std::string html = value_of(report_page(model));
    EXPECT_EQ(html.find("bank/vic"), std::string::npos);
    EXPECT_EQ(html.find("222"), std::string::npos);
    EXPECT_EQ(model.members.size(), 2u);
  }
}

TEST(CaseReportOfASmallStore, AMemberWithoutMoneyIsUnknownNotZero) {
  ClaimsStore store;
  store.load_worked_example();
  store.claim("b1,person:bank/carla,member-of,driver,case:k1,,,,,,charged,reported,,,\n");
  const ReportModel model = internal_model(store);
  ASSERT_EQ(model.members.size(), 3u);
  EXPECT_EQ(model.members[2].name, "bank/carla");
  EXPECT_FALSE(model.members[2].is_known);
  const std::string html = value_of(report_page(model));
  EXPECT_NE(html.find(">unknown</td>"), std::string::npos);
}

TEST(CaseReportOfASmallStore, AStoreWithoutAssertionsSaysSo) {
  ClaimsStore store;
  store.pay("t1,client,s,2020-01-02,1000,EUR,,,1\n");
  store.own("ana,s\n");
  const ReportModel model = internal_model(store);
  EXPECT_TRUE(model.flows.empty() && model.members.empty() && model.timeline.panels.empty());
  EXPECT_TRUE(model.innocents.empty());
  EXPECT_NE(model.summary.find("No assertion calls any money proceeds"), std::string::npos);
  CaseReportRequest publication;
  const ReportModel published = value_of(build_case_report(store.session(), publication));
  EXPECT_EQ(tests::markup_fault(value_of(report_page(published))), "");
}

TEST(CaseReportOfASmallStore, NamesOfARealStoreCannotBreakThePage) {
  ClaimsStore store;
  store.load_worked_example();
  store.claim(
      "b1,person:bank/<script>alert(1)</script>,member-of,\"</td>\",case:k1,,,,,,charged,,,,\n");
  const ReportModel model = internal_model(store);
  const std::string html = value_of(report_page(model));
  EXPECT_EQ(html.find("<script"), std::string::npos);
}

TEST(CaseReportParameters, RefuseWhatTheyDoNotKnow) {
  EXPECT_EQ(parse_report({{"audience", "friends"}}).error().code(), graph::StatusCode::kQuestion);
  EXPECT_EQ(parse_report({{"cut-off", "0"}}).error().code(), graph::StatusCode::kQuestion);
  EXPECT_EQ(parse_report({{"resolve", "probable:2"}}).error().code(), graph::StatusCode::kQuestion);
  const CaseReportRequest request = value_of(parse_report({}));
  EXPECT_EQ(request.audience, ReportAudience::kPublication);
  EXPECT_EQ(request.cut_off, 15u);
  EXPECT_FALSE(request.truth.has_value());
}

}  // namespace
}  // namespace headwater::queries
