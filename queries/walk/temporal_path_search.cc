// Wu et al.'s one-pass earliest arrival. The ledger is sorted by time, so when a transaction at
// time t is met, every arrival before t is final: with strictly increasing times the first
// transaction that enters a target ends the search. With non-decreasing times an instant is a small
// graph of its own: after each transaction that enters a stop, the stop's other transactions of
// that instant are tried too, breadth first, whichever side of it they stand on in the ledger.
#include "queries/walk/temporal_path_search.h"

#include <algorithm>
#include <limits>

namespace headwater::queries {
namespace {

using graph::VertexIndex;

constexpr std::uint32_t kNotReached = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t kSource = kNotReached - 1;
constexpr std::uint32_t kPollEvery = 1 << 16;

class Search {
 public:
  Search(const MoneySteps& steps, std::span<const VertexIndex> sources,
         std::span<const VertexIndex> targets)
      : steps_(steps),
        layer_(steps.snapshot().transactions()),
        entered_by_(steps.snapshot().vertices().size(), kNotReached),
        is_target_(steps.snapshot().vertices().size(), false) {
    for (const VertexIndex source : sources) entered_by_[source] = kSource;
    for (const VertexIndex target : targets) is_target_[target] = true;
  }

  graph::Result<EarliestArrival> run(const graph::ExecutionContext& context) {
    for (std::uint32_t position = first_position(); position < layer_.size(); ++position) {
      if (position % kPollEvery == 0) {
        HEADWATER_RETURN_IF_ERROR(context.check_cancelled("search a path in time"));
      }
      const graph::TimeWindow& window = steps_.policy().window;
      if (window.to.is_known() && layer_.time_ms[position] >= window.to.ms) break;
      const MoneySteps::Verdict verdict = steps_.judge(position);
      if (verdict != MoneySteps::Verdict::kStep) {
        answer_.left_out.count(verdict);
        continue;
      }
      if (!carries_on(position)) continue;
      enter(position);
      if (steps_.policy().non_decreasing) spread_within_instant(position);
      if (reached_ != graph::kNoVertex) break;
    }
    if (reached_ != graph::kNoVertex) trace_back();
    return std::move(answer_);
  }

 private:
  std::uint32_t first_position() const {
    const graph::Timestamp from = steps_.policy().window.from;
    if (!from.is_known()) return 0;
    return static_cast<std::uint32_t>(
        std::lower_bound(layer_.time_ms.begin(), layer_.time_ms.end(), from.ms) -
        layer_.time_ms.begin());
  }

  // Its payer was reached in time and may pass it on, and its payee was not reached yet.
  bool carries_on(std::uint32_t position) const {
    const VertexIndex payer = steps_.payer(position);
    const std::uint32_t by = entered_by_[payer];
    if (by == kNotReached || entered_by_[steps_.payee(position)] != kNotReached) return false;
    if (by == kSource) return true;
    return steps_.passes(payer) && steps_.follows(layer_.time_ms[by], layer_.time_ms[position]);
  }

  void enter(std::uint32_t position) {
    const VertexIndex stop = steps_.payee(position);
    entered_by_[stop] = position;
    ++answer_.stops_reached;
    if (is_target_[stop] && reached_ == graph::kNoVertex) reached_ = stop;
  }

  void spread_within_instant(std::uint32_t first) {
    const std::int64_t now = layer_.time_ms[first];
    std::vector<VertexIndex> queue = {steps_.payee(first)};
    for (std::size_t next = 0; next < queue.size() && reached_ == graph::kNoVertex; ++next) {
      for (const VertexIndex member : steps_.members(queue[next])) {
        const auto edges = layer_.out.edges(member);
        auto edge = std::lower_bound(
            edges.begin(), edges.end(), now,
            [&](std::uint32_t e, std::int64_t time) { return layer_.time_ms[e] < time; });
        for (; edge != edges.end() && layer_.time_ms[*edge] == now; ++edge) {
          if (!steps_.allows(*edge) || !carries_on(*edge)) continue;
          enter(*edge);
          queue.push_back(steps_.payee(*edge));
        }
      }
    }
  }

  void trace_back() {
    answer_.found = true;
    for (VertexIndex stop = reached_; entered_by_[stop] != kSource;) {
      const std::uint32_t position = entered_by_[stop];
      answer_.positions.push_back(position);
      stop = steps_.payer(position);
    }
    std::reverse(answer_.positions.begin(), answer_.positions.end());
  }

  const MoneySteps& steps_;
  const graph::TransactionLayer& layer_;
  std::vector<std::uint32_t> entered_by_;  // by stop: a position, kSource or kNotReached
  std::vector<bool> is_target_;
  VertexIndex reached_ = graph::kNoVertex;
  EarliestArrival answer_;
};

}  // namespace

graph::Result<EarliestArrival> find_earliest_arrival(const MoneySteps& steps,
                                                     std::span<const VertexIndex> sources,
                                                     std::span<const VertexIndex> targets,
                                                     const graph::ExecutionContext& context) {
  return Search(steps, sources, targets).run(context);
}

}  // namespace headwater::queries
