// Money: integer minor units of an asset, never a floating-point number, never added across assets.
//
//   Asset dollar{"USD", AssetKind::kFiat, 2};
//   Result<MinorUnits> amount = parse_minor_units("5.689852347E7", 2);   // 5689852347
//   std::string shown = format_major_units(amount->value, 2);            // "56898523.47"
//
// Conversion between assets needs a dated Rate (graph/records.h) and is never implicit.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "graph/status.h"

namespace headwater::graph {

// Signed 64-bit amount of the asset's smallest stored unit.
struct MinorUnits {
  std::int64_t value = 0;
  friend constexpr auto operator<=>(MinorUnits, MinorUnits) = default;
};

// Sums are 128-bit: 2^64 amounts of any size cannot overflow one.
__extension__ typedef __int128 WideMinorUnits;
__extension__ typedef unsigned __int128 UnsignedWide;

// Index into the store's append-only asset table.
struct AssetId {
  std::uint16_t value = 0;
  friend constexpr auto operator<=>(AssetId, AssetId) = default;
};

enum class AssetKind : std::uint8_t { kFiat = 1, kCrypto = 2, kOther = 3 };
std::string_view to_string(AssetKind kind);

struct Asset {
  std::string code;  // ISO 4217, or the ticker: "USD", "BTC", "XXX", "UNIT"
  AssetKind kind = AssetKind::kFiat;
  std::uint8_t exponent = 2;  // decimal places that this store keeps, at most 18
  friend auto operator<=>(const Asset&, const Asset&) = default;
};

// The asset behind a code or a name met in data ("USD", "US Dollar", "UK Pound", "Yen",
// "Bitcoin"), with its default storage exponent: at least ISO 4217's, at least 2 for fiat, 8 for
// BTC. Case-insensitive. Empty text is the asset XXX. Nothing for an unknown one.
std::optional<Asset> find_known_asset(std::string_view code_or_name);

// Why a decimal text is no amount; the names are the quarantine reasons.
enum class AmountProblem : std::uint8_t {
  kNone,
  kNotANumber,  // "not-a-number": empty, letters, NaN, infinity, two points ...
  kPrecision,  // "precision": more fractional digits than the asset keeps (trailing zeros are none)
  kOverflow,   // "overflow": outside signed 64-bit minor units
};
std::string_view to_string(AmountProblem problem);

// How a source writes numbers. Decimal point and grouping are single bytes; '\0' means none.
struct NumberFormat {
  char decimal_point = '.';
  char grouping = '\0';
};

struct ParsedAmount {
  MinorUnits amount;
  AmountProblem problem = AmountProblem::kNone;
};
// Exact decimal parse, exponent form included ("5.689852347E7"), no allocation. O(length).
ParsedAmount parse_amount(std::string_view text, int exponent, NumberFormat format = {});
// The same as a Result, for command-line values. Errors: kQuestion, without the text.
Result<MinorUnits> parse_minor_units(std::string_view text, int exponent);

// Decimal major units with exactly `exponent` places: (-123456, 2) -> "-1234.56".
std::string format_major_units(WideMinorUnits amount, int exponent);
// Plain decimal integer of a wide amount.
std::string to_string(WideMinorUnits amount);
std::optional<WideMinorUnits> parse_wide(std::string_view text);

// amount * numerator / denominator, rounded half to even, once. denominator > 0.
// Nothing when the result does not fit.
std::optional<WideMinorUnits> multiply_rational(WideMinorUnits amount, std::int64_t numerator,
                                                std::int64_t denominator);

// Hamilton's largest-remainder split of `total` by `weights` (all >= 0, sum > 0, total >= 0, both
// below 2^63): parts sum to total exactly; left-over units go to the largest remainders, ties to
// the lower index. When total <= sum of weights no part exceeds its weight. O(n log n). Source:
// Balinski & Young, Fair Representation (1982), method of Hamilton.
std::vector<std::int64_t> largest_remainder(std::int64_t total,
                                            std::span<const std::int64_t> weights);
// The same into a caller's buffer of equal size; `scratch` is reused. No allocation when warm.
using RemainderScratch = std::vector<std::pair<std::int64_t, std::uint32_t>>;
void largest_remainder_into(std::int64_t total, std::span<const std::int64_t> weights,
                            std::span<std::int64_t> parts, RemainderScratch& scratch);

}  // namespace headwater::graph
