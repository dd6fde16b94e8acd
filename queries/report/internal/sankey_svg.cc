#include "queries/report/internal/sankey_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "queries/report/internal/markup_writer.h"
#include "queries/report/internal/sankey_layout.h"
#include "queries/report/internal/svg_path.h"
#include "queries/report/internal/text_metrics.h"

namespace headwater::queries::internal {
namespace {

constexpr double kWidth = 1140;
constexpr double kNameSize = 13;
constexpr double kAmountSize = 11.5;
constexpr double kWidestMargin = 220;
constexpr double kThinnestBand = 0.75;
constexpr double kLabelGap = 7;

double label_width(const FlowNode& node) {
  return std::max(text_width(node.label, kNameSize), text_width(node.amount, kAmountSize)) +
         kLabelGap + 4;
}

// Room beside the first and the last column for the labels of their nodes.
double margin_for(const FlowDiagram& diagram, const SankeyLayout& layout, bool first) {
  double margin = 24;
  for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
    const std::uint32_t wanted = first ? 0 : layout.column_count - 1;
    if (layout.boxes[i].column == wanted) margin = std::max(margin, label_width(diagram.nodes[i]));
  }
  return std::min(margin, kWidestMargin);
}

std::string forward_path(const SankeyBand& band) {
  SvgPath path;
  for (const SankeySegment& s : band.segments) {
    const double middle = (s.x0 + s.x1) / 2;
    if (&s == &band.segments.front()) {
      path.move(s.x0, s.y0);
    } else {
      path.line(s.x0, s.y0);
    }
    path.cubic(middle, s.y0, middle, s.y1, s.x1, s.y1);
  }
  return path.text();
}

// Out to the right, round a corner, back along the channel, and up into the left side.
std::string backward_path(const SankeyBand& band) {
  const SankeySegment& s = band.segments.front();
  const double bend = band.width / 2 + 12;
  const double right = s.x0 + bend, left = s.x1 - bend;
  SvgPath path;
  path.move(s.x0, s.y0).quadratic(right, s.y0, right, s.y0 + bend);
  path.line(right, std::max(s.y0, band.channel_y - bend));
  path.quadratic(right, band.channel_y, s.x0, band.channel_y).line(s.x1, band.channel_y);
  path.quadratic(left, band.channel_y, left, std::max(s.y1, band.channel_y - bend));
  path.line(left, s.y1 + bend).quadratic(left, s.y1, s.x1, s.y1);
  return path.text();
}

bool is_end(FlowRole role) {
  return role == FlowRole::kCashedOut || role == FlowRole::kHeld || role == FlowRole::kSpent ||
         role == FlowRole::kUnexplained;
}

void draw_band(MarkupWriter& out, const FlowDiagram& diagram, std::size_t index,
               const SankeyBand& band) {
  const FlowLink& link = diagram.links[index];
  const FlowNode& from = diagram.nodes[link.from];
  const FlowNode& to = diagram.nodes[link.to];
  const std::string role = flow_role_class(is_end(to.role) ? to.role : from.role);
  std::string title = fmt::format("{} \xE2\x86\x92 {}: {}", from.label, to.label, link.amount);
  if (!link.detail.empty()) title += fmt::format(" ({})", link.detail);
  out.open("path", {{"class", "band " + role + (band.is_backward ? " backward" : "")},
                    {"d", band.is_backward ? backward_path(band) : forward_path(band)},
                    {"stroke-width", coordinate(std::max(band.width, kThinnestBand))}});
  out.element("title", {}, title).close();
}

struct LabelPlace {
  double x;
  std::string anchor;
  double room;
};

LabelPlace label_place(const SankeyLayout& layout, const SankeyBox& box) {
  if (box.column == 0) {
    return {box.x - kLabelGap, "end", layout.left_margin - kLabelGap};
  }
  const bool last = box.column + 1 == layout.column_count;
  const double inner = layout.width - layout.left_margin - layout.right_margin;
  const double step = inner / std::max(1.0, layout.column_count - 1.0) - box.width;
  return {box.x + box.width + kLabelGap, "start",
          (last ? layout.right_margin : step) - kLabelGap - 4};
}

void draw_node(MarkupWriter& out, const FlowNode& node, const SankeyLayout& layout,
               const SankeyBox& box) {
  const LabelPlace place = label_place(layout, box);
  const double middle = box.y + box.height / 2;
  out.open("g", {{"class", "node"}});
  out.element("title", {},
              fmt::format("{}: {} ({})", node.label, node.amount, flow_role_text(node.role)));
  out.empty("rect", {{"class", flow_role_class(node.role)},
                     {"x", coordinate(box.x)},
                     {"y", coordinate(box.y)},
                     {"width", coordinate(box.width)},
                     {"height", coordinate(std::max(box.height, 1.5))},
                     {"rx", "1.5"}});
  out.element("text",
              {{"class", "name"},
               {"x", coordinate(place.x)},
               {"y", coordinate(middle - 2)},
               {"text-anchor", place.anchor}},
              shorten(node.label, kNameSize, place.room));
  out.element("text",
              {{"class", "amount"},
               {"x", coordinate(place.x)},
               {"y", coordinate(middle + 12)},
               {"text-anchor", place.anchor}},
              node.amount);
  out.close();
}

std::string legend(const FlowDiagram& diagram) {
  std::set<FlowRole> used;
  for (const FlowNode& node : diagram.nodes) used.insert(node.role);
  MarkupWriter out;
  out.open("ul", {{"class", "legend"}});
  for (const FlowRole role : used) {
    out.open("li").element("span", {{"class", "swatch " + flow_role_class(role)}}, "");
    out.text(flow_role_text(role)).close();
  }
  return out.close().take();
}

}  // namespace

