#include "queries/report/internal/sankey_columns.h"

#include <algorithm>
#include <deque>
#include <set>

namespace headwater::queries::internal {
namespace {

// An order of the nodes in which little weight runs backwards (Eades, Lin, Smyth 1993): sinks are
// taken off to the end, sources to the front, and when neither is left, the node that gives most
// more than it takes.
class AcyclicOrder {
 public:
  explicit AcyclicOrder(const FlowDiagram& diagram)
      : diagram_(diagram), is_left_(diagram.nodes.size(), true) {}

  // Position of each node.
  std::vector<std::uint32_t> positions() {
    for (std::size_t left = diagram_.nodes.size(); left > 0; --left) take_next();
    std::vector<std::uint32_t> position(diagram_.nodes.size());
    std::uint32_t next = 0;
    for (const std::uint32_t node : front_) position[node] = next++;
    for (const std::uint32_t node : back_) position[node] = next++;
    return position;
  }

 private:
  void take_next() {
    const std::size_t count = diagram_.nodes.size();
    std::vector<double> in(count), out(count);
    for (const FlowLink& link : diagram_.links) {
      if (link.from == link.to || !is_left_[link.from] || !is_left_[link.to]) continue;
      out[link.from] += link.weight;
      in[link.to] += link.weight;
    }
    std::uint32_t best = kNobody;
    for (std::uint32_t node = 0; node < count; ++node) {
      if (!is_left_[node]) continue;
      if (out[node] == 0) return take(node, false);
      if (best == kNobody || in[node] == 0 ||
          (in[best] != 0 && out[node] - in[node] > out[best] - in[best])) {
        best = node;
      }
    }
    take(best, true);
  }

  void take(std::uint32_t node, bool to_front) {
    is_left_[node] = false;
    if (to_front) {
      front_.push_back(node);
    } else {
      back_.push_front(node);
    }
  }

  static constexpr std::uint32_t kNobody = 0xFFFFFFFFu;
  const FlowDiagram& diagram_;
  std::vector<bool> is_left_;
  std::vector<std::uint32_t> front_;
  std::deque<std::uint32_t> back_;
};

std::vector<std::uint32_t> columns_by_longest_path(const FlowDiagram& diagram) {
  const std::vector<std::uint32_t> position = AcyclicOrder(diagram).positions();
  std::vector<std::uint32_t> order(position.size());
  for (std::uint32_t node = 0; node < position.size(); ++node) order[position[node]] = node;
  std::vector<std::uint32_t> column(position.size(), 0);
  std::vector<bool> is_sink(position.size(), true), has_links(position.size(), false);
  std::uint32_t last = 0;
  for (const std::uint32_t node : order) {
    for (const FlowLink& link : diagram.links) {
      if (link.from != node) continue;
      has_links[link.from] = has_links[link.to] = true;
      if (position[link.to] <= position[node]) continue;
      is_sink[node] = false;
      column[link.to] = std::max(column[link.to], column[node] + 1);
    }
    last = std::max(last, column[node]);
  }
  for (std::uint32_t node = 0; node < column.size(); ++node) {
    if (is_sink[node] && has_links[node]) column[node] = last;
  }
  return column;
}

void close_gaps(std::vector<std::uint32_t>& column) {
  const std::set<std::uint32_t> used(column.begin(), column.end());
  const std::vector<std::uint32_t> sorted(used.begin(), used.end());
  for (std::uint32_t& c : column) {
    c = static_cast<std::uint32_t>(std::lower_bound(sorted.begin(), sorted.end(), c) -
                                   sorted.begin());
  }
}

}  // namespace

std::vector<std::uint32_t> sankey_columns(const FlowDiagram& diagram) {
  const bool all_given = std::all_of(diagram.nodes.begin(), diagram.nodes.end(),
                                     [](const FlowNode& node) { return node.stage.has_value(); });
  std::vector<std::uint32_t> column;
  if (all_given) {
    for (const FlowNode& node : diagram.nodes) column.push_back(*node.stage);
  } else {
    column = columns_by_longest_path(diagram);
  }
  close_gaps(column);
  return column;
}

}  // namespace headwater::queries::internal
