#include "ingest/generate/internal/truth.h"

#include <array>

namespace headwater::ingest::internal {

std::string_view deed_name(Deed deed) {
  constexpr std::array<std::string_view, 11> names = {
      "exploitation", "recruitment-fee", "debt-interest", "between-members", "advertising", "rent",
      "transport",    "supplies",        "cover",         "cash-out",        "spending"};
  return names[static_cast<std::size_t>(deed)];
}

std::vector<TrueProfit> true_profits(const Truth& truth, std::size_t members) {
  std::vector<TrueProfit> profits(members * 2);
  const auto of = [&](std::uint32_t member, Currency currency) -> TrueProfit& {
    return profits[std::size_t{member} * 2 + static_cast<std::size_t>(currency)];
  };
  for (const TruthEntry& entry : truth.entries) {
    if (is_proceeds(entry.deed)) {
      of(entry.to, entry.received_currency).gross += entry.received;
    } else if (entry.deed == Deed::kBetweenMembers) {
      of(entry.from, entry.paid_currency).transfers_out += entry.paid;
      of(entry.to, entry.received_currency).transfers_in += entry.received;
    } else if (is_cost(entry.deed)) {
      of(entry.from, entry.paid_currency).cost += entry.paid;
    } else if (entry.deed == Deed::kCashOut) {
      of(entry.from, entry.paid_currency).cashed_out += entry.paid;
    } else {
      of(entry.from, entry.paid_currency).spent += entry.paid;
    }
  }
  return profits;
}

}  // namespace headwater::ingest::internal
