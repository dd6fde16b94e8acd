// Invented numbers: accounts with valid check digits, customers, companies, telephones, addresses
// of the web. All lie in ranges that belong to nobody: country codes that ISO 3166 leaves to users
// (XA, XB), the unassigned telephone code +999, the documentation prefix 2001:db8::/32, and
// `.example` domains.
//
// A number is a secret-free permutation of the index behind it, so that order and neighbourhood of
// numbers say nothing about who stands behind them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace headwater::ingest::internal {

// Spreads 0 .. 2^30 - 1 over itself, one to one; other seeds and uses give other orders.
class NumberShuffle {
 public:
  NumberShuffle(std::uint64_t seed, std::uint32_t use);
  std::uint32_t operator()(std::uint32_t index) const;

 private:
  std::uint32_t keys_[4];
};

// Check digits of ISO 7064 mod 97-10, as ISO 13616 asks: country (2 letters), bank (4 digits),
// account (12 digits); 20 characters.
std::string make_iban(std::string_view country, std::uint32_t bank_code, std::uint64_t account);
// True when the check digits fit.
bool is_valid_iban(std::string_view text);

std::string make_phone(std::uint32_t number);       // "+999" and 10 digits
std::string make_ip_address(std::uint32_t number);  // in 2001:db8::/32
std::string make_device(std::uint32_t number);      // 12 hex digits
std::string padded(std::uint64_t number, int digits);
std::string numbered(std::string_view prefix, std::uint64_t number, int digits);  // "V-0007"

}  // namespace headwater::ingest::internal