std::string flow_role_class(FlowRole role) {
  constexpr const char* kClasses[] = {"role-source",  "role-conduit",    "role-member",
                                      "role-company", "role-cashed",     "role-held",
                                      "role-spent",   "role-unexplained"};
  return kClasses[static_cast<std::size_t>(role)];
}

std::string flow_role_text(FlowRole role) {
  constexpr const char* kTexts[] = {"asserted proceeds",
                                    "conduit, nothing asserted against it",
                                    "member of the ring",
                                    "company of a member",
                                    "cashed out or abroad",
                                    "still held",
                                    "spent, explained by an assertion",
                                    "sent to outsiders, unexplained"};
  return kTexts[static_cast<std::size_t>(role)];
}

std::string sankey_svg(const FlowDiagram& diagram, const std::string& id) {
  if (diagram.links.empty()) return {};
  const SankeyLayout draft = lay_out_sankey(diagram, kWidth, 0, 0);
  const SankeyLayout layout = lay_out_sankey(diagram, kWidth, margin_for(diagram, draft, true),
                                             margin_for(diagram, draft, false));
  MarkupWriter out;
  out.open("svg", {{"class", "sankey"},
                   {"viewBox",
                    fmt::format("0 0 {} {}", coordinate(kWidth), coordinate(layout.height + 6))},
                   {"role", "img"},
                   {"aria-labelledby", fmt::format("{0}-title {0}-description", id)}});
  out.element("title", {{"id", id + "-title"}}, diagram.title);
  out.element("desc", {{"id", id + "-description"}},
              "Flow diagram from left to right; the width of a band is its amount. " +
                  diagram.caption + " All amounts stand in a table of the appendix.");
  // Wide bands first, so that thin ones stay visible.
  std::vector<std::size_t> order(diagram.links.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return layout.bands[a].width > layout.bands[b].width;
  });
  out.open("g", {{"class", "bands"}});
  for (const std::size_t i : order) draw_band(out, diagram, i, layout.bands[i]);
  out.close();
  for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
    draw_node(out, diagram.nodes[i], layout, layout.boxes[i]);
  }
  return out.close().take() + legend(diagram);
}

}  // namespace headwater::queries::internal
