// Purse: what one account holds of one asset: clean money, labelled lots, or a debt.
//
// Pro rata: a debit takes from the clean part and from every lot in proportion to its share of the
// balance at that moment, in integers, by largest remainder; the clean part is lot 0 and lots
// follow in the order of their first arrival, so ties go to what came first. A debit beyond the
// balance takes everything, and the excess becomes debt; a later credit first repays the debt.
#pragma once

#include <cstdint>
#include <limits>
#include <vector>

#include "graph/money.h"

namespace headwater::engine::internal {

// Money of one label whose last member holder is `holder`.
struct Tag {
  std::uint32_t label;
  std::uint32_t holder;
  friend bool operator==(const Tag&, const Tag&) = default;
};

struct Lot {
  Tag tag;
  std::int64_t amount;
};

// Money on its way: the clean part and the labelled parts.
struct Bundle {
  std::int64_t clean = 0;
  std::vector<Lot> lots;
  std::int64_t total() const {
    std::int64_t sum = clean;
    for (const Lot& lot : lots) sum += lot.amount;
    return sum;
  }
};

class Purse {
 public:
  std::int64_t clean() const { return clean_; }
  std::int64_t debt() const { return debt_; }
  const std::vector<Lot>& lots() const { return lots_; }
  graph::WideMinorUnits balance() const;

  // Every change below keeps balance and debt under 2^63; the caller asks first.
  bool has_room_for(std::int64_t credit) const { return balance() + credit <= kMost; }
  bool has_credit_for(std::int64_t debit) const;

  // Negative: a debt. Positive: clean money, which first repays a debt. Returns what it repaid.
  std::int64_t open(std::int64_t amount);
  // Takes `amount` >= 0; what lies beyond the balance is clean money on credit.
  void take(std::int64_t amount, Bundle& taken);
  // Puts a bundle in; what repaid a debt is taken out of it and returned in `repaid`.
  void put(Bundle& bundle, Bundle& repaid);

 private:
  static constexpr graph::WideMinorUnits kMost = std::numeric_limits<std::int64_t>::max();
  void add_lot(const Lot& lot);
  std::int64_t clean_ = 0;
  std::int64_t debt_ = 0;
  std::vector<Lot> lots_;  // by first arrival; emptied lots keep their place
};

// Splits `bundle` to a new total by largest remainder (a conversion, a fee, a partial take).
// Precondition: bundle.total() > 0 or total == 0.
Bundle scaled(const Bundle& bundle, std::int64_t total);

}  // namespace headwater::engine::internal
