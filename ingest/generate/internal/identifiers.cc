#include "ingest/generate/internal/identifiers.h"

#include <cctype>

#include "ingest/generate/internal/random_stream.h"

namespace headwater::ingest::internal {
namespace {

constexpr std::uint32_t kHalfBits = 15;
constexpr std::uint32_t kHalfMask = (1u << kHalfBits) - 1;

std::uint32_t mix(std::uint32_t half, std::uint32_t key) {
  std::uint32_t x = half * 0x9E3779B1u ^ key;
  x ^= x >> 15;
  x *= 0x85EBCA77u;
  x ^= x >> 13;
  return x & kHalfMask;
}

// Remainder by 97 of a text of digits and letters (A = 10 .. Z = 35).
unsigned remainder_97(std::string_view text) {
  unsigned remainder = 0;
  for (const char c : text) {
    if (c >= '0' && c <= '9') {
      remainder = (remainder * 10 + static_cast<unsigned>(c - '0')) % 97;
    } else {
      remainder = (remainder * 100 + static_cast<unsigned>(c - 'A') + 10) % 97;
    }
  }
  return remainder;
}

std::string hex(std::uint64_t number, int digits) {
  std::string text(static_cast<std::size_t>(digits), '0');
  for (int i = digits - 1; i >= 0; --i, number >>= 4) {
    text[static_cast<std::size_t>(i)] = "0123456789abcdef"[number & 15];
  }
  return text;
}

}  // namespace

// A Feistel network of four rounds over two halves of 15 bits: a permutation whatever the round
// function is.
NumberShuffle::NumberShuffle(std::uint64_t seed, std::uint32_t use) {
  RandomStream stream(seed, Purpose::kNames, use, 0xFFFFFFFFu);
  for (std::uint32_t& key : keys_) key = stream.next();
}

std::uint32_t NumberShuffle::operator()(std::uint32_t index) const {
  std::uint32_t left = index >> kHalfBits & kHalfMask;
  std::uint32_t right = index & kHalfMask;
  for (const std::uint32_t key : keys_) {
    const std::uint32_t next = left ^ mix(right, key);
    left = right;
    right = next;
  }
  return left << kHalfBits | right;
}

std::string padded(std::uint64_t number, int digits) {
  std::string text = std::to_string(number);
  const auto width = static_cast<std::size_t>(digits);
  return text.size() >= width ? text : std::string(width - text.size(), '0') + text;
}

std::string numbered(std::string_view prefix, std::uint64_t number, int digits) {
  std::string text(prefix);
  text += padded(number, digits);
  return text;
}

std::string make_iban(std::string_view country, std::uint32_t bank_code, std::uint64_t account) {
  const std::string body = padded(bank_code, 4) + padded(account, 12);
  const unsigned check = 98 - remainder_97(body + std::string(country) + "00");
  return std::string(country) + padded(check, 2) + body;
}

bool is_valid_iban(std::string_view text) {
  if (text.size() < 5) return false;
  for (const char c : text) {
    if (!(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z')) return false;
  }
  return remainder_97(std::string(text.substr(4)) + std::string(text.substr(0, 4))) == 1;
}

std::string make_phone(std::uint32_t number) { return numbered("+999", number, 10); }

std::string make_ip_address(std::uint32_t number) {
  return "2001:db8:" + hex(number >> 16, 4) + ":" + hex(number & 0xFFFF, 4) + "::1";
}

std::string make_device(std::uint32_t number) {
  return hex(number, 8) + hex(mix(number & kHalfMask, number >> kHalfBits), 4);
}

}  // namespace headwater::ingest::internal
