// What the accounts of a run hold before their first event: given, or the least that their own
// events allow.
#include <algorithm>
#include <unordered_map>

#include "engine/flow/internal/trace_run.h"

namespace headwater::engine::internal {

using graph::AssetId;
using graph::Status;
using graph::VertexIndex;
using graph::WideMinorUnits;

Status TraceRun::prepare_openings() {
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
  return infers ? infer_openings() : Status();
}

// The least that keeps each purse from overdraft over the events that are run. Whoever pays oneself
// 100 had 100: self-transfers count, though they leave lots as they are.
Status TraceRun::infer_openings() {
  struct Running {
    WideMinorUnits balance = 0, lowest = 0;
    bool given = false;
  };
  std::unordered_map<PurseKey, Running> running;
  for (const TracedOpening& opening : openings_) {
    running[PurseKey{opening.account} << 16 | opening.asset.value].given = true;
  }
  const auto move = [&](VertexIndex account, AssetId asset, WideMinorUnits amount) {
    if (!reached_[account]) return;
    Running& entry = running[PurseKey{account} << 16 | asset.value];
    entry.balance += amount;
    entry.lowest = std::min(entry.lowest, entry.balance);
  };
  for (const std::uint32_t position : order_.positions) {
    const AssetId asset{layer_.asset[position]};
    const std::int64_t paid = layer_.amount[position];
    const auto* other = layer_.find_received(position);
    move(layer_.from[position], asset, -WideMinorUnits{paid});
    move(layer_.to[position], other != nullptr ? other->asset : asset,
         other != nullptr ? other->amount : paid);
  }
  for (const auto& [key, entry] : running) {
    if (entry.given || entry.lowest == 0) continue;
    const AssetId asset{static_cast<std::uint16_t>(key & 0xFFFF)};
    const WideMinorUnits needed = -entry.lowest;
    if (needed > std::numeric_limits<std::int64_t>::max()) return too_wide(asset);
    ++result_.accounts_with_inferred_opening;
    purses_[key].open(static_cast<std::int64_t>(needed));
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
