#include "queries/report/report_page.h"

#include <fmt/format.h>

#include "queries/report/internal/markup_writer.h"
#include "queries/report/internal/network_svg.h"
#include "queries/report/internal/report_check.h"
#include "queries/report/internal/report_style.h"
#include "queries/report/internal/report_tables.h"
#include "queries/report/internal/sankey_svg.h"
#include "queries/report/internal/timeline_svg.h"

namespace headwater::queries {
namespace {

using internal::MarkupWriter;

constexpr std::string_view kContentPolicy = "default-src 'none'; style-src 'unsafe-inline'";

class Page {
 public:
  explicit Page(const ReportModel& model) : model_(model) {}
  std::string write();

 private:
  struct Section {
    std::string id, title;
    bool is_present;
    void (Page::*body)();
  };

  void write_head();
  void write_header();
  void write_navigation(const std::vector<Section>& sections);
  void write_cards();
  void write_section(const Section& section, int number);
  void write_flows();
  void write_members_section() { internal::write_members(out_, model_); }
  void write_network();
  void write_timeline();
  void write_innocents();
  void write_scoreboard();
  void write_method();
  void write_sources();
  void write_appendix();
  void write_notes(const std::vector<ReportNote>& notes, std::string_view title);
  void write_footer();
  void caption(std::string_view text) { out_.element("p", {{"class", "caption"}}, text); }

