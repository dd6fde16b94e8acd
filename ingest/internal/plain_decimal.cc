#include "ingest/internal/plain_decimal.h"

#include <charconv>
#include <optional>
#include <string>

namespace headwater::ingest::internal {
namespace {

constexpr std::size_t kDecimalDigits = 128;
constexpr int kDecimalExponent = 64;

// digits * 10^exponent
struct PlainDecimal {
  bool is_negative = false;
  std::string digits;
  int exponent = 0;
};

bool is_decimal_digit(char c) { return c >= '0' && c <= '9'; }

std::string_view take_decimal_digits(std::string_view& text) {
  std::size_t count = 0;
  while (count < text.size() && is_decimal_digit(text[count])) ++count;
  const std::string_view digits = text.substr(0, count);
  text.remove_prefix(count);
  return digits;
}

bool take_decimal_sign(std::string_view& text) {
  const bool is_negative = text.starts_with('-');
  if (is_negative || text.starts_with('+')) text.remove_prefix(1);
  return is_negative;
}

std::optional<int> take_decimal_exponent(std::string_view& text) {
  if (!text.starts_with('e') && !text.starts_with('E')) return 0;
  text.remove_prefix(1);
  const bool is_negative = take_decimal_sign(text);
  const std::string_view digits = take_decimal_digits(text);
  int exponent = 0;
  const auto parsed = std::from_chars(digits.data(), digits.data() + digits.size(), exponent);
  if (parsed.ec != std::errc() || exponent > kDecimalExponent) return std::nullopt;
  return is_negative ? -exponent : exponent;
}

std::optional<PlainDecimal> parse_plain_decimal(std::string_view text) {
  PlainDecimal number;
  number.is_negative = take_decimal_sign(text);
  const std::string_view whole = take_decimal_digits(text);
  std::string_view fraction;
  if (text.starts_with('.')) {
    text.remove_prefix(1);
    fraction = take_decimal_digits(text);
  }
  const std::size_t count = whole.size() + fraction.size();
  const auto exponent = take_decimal_exponent(text);
  if (!exponent || !text.empty() || count == 0 || count > kDecimalDigits) return std::nullopt;
  number.digits.append(whole).append(fraction);
  number.exponent = *exponent - static_cast<int>(fraction.size());
  return number;
}

std::string decimal_text(PlainDecimal number) {
  std::string& digits = number.digits;
  if (number.exponent > 0) digits.append(static_cast<std::size_t>(number.exponent), '0');
  const std::size_t places =
      number.exponent < 0 ? static_cast<std::size_t>(-number.exponent) : std::size_t{0};
  if (digits.size() <= places) digits.insert(0, places + 1 - digits.size(), '0');
  std::string whole = digits.substr(0, digits.size() - places);
  std::string fraction = digits.substr(digits.size() - places);
  whole.erase(0, whole.find_first_not_of('0'));
  fraction.erase(fraction.find_last_not_of('0') + 1);
  if (whole.empty()) whole = "0";
  if (!fraction.empty()) whole.append(".").append(fraction);
  return number.is_negative && whole != "0" ? "-" + whole : whole;
}

}  // namespace

bool plain_decimal(std::string_view& text, TextArena& arena) {
  auto number = parse_plain_decimal(text);
  if (!number) return false;
  const std::string plain = decimal_text(std::move(*number));
  if (plain != text) text = arena.copy(plain);
  return true;
}

}  // namespace headwater::ingest::internal
