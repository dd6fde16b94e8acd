#include "queries/report/internal/network_svg.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "queries/report/internal/force_layout.h"
#include "queries/report/internal/markup_writer.h"
#include "queries/report/internal/network_glyphs.h"
#include "queries/report/internal/svg_path.h"
#include "queries/report/internal/text_metrics.h"

namespace headwater::queries::internal {
namespace {

constexpr double kAspect = 1.55;
constexpr double kSmallestWidth = 900;
constexpr double kWidestLabel = 150;

bool is_in_focus(NetworkStanding standing) { return standing != NetworkStanding::kOther; }
double radius_of(const NetworkNode& node) { return is_in_focus(node.standing) ? 13 : 8.5; }
double font_of(const NetworkNode& node) { return is_in_focus(node.standing) ? 12.5 : 11; }

std::string label_of(const NetworkNode& node) {
  return shorten(node.label, font_of(node), kWidestLabel);
}

ForceLayout place(const NetworkDiagram& diagram) {
  std::vector<ForceNode> nodes;
  for (const NetworkNode& node : diagram.nodes) {
    nodes.push_back({radius_of(node), text_width(label_of(node), font_of(node)), font_of(node) + 5,
                     is_in_focus(node.standing) ? 1.6 : 1.0});
  }
  std::vector<ForceEdge> edges;
  for (const NetworkEdge& edge : diagram.edges) {
    if (edge.from != edge.to) edges.push_back({edge.from, edge.to, 1.0});
  }
  return lay_out_network(nodes, edges, kAspect);
}

// The thickness of a money edge grows with the square root of its amount.
double thickness(const NetworkEdge& edge, double heaviest) {
  if (edge.layer != NetworkLayer::kMoney || heaviest <= 0) return 1.4;
  return 1 + 4 * std::sqrt(edge.weight / heaviest);
}

// From glyph to glyph, not from middle to middle; the n-th edge of a pair bends n steps aside.
std::string edge_path(const PlacedNode& from, double from_radius, const PlacedNode& to,
                      double to_radius, double bend) {
  const double dx = to.x - from.x, dy = to.y - from.y;
  const double length = std::max(std::sqrt(dx * dx + dy * dy), 1.0);
  const double ux = dx / length, uy = dy / length;
  const double x0 = from.x + ux * from_radius, y0 = from.y + uy * from_radius;
  const double x1 = to.x - ux * to_radius, y1 = to.y - uy * to_radius;
  SvgPath path;
  path.move(x0, y0);
  if (bend == 0) return path.line(x1, y1).text();
  return path.quadratic((x0 + x1) / 2 - uy * bend, (y0 + y1) / 2 + ux * bend, x1, y1).text();
}

class NetworkDrawing {
 public:
  NetworkDrawing(const NetworkDiagram& diagram, std::string id)
      : diagram_(diagram), id_(std::move(id)), layout_(place(diagram)) {
    for (const NetworkEdge& edge : diagram.edges) {
      if (edge.layer == NetworkLayer::kMoney) heaviest_ = std::max(heaviest_, edge.weight);
    }
  }

  std::string draw() {
    const double width = std::max(layout_.width, kSmallestWidth);
    const double left = (layout_.width - width) / 2;
    out_.open("svg", {{"class", "network"},
                      {"viewBox", fmt::format("{} 0 {} {}", coordinate(left), coordinate(width),
                                              coordinate(layout_.height))},
                      {"role", "img"},
                      {"aria-labelledby", fmt::format("{0}-title {0}-description", id_)}});
    out_.element("title", {{"id", id_ + "-title"}}, "Network around the ring");
    out_.element("desc", {{"id", id_ + "-description"}},
                 diagram_.caption + " All nodes and ties stand in tables of the appendix.");
    draw_arrowhead();
    for (const NetworkEdge& edge : diagram_.edges) {
      if (edge.from != edge.to) draw_edge(edge);
    }
    for (std::size_t i = 0; i < diagram_.nodes.size(); ++i) draw_node(i);
    return out_.close().take() + network_legend(diagram_);
  }

