#include "engine/flow/internal/statement_rules.h"

#include <algorithm>
#include <array>

#include "graph/money.h"

namespace headwater::engine::internal {
namespace {

using Lots = std::vector<StatementLot>;
using Parts = std::vector<LotPart>;

enum class Which : std::uint8_t { kAll, kClean, kClaimed };

bool is_meant(const StatementLot& lot, Which which) {
  return which == Which::kAll || lot.claimed == (which == Which::kClaimed);
}

// Takes from one lot; returns what is still wanted.
std::int64_t take_lot(std::int64_t wanted, const Lots& lots, std::size_t i, Parts& taken) {
  const std::int64_t part = std::min(wanted, lots[i].amount);
  if (part > 0) taken.push_back({i, part});
  return wanted - part;
}

std::int64_t take_oldest(std::int64_t wanted, const Lots& lots, Which which, Parts& taken) {
  for (std::size_t i = 0; i < lots.size() && wanted > 0; ++i) {
    if (is_meant(lots[i], which)) wanted = take_lot(wanted, lots, i, taken);
  }
  return wanted;
}

std::int64_t take_in_proportion(std::int64_t wanted, const Lots& lots, Which which, Parts& taken) {
  std::vector<std::size_t> meant;
  std::vector<std::int64_t> weights;
  std::int64_t held = 0;
  for (std::size_t i = 0; i < lots.size(); ++i) {
    if (!is_meant(lots[i], which)) continue;
    meant.push_back(i);
    weights.push_back(lots[i].amount);
    held += lots[i].amount;
  }
  const std::int64_t total = std::min(wanted, held);
  if (total == 0) return wanted;
  const std::vector<std::int64_t> parts = graph::largest_remainder(total, weights);
  for (std::size_t k = 0; k < meant.size(); ++k) {
    if (parts[k] > 0) taken.push_back({meant[k], parts[k]});
  }
  return wanted - total;
}

std::int64_t take_claimed(std::int64_t wanted, const Lots& lots, InnerRule inner, Parts& taken) {
  return inner == InnerRule::kFifo ? take_oldest(wanted, lots, Which::kClaimed, taken)
                                   : take_in_proportion(wanted, lots, Which::kClaimed, taken);
}

void fifo(std::int64_t amount, const Lots& lots, InnerRule /*inner*/, Parts& taken) {
  take_oldest(amount, lots, Which::kAll, taken);
}

void lifo(std::int64_t amount, const Lots& lots, InnerRule /*inner*/, Parts& taken) {
  for (std::size_t i = lots.size(); i > 0 && amount > 0; --i) {
    amount = take_lot(amount, lots, i - 1, taken);
  }
}

void pro_rata(std::int64_t amount, const Lots& lots, InnerRule /*inner*/, Parts& taken) {
  take_in_proportion(amount, lots, Which::kAll, taken);
}

void clean_first(std::int64_t amount, const Lots& lots, InnerRule inner, Parts& taken) {
  amount = take_oldest(amount, lots, Which::kClean, taken);
  take_claimed(amount, lots, inner, taken);
}

void taint_first(std::int64_t amount, const Lots& lots, InnerRule inner, Parts& taken) {
  amount = take_claimed(amount, lots, inner, taken);
  take_oldest(amount, lots, Which::kClean, taken);
}

constexpr std::array kRules = {
    StatementRuleEntry{StatementRule::kFifo, "FIFO", "fifo", fifo},
    StatementRuleEntry{StatementRule::kLifo, "LIFO", "lifo", lifo},
    StatementRuleEntry{StatementRule::kProRata, "PRORATA", "pro-rata", pro_rata},
    StatementRuleEntry{StatementRule::kCleanFirst, "CLEAN_FIRST", "clean-first", clean_first},
    StatementRuleEntry{StatementRule::kTaintFirst, "TAINT_FIRST", "taint-first", taint_first},
    StatementRuleEntry{StatementRule::kLibrSingle, "LIBR_SINGLE", "libr-single", nullptr},
    StatementRuleEntry{StatementRule::kStaticPariPassu, "STATIC_PARI_PASSU", "static-pari-passu",
                       nullptr},
};
static_assert(kRules.size() == kStatementRules.size());

}  // namespace

const StatementRuleEntry& statement_rule(StatementRule rule) {
  return kRules[static_cast<std::size_t>(rule)];
}

const StatementRuleEntry* find_statement_rule(std::string_view word) {
  for (const StatementRuleEntry& entry : kRules) {
    if (entry.word == word) return &entry;
  }
  return nullptr;
}

}  // namespace headwater::engine::internal
