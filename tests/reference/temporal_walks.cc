#include "tests/reference/temporal_walks.h"

namespace headwater::reference {

using graph::VertexIndex;
using queries::MoneySteps;

std::optional<std::int64_t> earliest_arrival(const MoneySteps& steps,
                                             const queries::OwnedStops& sources,
                                             const queries::OwnedStops& targets) {
  const auto& layer = steps.snapshot().transactions();
  std::map<VertexIndex, std::int64_t> arrival;
  std::optional<std::int64_t> best;
  for (bool changed = true; changed;) {
    changed = false;
    for (std::uint32_t e = 0; e < layer.size(); ++e) {
      if (!steps.allows(e)) continue;
      const VertexIndex payer = steps.payer(e), payee = steps.payee(e);
      const std::int64_t time = layer.time_ms[e];
      const bool starts = sources.contains(payer, graph::Timestamp{time});
      const bool continues =
          arrival.count(payer) != 0 && steps.passes(payer) && steps.follows(arrival[payer], time);
      if (!starts && !continues) continue;
      const bool arrives = targets.contains(payee, graph::Timestamp{time});
      if (arrives && (!best || time < *best)) best = time;
      if (arrival.count(payee) == 0 || time < arrival[payee]) {
        arrival[payee] = time;
        changed = true;
      }
    }
  }
  return best;
}

std::vector<std::set<std::uint32_t>> walk_ends(const MoneySteps& steps,
                                               const queries::OwnedStops& starts,
                                               const queries::WalkOptions& options) {
  const auto& layer = steps.snapshot().transactions();
  const auto origin = [&](std::uint32_t e) {
    return options.inward ? steps.payee(e) : steps.payer(e);
  };
  const auto destination = [&](std::uint32_t e) {
    return options.inward ? steps.payer(e) : steps.payee(e);
  };
  const auto may_follow = [&](std::uint32_t last, std::uint32_t next) {
    if (destination(last) != origin(next) || !steps.passes(destination(last))) return false;
    const std::int64_t earlier = layer.time_ms[options.inward ? next : last];
    const std::int64_t later = layer.time_ms[options.inward ? last : next];
    if (!steps.follows(earlier, later)) return false;
    if (options.max_gap_ms == 0) return true;
    if (earlier == graph::kUnknownTime.ms) return later == earlier;
    return later - earlier <= options.max_gap_ms;
  };
  std::vector<std::set<std::uint32_t>> ends(static_cast<std::size_t>(options.hops));
  for (std::size_t hop = 0; hop < ends.size(); ++hop) {
    for (std::uint32_t e = 0; e < layer.size(); ++e) {
      if (!steps.allows(e)) continue;
      const graph::Timestamp time{layer.time_ms[e]};
      if (hop == 0 && starts.contains(origin(e), time)) ends[0].insert(e);
      if (hop == 0) continue;
      for (const std::uint32_t last : ends[hop - 1]) {
        if (may_follow(last, e)) ends[hop].insert(e);
      }
    }
  }
  return ends;
}

}  // namespace headwater::reference
