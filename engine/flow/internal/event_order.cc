// Ties, credits first: the strongly connected components of the group's transfer graph run in
// topological order (money comes in before it goes out), inside a component in ledger order; debits
// first is the reverse. Components by Tarjan (1972), iterative; it numbers them in reverse
// topological order. Boundary accounts hold nothing and join no component.
#include "engine/flow/internal/event_order.h"

#include <algorithm>
#include <unordered_map>

namespace headwater::engine::internal {
namespace {

using graph::VertexIndex;

class TieGraph {
 public:
  TieGraph(const graph::Snapshot& snapshot, bool through_boundary, const std::uint32_t* begin,
           const std::uint32_t* end)
      : snapshot_(snapshot), through_boundary_(through_boundary) {
    const auto& layer = snapshot.transactions();
    for (const std::uint32_t* position = begin; position != end; ++position) {
      const std::uint32_t from = number(layer.from[*position]);
      const std::uint32_t to = number(layer.to[*position]);
      from_.push_back(from);
      neighbours_[from].push_back(to);
    }
    find_components();
  }
  // Higher: nearer to where money starts.
  std::uint32_t component_of_payer(std::size_t transaction) const {
    return component_[from_[transaction]];
  }

 private:
  // Every visit to a boundary account is a vertex of its own, unless the trace runs through it.
  std::uint32_t number(VertexIndex account) {
    const auto fresh = static_cast<std::uint32_t>(neighbours_.size());
    if (through_boundary_ || !snapshot_.has_flag(account, graph::kBoundary)) {
      const auto [at, is_new] = numbers_.emplace(account, fresh);
      if (!is_new) return at->second;
    }
    neighbours_.emplace_back();
    return fresh;
  }

  void find_components() {
    const std::size_t size = neighbours_.size();
    component_.assign(size, kNone);
    index_.assign(size, kNone);
    low_.assign(size, 0);
    for (std::uint32_t root = 0; root < size; ++root) {
      if (index_[root] == kNone) visit(root);
    }
  }

  void visit(std::uint32_t root) {
    struct Frame {
      std::uint32_t vertex;
      std::size_t next;
    };
    std::vector<Frame> frames = {{root, 0}};
    enter(root);
    while (!frames.empty()) {
      auto& [vertex, next] = frames.back();
      if (next < neighbours_[vertex].size()) {
        const std::uint32_t target = neighbours_[vertex][next++];
        if (index_[target] == kNone) {
          enter(target);
          frames.push_back({target, 0});
        } else if (component_[target] == kNone) {
          low_[vertex] = std::min(low_[vertex], index_[target]);
        }
        continue;
      }
      const std::uint32_t done = vertex;
      frames.pop_back();
      if (!frames.empty()) {
        low_[frames.back().vertex] = std::min(low_[frames.back().vertex], low_[done]);
      }
      if (low_[done] == index_[done]) leave_component(done);
    }
  }

  void enter(std::uint32_t vertex) {
    index_[vertex] = low_[vertex] = next_index_++;
    stack_.push_back(vertex);
  }
  void leave_component(std::uint32_t root) {
    std::uint32_t member = kNone;
    do {
      member = stack_.back();
      stack_.pop_back();
      component_[member] = components_;
    } while (member != root);
    ++components_;
  }

  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
  const graph::Snapshot& snapshot_;
  const bool through_boundary_;
  std::unordered_map<VertexIndex, std::uint32_t> numbers_;
  std::vector<std::vector<std::uint32_t>> neighbours_;
  std::vector<std::uint32_t> from_, component_, index_, low_, stack_;
  std::uint32_t next_index_ = 0, components_ = 0;
};

void order_ties(const graph::Snapshot& snapshot, const TraceRequest& request, std::uint32_t* begin,
                std::uint32_t* end) {
  const TieGraph ties(snapshot, request.boundary, begin, end);
  const auto size = static_cast<std::size_t>(end - begin);
  std::vector<std::size_t> order(size);
  for (std::size_t i = 0; i < size; ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    const std::uint32_t first = ties.component_of_payer(a);
    const std::uint32_t second = ties.component_of_payer(b);
    return request.ties == TieMode::kCreditsFirst ? first > second : first < second;
  });
  const std::vector<std::uint32_t> positions(begin, end);
  for (std::size_t i = 0; i < size; ++i) begin[i] = positions[order[i]];
}

}  // namespace

bool is_within(const TraceRequest& request, graph::Timestamp time) {
  return !request.until.is_known() || time <= request.until;
}

EventOrder event_order(const graph::Snapshot& snapshot, const TraceRequest& request) {
  const auto& layer = snapshot.transactions();
  EventOrder order;
  for (std::uint32_t position = 0; position < layer.size(); ++position) {
    const graph::Timestamp time{layer.time_ms[position]};
    const std::uint8_t flags = layer.flags[position];
    if (!time.is_known() && !request.undated) {
      ++order.undated_left_out;
    } else if ((flags & graph::kAggregate) != 0 && !request.aggregates) {
      if (is_within(request, time)) ++order.aggregates_left_out;
    } else {
      order.positions.push_back(position);
    }
  }
  if (request.ties == TieMode::kLedger) return order;
  auto& positions = order.positions;
  for (std::size_t begin = 0; begin < positions.size();) {
    std::size_t end = begin + 1;
    while (end < positions.size() &&
           layer.time_ms[positions[end]] == layer.time_ms[positions[begin]]) {
      ++end;
    }
    if (end - begin > 1) {
      order_ties(snapshot, request, positions.data() + begin, positions.data() + end);
    }
    begin = end;
  }
  return order;
}

}  // namespace headwater::engine::internal
