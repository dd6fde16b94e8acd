#include "queries/report/internal/network_glyphs.h"

#include <fmt/format.h>

#include <set>
#include <vector>

#include "queries/report/internal/network_svg.h"

namespace headwater::queries::internal {
namespace {

struct UnitPoint {
  double x, y;
};

// Outlines in units of the radius; a person is a circle.
std::vector<UnitPoint> outline(NetworkShape shape) {
  switch (shape) {
    case NetworkShape::kPerson:
      return {};
    case NetworkShape::kCompany:
      return {{-0.88, -0.88}, {0.88, -0.88}, {0.88, 0.88}, {-0.88, 0.88}};
    case NetworkShape::kInstitution:
      return {{0, -1.05}, {1, -0.35}, {0.8, 0.9}, {-0.8, 0.9}, {-1, -0.35}};
    case NetworkShape::kAccount:
      return {{0, -1.1}, {1.1, 0}, {0, 1.1}, {-1.1, 0}};
    case NetworkShape::kMedium:
      return {{0, -1.1}, {1.05, 0.8}, {-1.05, 0.8}};
    case NetworkShape::kPlace:
      return {{-0.52, -0.92}, {0.52, -0.92}, {1.05, 0}, {0.52, 0.92}, {-0.52, 0.92}, {-1.05, 0}};
    case NetworkShape::kCase:
      return {{-0.7, -1}, {0.35, -1}, {0.75, -0.6}, {0.75, 1}, {-0.7, 1}};
  }
  return {};
}

std::string points_text(const std::vector<UnitPoint>& points, double x, double y, double radius) {
  std::string text;
  for (const UnitPoint& p : points) {
    text += fmt::format("{}{},{}", text.empty() ? "" : " ", coordinate(x + p.x * radius),
                        coordinate(y + p.y * radius));
  }
  return text;
}

// So that the standing can be told without colour.
void draw_mark(MarkupWriter& out, NetworkStanding standing, double x, double y, double r) {
  const auto at = [&](double dx, double dy) {
    return fmt::format("{} {}", coordinate(x + dx * r), coordinate(y + dy * r));
  };
  switch (standing) {
    case NetworkStanding::kKnownMember:
      out.empty("circle", {{"class", "mark-dot"},
                           {"cx", coordinate(x)},
                           {"cy", coordinate(y)},
                           {"r", coordinate(0.36 * r)}});
      break;
    case NetworkStanding::kFoundMember:
    case NetworkStanding::kNamed:
      out.empty("path",
                {{"class", "mark"},
                 {"d", fmt::format("M{}L{}L{}", at(-0.4, 0.02), at(-0.1, 0.35), at(0.42, -0.32))}});
      break;
    case NetworkStanding::kInnocentNamed:
      out.empty("path", {{"class", "mark"},
                         {"d", fmt::format("M{}L{}M{}L{}", at(-0.34, -0.34), at(0.34, 0.34),
                                           at(0.34, -0.34), at(-0.34, 0.34))}});
      break;
    case NetworkStanding::kMissedMember:
      out.element("text",
                  {{"class", "mark-text"}, {"x", coordinate(x)}, {"y", coordinate(y + 0.4 * r)}},
                  "?");
      break;
    case NetworkStanding::kOther:
      break;
  }
}

void legend_glyph(MarkupWriter& out, NetworkShape shape, NetworkStanding standing,
                  const std::string& text) {
  out.open("li").open("svg", {{"class", "key"}, {"viewBox", "0 0 24 24"}, {"aria-hidden", "true"}});
  draw_glyph(out, shape, standing, 12, 12, 9.5);
  out.close().text(text).close();
}

void legend_line(MarkupWriter& out, NetworkLayer layer) {
  out.open("li").open("svg", {{"class", "key"}, {"viewBox", "0 0 24 24"}, {"aria-hidden", "true"}});
  out.empty("path", {{"class", "edge " + layer_class(layer)}, {"d", "M1 12L23 12"}});
  out.close().text(network_layer_text(layer)).close();
}

}  // namespace

std::string standing_class(NetworkStanding standing) {
  constexpr const char* kClasses[] = {"known", "found", "missed", "innocent", "named", "other"};
  return kClasses[static_cast<std::size_t>(standing)];
}

std::string layer_class(NetworkLayer layer) {
  constexpr const char* kClasses[] = {"money", "relation", "case-tie"};
  return kClasses[static_cast<std::size_t>(layer)];
}

void draw_glyph(MarkupWriter& out, NetworkShape shape, NetworkStanding standing, double x, double y,
                double radius) {
  const std::string style = "glyph " + standing_class(standing);
  const std::vector<UnitPoint> points = outline(shape);
  if (points.empty()) {
    out.empty("circle", {{"class", style},
                         {"cx", coordinate(x)},
                         {"cy", coordinate(y)},
                         {"r", coordinate(radius)}});
  } else {
    out.empty("polygon", {{"class", style}, {"points", points_text(points, x, y, radius)}});
  }
  draw_mark(out, standing, x, y, radius);
}

std::string network_legend(const NetworkDiagram& diagram) {
  std::set<NetworkStanding> standings;
  std::set<NetworkShape> shapes;
  std::set<NetworkLayer> layers;
  for (const NetworkNode& node : diagram.nodes) {
    standings.insert(node.standing);
    shapes.insert(node.shape);
  }
  for (const NetworkEdge& edge : diagram.edges) layers.insert(edge.layer);
  MarkupWriter out;
  out.open("ul", {{"class", "legend"}});
  for (const NetworkStanding standing : standings) {
    if (standing == NetworkStanding::kOther) continue;  // grey: shown by the shapes
    legend_glyph(out, NetworkShape::kPerson, standing, network_standing_text(standing));
  }
  for (const NetworkShape shape : shapes) {
    legend_glyph(out, shape, NetworkStanding::kOther, network_shape_text(shape));
  }
  for (const NetworkLayer layer : layers) legend_line(out, layer);
  return out.close().take();
}

}  // namespace headwater::queries::internal
