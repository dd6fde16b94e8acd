#include "queries/report/internal/report_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "queries/report/internal/network_svg.h"
#include "queries/report/internal/sankey_svg.h"

namespace headwater::queries::internal {
namespace {

std::string cell_text(const ReportCell& cell) {
  switch (cell.mark) {
    case CellMark::kNone:
      return cell.text;
    case CellMark::kSuppressed:  // only a bound may show, whatever else was filled in
      return cell.text.starts_with('<') ? cell.text : "<10";
    case CellMark::kHidden:
      return "hidden";
    case CellMark::kUnknown:
      return "unknown";
  }
  return cell.text;
}

std::string cell_class(const ReportCell& cell, const ReportColumn& column) {
  std::string style = column.is_number ? "right" : "left";
  if (cell.mark != CellMark::kNone) style += " hidden-cell";
  return style;
}

void write_row(MarkupWriter& out, const ReportTable& table, std::size_t row) {
  const auto& strong = table.emphasised_rows;
  const bool is_strong = std::find(strong.begin(), strong.end(), row) != strong.end();
  out.open("tr", {{"class", is_strong ? "strong" : "plain"}});
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    const ReportCell& cell = table.rows[row][c];
    const std::string style = cell_class(cell, table.columns[c]);
    if (c == 0) {
      out.element("th", {{"scope", "row"}, {"class", style}}, cell_text(cell));
    } else {
      out.element("td", {{"class", style}}, cell_text(cell));
    }
  }
  out.close();
}

bool uses_mark(const ReportTable& table, CellMark mark) {
  for (const auto& row : table.rows) {
    for (const ReportCell& cell : row) {
      if (cell.mark == mark) return true;
    }
  }
  return false;
}

// What the marks of this table mean.
std::string marks_text(const ReportTable& table) {
  std::string text;
  if (uses_mark(table, CellMark::kSuppressed)) text += "<10: a count from 1 to 9, not shown. ";
  if (uses_mark(table, CellMark::kHidden)) {
    text +=
        "hidden: small, dominated by one, or left out so that no total gives such a figure "
        "back; all look alike. ";
  }
  if (uses_mark(table, CellMark::kUnknown)) text += "unknown: no record says anything; not zero. ";
  if (!text.empty()) text.pop_back();
  return text;
}

// ---- Members ----

// Square roots, so that a mule's hundreds can be seen beside a beneficiary's hundred thousands.
struct Scale {
  double low = 0, high = 0;
  static double bent(double value) { return value < 0 ? -std::sqrt(-value) : std::sqrt(value); }
  double x(double value) const {
    return 5 + 240 * (bent(value) - bent(low)) / std::max(bent(high) - bent(low), 1e-9);
  }
};

// Rows of one asset are drawn to one scale, with zero on it.
Scale scale_for(const std::vector<MemberRow>& members, const std::string& asset) {
  Scale scale;
  for (const MemberRow& row : members) {
    if (row.asset != asset) continue;
    scale.low = std::min({scale.low, row.lower_weight, row.truth_weight.value_or(0)});
    scale.high = std::max({scale.high, row.profit_weight, row.truth_weight.value_or(0)});
  }
  return scale;
}

std::string line(double x0, double y0, double x1, double y1) {
  return fmt::format("M{} {}L{} {}", coordinate(x0), coordinate(y0), coordinate(x1),
                     coordinate(y1));
}

void draw_interval(MarkupWriter& out, const MemberRow& row, const Scale& scale) {
  const double low = scale.x(row.lower_weight), high = scale.x(row.profit_weight);
  out.open("svg", {{"class", "interval"}, {"viewBox", "0 0 250 26"}, {"role", "img"}});
  std::string title = fmt::format("{} to {} {}", row.lower, row.profit, row.asset);
  if (!row.truth.empty()) title += fmt::format("; truth {}", row.truth);
  out.element("title", {}, title);
  out.empty("path", {{"class", "rail"}, {"d", line(2, 17, 248, 17)}});
  out.empty("path", {{"class", "rail"}, {"d", line(scale.x(0), 9, scale.x(0), 25)}});
  out.empty("path", {{"class", "range"}, {"d", line(low, 17, std::max(high, low + 0.5), 17)}});
  out.empty("path", {{"class", "end"}, {"d", line(low, 12, low, 22) + line(high, 12, high, 22)}});
  if (row.truth_weight) {
    const double x = scale.x(*row.truth_weight);
    out.empty("path", {{"class", "truth"},
                       {"d", fmt::format("M{0} 10L{1} 1L{2} 1z", coordinate(x), coordinate(x + 5),
                                         coordinate(x - 5))}});
  }
  out.close();
}

bool any_truth(const std::vector<MemberRow>& members) {
  return std::any_of(members.begin(), members.end(),
                     [](const MemberRow& row) { return !row.truth.empty(); });
}

void write_head(MarkupWriter& out, std::initializer_list<std::pair<const char*, bool>> columns) {
  out.open("thead").open("tr");
  for (const auto& [name, is_number] : columns) {
    out.element("th", {{"scope", "col"}, {"class", is_number ? "right" : "left"}}, name);
  }
  out.close().close();
}

std::string end_text(const std::string& amount, const MemberRow& row) {
  return row.is_known ? amount + " " + row.asset : "unknown";
}
std::string end_class(const MemberRow& row) { return row.is_known ? "right" : "right hidden-cell"; }

void write_interval_table(MarkupWriter& out, const std::vector<MemberRow>& members) {
  const bool truth = any_truth(members);
  out.open("div", {{"class", "scroll"}}).open("table", {{"class", "members"}});
  out.element("caption", {}, "Profit of each member, as an interval");
  if (truth) {
    write_head(out, {{"Member", false},
                     {"Basis", false},
                     {"From lower to upper", false},
                     {"Lower", true},
                     {"Upper", true},
                     {"Truth", true},
                     {"Interval less truth", true},
                     {"Upper less truth", true}});
  } else {
    write_head(out, {{"Member", false},
                     {"Basis", false},
                     {"From lower to upper", false},
                     {"Lower", true},
                     {"Upper", true}});
  }
  out.open("tbody");
  for (const MemberRow& row : members) {
    if (row.is_use_only) continue;
    out.open("tr").open("th", {{"scope", "row"}}).text(row.name);
    out.element("span", {{"class", "under"}}, row.role).close();
    out.element("td", {}, row.basis).open("td");
    if (row.is_known) draw_interval(out, row, scale_for(members, row.asset));
    out.close().element("td", {{"class", end_class(row)}}, end_text(row.lower, row));
    out.element("td", {{"class", end_class(row)}}, end_text(row.profit, row));
    if (truth) {
      const bool outside = row.truth_weight && (*row.truth_weight < row.lower_weight ||
                                                *row.truth_weight > row.profit_weight);
      out.element("td", {{"class", "right"}}, row.truth);
      out.element("td", {{"class", outside ? "right outside" : "right"}}, row.error);
      out.element("td", {{"class", "right"}}, row.upper_error);
    }
    out.close();
  }
  out.close().close().close();
}

ReportTable breakdown_table(const std::vector<MemberRow>& members) {
  ReportTable table;
  table.title = "What each figure is made of";
  table.columns = {{"Member"},           {"Gross proceeds", true}, {"Net from members", true},
                   {"Costs", true},      {"Upper: profit", true},  {"Held", true},
                   {"Cashed out", true}, {"Spent", true},          {"Unexplained", true}};
  const bool converts = std::any_of(members.begin(), members.end(),
                                    [](const MemberRow& row) { return !row.converted.empty(); });
  if (converts) table.columns.push_back({"Changed asset", true});
  for (const MemberRow& row : members) {
    if (!row.is_known) continue;
    table.rows.push_back({{row.name + " (" + row.asset + ")"},
                          {row.gross},
                          {row.net_transfers},
                          {row.cost},
                          {row.profit},
                          {row.held},
                          {row.cashed_out},
                          {row.spent},
                          {row.unexplained}});
    if (converts) table.rows.back().push_back({row.converted});
  }
  return table;
}

}  // namespace