  const ReportModel& model_;
  MarkupWriter out_;
};

void Page::write_head() {
  out_.open("head");
  out_.empty("meta", {{"charset", "utf-8"}});
  out_.empty("meta",
             {{"http-equiv", "Content-Security-Policy"}, {"content", std::string(kContentPolicy)}});
  out_.empty("meta", {{"name", "viewport"}, {"content", "width=device-width, initial-scale=1"}});
  out_.empty("meta", {{"name", "referrer"}, {"content", "no-referrer"}});
  out_.element("title", {}, model_.title);
  out_.open("style").trusted(internal::report_style()).close();
  out_.close();
}

void Page::write_header() {
  const bool is_internal = model_.audience == ReportAudience::kInternal;
  out_.open("header").open("div", {{"class", "inner"}}).open("div", {{"class", "top"}});
  out_.open("div").element("h1", {}, model_.title);
  out_.element("p", {{"class", "subtitle"}}, model_.subtitle).close();
  out_.open("div", {{"class", "stamp"}}).element("b", {}, is_internal ? "Internal" : "Publication");
  out_.text(is_internal ? "shows exact cells: not to be passed on"
                        : "small counts hidden, and what would give them back");
  out_.close().close();
  out_.open("dl", {{"class", "stamps"}});
  for (const auto& [name, value] : model_.stamps) {
    out_.open("div").element("dt", {}, name).element("dd", {}, value).close();
  }
  out_.close().close().close();
}

void Page::write_navigation(const std::vector<Section>& sections) {
  out_.open("nav", {{"aria-label", "Sections"}}).open("ul");
  int number = 0;
  for (const Section& section : sections) {
    if (!section.is_present) continue;
    out_.open("li").element("a", {{"href", "#" + section.id}},
                            fmt::format("{}. {}", ++number, section.title));
    out_.close();
  }
  out_.close().close();
}

void Page::write_cards() {
  if (!model_.summary.empty()) out_.element("p", {{"class", "summary"}}, model_.summary);
  if (model_.key_figures.empty()) return;
  out_.open("div", {{"class", "cards"}});
  for (const KeyFigure& figure : model_.key_figures) {
    out_.open("div", {{"class", "card"}}).element("div", {{"class", "label"}}, figure.label);
    out_.open("div", {{"class", "value"}}).text(figure.value + " ");
    out_.element("span", {{"class", "unit"}}, figure.unit).close();
    out_.element("div", {{"class", "detail"}}, figure.detail).close();
  }
  out_.close();
}

void Page::write_section(const Section& section, int number) {
  out_.open("section", {{"id", section.id}, {"class", section.id}}).open("h2");
  out_.element("span", {{"class", "number"}}, std::to_string(number)).text(section.title).close();
  (this->*section.body)();
  out_.close();
}

void Page::write_flows() {
  for (std::size_t i = 0; i < model_.flows.size(); ++i) {
    const FlowDiagram& flow = model_.flows[i];
    out_.element("h3", {}, flow.title);
    caption(flow.caption);
    out_.open("figure").trusted(internal::sankey_svg(flow, fmt::format("flow-{}", i + 1))).close();
  }
}

void Page::write_network() {
  caption(model_.network.caption);
  out_.open("figure").trusted(internal::network_svg(model_.network, "network-figure")).close();
}

void Page::write_timeline() {
  caption(model_.timeline.caption);
  out_.open("figure").trusted(internal::timeline_svg(model_.timeline, "timeline-figure")).close();
}

void Page::write_innocents() {
  for (const ReportTable& table : model_.innocents) internal::write_table(out_, table);
}

void Page::write_scoreboard() {
  for (const ReportTable& table : model_.scoreboard) internal::write_table(out_, table);
}

void Page::write_notes(const std::vector<ReportNote>& notes, std::string_view title) {
  if (notes.empty()) return;
  out_.element("h3", {}, title).open("div", {{"class", "notes"}});
  for (const ReportNote& note : notes) {
    out_.open("div").element("h4", {}, note.heading).element("p", {}, note.text).close();
  }
  out_.close();
}

void Page::write_method() {
  write_notes(model_.assumptions, "Assumptions");
  write_notes(model_.method, "Method");
}

void Page::write_sources() {
  internal::write_table(out_, model_.sources);
  if (model_.left_out.empty()) return;
  out_.element("h3", {}, "What was left out").open("ul", {{"class", "left-out"}});
  for (const std::string& item : model_.left_out) out_.element("li", {}, item);
  out_.close();
}

void Page::write_appendix() {
  caption("Every number and tie of the diagrams, as tables.");
  for (const FlowDiagram& flow : model_.flows)
    internal::write_table(out_, internal::flow_table(flow));
  for (const TimelinePanel& panel : model_.timeline.panels) {
    internal::write_table(out_, internal::timeline_table(model_.timeline, panel));
  }
  if (model_.network.nodes.empty()) return;
  internal::write_table(out_, internal::network_node_table(model_.network));
  internal::write_table(out_, internal::network_edge_table(model_.network));
}

void Page::write_footer() {
  out_.open("footer").open("div", {{"class", "inner"}});
  out_.element("p", {},
               "Written by Headwater. A rank or a score is a reason to look, never evidence; an "
               "amount is asserted proceeds followed by a stated rule. Nothing on this page was "
               "loaded from a network.");
  out_.close().close();
}

std::string Page::write() {
  const bool has_diagrams =
      !model_.flows.empty() || !model_.network.nodes.empty() || !model_.timeline.panels.empty();
  const std::vector<Section> sections = {
      {"flow", "Where the money went", !model_.flows.empty(), &Page::write_flows},
      {"profit", "Who profited", !model_.members.empty(), &Page::write_members_section},
      {"network", "The network around the ring", !model_.network.nodes.empty(),
       &Page::write_network},
      {"timeline", "When it happened", !model_.timeline.panels.empty(), &Page::write_timeline},
      {"innocents", "Innocents named", !model_.innocents.empty(), &Page::write_innocents},
      {"scoreboard", "Victims and profit by territory", !model_.scoreboard.empty(),
       &Page::write_scoreboard},
      {"method", "What the figures rest on", !model_.assumptions.empty() || !model_.method.empty(),
       &Page::write_method},
      {"sources", "Sources, and what was left out",
       !model_.sources.columns.empty() || !model_.left_out.empty(), &Page::write_sources},
      {"appendix", "Appendix: the diagrams as tables", has_diagrams, &Page::write_appendix}};
  out_.trusted("<!DOCTYPE html>\n").open("html", {{"lang", "en"}});
  write_head();
  out_.open("body");
  write_header();
  write_navigation(sections);
  out_.open("main");
  write_cards();
  int number = 0;
  for (const Section& section : sections) {
    if (section.is_present) write_section(section, ++number);
  }
  out_.close();
  write_footer();
  return out_.close().close().take();
}

}  // namespace

graph::Result<std::string> report_page(const ReportModel& model) {
  HEADWATER_RETURN_IF_ERROR(internal::check_report_model(model));
  return Page(model).write();
}

}  // namespace headwater::queries
