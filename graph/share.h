// Shares: fractions of a whole in basis points (1/10,000), and intervals of them.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace headwater::graph {

// 0 .. 10,000.
struct BasisPoints {
  static constexpr std::int32_t kWhole = 10'000;
  std::int32_t value = 0;
  friend constexpr auto operator<=>(BasisPoints, BasisPoints) = default;
};

// A share known to lie in [low, high]; equal bounds where it is exact.
struct ShareInterval {
  BasisPoints low, high;
  friend constexpr auto operator<=>(const ShareInterval&, const ShareInterval&) = default;
};

// "2500" -> 2500 bp. Nothing outside 0..10,000 or for a non-integer.
std::optional<BasisPoints> parse_basis_points(std::string_view text);
// A probability or fraction "0.975" -> 9750 bp, at most four decimals. Nothing outside 0..1.
std::optional<BasisPoints> parse_fraction(std::string_view text);
std::string format_percent(BasisPoints share);  // "25.00 %"

}  // namespace headwater::graph
