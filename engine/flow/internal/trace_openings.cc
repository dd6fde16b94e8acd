// What the accounts of a run hold before their first event: given, or the least that their own
// events allow.
#include <algorithm>

#include <tbb/parallel_for.h>

#include "engine/flow/internal/trace_run.h"

namespace headwater::engine::internal {

using graph::AssetId;
using graph::Status;
using graph::VertexIndex;
using graph::WideMinorUnits;

Status TraceRun::prepare_openings(const graph::ExecutionContext& context) {
  const bool uses_given = request_.opening == OpeningPolicy::kGiven ||
                          request_.opening == OpeningPolicy::kGivenElseInferred;
  for (const TracedOpening& opening : request_.openings) {
    if (uses_given && opening.account < reached_.size() && reached_[opening.account]) {
      openings_.push_back(opening);
    }
  }
  std::stable_sort(openings_.begin(), openings_.end(),
                   [](const auto& a, const auto& b) { return a.as_of < b.as_of; });
  const bool infers = request_.opening == OpeningPolicy::kInferred ||
                      request_.opening == OpeningPolicy::kGivenElseInferred;
  return infers ? infer_openings(context) : Status();
}

// By purse: the lowest balance that all events, those after the end of the run included, would lead
// to from nothing; at most 0. So a run until T is the beginning of the run over everything.
// Accounts are shared out over the threads and every thread reads all events: what is written
// belongs to one thread, and the result is the same for any number of them.
std::vector<WideMinorUnits> TraceRun::lowest_balances(const graph::ExecutionContext& context) {
  std::vector<WideMinorUnits> balances(purses_.size(), 0), lowest(purses_.size(), 0);
  const auto share = static_cast<VertexIndex>(context.threads());
  const auto run_share = [&](VertexIndex turn) {
    const auto move = [&](VertexIndex account, AssetId asset, WideMinorUnits amount) {
      if (account % share != turn || !reached_[account]) return;
      const std::uint32_t number = table_.find(account, asset);
      balances[number] += amount;
      lowest[number] = std::min(lowest[number], balances[number]);
    };
    for (const std::uint32_t position : order_.positions) {
      if (position % 65'536 == 0 && context.is_cancelled()) return;
      const AssetId asset{layer_.asset[position]};
      const std::int64_t paid = layer_.amount[position];
      const auto* other = layer_.find_received(position);
      move(layer_.from[position], asset, -WideMinorUnits{paid});
      move(layer_.to[position], other != nullptr ? other->asset : asset,
           other != nullptr ? other->amount : paid);
    }
  };
  context.run([&] { tbb::parallel_for(VertexIndex{0}, share, run_share); });
  return lowest;
}

// The least that keeps each purse from overdraft over all events. Whoever pays oneself 100 had 100:
// self-transfers count, though they leave lots as they are.
Status TraceRun::infer_openings(const graph::ExecutionContext& context) {
  for (const std::uint32_t position : order_.positions) {
    const AssetId paid{layer_.asset[position]};
    const auto* other = layer_.find_received(position);
    if (reached_[layer_.from[position]]) purse(layer_.from[position], paid);
    if (reached_[layer_.to[position]]) {
      purse(layer_.to[position], other != nullptr ? other->asset : paid);
    }
  }
  std::vector<bool> is_given(purses_.size(), false);
  for (const TracedOpening& opening : openings_) {
    const std::uint32_t number = table_.find(opening.account, opening.asset);
    if (number != PurseTable::kNone) is_given[number] = true;
  }
  const std::vector<WideMinorUnits> lowest = lowest_balances(context);
  HEADWATER_RETURN_IF_ERROR(context.check_cancelled("trace"));
  for (std::size_t i = 0; i < lowest.size(); ++i) {
    if (is_given[i] || lowest[i] == 0) continue;
    const AssetId asset = table_.entries()[i].asset;
    const WideMinorUnits needed = -lowest[i];
    if (needed > std::numeric_limits<std::int64_t>::max()) return too_wide(asset);
    ++result_.accounts_with_inferred_opening;
    purses_[i].open(static_cast<std::int64_t>(needed));
    books_[asset.value].opened += needed;
  }
  return {};
}

Status TraceRun::give_openings(graph::Timestamp up_to) {
  for (; next_opening_ < openings_.size() && openings_[next_opening_].as_of <= up_to;
       ++next_opening_) {
    const TracedOpening& opening = openings_[next_opening_];
    const std::int64_t amount = opening.amount.value;
    Purse& opened = purse(opening.account, opening.asset);
    AssetBook& book = books_[opening.asset.value];
    if (amount >= 0) {
      if (!opened.has_room_for(amount)) return too_wide(opening.asset);
      book.opened += amount;
      book.debts_repaid += opened.open(amount);
    } else {
      if (opened.debt() - WideMinorUnits{amount} > std::numeric_limits<std::int64_t>::max()) {
        return too_wide(opening.asset);
      }
      book.opened_in_debt -= amount;
      opened.open(amount);
    }
  }
  return {};
}

}  // namespace headwater::engine::internal
