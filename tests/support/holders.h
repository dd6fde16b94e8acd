// Holders of accounts for tests of tracing and attribution.
#pragma once

#include <random>
#include <vector>

#include "engine/flow/account_holders.h"

namespace headwater::tests {

// By account; engine::kNoHolder: an outsider's.
inline engine::AccountHolders held_by(const std::vector<std::uint32_t>& members) {
  engine::AccountHolders holders(members.size());
  for (std::uint32_t v = 0; v < members.size(); ++v) holders.set(v, members[v]);
  return holders;
}

// Like held_by, but a third of the accounts change hands twice before `end` and are one of the
// members' in a first, another's or nobody's in a second, and nobody's or a member's in other
// times.
inline engine::AccountHolders changing_holders(const std::vector<std::uint32_t>& members,
                                               std::int64_t end, std::mt19937_64& random) {
  engine::AccountHolders holders = held_by(members);
  const auto any = [&] { return members[random() % members.size()]; };
  for (std::uint32_t v = 0; v < members.size(); ++v) {
    if (random() % 3 != 0) continue;
    const auto first = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end));
    const auto second =
        first + static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end));
    std::vector<engine::HolderPeriod> periods;
    periods.push_back({{graph::kUnknownTime, {first}}, any()});
    periods.push_back({{{first}, {second}}, any()});
    holders.set(v, std::move(periods), members[v]);
  }
  return holders;
}

}  // namespace headwater::tests