void write_table(MarkupWriter& out, const ReportTable& table) {
  if (table.columns.empty()) return;
  out.open("div", {{"class", "scroll"}}).open("table");
  out.element("caption", {}, table.title);
  out.open("thead").open("tr");
  for (const ReportColumn& column : table.columns) {
    out.element("th", {{"scope", "col"}, {"class", column.is_number ? "right" : "left"}},
                column.name);
  }
  out.close().close().open("tbody");
  for (std::size_t row = 0; row < table.rows.size(); ++row) write_row(out, table, row);
  out.close().close().close();
  if (!table.caption.empty()) out.element("p", {{"class", "caption"}}, table.caption);
  const std::string marks = marks_text(table);
  if (!marks.empty()) out.element("p", {{"class", "caption"}}, marks);
}

void write_members(MarkupWriter& out, const ReportModel& model) {
  if (model.members.empty()) return;
  write_interval_table(out, model.members);
  out.open("p", {{"class", "caption"}});
  out.text(model.members_caption + " Drawn on a square-root scale.");
  if (any_truth(model.members))
    out.text(
        " Triangle: the truth, known because the case is synthetic. Interval less truth: the "
        "nearest end less the truth, \"within\" where the truth lies between them. Upper less "
        "truth: the upper end alone.");
  out.close();
  write_table(out, breakdown_table(model.members));
  for (const ReportTable& table : model.profit_tables) write_table(out, table);
}

