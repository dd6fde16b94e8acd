#include "queries/report/internal/sankey_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <set>

#include "queries/report/internal/markup_writer.h"
#include "queries/report/internal/sankey_columns.h"
#include "queries/report/internal/sankey_layout.h"
#include "queries/report/internal/svg_path.h"
#include "queries/report/internal/text_metrics.h"

namespace headwater::queries::internal {
namespace {

constexpr double kNameSize = 13, kAmountSize = 11.5;
constexpr double kNameLine = 15, kAmountLine = 14;
constexpr double kBoldFactor = 1.1;
constexpr double kWidestMargin = 178;
constexpr double kInnerLabel = 130;  // room for a label between two columns
constexpr double kColumnStep = 152;
constexpr double kSmallestWidth = 1140;
constexpr double kThinnestBand = 0.75;
constexpr double kHairsInTheWidest = 300;
constexpr double kLabelGap = 7;

// The lines of each node's name, and the frame that they need.
struct Labels {
  std::vector<std::vector<std::string>> names;
  SankeyFrame frame;
};

// Names at the sides stand on one line where they fit; between columns they may take two.
Labels prepare_labels(const FlowDiagram& diagram) {
  Labels labels;
  const std::vector<std::uint32_t> column = sankey_columns(diagram);
  const std::uint32_t last = *std::max_element(column.begin(), column.end());
  SankeyFrame& frame = labels.frame;
  for (std::size_t i = 0; i < diagram.nodes.size(); ++i) {
    const FlowNode& node = diagram.nodes[i];
    const bool at_side = column[i] == 0 || column[i] == last;
    const double room = at_side ? kWidestMargin - kLabelGap - 4 : kInnerLabel;
    labels.names.push_back(wrap(node.label, kNameSize * kBoldFactor, room, 2));
    double widest = text_width(node.amount, kAmountSize);
    for (const std::string& line : labels.names.back()) {
      widest = std::max(widest, text_width(line, kNameSize * kBoldFactor));
    }
    frame.label_heights.push_back(kNameLine * static_cast<double>(labels.names.back().size()) +
                                  kAmountLine);
    if (!at_side) continue;
    double& margin = column[i] == 0 ? frame.left_margin : frame.right_margin;
    margin = std::max(margin, widest + kLabelGap + 4);
  }
  frame.width =
      std::max(kSmallestWidth, frame.left_margin + frame.right_margin + 14 + kColumnStep * last);
  return labels;
}

// An area: along the upper edge and back along the lower one. A thick line would bulge where it is
// steep.
std::string forward_path(const SankeyBand& band) {
  const double half = std::max(band.width, kThinnestBand) / 2;
  SvgPath path;
  path.move(band.segments.front().x0, band.segments.front().y0 - half);
  for (const SankeySegment& s : band.segments) {
    const double middle = (s.x0 + s.x1) / 2;
    path.line(s.x0, s.y0 - half);
    path.cubic(middle, s.y0 - half, middle, s.y1 - half, s.x1, s.y1 - half);
  }
  for (auto s = band.segments.rbegin(); s != band.segments.rend(); ++s) {
    const double middle = (s->x0 + s->x1) / 2;
    path.line(s->x1, s->y1 + half);
    path.cubic(middle, s->y1 + half, middle, s->y0 + half, s->x0, s->y0 + half);
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

// Without the links that would be thinner than a hair beside the rest, and the nodes that only
// they reach.
FlowDiagram visible_part(const FlowDiagram& whole) {
  std::vector<double> in(whole.nodes.size());
  for (const FlowLink& link : whole.links) in[link.to] += link.weight;
  const double most = *std::max_element(in.begin(), in.end());
  FlowDiagram visible = whole;
  std::erase_if(visible.links,
                [&](const FlowLink& link) { return link.weight < most / kHairsInTheWidest; });
  std::vector<std::uint32_t> number(whole.nodes.size(), 0);
  for (const FlowLink& link : visible.links) number[link.from] = number[link.to] = 1;
  visible.nodes.clear();
  for (std::uint32_t i = 0; i < whole.nodes.size(); ++i) {
    if (number[i] == 0) continue;
    number[i] = static_cast<std::uint32_t>(visible.nodes.size());
    visible.nodes.push_back(whole.nodes[i]);
  }
  for (FlowLink& link : visible.links) {
    link.from = number[link.from];
    link.to = number[link.to];
  }
  return visible;
}

bool is_end(FlowRole role) { return role >= FlowRole::kCashedOut; }

void draw_band(MarkupWriter& out, const FlowDiagram& diagram, std::size_t index,
               const SankeyBand& band) {
  const FlowLink& link = diagram.links[index];
  const FlowNode& from = diagram.nodes[link.from];
  const FlowNode& to = diagram.nodes[link.to];
  const std::string role = flow_role_class(is_end(to.role) ? to.role : from.role);
  std::string title = fmt::format("{} \xE2\x86\x92 {}: {}", from.label, to.label, link.amount);
  if (!link.detail.empty()) title += fmt::format(" ({})", link.detail);
  if (band.is_backward) {
    out.open("path", {{"class", "band backward " + role},
                      {"d", backward_path(band)},
                      {"stroke-width", coordinate(std::max(band.width, kThinnestBand))}});
  } else {
    out.open("path", {{"class", "band forward " + role}, {"d", forward_path(band)}});
  }
  out.element("title", {}, title).close();
}

void draw_label(MarkupWriter& out, const std::vector<std::string>& name, const std::string& amount,
                double x, double middle, const std::string& anchor) {
  const double height = kNameLine * static_cast<double>(name.size()) + kAmountLine;
  double baseline = middle - height / 2 - 3;
  for (const std::string& line : name) {
    baseline += kNameLine;
    out.element("text",
                {{"class", "name"},
                 {"x", coordinate(x)},
                 {"y", coordinate(baseline)},
                 {"text-anchor", anchor}},
                line);
  }
  out.element("text",
              {{"class", "amount"},
               {"x", coordinate(x)},
               {"y", coordinate(baseline + kAmountLine)},
               {"text-anchor", anchor}},
              amount);
}

void draw_node(MarkupWriter& out, const FlowNode& node, const std::vector<std::string>& name,
               const SankeyBox& box) {
  out.open("g", {{"class", "node"}});
  out.element("title", {},
              fmt::format("{}: {} ({})", node.label, node.amount, flow_role_text(node.role)));
  out.empty("rect", {{"class", flow_role_class(node.role)},
                     {"x", coordinate(box.x)},
                     {"y", coordinate(box.y)},
                     {"width", coordinate(box.width)},
                     {"height", coordinate(std::max(box.height, 1.5))},
                     {"rx", "1.5"}});
  const bool first = box.column == 0;
  draw_label(out, name, node.amount, first ? box.x - kLabelGap : box.x + box.width + kLabelGap,
             box.y + box.height / 2, first ? "end" : "start");
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
  constexpr const char* kClasses[] = {"role-source",    "role-conduit",     "role-member",
                                      "role-company",   "role-cashed",      "role-held",
                                      "role-spent",     "role-unexplained", "role-dissipated",
                                      "role-converted", "role-unreached"};
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
                                    "sent to outsiders, unexplained",
                                    "gone: repaid debts, fees",
                                    "changed into another asset",
                                    "reached no member"};
  return kTexts[static_cast<std::size_t>(role)];
}

std::string sankey_svg(const FlowDiagram& whole, const std::string& id) {
  if (whole.links.empty()) return {};
  const FlowDiagram diagram = visible_part(whole);
  const Labels labels = prepare_labels(diagram);
  const SankeyLayout layout = lay_out_sankey(diagram, labels.frame);
  MarkupWriter out;
  out.open("svg", {{"class", "sankey"},
                   {"viewBox", fmt::format("0 0 {} {}", coordinate(layout.width),
                                           coordinate(layout.height + 6))},
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
    draw_node(out, diagram.nodes[i], labels.names[i], layout.boxes[i]);
  }
  return out.close().take() + legend(diagram);
}

}  // namespace headwater::queries::internal
