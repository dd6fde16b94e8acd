#include "queries/report/internal/force_layout.h"

#include <algorithm>
#include <cmath>

namespace headwater::queries::internal {
namespace {

constexpr int kRounds = 500;
constexpr double kSpacing = 85;  // wanted length of an edge, px
constexpr double kGravity = 0.035;
constexpr double kBoxGap = 7;
constexpr double kMargin = 12;
constexpr double kEdgeClearance = 55;  // px between a node and an edge that passes by
constexpr int kPushRounds = 400;

struct Point {
  double x = 0, y = 0;
};

// splitmix64: a fixed stream of numbers in [0, 1).
class FixedStream {
 public:
  double next() {
    state_ += 0x9E3779B97F4A7C15ull;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ull;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBull;
    return static_cast<double>((z ^ (z >> 31)) >> 11) / 9007199254740992.0;
  }

 private:
  std::uint64_t state_ = 20240229;
};

class ForceSimulation {
 public:
  ForceSimulation(const std::vector<ForceNode>& nodes, const std::vector<ForceEdge>& edges)
      : nodes_(nodes), edges_(edges), place_(nodes.size()), force_(nodes.size()) {
    FixedStream random;
    const double side = kSpacing * std::sqrt(static_cast<double>(nodes.size()));
    for (Point& p : place_) {
      p.x = (random.next() - 0.5) * side;
      p.y = (random.next() - 0.5) * side;
    }
  }

  std::vector<Point> run() {
    double reach = kSpacing * 1.5;
    for (int round = 0; round < kRounds; ++round) {
      std::fill(force_.begin(), force_.end(), Point{});
      repel();
      attract();
      if (round > kRounds / 2) clear_edges();
      move(reach);
      reach = std::max(0.5, reach * 0.99);
    }
    return place_;
  }

 private:
  void push(std::size_t i, std::size_t j, double amount_over_distance, double dx, double dy) {
    force_[i].x += dx * amount_over_distance;
    force_[i].y += dy * amount_over_distance;
    force_[j].x -= dx * amount_over_distance;
    force_[j].y -= dy * amount_over_distance;
  }

  void repel() {
    for (std::size_t i = 0; i < place_.size(); ++i) {
      for (std::size_t j = 0; j < i; ++j) {
        const double dx = place_[i].x - place_[j].x, dy = place_[i].y - place_[j].y;
        const double squared = std::max(dx * dx + dy * dy, 1.0);
        push(i, j, kSpacing * kSpacing / squared, dx, dy);
      }
    }
  }

  void attract() {
    for (const ForceEdge& edge : edges_) {
      const double dx = place_[edge.to].x - place_[edge.from].x;
      const double dy = place_[edge.to].y - place_[edge.from].y;
      const double distance = std::sqrt(dx * dx + dy * dy);
      push(edge.from, edge.to, edge.strength * distance / kSpacing, dx, dy);
    }
    for (std::size_t i = 0; i < place_.size(); ++i) {
      const double pull = kGravity * nodes_[i].pull * std::sqrt(static_cast<double>(place_.size()));
      force_[i].x -= pull * place_[i].x;
      force_[i].y -= pull * place_[i].y;
    }
  }

  // Pushes nodes off the lines of edges that are not theirs.
  void clear_edges() {
    for (const ForceEdge& edge : edges_) {
      const Point& a = place_[edge.from];
      const double ex = place_[edge.to].x - a.x, ey = place_[edge.to].y - a.y;
      const double squared = std::max(ex * ex + ey * ey, 1.0);
      for (std::size_t i = 0; i < place_.size(); ++i) {
        if (i == edge.from || i == edge.to) continue;
        const double along = ((place_[i].x - a.x) * ex + (place_[i].y - a.y) * ey) / squared;
        if (along <= 0 || along >= 1) continue;
        const double dx = place_[i].x - a.x - along * ex, dy = place_[i].y - a.y - along * ey;
        const double distance = std::max(std::sqrt(dx * dx + dy * dy), 1.0);
        if (distance >= kEdgeClearance) continue;
        const double strength = 4 * (kEdgeClearance - distance) / distance;
        push(i, edge.from, strength / 2, dx, dy);
        push(i, edge.to, strength / 2, dx, dy);
      }
    }
  }

