#include "ingest/generate/internal/payment.h"

#include <algorithm>
#include <array>
#include <tuple>

namespace headwater::ingest::internal {
namespace {

std::uint32_t scatter(const Payment& payment) {
  std::uint64_t x = (std::uint64_t{payment.from} << 32 | payment.to) ^
                    static_cast<std::uint64_t>(payment.amount) * 0x9E3779B97F4A7C15ULL;
  x ^= x >> 31;
  x *= 0xBF58476D1CE4E5B9ULL;
  return static_cast<std::uint32_t>(x >> 32);
}

}  // namespace

std::string_view payment_type_name(PaymentType type) {
  constexpr std::array<std::string_view, 9> names = {
      "transfer",        "standing-order", "card",         "instant",   "foreign-transfer",
      "cash-withdrawal", "cash-deposit",   "from-outside", "to-outside"};
  return names[static_cast<std::size_t>(type)];
}

void sort_payments(Payments& payments) {
  std::sort(payments.begin(), payments.end(), [](const Payment& a, const Payment& b) {
    if (a.time != b.time) return a.time < b.time;
    return std::tuple(scatter(a), a.from, a.to, a.amount, a.type, a.number, a.tag) <
           std::tuple(scatter(b), b.from, b.to, b.amount, b.type, b.number, b.tag);
  });
}

}  // namespace headwater::ingest::internal
