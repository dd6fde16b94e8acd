// Shares: fractions of a whole in basis points (1/10,000), and intervals of them.
//
//   std::optional<BasisPoints> quarter = parse_basis_points("2500");
//   std::optional<BasisPoints> likely = parse_fraction("0.975");  // 9750 bp
//   std::string shown = format_percent(*quarter);                 // "25.00 %"
//
// Integers, so that shares compare and print alike on every machine. Not an amount: a share of
// money is taken where the rounding is decided. Pure functions of their arguments, O(length of the
// text), safe in any thread; text that is no share is no value, never an error or the nearest
// share.
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

// A share known to lie in [low, high], low <= high (the reader's promise, not checked here); equal
// bounds where it is exact.
struct ShareInterval {
  BasisPoints low, high;
  friend constexpr auto operator<=>(const ShareInterval&, const ShareInterval&) = default;
};

// "2500" -> 2500 bp. Nothing outside 0..10,000 or for a non-integer.
std::optional<BasisPoints> parse_basis_points(std::string_view text);
// A probability or fraction "0.975" -> 9750 bp, at most four decimals. Nothing outside 0..1.
std::optional<BasisPoints> parse_fraction(std::string_view text);
// "25.00 %": two decimals, exact for every share in range.
std::string format_percent(BasisPoints share);

}  // namespace headwater::graph
