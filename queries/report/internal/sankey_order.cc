#include "queries/report/internal/sankey_order.h"

#include <algorithm>
#include <numeric>

#include "queries/report/internal/sankey_columns.h"

namespace headwater::queries::internal {
namespace {

constexpr int kSweeps = 24;

SankeyOrder place_slots(const FlowDiagram& diagram) {
  SankeyOrder order;
  const std::vector<std::uint32_t> column = sankey_columns(diagram);
  std::vector<double> in(diagram.nodes.size()), out(diagram.nodes.size());
  for (const FlowLink& link : diagram.links) {
    out[link.from] += link.weight;
    in[link.to] += link.weight;
  }
  for (std::uint32_t node = 0; node < diagram.nodes.size(); ++node) {
    order.slots.push_back({column[node], node, std::max(in[node], out[node])});
  }
  for (std::uint32_t index = 0; index < diagram.links.size(); ++index) {
    const FlowLink& link = diagram.links[index];
    order.is_backward.push_back(column[link.to] <= column[link.from]);
    if (order.is_backward.back()) continue;
    std::uint32_t from = link.from;
    for (std::uint32_t c = column[link.from] + 1; c <= column[link.to]; ++c) {
      const bool arrives = c == column[link.to];
      const auto to = arrives ? link.to : static_cast<std::uint32_t>(order.slots.size());
      if (!arrives) order.slots.push_back({c, kNoNode, link.weight});
      order.pieces.push_back({from, to, index, link.weight});
      from = to;
    }
  }
  for (std::uint32_t slot = 0; slot < order.slots.size(); ++slot) {
    const std::uint32_t c = order.slots[slot].column;
    if (order.columns.size() <= c) order.columns.resize(c + 1);
    order.columns[c].push_back(slot);
  }
  return order;
}

std::vector<std::uint32_t> positions(const SankeyOrder& order) {
  std::vector<std::uint32_t> position(order.slots.size());
  for (const auto& column : order.columns) {
    for (std::uint32_t i = 0; i < column.size(); ++i) position[column[i]] = i;
  }
  return position;
}

// The pieces of each slot as (slot at the other end, weight).
struct Neighbours {
  std::vector<std::vector<std::pair<std::uint32_t, double>>> left, right;
  explicit Neighbours(const SankeyOrder& order)
      : left(order.slots.size()), right(order.slots.size()) {
    for (const SankeyPiece& piece : order.pieces) {
      right[piece.from].emplace_back(piece.to, piece.weight);
      left[piece.to].emplace_back(piece.from, piece.weight);
    }
  }
};

// Sorts one column by the weighted mean position of its slots' neighbours on one side.
void sort_by_barycentre(std::vector<std::uint32_t>& column,
                        const std::vector<std::vector<std::pair<std::uint32_t, double>>>& side,
                        std::vector<std::uint32_t>& position) {
  std::vector<std::pair<double, std::uint32_t>> keyed;
  for (const std::uint32_t slot : column) {
    double sum = 0, weight = 0;
    for (const auto& [other, w] : side[slot]) {
      sum += w * position[other];
      weight += w;
    }
    keyed.emplace_back(weight > 0 ? sum / weight : position[slot], slot);
  }
  std::stable_sort(keyed.begin(), keyed.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  for (std::uint32_t i = 0; i < keyed.size(); ++i) {
    column[i] = keyed[i].second;
    position[column[i]] = i;
  }
}

// Crossing weight between the pieces of two slots of one column when `upper` stands above `lower`.
double crossings_of_pair(std::uint32_t upper, std::uint32_t lower, const Neighbours& neighbours,
                         const std::vector<std::uint32_t>& position) {
  double crossing = 0;
  for (const auto* side : {&neighbours.left, &neighbours.right}) {
    for (const auto& [a, weight_a] : (*side)[upper]) {
      for (const auto& [b, weight_b] : (*side)[lower]) {
        if (position[a] > position[b]) crossing += weight_a * weight_b;
      }
    }
  }
  return crossing;
}

void swap_neighbours_while_it_helps(SankeyOrder& order, const Neighbours& neighbours) {
  std::vector<std::uint32_t> position = positions(order);
  bool changed = true;
  for (int round = 0; changed && round < kSweeps; ++round) {
    changed = false;
    for (auto& column : order.columns) {
      for (std::size_t i = 0; i + 1 < column.size(); ++i) {
        const double now = crossings_of_pair(column[i], column[i + 1], neighbours, position);
        const double swapped = crossings_of_pair(column[i + 1], column[i], neighbours, position);
        if (swapped >= now) continue;
        std::swap(column[i], column[i + 1]);
        std::swap(position[column[i]], position[column[i + 1]]);
        changed = true;
      }
    }
  }
}

}  // namespace

double crossing_weight(const SankeyOrder& order) {
  const std::vector<std::uint32_t> position = positions(order);
  double crossing = 0;
  for (std::size_t i = 0; i < order.pieces.size(); ++i) {
    const SankeyPiece& a = order.pieces[i];
    for (std::size_t j = 0; j < i; ++j) {
      const SankeyPiece& b = order.pieces[j];
      if (order.slots[a.from].column != order.slots[b.from].column) continue;
      const bool crosses =
          (position[a.from] < position[b.from] && position[a.to] > position[b.to]) ||
          (position[a.from] > position[b.from] && position[a.to] < position[b.to]);
      if (crosses) crossing += a.weight * b.weight;
    }
  }
  return crossing;
}

SankeyOrder order_sankey(const FlowDiagram& diagram) {
  SankeyOrder order = place_slots(diagram);
  const Neighbours neighbours(order);
  std::vector<std::uint32_t> position = positions(order);
  SankeyOrder best = order;
  double best_crossing = crossing_weight(order);
  for (int sweep = 0; sweep < kSweeps && best_crossing > 0; ++sweep) {
    const bool rightwards = sweep % 2 == 0;
    for (std::size_t i = 0; i < order.columns.size(); ++i) {
      auto& column = order.columns[rightwards ? i : order.columns.size() - 1 - i];
      sort_by_barycentre(column, rightwards ? neighbours.left : neighbours.right, position);
    }
    const double crossing = crossing_weight(order);
    if (crossing < best_crossing) {
      best = order;
      best_crossing = crossing;
    }
  }
  swap_neighbours_while_it_helps(best, neighbours);
  return best;
}

}  // namespace headwater::queries::internal
