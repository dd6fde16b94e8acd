// The page of a generated case: its figures, and that it shows them again.
#include "queries/report/case_report.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "graph/money.h"
#include "queries/flow/attribution_question.h"
#include "queries/report/report_page.h"
#include "tests/support/markup_check.h"
#include "tests/support/reported_case.h"

namespace headwater::queries {
namespace {

using graph::WideMinorUnits;
using tests::value_of;

class CaseReportTest : public tests::ReportedCaseTest {};

// "1,234.50 EUR" or "1,234.50" -> 123450.
WideMinorUnits minor_units(std::string text) {
  text = text.substr(0, text.find(' '));
  std::erase(text, ',');
  return value_of(graph::parse_minor_units(text, 2)).value;
}

bool is_end(FlowRole role) { return role >= FlowRole::kCashedOut; }

TEST_F(CaseReportTest, EveryPageIsWellFormedAndLoadsNothing) {
  for (const CaseReportRequest& request :
       {internal_request(true), internal_request(false), publication_request()}) {
    const std::string html = page_of(request);
    EXPECT_EQ(tests::markup_fault(html), "");
    for (const char* loader :
         {"http://", "https://", "<script", "<link", "<img", "src=", "@import"}) {
      EXPECT_EQ(html.find(loader), std::string::npos) << loader;
    }
  }
}

TEST_F(CaseReportTest, IsTheSameEveryTimeAndForAnyNumberOfThreadsSlow) {
  const CaseReportRequest request = internal_request(true);
  const std::string once = page_of(request, true, 1);
  EXPECT_EQ(page_of(request, true, 1), once);
  EXPECT_EQ(page_of(request, true, 2), once);
  EXPECT_EQ(page_of(request, true, 4), once);
}

TEST_F(CaseReportTest, HasEverySectionOfAnInternalPage) {
  const ReportModel model = model_of(internal_request(true));
  EXPECT_EQ(model.audience, ReportAudience::kInternal);
  ASSERT_EQ(model.flows.size(), 2u);  // euros, and the dollars that they became
  EXPECT_GT(model.members.size(), 4u);
  EXPECT_GT(model.network.nodes.size(), 17u);
  EXPECT_LE(model.network.nodes.size(), 60u);
  EXPECT_GT(model.network.edges.size(), 20u);
  EXPECT_FALSE(model.timeline.panels.empty());
  EXPECT_GE(model.timeline.events.size(), 3u);
  EXPECT_EQ(model.innocents.size(), 1u);
  EXPECT_EQ(model.scoreboard.size(), 2u);
  EXPECT_EQ(model.sources.rows.size(), 23u);
  EXPECT_FALSE(model.left_out.empty());
}

TEST_F(CaseReportTest, EveryPartyOfADiagramPassesOnWhatItGot) {
  for (const FlowDiagram& flow : model_of(internal_request()).flows) {
    std::vector<WideMinorUnits> in(flow.nodes.size()), out(flow.nodes.size());
    for (const FlowLink& link : flow.links) {
      out[link.from] += minor_units(link.amount);
      in[link.to] += minor_units(link.amount);
      EXPECT_NEAR(link.weight * 100, static_cast<double>(minor_units(link.amount)), 1e-3);
    }
    for (std::size_t i = 0; i < flow.nodes.size(); ++i) {
      const FlowNode& node = flow.nodes[i];
      EXPECT_TRUE(minor_units(node.amount) == std::max(in[i], out[i])) << node.label;
      const bool starts = node.role == FlowRole::kSource || in[i] == 0;
      if (starts || is_end(node.role)) continue;
      EXPECT_TRUE(in[i] == out[i]) << node.label;
    }
  }
}

TEST_F(CaseReportTest, DiagramsAndCardsHaveTheFiguresOfTheAttribution) {
  const ReportModel model = model_of(internal_request());
  const CaseAttribution found = attribution();
  for (const FlowDiagram& flow : model.flows) {
    std::map<FlowRole, WideMinorUnits> drawn, expected;
    for (const FlowLink& link : flow.links) {
      const FlowRole from = flow.nodes[link.from].role, to = flow.nodes[link.to].role;
      if (from == FlowRole::kSource) drawn[from] += minor_units(link.amount);
      if (is_end(to) && to != FlowRole::kConverted) drawn[to] += minor_units(link.amount);
    }
    for (const engine::MemberProfit& row : found.result.members) {
      if (found.snapshot->assets()[row.asset.value].code != flow.asset) continue;
      expected[FlowRole::kHeld] += row.held;
      expected[FlowRole::kCashedOut] += row.cashed_out;
      expected[FlowRole::kSpent] += row.explained;
      expected[FlowRole::kUnexplained] += row.unexplained;
      expected[FlowRole::kDissipated] += row.dissipated;
    }
    for (const engine::CaseTotals& row : found.result.cases) {
      if (found.snapshot->assets()[row.asset.value].code != flow.asset) continue;
      expected[FlowRole::kSource] += row.newly_labelled;
      expected[FlowRole::kUnreached] += row.with_conduits;
    }
    std::erase_if(expected, [](const auto& entry) { return entry.second == 0; });
    EXPECT_TRUE(drawn == expected) << flow.asset;
    EXPECT_GE(expected.size(), 2u);
  }
}

TEST_F(CaseReportTest, AllAssertedProceedsAreInOneCardAndOneRow) {
  const CaseAttribution found = attribution();
  WideMinorUnits asserted = 0;
  for (const AssertedProceeds& row : found.asserted) asserted += row.claimed;
  const ReportModel model = model_of(internal_request());
  const auto card =
      std::find_if(model.key_figures.begin(), model.key_figures.end(),
                   [](const KeyFigure& each) { return each.label == "Asserted proceeds"; });
  ASSERT_NE(card, model.key_figures.end());
  EXPECT_TRUE(minor_units(card->value) == asserted);
  const ReportTable& table = model.profit_tables.at(0);
  EXPECT_EQ(table.title, "Asserted proceeds, and where they stand");
  WideMinorUnits sum = 0;
  for (const auto& row : table.rows) {
    WideMinorUnits rest = minor_units(row.at(1).text);
    sum += rest;
    for (std::size_t i = 2; i < row.size(); ++i) rest -= minor_units(row[i].text);
    EXPECT_TRUE(rest == 0) << row[0].text;
  }
  EXPECT_TRUE(sum == asserted);
}

// Whom interviews name by a role is no find of the ranking, and the page says so.
TEST_F(CaseReportTest, SaysWhoOfTheMembersWasNamedBeforeTheRanking) {
  const ReportModel model = model_of(internal_request(true));
  const KeyFigure& card = model.key_figures.back();
  EXPECT_EQ(card.label, "Innocents named by the ranking");
  EXPECT_TRUE(card.detail.starts_with("of the ring's 17 members, assertions name 2; in the list "))
      << card.detail;
  const ReportTable& table = model.innocents.at(0);
  ASSERT_GE(table.rows.size(), 3u);
  EXPECT_EQ(table.rows[0][0].text, "members found whom no assertion names, of 15");
  for (std::size_t method = 1; method < table.columns.size(); ++method) {
    EXPECT_EQ(std::stoi(table.rows[0][method].text),
              std::stoi(table.rows[1][method].text) + std::stoi(table.rows[2][method].text));
  }
}

// The distance of the truth has one definition: what the page says of a member, `attribute` says.
TEST_F(CaseReportTest, ErrorsBesideTheTruthAreThoseOfTheAttribution) {
  const CaseReportRequest request = internal_request(true);
  std::multiset<std::string> on_page, in_answer;
  for (const MemberRow& row : model_of(request).members) {
    if (row.upper_error.empty()) continue;
    const WideMinorUnits error = row.error == "within" ? 0 : minor_units(row.error);
    on_page.insert(fmt::format("{} {} {}", row.asset, static_cast<std::int64_t>(error),
                               static_cast<std::int64_t>(minor_units(row.upper_error))));
  }
  AttributionQuestion question;
  question.resolution = request.resolution;
  question.truth_directory = made().truth_directory();
  const auto opened = view();
  const graph::ExecutionContext context({.threads = 2});
  QuerySession session(*opened, context);
  const Answer answer = value_of(attribution_question(session, question));
  bool has_within = false, has_outside = false;
  for (std::size_t i = 0; i < tests::table_of(answer).row_count(); ++i) {
    const std::string of_interval = tests::cell(answer, "interval_minus_truth", i);
    const bool is_use_only = tests::cell(answer, "gross", i) == "0.00" &&
                             tests::cell(answer, "transfers_in", i) == "0.00";
    if (of_interval.empty() || is_use_only) continue;
    const WideMinorUnits error = minor_units(of_interval);
    EXPECT_EQ(tests::cell(answer, "within", i), error == 0 ? "true" : "false");
    (error == 0 ? has_within : has_outside) = true;
    in_answer.insert(fmt::format(
        "{} {} {}", tests::cell(answer, "asset", i), static_cast<std::int64_t>(error),
        static_cast<std::int64_t>(minor_units(tests::cell(answer, "upper_minus_truth", i)))));
  }
  EXPECT_EQ(on_page, in_answer);
  EXPECT_TRUE(has_within && has_outside) << "the case shows both";
}

TEST_F(CaseReportTest, MembersHaveTheFiguresOfTheAttribution) {
  const CaseAttribution found = attribution();
  std::map<std::string, WideMinorUnits> profit, lower, gross;  // by asset
  for (const engine::MemberProfit& row : found.result.members) {
    const std::string& code = found.snapshot->assets()[row.asset.value].code;
    profit[code] += row.profit;
    lower[code] += row.lower();
    gross[code] += row.gross;
  }
  const ReportModel model = model_of(internal_request());
  std::size_t known = 0;
  for (const MemberRow& row : model.members) {
    if (!row.is_known) continue;
    ++known;
    profit[row.asset] -= minor_units(row.profit);
    lower[row.asset] -= minor_units(row.lower);
    gross[row.asset] -= minor_units(row.gross);
  }
  EXPECT_GT(known, 2u);
  for (const auto* sums : {&profit, &lower, &gross}) {
    for (const auto& [code, difference] : *sums) EXPECT_TRUE(difference == 0) << code;
  }
  ASSERT_FALSE(model.key_figures.empty());
  EXPECT_EQ(model.key_figures[0].label, "Profit of the members");
}

// The same question asked of `attribute`, with the same words in both answers.
TEST_F(CaseReportTest, MembersAndTruthAreThoseOfAttribute) {
  const auto opened = view();
  const graph::ExecutionContext context({.threads = 2});
  QuerySession session(*opened, context);
  AttributionQuestion question;
  question.resolution = internal_request().resolution;
  question.truth_directory = made().truth_directory().string();
  const Answer answer = value_of(attribution_question(session, question));
  const auto column = [&](const char* name) { return tests::table_of(answer).find(name); };
  std::multiset<std::string> expected, shown;
  for (std::size_t row = 0; row < tests::table_of(answer).row_count(); ++row) {
    if (column("profit")->is_null(row)) continue;
    expected.insert(tests::cell(answer, "asset", row) + " " + tests::cell(answer, "lower", row) +
                    " " + tests::cell(answer, "profit", row) + " " +
                    tests::cell(answer, "truth", row));
  }
  for (const MemberRow& row : model_of(internal_request(true)).members) {
    if (!row.is_known) continue;
    // A row without a profit of its own asset is beside no truth.
    const std::string truth = row.is_use_only ? "0.00" : row.truth;
    std::string text = row.asset + " " + row.lower + " " + row.profit + " " + truth;
    std::erase(text, ',');
    shown.insert(std::move(text));
  }
  EXPECT_GT(shown.size(), 4u);
  EXPECT_EQ(shown, expected);
}

// A page without the truth has the same money, members and ranking: only what stands beside
// differs.
TEST_F(CaseReportTest, TheTruthSwaysNothing) {
  const ReportModel with = model_of(internal_request(true));
  const ReportModel without = model_of(internal_request(false));
  ASSERT_EQ(with.flows.size(), without.flows.size());
  for (std::size_t i = 0; i < with.flows.size(); ++i) {
    ASSERT_EQ(with.flows[i].links.size(), without.flows[i].links.size());
    for (std::size_t j = 0; j < with.flows[i].links.size(); ++j) {
      EXPECT_EQ(with.flows[i].links[j].amount, without.flows[i].links[j].amount);
    }
  }
  ASSERT_EQ(with.members.size(), without.members.size());
  for (std::size_t i = 0; i < with.members.size(); ++i) {
    EXPECT_EQ(with.members[i].name, without.members[i].name);
    EXPECT_EQ(with.members[i].lower + with.members[i].profit,
              without.members[i].lower + without.members[i].profit);
    EXPECT_EQ(without.members[i].truth, "");
  }
  // Whom the ranking names: of the nodes in the middle, all but those whom only the truth knows.
  const auto named = [](const ReportModel& model) {
    std::set<std::string> names;
    for (const NetworkNode& node : model.network.nodes) {
      if (node.detail.starts_with("rank ")) names.insert(node.label);
    }
    return names;
  };
  EXPECT_EQ(named(with), named(without));
  EXPECT_EQ(named(with).size(), 15u);
  for (const NetworkNode& node : without.network.nodes) {
    EXPECT_NE(node.standing, NetworkStanding::kInnocentNamed);
    EXPECT_NE(node.standing, NetworkStanding::kFoundMember);
    EXPECT_NE(node.standing, NetworkStanding::kMissedMember);
  }
}

TEST_F(CaseReportTest, CountsInTheNetworkAreThoseOfTheScore) {
  const ReportModel model = model_of(internal_request(true));
  std::map<NetworkStanding, int> standing;
  for (const NetworkNode& node : model.network.nodes) ++standing[node.standing];
  const auto cell = [&](std::size_t row) { return model.innocents[0].rows[row][1].text; };
  EXPECT_EQ(model.innocents[0].rows[4][0].text, "innocents named");
  EXPECT_EQ(cell(4), std::to_string(standing[NetworkStanding::kInnocentNamed]));
  // A member with two ids takes two rows and is found once.
  EXPECT_LE(std::stoi(cell(0)), standing[NetworkStanding::kFoundMember]);
  EXPECT_EQ(model.innocents[0].rows.back()[0].text, "victims, never to be named");
  for (std::size_t column = 1; column < model.innocents[0].columns.size(); ++column) {
    EXPECT_EQ(model.innocents[0].rows.back()[column].text, "0");
  }
}

TEST_F(CaseReportTest, RefusesATruthForPublicationAndOneOfAnotherCase) {
  const auto opened = view();
  const graph::ExecutionContext context({.threads = 2});
  QuerySession session(*opened, context);
  CaseReportRequest request = internal_request(true);
  request.audience = ReportAudience::kPublication;
  EXPECT_EQ(build_case_report(session, request).error().code(), graph::StatusCode::kQuestion);
  request = internal_request();
  request.truth = made().directory();
  EXPECT_EQ(build_case_report(session, request).error().code(), graph::StatusCode::kInput);
  request = internal_request();
  request.case_name = "case:police/none";
  EXPECT_FALSE(build_case_report(session, request).has_value());
}

}  // namespace
}  // namespace headwater::queries
