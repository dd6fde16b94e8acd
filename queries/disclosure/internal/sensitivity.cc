#include "queries/disclosure/internal/sensitivity.h"

#include <algorithm>

#include "queries/disclosure/internal/suppression.h"

namespace headwater::queries::internal {

using graph::WideMinorUnits;

bool is_dominated(const std::map<std::uint32_t, WideMinorUnits>& contributions,
                  const DisclosureRules& rules) {
  WideMinorUnits first = 0, second = 0, total = 0;
  for (const auto& [who, amount] : contributions) {
    const WideMinorUnits size = amount < 0 ? -amount : amount;
    total += size;
    second = std::max(second, std::min(first, size));
    first = std::max(first, size);
  }
  return first * 100 > total * rules.dominance_k ||
         (total - first - second) * 100 < first * rules.dominance_p;
}

WideMinorUnits room_of(const std::vector<WideMinorUnits>& amounts) {
  WideMinorUnits room = kUnlimited;
  for (const WideMinorUnits amount : amounts) {
    if (amount >= 0) room = std::min(room, amount);
  }
  return room;
}

}  // namespace headwater::queries::internal
