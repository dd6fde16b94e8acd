#include "queries/report/report_page.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "tests/support/markup_check.h"
#include "tests/support/report_sample.h"

namespace headwater::queries {
namespace {

constexpr const char* kHostile = "</title><script src=\"//x\">alert('1')</script>&\xFF\x01";

void collect(std::vector<std::string*>& texts, ReportTable& table) {
  texts.insert(texts.end(), {&table.title, &table.caption});
  for (ReportColumn& column : table.columns) texts.push_back(&column.name);
  for (auto& row : table.rows) {
    for (ReportCell& cell : row) texts.push_back(&cell.text);
  }
}

void collect_diagrams(std::vector<std::string*>& texts, ReportModel& model) {
  for (FlowDiagram& flow : model.flows) {
    texts.insert(texts.end(), {&flow.title, &flow.asset, &flow.caption});
    for (FlowNode& node : flow.nodes) texts.insert(texts.end(), {&node.label, &node.amount});
    for (FlowLink& link : flow.links) texts.insert(texts.end(), {&link.amount, &link.detail});
  }
  texts.push_back(&model.network.caption);
  for (NetworkNode& node : model.network.nodes) {
    texts.insert(texts.end(), {&node.label, &node.detail});
  }
  for (NetworkEdge& edge : model.network.edges) texts.push_back(&edge.detail);
  texts.push_back(&model.timeline.caption);
  for (std::string& period : model.timeline.periods) texts.push_back(&period);
  for (TimelinePanel& panel : model.timeline.panels) {
    texts.push_back(&panel.asset);
    for (auto* series : {&panel.received, &panel.leaving}) {
      for (auto& [name, amounts] : *series) {
        texts.push_back(&name);
        for (TimelineAmount& amount : amounts) texts.push_back(&amount.amount);
      }
    }
  }
  for (TimelineEvent& event : model.timeline.events) {
    texts.insert(texts.end(), {&event.date, &event.label});
  }
}

// Every text of a model.
std::vector<std::string*> all_texts(ReportModel& model) {
  std::vector<std::string*> texts = {&model.title, &model.subtitle, &model.summary,
                                     &model.members_caption};
  for (auto& [name, value] : model.stamps) texts.insert(texts.end(), {&name, &value});
  for (KeyFigure& f : model.key_figures) {
    texts.insert(texts.end(), {&f.label, &f.value, &f.unit, &f.detail});
  }
  collect_diagrams(texts, model);
  for (MemberRow& m : model.members) {
    texts.insert(texts.end(), {&m.name, &m.role, &m.basis, &m.asset, &m.lower, &m.profit, &m.gross,
                               &m.cost, &m.net_transfers, &m.held, &m.cashed_out, &m.spent,
                               &m.unexplained, &m.truth, &m.error});
  }
  for (auto* tables : {&model.innocents, &model.scoreboard}) {
    for (ReportTable& table : *tables) collect(texts, table);
  }
  collect(texts, model.sources);
  for (auto* notes : {&model.assumptions, &model.method}) {
    for (ReportNote& note : *notes) texts.insert(texts.end(), {&note.heading, &note.text});
  }
  for (std::string& item : model.left_out) texts.push_back(&item);
  return texts;
}

TEST(ReportPage, IsOneWellFormedDocumentThatLoadsNothing) {
  const std::string html = report_page(tests::sample_report()).value();
  EXPECT_EQ(tests::markup_fault(html), "");
  EXPECT_NE(html.find("default-src &#39;none&#39;; style-src &#39;unsafe-inline&#39;"),
            std::string::npos);
  for (const char* loader : {"http://", "https://", "<script", "<link", "<img", "<iframe",
                             "@import", "src=", "data:", "javascript:", " onload", " onclick"}) {
    EXPECT_EQ(html.find(loader), std::string::npos) << loader;
  }
  // A style sheet refers to nothing but the page itself.
  for (std::size_t at = html.find("url("); at != std::string::npos;
       at = html.find("url(", at + 1)) {
    EXPECT_EQ(html.substr(at, 5), "url(#");
  }
  // Links lead into the page only.
  for (std::size_t at = html.find("href="); at != std::string::npos;
       at = html.find("href=", at + 1)) {
    EXPECT_EQ(html.substr(at, 7), "href=\"#");
  }
}

TEST(ReportPage, EscapesEveryTextOfTheModel) {
  ReportModel model = tests::sample_report();
  for (std::string* text : all_texts(model)) *text = kHostile;
  const std::string html = report_page(model).value();
  EXPECT_EQ(tests::markup_fault(html), "");
  EXPECT_EQ(html.find("<script"), std::string::npos);
  EXPECT_NE(html.find("&lt;script"), std::string::npos);
}

TEST(ReportPage, ShowsEveryTextOfTheModel) {
  ReportModel model = tests::sample_report();
  const auto texts = all_texts(model);
  for (std::size_t i = 0; i < texts.size(); ++i) *texts[i] = "text" + std::to_string(i) + "end";
  const std::string html = report_page(model).value();
  // Texts of cells that are marked must not come through.
  std::vector<const std::string*> hidden;
  for (const ReportTable& table : model.scoreboard) {
    for (const auto& row : table.rows) {
      for (const ReportCell& cell : row) {
        if (cell.mark != CellMark::kNone) hidden.push_back(&cell.text);
      }
    }
  }
  ASSERT_FALSE(hidden.empty());
  for (const std::string* text : texts) {
    const bool is_hidden = std::find(hidden.begin(), hidden.end(), text) != hidden.end();
    // The asset of a diagram is not printed alone: it stands in its amounts.
    const bool is_flow_asset = std::any_of(model.flows.begin(), model.flows.end(),
                                           [&](const FlowDiagram& f) { return text == &f.asset; });
    if (is_flow_asset) continue;
    EXPECT_EQ(html.find(*text) != std::string::npos, !is_hidden) << *text;
  }
}

TEST(ReportPage, MarksSuppressedHiddenAndUnknownCells) {
  ReportModel model;
  ReportTable table;
  table.title = "cells";
  table.columns = {{"a"}, {"b"}, {"c"}, {"d"}, {"e"}, {"f"}};
  table.rows = {{{"x"},
                 {"7", CellMark::kHidden},
                 {"", CellMark::kSuppressed},
                 {"", CellMark::kUnknown},
                 {"4", CellMark::kSuppressed},
                 {"<11", CellMark::kSuppressed}}};
  model.scoreboard = {table};
  const std::string html = report_page(model).value();
  EXPECT_NE(html.find(">&lt;10</td>"), std::string::npos);
  EXPECT_NE(html.find(">hidden</td>"), std::string::npos);
  EXPECT_NE(html.find(">unknown</td>"), std::string::npos);
  EXPECT_NE(html.find(">&lt;11</td>"), std::string::npos);
  EXPECT_EQ(html.find(">7<"), std::string::npos);
  EXPECT_EQ(html.find(">4<"), std::string::npos);
}

TEST(ReportPage, StampsTheAudience) {
  ReportModel model;
  EXPECT_NE(report_page(model)->find("<b>Publication</b>"), std::string::npos);
  model.audience = ReportAudience::kInternal;
  EXPECT_NE(report_page(model)->find("<b>Internal</b>"), std::string::npos);
}

TEST(ReportPage, IsTheSameEveryTime) {
  EXPECT_EQ(report_page(tests::sample_report()).value(),
            report_page(tests::sample_report()).value());
}

TEST(ReportPage, LeavesOutSectionsWithoutContent) {
  const std::string html = report_page(ReportModel{}).value();
  EXPECT_EQ(tests::markup_fault(html), "");
  EXPECT_EQ(html.find("<section"), std::string::npos);
}

TEST(ReportPage, LeavesOutTheColumnsOfTruthWhereNoneIsKnown) {
  ReportModel model = tests::sample_report();
  for (MemberRow& row : model.members) {
    row.truth.clear();
    row.error.clear();
    row.upper_error.clear();
    row.truth_weight.reset();
  }
  const std::string html = report_page(model).value();
  EXPECT_EQ(html.find(">Truth</th>"), std::string::npos);
  EXPECT_EQ(html.find("Triangle"), std::string::npos);
}

TEST(ReportPage, RefusesAModelThatContradictsItself) {
  const auto fails = [](auto&& spoil) {
    ReportModel model = tests::sample_report();
    spoil(model);
    const auto page = report_page(model);
    return !page.has_value() && page.error().code() == graph::StatusCode::kInternal;
  };
  const double nan = std::numeric_limits<double>::quiet_NaN();
  EXPECT_TRUE(fails([](ReportModel& m) { m.flows[0].links[0].to = 999; }));
  EXPECT_TRUE(fails([](ReportModel& m) { m.flows[0].links[0].weight = 0; }));
  EXPECT_TRUE(fails([=](ReportModel& m) { m.flows[0].links[0].weight = nan; }));
  EXPECT_TRUE(fails([](ReportModel& m) { m.network.edges[0].from = 999; }));
  EXPECT_TRUE(fails([](ReportModel& m) { m.network.edges[0].weight = -1; }));
  EXPECT_TRUE(fails([](ReportModel& m) { m.timeline.panels[0].received[0].second.pop_back(); }));
  EXPECT_TRUE(
      fails([=](ReportModel& m) { m.timeline.panels[0].leaving[0].second[0].weight = nan; }));
  EXPECT_TRUE(fails([](ReportModel& m) { m.timeline.events[0].period = 999; }));
  EXPECT_TRUE(fails([](ReportModel& m) { m.scoreboard[0].rows[0].pop_back(); }));
  EXPECT_TRUE(fails([](ReportModel& m) { m.members[0].lower_weight = 1e12; }));
}

}  // namespace
}  // namespace headwater::queries
