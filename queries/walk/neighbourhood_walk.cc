// Walks are grown hop by hop. Between hops we keep, for every stop, the times at which a walk
// stands there. A transaction of the stop continues a walk when the nearest such time before it
// (inward: after it) is near enough: if the nearest does not satisfy the gap, none does. So each
// hop is one merge of two sorted lists a stop, and no walk is listed.
#include "queries/walk/neighbourhood_walk.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace headwater::queries {
namespace {

using graph::VertexIndex;

// One walk's end: where and when. Sorted by stop, then by time in walking direction.
struct Standing {
  VertexIndex stop;
  std::int64_t time_ms;
  friend auto operator<=>(const Standing&, const Standing&) = default;
};

class Walker {
 public:
  Walker(const MoneySteps& steps, const WalkOptions& options)
      : steps_(steps),
        options_(options),
        layer_(steps.snapshot().transactions()),
        counted_(layer_.size(), false) {}

  graph::Result<NeighbourhoodReach> run(const OwnedStops& starts,
                                        const graph::ExecutionContext& context) {
    std::vector<Standing> standing;
    for (int hop = 1; hop <= options_.hops; ++hop) {
      HEADWATER_RETURN_IF_ERROR(context.check_cancelled("walk a neighbourhood"));
      reach_.hops.emplace_back();
      std::vector<std::uint32_t> taken = hop == 1 ? first_steps(starts) : next_steps(standing);
      record(taken, hop);
      standing = standings_after(taken);
      if (standing.empty()) break;
    }
    return finish();
  }

 private:
  VertexIndex origin(std::uint32_t position) const {
    return options_.inward ? steps_.payee(position) : steps_.payer(position);
  }
  VertexIndex destination(std::uint32_t position) const {
    return options_.inward ? steps_.payer(position) : steps_.payee(position);
  }
  graph::Timestamp time(std::uint32_t position) const {
    return graph::Timestamp{layer_.time_ms[position]};
  }
  VertexIndex owner_of(VertexIndex stop, std::uint32_t position) const {
    return options_.ownership ? options_.ownership->owner_at(stop, time(position))
                              : graph::kNoVertex;
  }
  // Time that grows along the walk; unknown times (the smallest) stay within range.
  std::int64_t walk_time(std::int64_t time_ms) const {
    return options_.inward ? ~time_ms : time_ms;
  }

  // The stop's allowed transactions in walking direction, nearest first; those made while it is in
  // `owned` only, where that is given.
  std::vector<std::uint32_t> steps_from(VertexIndex stop, const OwnedStops* owned = nullptr) {
    const graph::Adjacency& adjacency = options_.inward ? layer_.in : layer_.out;
    std::vector<std::uint32_t> positions;
    for (const VertexIndex member : steps_.members(stop)) {
      for (const std::uint32_t position : adjacency.edges(member)) {
        if (owned && !owned->contains(stop, time(position))) continue;
        const MoneySteps::Verdict verdict = steps_.judge(position);
        if (verdict == MoneySteps::Verdict::kStep) {
          positions.push_back(position);
        } else {
          left_out_[position] = verdict;
        }
      }
    }
    std::sort(positions.begin(), positions.end());
    if (options_.inward) std::reverse(positions.begin(), positions.end());
    return positions;
  }

  // Keeps the nearest when there are more than the hub limit.
  void cut(std::vector<std::uint32_t>& positions) {
    if (options_.hub_limit == 0 || positions.size() <= options_.hub_limit) return;
    positions.resize(options_.hub_limit);
    ++reach_.hops.back().hubs;
  }

  std::vector<std::uint32_t> first_steps(const OwnedStops& starts) {
    std::vector<std::uint32_t> taken;
    for (const VertexIndex start : starts.stops()) {
      std::vector<std::uint32_t> positions = steps_from(start, &starts);
      cut(positions);
      taken.insert(taken.end(), positions.begin(), positions.end());
    }
    return taken;
  }

  bool continues(std::int64_t stood_at, std::int64_t at) const {
    if (options_.max_gap_ms == 0) return true;
    std::int64_t latest = 0;
    const bool overflows = __builtin_add_overflow(stood_at, options_.max_gap_ms, &latest);
    return overflows || at <= latest;
  }