ReportTable flow_table(const FlowDiagram& diagram) {
  ReportTable table;
  table.title = diagram.title;
  table.columns = {{"From"}, {"To"}, {"Kind of destination"}, {"Amount", true}, {"Detail"}};
  for (const FlowLink& link : diagram.links) {
    const FlowNode& to = diagram.nodes[link.to];
    table.rows.push_back({{diagram.nodes[link.from].label},
                          {to.label},
                          {flow_role_text(to.role)},
                          {link.amount},
                          {link.detail}});
  }
  return table;
}

ReportTable network_node_table(const NetworkDiagram& diagram) {
  ReportTable table;
  table.title = "Network around the ring: who and what";
  table.columns = {{"Name"}, {"Kind"}, {"Standing"}, {"Detail"}};
  for (const NetworkNode& node : diagram.nodes) {
    table.rows.push_back({{node.label},
                          {network_shape_text(node.shape)},
                          {network_standing_text(node.standing)},
                          {node.detail}});
  }
  return table;
}

ReportTable network_edge_table(const NetworkDiagram& diagram) {
  ReportTable table;
  table.title = "Network around the ring: ties";
  table.columns = {{"From"}, {"To"}, {"Layer"}, {"Detail"}};
  for (const NetworkEdge& edge : diagram.edges) {
    table.rows.push_back({{diagram.nodes[edge.from].label},
                          {diagram.nodes[edge.to].label},
                          {network_layer_text(edge.layer)},
                          {edge.detail}});
  }
  return table;
}

ReportTable timeline_table(const Timeline& timeline, const TimelinePanel& panel) {
  ReportTable table;
  table.title = "Timeline, " + panel.asset;
  table.columns = {{"Period"}};
  for (const auto* series : {&panel.received, &panel.leaving}) {
    for (const auto& [name, amounts] : *series) table.columns.push_back({name, true});
  }
  for (std::size_t period = 0; period < timeline.periods.size(); ++period) {
    std::vector<ReportCell> row = {{timeline.periods[period]}};
    for (const auto* series : {&panel.received, &panel.leaving}) {
      for (const auto& [name, amounts] : *series) row.push_back({amounts[period].amount});
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

}  // namespace headwater::queries::internal
