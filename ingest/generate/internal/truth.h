// What really happened, kept beside the payments while they are made: every deed of the scheme by
// whom and for how much. It is written to the truth folder only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/generate/internal/casting.h"
#include "ingest/generate/internal/payment.h"

namespace headwater::ingest::internal {

enum class Deed : std::uint8_t {
  kExploitation,    // a client's payment reaches a member: G
  kRecruitmentFee,  // G
  kDebtInterest,    // taken back from the exploited: G
  kBetweenMembers,  // T
  kAdvertising,     // costs paid to outsiders: C
  kRent,
  kTransport,
  kSupplies,
  kCover,    // office, accountant, purchases for show
  kCashOut,  // uses of profit
  kSpending,
};
std::string_view deed_name(Deed deed);
inline bool is_proceeds(Deed deed) { return deed <= Deed::kDebtInterest; }
inline bool is_cost(Deed deed) { return deed >= Deed::kAdvertising && deed <= Deed::kCover; }

inline constexpr std::uint32_t kOutsider = 0xFFFFFFFFu;

struct TruthEntry {
  Deed deed = Deed::kExploitation;
  std::uint32_t from = kOutsider, to = kOutsider;  // members
  Seconds time = 0;
  Cents paid = 0, received = 0;
  Currency paid_currency = Currency::kEuro, received_currency = Currency::kEuro;
  std::uint8_t city = 0;
  std::string payment;  // transaction:bank-x/..., known once written
};

// Cash from hand to hand, in no account: beside the profit of the books.
struct CashHandover {
  std::uint32_t from = kOutsider, to = kOutsider;
  std::int32_t day = 0;
  Cents amount = 0;
};

struct WithheldWage {
  std::uint32_t victim = 0;
  int month = 0;
  Cents due = 0, paid = 0;
};

struct Truth {
  std::vector<TruthEntry> entries;  // tag of a payment: index + 1
  std::vector<CashHandover> handovers;
  std::vector<Cents> unbanked;  // by member: takings that never reached an account
  std::vector<WithheldWage> withheld;
};

// One asset of one member, by the definition of docs/data-model.md, "Illicit profit", with every
// member known: profit = gross + transfers in - cost - transfers out.
struct TrueProfit {
  Cents gross = 0, transfers_in = 0, transfers_out = 0, cost = 0, cashed_out = 0, spent = 0;
  Cents profit() const { return gross + transfers_in - cost - transfers_out; }
  Cents held() const { return profit() - cashed_out - spent; }
};
// By member and currency: [member * 2 + currency].
std::vector<TrueProfit> true_profits(const Truth& truth, std::size_t members);

}  // namespace headwater::ingest::internal
