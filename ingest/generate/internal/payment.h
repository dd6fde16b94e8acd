// A payment before it is written: ends by account number in the World, or the world outside.
#pragma once

#include <cstdint>
#include <vector>

#include "ingest/generate/internal/world.h"

namespace headwater::ingest::internal {

// Ends that are no account of the World.
inline constexpr Index kCash = 0xFFFFFFFEu;
inline constexpr Index kOutside = 0xFFFFFFFDu;

enum class PaymentType : std::uint8_t {
  kTransfer,
  kStandingOrder,
  kCard,
  kInstant,  // from telephone to telephone
  kForeignTransfer,
  kCashWithdrawal,
  kCashDeposit,
  kIncomingForeign,  // from the world outside
  kOutgoingForeign,  // to the world outside
};
std::string_view payment_type_name(PaymentType type);

// What the statement says the payment is for.
enum class Text : std::uint8_t {
  kEmpty,
  kWage,
  kPension,
  kRent,
  kElectricity,
  kTelephone,
  kInsurance,
  kPurchase,
  kInvoice,  // with a number
  kTax,
  kSupport,
  kThanks,
  kShare,
  kSavings,
  kAdvertisement,
  kDrawings,
  kLoan,
  kFee,
  kFamily,
};

inline constexpr std::uint8_t kNoPlace = 0xFF;

struct Payment {
  Seconds time = 0;
  Index from = kNobody, to = kNobody;
  Cents amount = 0;
  Cents received = 0;  // of another currency; 0: what was paid
  Currency currency = Currency::kEuro, received_currency = Currency::kEuro;
  PaymentType type = PaymentType::kTransfer;
  Text text = Text::kEmpty;
  std::uint8_t place = kNoPlace;     // city of a cash or card payment
  Country outside = Country::kHome;  // of kCash and kOutside
  std::uint32_t number = 0;          // in the text
  std::uint32_t tag = 0;             // 1-based place in the truth; 0: nothing to tell
};

using Payments = std::vector<Payment>;

// By time, then by the payment itself, never by the order it was made in.
void sort_payments(Payments& payments);

}  // namespace headwater::ingest::internal