 private:
  void draw_arrowhead() {
    out_.open("defs").open("marker", {{"id", id_ + "-arrow"},
                                      {"class", "arrowhead"},
                                      {"viewBox", "0 0 8 8"},
                                      {"refX", "7"},
                                      {"refY", "4"},
                                      {"markerWidth", "9"},
                                      {"markerHeight", "9"},
                                      {"markerUnits", "userSpaceOnUse"},
                                      {"orient", "auto"}});
    out_.empty("path", {{"d", "M0 0L8 4L0 8z"}}).close().close();
  }

  void draw_edge(const NetworkEdge& edge) {
    const auto pair = std::minmax(edge.from, edge.to);
    const int nth = drawn_[pair]++;
    // 0, +18, -18, +36, ... as seen from the smaller end.
    const int steps = (nth + 1) / 2;
    double bend = 18.0 * steps * (nth % 2 == 1 ? 1 : -1);
    if (edge.from > edge.to) bend = -bend;
    const NetworkNode& from = diagram_.nodes[edge.from];
    const NetworkNode& to = diagram_.nodes[edge.to];
    const bool money = edge.layer == NetworkLayer::kMoney;
    const std::string path = edge_path(layout_.nodes[edge.from], radius_of(from) + 1,
                                       layout_.nodes[edge.to], radius_of(to) + 3, bend);
    out_.open("path", {{"class", "edge " + layer_class(edge.layer)},
                       {"d", path},
                       {"stroke-width", coordinate(thickness(edge, heaviest_))},
                       {"marker-end", money ? fmt::format("url(#{}-arrow)", id_) : "none"}});
    const std::string arrow = money ? " \xE2\x86\x92 " : " \xE2\x80\x93 ";
    out_.element("title", {}, from.label + arrow + to.label + ": " + edge.detail).close();
  }

  void draw_node(std::size_t index) {
    const NetworkNode& node = diagram_.nodes[index];
    const PlacedNode& at = layout_.nodes[index];
    out_.open("g", {{"class", is_in_focus(node.standing) ? "node focus" : "node context"}});
    std::string title = node.label + ": " + network_shape_text(node.shape) + ", " +
                        network_standing_text(node.standing);
    if (!node.detail.empty()) title += "; " + node.detail;
    out_.element("title", {}, title);
    draw_glyph(out_, node.shape, node.standing, at.x, at.y, radius_of(node));
    out_.element("text",
                 {{"class", "name"},
                  {"x", coordinate(at.x)},
                  {"y", coordinate(at.y + radius_of(node) + font_of(node) + 1)},
                  {"text-anchor", "middle"}},
                 label_of(node));
    out_.close();
  }

  const NetworkDiagram& diagram_;
  const std::string id_;
  const ForceLayout layout_;
  double heaviest_ = 0;
  std::map<std::pair<std::uint32_t, std::uint32_t>, int> drawn_;
  MarkupWriter out_;
};

}  // namespace

std::string network_shape_text(NetworkShape shape) {
  constexpr const char* kTexts[] = {
      "person", "company", "institution", "account", "phone, advertisement or device",
      "place",  "case"};
  return kTexts[static_cast<std::size_t>(shape)];
}

std::string network_standing_text(NetworkStanding standing) {
  constexpr const char* kTexts[] = {"known member",   "member found", "member missed",
                                    "innocent named", "named",        "context"};
  return kTexts[static_cast<std::size_t>(standing)];
}

std::string network_layer_text(NetworkLayer layer) {
  constexpr const char* kTexts[] = {"money", "relation", "tie through a case"};
  return kTexts[static_cast<std::size_t>(layer)];
}

std::string network_svg(const NetworkDiagram& diagram, const std::string& id) {
  if (diagram.nodes.empty()) return {};
  return NetworkDrawing(diagram, id).draw();
}

}  // namespace headwater::queries::internal
