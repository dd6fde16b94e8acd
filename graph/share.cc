#include "graph/share.h"

#include <charconv>

namespace headwater::graph {

std::optional<BasisPoints> parse_basis_points(std::string_view text) {
  std::int32_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  if (value < 0 || value > BasisPoints::kWhole) return std::nullopt;
  return BasisPoints{value};
}

std::optional<BasisPoints> parse_fraction(std::string_view text) {
  if (text.empty() || (text[0] != '0' && text[0] != '1' && text[0] != '.')) return std::nullopt;
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  if (whole.size() > 1) return std::nullopt;
  std::int32_t value = whole == "1" ? BasisPoints::kWhole : 0;
  if (point != std::string_view::npos) {
    std::string_view places = text.substr(point + 1);
    while (places.size() > 1 && places.back() == '0') places.remove_suffix(1);
    if (places.empty() || places.size() > 4) return std::nullopt;
    std::int32_t unit = BasisPoints::kWhole;
    for (char digit : places) {
      if (digit < '0' || digit > '9') return std::nullopt;
      unit /= 10;
      value += (digit - '0') * unit;
    }
  }
  if (value > BasisPoints::kWhole) return std::nullopt;
  return BasisPoints{value};
}

std::string format_percent(BasisPoints share) {
  std::string text = std::to_string(share.value / 100) + '.';
  const std::int32_t places = share.value % 100;
  if (places < 10) text += '0';
  return text + std::to_string(places) + " %";
}

}  // namespace headwater::graph