  void move(double reach) {
    for (std::size_t i = 0; i < place_.size(); ++i) {
      const double length = std::sqrt(force_[i].x * force_[i].x + force_[i].y * force_[i].y);
      if (length == 0) continue;
      const double step = std::min(length, reach) / length;
      place_[i].x += force_[i].x * step;
      place_[i].y += force_[i].y * step;
    }
  }

  const std::vector<ForceNode>& nodes_;
  const std::vector<ForceEdge>& edges_;
  std::vector<Point> place_, force_;
};

double box_width(const ForceNode& node) { return std::max(2 * node.radius, node.label_width); }
double box_height(const ForceNode& node) { return 2 * node.radius + node.label_height; }

// One round of pushing overlapping boxes apart, each pair along the shorter way out; `centre` are
// the middles of the boxes. True when nothing overlapped.
bool push_apart(const std::vector<ForceNode>& nodes, std::vector<Point>& centre) {
  bool clear = true;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const double dx = centre[i].x - centre[j].x, dy = centre[i].y - centre[j].y;
      const double deep_x =
          (box_width(nodes[i]) + box_width(nodes[j])) / 2 + kBoxGap - std::abs(dx);
      const double deep_y =
          (box_height(nodes[i]) + box_height(nodes[j])) / 2 + kBoxGap - std::abs(dy);
      if (deep_x <= 0 || deep_y <= 0) continue;
      clear = false;
      // A hair more than half each, so that the pair is apart whatever the rounding.
      if (deep_x < deep_y) {
        const double step = (dx < 0 ? -1 : 1) * (deep_x / 2 + 0.01);
        centre[i].x += step;
        centre[j].x -= step;
      } else {
        const double step = (dy < 0 ? -1 : 1) * (deep_y / 2 + 0.01);
        centre[i].y += step;
        centre[j].y -= step;
      }
    }
  }
  return clear;
}

void make_room(const std::vector<ForceNode>& nodes, std::vector<Point>& centre) {
  for (;;) {
    for (int round = 0; round < kPushRounds; ++round) {
      if (push_apart(nodes, centre)) return;
    }
    // Too tight: spread everything, which leads to an end because boxes do not grow.
    for (Point& p : centre) p = {p.x * 1.15, p.y * 1.15};
  }
}

// Stretches the cloud to the wanted aspect, so that pushing apart starts from a good shape.
void stretch(std::vector<Point>& place, double aspect) {
  double x0 = 0, x1 = 0, y0 = 0, y1 = 0;
  for (const Point& p : place) {
    x0 = std::min(x0, p.x);
    x1 = std::max(x1, p.x);
    y0 = std::min(y0, p.y);
    y1 = std::max(y1, p.y);
  }
  const double wanted = aspect * std::max(y1 - y0, 1.0) / std::max(x1 - x0, 1.0);
  const double factor = std::sqrt(std::clamp(wanted, 0.25, 4.0));
  for (Point& p : place) p = {p.x * factor, p.y / factor};
}

ForceLayout fit(const std::vector<ForceNode>& nodes, const std::vector<Point>& centre) {
  ForceLayout layout;
  double x0 = 0, y0 = 0;
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    const double left = centre[i].x - box_width(nodes[i]) / 2;
    const double top = centre[i].y - box_height(nodes[i]) / 2;
    x0 = i == 0 ? left : std::min(x0, left);
    y0 = i == 0 ? top : std::min(y0, top);
  }
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    PlacedNode node;
    node.left = centre[i].x - box_width(nodes[i]) / 2 - x0 + kMargin;
    node.top = centre[i].y - box_height(nodes[i]) / 2 - y0 + kMargin;
    node.right = node.left + box_width(nodes[i]);
    node.bottom = node.top + box_height(nodes[i]);
    node.x = (node.left + node.right) / 2;
    node.y = node.top + nodes[i].radius;
    layout.width = std::max(layout.width, node.right + kMargin);
    layout.height = std::max(layout.height, node.bottom + kMargin);
    layout.nodes.push_back(node);
  }
  return layout;
}

}  // namespace

ForceLayout lay_out_network(const std::vector<ForceNode>& nodes,
                            const std::vector<ForceEdge>& edges, double aspect) {
  std::vector<Point> place = ForceSimulation(nodes, edges).run();
  stretch(place, aspect);
  make_room(nodes, place);
  return fit(nodes, place);
}

}  // namespace headwater::queries::internal
