#include "graph/money.h"

#include <algorithm>
#include <limits>

namespace headwater::graph {
namespace {

constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }

// The decimal read so far: digits * 10^exponent, digits below 10^37.
struct Decimal {
  UnsignedWide digits = 0;
  int exponent = 0;   // power of ten of the last kept digit
  int kept = 0;       // significant digits kept
  bool any = false;   // at least one digit seen
  bool lost = false;  // a non-zero digit beyond the 37th was met
};
constexpr int kMaximumKept = 37;

void push_digit(Decimal& number, int digit, bool fractional) {
  number.any = true;
  if (number.kept == 0 && digit == 0) {
    if (fractional) --number.exponent;
    return;
  }
  if (number.kept == kMaximumKept) {
    if (digit != 0) number.lost = true;
    if (!fractional) ++number.exponent;
    return;
  }
  number.digits = number.digits * 10 + static_cast<unsigned>(digit);
  ++number.kept;
  if (fractional) --number.exponent;
}

// Digit groups of an integer part: "1,234,567" and the Indian "12,34,567" pass, "1,2" does not.
class GroupChecker {
 public:
  void digit() { ++run_; }
  bool separator() {
    const bool fits = groups_ == 0 ? run_ >= 1 && run_ <= 3 : run_ == 2 || run_ == 3;
    ++groups_;
    run_ = 0;
    return fits;
  }
  bool finished_well() const { return groups_ == 0 || run_ == 3; }

 private:
  int run_ = 0;
  int groups_ = 0;
};

// Reads an optional exponent ("e7", "E-02") at `at`; false when malformed.
bool read_exponent(std::string_view text, std::size_t at, int& exponent) {
  exponent = 0;
  if (at == text.size()) return true;
  if (text[at] != 'e' && text[at] != 'E') return false;
  ++at;
  bool negative = false;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) negative = text[at++] == '-';
  if (at == text.size()) return false;
  for (; at < text.size(); ++at) {
    if (!is_digit(text[at])) return false;
    exponent = std::min(exponent * 10 + (text[at] - '0'), 100'000);
  }
  if (negative) exponent = -exponent;
  return true;
}

// Reads digits, grouping and point; returns where the exponent may start, or npos when malformed.
std::size_t read_digits(std::string_view text, std::size_t at, NumberFormat format,
                        Decimal& number) {
  GroupChecker groups;
  bool fractional = false;
  for (; at < text.size(); ++at) {
    const char c = text[at];
    if (is_digit(c)) {
      push_digit(number, c - '0', fractional);
      if (!fractional) groups.digit();
    } else if (c == format.decimal_point && !fractional) {
      fractional = true;
    } else if (format.grouping != '\0' && c == format.grouping && !fractional) {
      if (!groups.separator()) return std::string_view::npos;
    } else {
      break;
    }
  }
  return number.any && groups.finished_well() ? at : std::string_view::npos;
}

// Scales to 10^-places; kPrecision when digits would be lost, kOverflow above `limit`.
AmountProblem scale_to(Decimal number, int places, UnsignedWide limit, UnsignedWide& scaled) {
  if (number.digits == 0) {
    scaled = 0;
    return AmountProblem::kNone;
  }
  int shift = number.exponent + places;
  while (shift < 0) {
    if (number.digits % 10 != 0) return AmountProblem::kPrecision;
    number.digits /= 10;
    ++shift;
  }
  for (; shift > 0; --shift) {
    if (number.digits > limit / 10) return AmountProblem::kOverflow;
    number.digits *= 10;
  }
  if (number.digits > limit) return AmountProblem::kOverflow;
  if (number.lost) return AmountProblem::kPrecision;
  scaled = number.digits;
  return AmountProblem::kNone;
}

}  // namespace

std::string_view to_string(AssetKind kind) {
  switch (kind) {
    case AssetKind::kFiat:
      return "fiat";
    case AssetKind::kCrypto:
      return "crypto";
    case AssetKind::kOther:
      return "other";
  }
  return "unknown";
}

std::string_view to_string(AmountProblem problem) {
  switch (problem) {
    case AmountProblem::kNone:
      return "none";
    case AmountProblem::kNotANumber:
      return "not-a-number";
    case AmountProblem::kPrecision:
      return "precision";
    case AmountProblem::kOverflow:
      return "overflow";
  }
  return "unknown";
}

ParsedAmount parse_amount(std::string_view text, int exponent, NumberFormat format) {
  const ParsedAmount not_a_number{{}, AmountProblem::kNotANumber};
  std::size_t at = 0;
  bool negative = false;
  if (at < text.size() && (text[at] == '+' || text[at] == '-')) negative = text[at++] == '-';
  Decimal number;
  at = read_digits(text, at, format, number);
  if (at == std::string_view::npos) return not_a_number;
  int power = 0;
  if (!read_exponent(text, at, power)) return not_a_number;
  number.exponent += power;
  const auto limit = static_cast<UnsignedWide>(std::numeric_limits<std::int64_t>::max());
  UnsignedWide scaled = 0;
  const AmountProblem problem = scale_to(number, exponent, limit, scaled);
  if (problem != AmountProblem::kNone) return {{}, problem};
  const auto value = static_cast<std::int64_t>(scaled);
  return {{negative ? -value : value}, AmountProblem::kNone};
}

