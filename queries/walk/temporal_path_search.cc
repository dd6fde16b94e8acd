// Wu et al.'s one-pass earliest arrival. The ledger is sorted by time, so when a transaction at
// time t is met, every arrival before t is final: with strictly increasing times the first
// transaction that enters a target, while it is one, ends the search; a target entered before it
// was one is entered again. With non-decreasing times an instant is a small graph of its own: after
// each transaction that enters a stop, the stop's other transactions of that instant are tried too,
// breadth first, whichever side of it they stand on in the ledger.
#include "queries/walk/temporal_path_search.h"

#include <algorithm>
#include <limits>

namespace headwater::queries {
namespace {

using graph::VertexIndex;

constexpr std::uint32_t kNotReached = std::numeric_limits<std::uint32_t>::max();
constexpr std::uint32_t kPollEvery = 1 << 16;

class Search {
 public:
  Search(const MoneySteps& steps, const OwnedStops& sources, const OwnedStops& targets)
      : steps_(steps),
        layer_(steps.snapshot().transactions()),
        sources_(sources),
        targets_(targets),
        entered_by_(steps.snapshot().vertices().size(), kNotReached),
        is_source_(steps.snapshot().vertices().size(), false),
        is_target_(steps.snapshot().vertices().size(), false) {
    for (const VertexIndex source : sources.stops()) is_source_[source] = true;
    for (const VertexIndex target : targets.stops()) is_target_[target] = true;
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
      if (arrived_by_ != kNotReached) break;
    }
    if (arrived_by_ != kNotReached) trace_back();
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

  graph::Timestamp time(std::uint32_t position) const {
    return graph::Timestamp{layer_.time_ms[position]};
  }
  bool starts(std::uint32_t position) const {
    const VertexIndex payer = steps_.payer(position);
    return is_source_[payer] && sources_.contains(payer, time(position));
  }
  bool arrives(std::uint32_t position) const {
    const VertexIndex payee = steps_.payee(position);
    return is_target_[payee] && targets_.contains(payee, time(position));
  }
  // Not reached yet, and no place from which walks start at any time anyhow.
  bool is_new(VertexIndex stop) const {
    return entered_by_[stop] == kNotReached &&
           !(is_source_[stop] && sources_.always_contains(stop));
  }

  // It leaves a source, or its payer was reached in time and may pass it on; and its payee was not
  // reached yet, or is a target's by now.
  bool carries_on(std::uint32_t position) const {
    if (!is_new(steps_.payee(position)) && !arrives(position)) return false;
    if (starts(position)) return true;
    const VertexIndex payer = steps_.payer(position);
    const std::uint32_t by = entered_by_[payer];
    return by != kNotReached && steps_.passes(payer) &&
           steps_.follows(layer_.time_ms[by], layer_.time_ms[position]);
  }

  void enter(std::uint32_t position) {
    const VertexIndex stop = steps_.payee(position);
    if (arrives(position) && arrived_by_ == kNotReached) arrived_by_ = position;
    if (!is_new(stop)) return;
    entered_by_[stop] = position;
    ++answer_.stops_reached;
  }

  void spread_within_instant(std::uint32_t first) {
    const std::int64_t now = layer_.time_ms[first];
    std::vector<VertexIndex> queue = {steps_.payee(first)};
    for (std::size_t next = 0; next < queue.size() && arrived_by_ == kNotReached; ++next) {
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
    std::uint32_t position = arrived_by_;
    answer_.positions.push_back(position);
    while (!starts(position)) {
      position = entered_by_[steps_.payer(position)];
      answer_.positions.push_back(position);
    }
    std::reverse(answer_.positions.begin(), answer_.positions.end());
  }

  const MoneySteps& steps_;
  const graph::TransactionLayer& layer_;
  const OwnedStops& sources_;
  const OwnedStops& targets_;
  std::vector<std::uint32_t> entered_by_;    // by stop: a position, or kNotReached
  std::vector<bool> is_source_, is_target_;  // at any time
  std::uint32_t arrived_by_ = kNotReached;
  EarliestArrival answer_;
};

}  // namespace

graph::Result<EarliestArrival> find_earliest_arrival(const MoneySteps& steps,
                                                     const OwnedStops& sources,
                                                     const OwnedStops& targets,
                                                     const graph::ExecutionContext& context) {
  return Search(steps, sources, targets).run(context);
}

}  // namespace headwater::queries