  // All steps from one stop, given the sorted times at which walks stand there.
  std::vector<std::uint32_t> steps_after(VertexIndex stop, std::span<const Standing> times) {
    std::vector<std::uint32_t> taken;
    std::size_t before = 0;  // times[0 .. before) precede the step
    for (const std::uint32_t position : steps_from(stop)) {
      const std::int64_t at = walk_time(layer_.time_ms[position]);
      while (before < times.size() && steps_.follows(times[before].time_ms, at)) ++before;
      if (before > 0 && continues(times[before - 1].time_ms, at)) taken.push_back(position);
    }
    cut(taken);
    return taken;
  }

  std::vector<std::uint32_t> next_steps(const std::vector<Standing>& standing) {
    std::vector<std::uint32_t> taken;
    for (std::size_t begin = 0; begin < standing.size();) {
      std::size_t end = begin;
      while (end < standing.size() && standing[end].stop == standing[begin].stop) ++end;
      if (steps_.passes(standing[begin].stop)) {
        const auto more =
            steps_after(standing[begin].stop, std::span(standing).subspan(begin, end - begin));
        taken.insert(taken.end(), more.begin(), more.end());
      }
      begin = end;
    }
    return taken;
  }

  std::vector<Standing> standings_after(const std::vector<std::uint32_t>& taken) const {
    std::vector<Standing> standing;
    standing.reserve(taken.size());
    for (const std::uint32_t position : taken) {
      standing.push_back({destination(position), walk_time(layer_.time_ms[position])});
    }
    std::sort(standing.begin(), standing.end());
    standing.erase(std::unique(standing.begin(), standing.end()), standing.end());
    return standing;
  }

  void record(const std::vector<std::uint32_t>& taken, int hop) {
    HopCount& count = reach_.hops.back();
    count.transactions = taken.size();
    std::vector<VertexIndex> endpoints;
    for (const std::uint32_t position : taken) {
      const VertexIndex stop = destination(position);
      endpoints.push_back(stop);
      const VertexIndex owner = owner_of(stop, position);
      const std::int64_t at = layer_.time_ms[position];
      const auto [found, is_new] =
          stops_.try_emplace({stop, owner}, ReachedStop{stop, owner, hop, at});
      if (!is_new && walk_time(at) < walk_time(found->second.time_ms)) found->second.time_ms = at;
      if (!counted_[position]) add_money(stop, owner, position);
    }
    std::sort(endpoints.begin(), endpoints.end());
    count.endpoints = static_cast<std::uint64_t>(std::unique(endpoints.begin(), endpoints.end()) -
                                                 endpoints.begin());
  }

  // What arrives in another asset than was paid arrives in that one; inward: what was paid.
  void add_money(VertexIndex stop, VertexIndex owner, std::uint32_t position) {
    counted_[position] = true;
    graph::AssetId asset{layer_.asset[position]};
    std::int64_t amount = layer_.amount[position];
    const auto* received = options_.inward ? nullptr : layer_.find_received(position);
    if (received != nullptr) {
      asset = received->asset;
      amount = received->amount;
    }
    ReachedMoney& money = money_[{stop, owner, asset}];
    money.stop = stop;
    money.owner = owner;
    money.asset = asset;
    ++money.transactions;
    money.amount += amount;
  }

  NeighbourhoodReach finish() {
    for (const auto& [key, reached] : stops_) reach_.stops.push_back(reached);
    for (const auto& [key, money] : money_) reach_.money.push_back(money);
    for (const auto& [position, verdict] : left_out_) reach_.left_out.count(verdict);
    return std::move(reach_);
  }

  const MoneySteps& steps_;
  const WalkOptions& options_;
  const graph::TransactionLayer& layer_;
  std::vector<bool> counted_;  // by position: its money stands in money_
  std::map<std::pair<VertexIndex, VertexIndex>, ReachedStop> stops_;  // by stop and owner
  std::map<std::tuple<VertexIndex, VertexIndex, graph::AssetId>, ReachedMoney> money_;
  std::unordered_map<std::uint32_t, MoneySteps::Verdict> left_out_;
  NeighbourhoodReach reach_;
};

}  // namespace

graph::Result<NeighbourhoodReach> walk_neighbourhood(const MoneySteps& steps,
                                                     const OwnedStops& starts,
                                                     const WalkOptions& options,
                                                     const graph::ExecutionContext& context) {
  return Walker(steps, options).run(starts, context);
}

}  // namespace headwater::queries
