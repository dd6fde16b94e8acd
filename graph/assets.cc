// The assets that sources name: ISO 4217 codes with their exponents, crypto assets, and the plain
// names that published data uses instead of codes.
#include <algorithm>
#include <array>
#include <string>

#include "graph/ascii.h"
#include "graph/money.h"

namespace headwater::graph {
namespace {

// ISO 4217 codes of money in circulation or lately withdrawn, ascending.
constexpr auto kFiatCodes = std::to_array<std::string_view>({
    "AED", "AFN", "ALL", "AMD", "ANG", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT",
    "BGN", "BHD", "BIF", "BMD", "BND", "BOB", "BOV", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD",
    "CAD", "CDF", "CHE", "CHF", "CHW", "CLF", "CLP", "CNY", "COP", "COU", "CRC", "CUC", "CUP",
    "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP",
    "GEL", "GHS", "GIP", "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HRK", "HTG", "HUF", "IDR",
    "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD", "JPY", "KES", "KGS", "KHR", "KMF", "KPW",
    "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD", "MAD", "MDL", "MGA",
    "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MXV", "MYR", "MZN", "NAD",
    "NGN", "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG",
    "QAR", "RON", "RSD", "RUB", "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE",
    "SLL", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL", "THB", "TJS", "TMT", "TND", "TOP",
    "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "USN", "UYI", "UYU", "UYW", "UZS", "VED",
    "VES", "VND", "VUV", "WST", "XAF", "XCD", "XCG", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
    "ZWL",
});

struct NamedExponent {
  std::string_view code;
  std::uint8_t exponent;
};
// Codes whose ISO 4217 exponent is above 2. Exponents below 2 are stored as 2, because published
// data carries such currencies with decimals.
constexpr auto kWideFiat = std::to_array<NamedExponent>({{"BHD", 3},
                                                         {"CLF", 4},
                                                         {"IQD", 3},
                                                         {"JOD", 3},
                                                         {"KWD", 3},
                                                         {"LYD", 3},
                                                         {"OMR", 3},
                                                         {"TND", 3},
                                                         {"UYW", 4}});
constexpr auto kCrypto = std::to_array<NamedExponent>({{"BTC", 8},
                                                       {"BCH", 8},
                                                       {"LTC", 8},
                                                       {"DOGE", 8},
                                                       {"USDT", 6},
                                                       {"USDC", 6},
                                                       {"XMR", 12},
                                                       {"TRX", 6}});
constexpr auto kOther =
    std::to_array<NamedExponent>({{"XXX", 2}, {"UNIT", 8}, {"XAU", 4}, {"XAG", 4}});

struct NamedAsset {
  std::string_view name;  // upper case
  std::string_view code;
};
constexpr auto kNames = std::to_array<NamedAsset>({
    {"US DOLLAR", "USD"},
    {"DOLLAR", "USD"},
    {"EURO", "EUR"},
    {"YUAN", "CNY"},
    {"RENMINBI", "CNY"},
    {"YEN", "JPY"},
    {"RUPEE", "INR"},
    {"INDIAN RUPEE", "INR"},
    {"RUBLE", "RUB"},
    {"ROUBLE", "RUB"},
    {"UK POUND", "GBP"},
    {"POUND STERLING", "GBP"},
    {"BITCOIN", "BTC"},
    {"XBT", "BTC"},
    {"SWISS FRANC", "CHF"},
    {"AUSTRALIAN DOLLAR", "AUD"},
    {"CANADIAN DOLLAR", "CAD"},
    {"SHEKEL", "ILS"},
    {"SAUDI RIYAL", "SAR"},
    {"BRAZIL REAL", "BRL"},
    {"BRAZILIAN REAL", "BRL"},
    {"MEXICAN PESO", "MXN"},
    {"TETHER", "USDT"},
});

template <typename List>
std::optional<Asset> find_with_exponent(const List& list, std::string_view code, AssetKind kind) {
  for (const NamedExponent& entry : list) {
    if (entry.code == code) return Asset{std::string(code), kind, entry.exponent};
  }
  return std::nullopt;
}

}  // namespace

std::optional<Asset> find_known_asset(std::string_view code_or_name) {
  if (code_or_name.empty()) return Asset{"XXX", AssetKind::kOther, 2};
  if (code_or_name.size() > 24) return std::nullopt;
  const std::string text = ascii_upper(code_or_name);
  std::string_view code = text;
  for (const NamedAsset& named : kNames) {
    if (named.name == text) code = named.code;
  }
  if (auto wide = find_with_exponent(kWideFiat, code, AssetKind::kFiat)) return wide;
  if (auto crypto = find_with_exponent(kCrypto, code, AssetKind::kCrypto)) return crypto;
  if (auto other = find_with_exponent(kOther, code, AssetKind::kOther)) return other;
  if (std::binary_search(kFiatCodes.begin(), kFiatCodes.end(), code)) {
    return Asset{std::string(code), AssetKind::kFiat, 2};
  }
  return std::nullopt;
}

}  // namespace headwater::graph