Result<MinorUnits> parse_minor_units(std::string_view text, int exponent) {
  const ParsedAmount parsed = parse_amount(text, exponent);
  if (parsed.problem == AmountProblem::kNone) return parsed.amount;
  return question_error(
      "read an amount", "",
      std::to_string(text.size()) + " characters, " + std::string(to_string(parsed.problem)),
      "write a decimal number with at most " + std::to_string(exponent) + " places, e.g. 1234.50");
}

std::string to_string(WideMinorUnits amount) {
  const bool negative = amount < 0;
  UnsignedWide rest = negative ? UnsignedWide{0} - static_cast<UnsignedWide>(amount)
                               : static_cast<UnsignedWide>(amount);
  char digits[40];
  std::size_t at = sizeof(digits);
  do {
    digits[--at] = static_cast<char>('0' + static_cast<int>(rest % 10));
    rest /= 10;
  } while (rest != 0);
  if (negative) digits[--at] = '-';
  return std::string(digits + at, sizeof(digits) - at);
}

std::optional<WideMinorUnits> parse_wide(std::string_view text) {
  const bool negative = !text.empty() && text[0] == '-';
  if (negative) text.remove_prefix(1);
  if (text.empty()) return std::nullopt;
  WideMinorUnits value = 0;
  for (char c : text) {
    if (!is_digit(c)) return std::nullopt;
    if (__builtin_mul_overflow(value, WideMinorUnits{10}, &value)) return std::nullopt;
    const WideMinorUnits digit = negative ? -(c - '0') : c - '0';
    if (__builtin_add_overflow(value, digit, &value)) return std::nullopt;
  }
  return value;
}

std::string format_major_units(WideMinorUnits amount, int exponent) {
  std::string text = to_string(amount);
  const std::size_t sign = text[0] == '-' ? 1 : 0;
  const auto places = static_cast<std::size_t>(exponent);
  if (places == 0) return text;
  if (text.size() - sign <= places) text.insert(sign, places + 1 - (text.size() - sign), '0');
  text.insert(text.size() - places, 1, '.');
  return text;
}

std::optional<WideMinorUnits> multiply_rational(WideMinorUnits amount, std::int64_t numerator,
                                                std::int64_t denominator) {
  HEADWATER_CHECK(denominator > 0, "a rate's denominator is positive");
  WideMinorUnits product = 0;
  if (__builtin_mul_overflow(amount, WideMinorUnits{numerator}, &product)) return std::nullopt;
  WideMinorUnits quotient = product / denominator;
  const WideMinorUnits rest = product % denominator;
  const WideMinorUnits twice = (rest < 0 ? -rest : rest) * 2;
  const bool up = twice > denominator || (twice == denominator && quotient % 2 != 0);
  if (up) quotient += product < 0 ? -1 : 1;
  return quotient;
}

void largest_remainder_into(std::int64_t total, std::span<const std::int64_t> weights,
                            std::span<std::int64_t> parts, RemainderScratch& scratch) {
  HEADWATER_CHECK(weights.size() == parts.size(), "one part a weight");
  WideMinorUnits sum = 0;
  for (std::int64_t weight : weights) {
    HEADWATER_CHECK(weight >= 0, "weights are not negative");
    sum += weight;
  }
  HEADWATER_CHECK(total >= 0 && (sum > 0 || total == 0),
                  "a positive total needs a positive weight");
  HEADWATER_CHECK(sum <= std::numeric_limits<std::int64_t>::max(), "weights sum below 2^63");
  if (sum == 0) {
    std::fill(parts.begin(), parts.end(), 0);
    return;
  }
  scratch.clear();
  std::int64_t given = 0;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const WideMinorUnits product = WideMinorUnits{total} * weights[i];
    parts[i] = static_cast<std::int64_t>(product / sum);
    given += parts[i];
    scratch.emplace_back(static_cast<std::int64_t>(product % sum), static_cast<std::uint32_t>(i));
  }
  const auto left_over = static_cast<std::size_t>(total - given);
  if (left_over == 0) return;
  const auto first_served = [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  };
  std::nth_element(scratch.begin(), scratch.begin() + static_cast<std::ptrdiff_t>(left_over - 1),
                   scratch.end(), first_served);
  for (std::size_t i = 0; i < left_over; ++i) ++parts[scratch[i].second];
}

std::vector<std::int64_t> largest_remainder(std::int64_t total,
                                            std::span<const std::int64_t> weights) {
  std::vector<std::int64_t> parts(weights.size());
  RemainderScratch scratch;
  largest_remainder_into(total, weights, parts, scratch);
  return parts;
}

}  // namespace headwater::graph
