// AES-256-GCM (NIST SP 800-38D) and HMAC-SHA-256 over keys that are wiped when they go.
//
//   const std::string sealed = seal(key, "plain", "what it belongs to");
//   std::optional<std::string> plain = unseal(key, sealed, "what it belongs to");
//
//   sealed := nonce(12) ciphertext tag(16)
//
// Nonces are random. Two equal ones under one key would give away the difference of two plain texts
// and let tags be forged; by the birthday bound that has a chance below 2^-32 up to 2^32 texts a
// key, the limit that the standard sets.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace headwater::graph::internal {

// 32 bytes, wiped by the destructor.
class SecretKey {
 public:
  static constexpr std::size_t kBytes = 32;
  SecretKey() = default;
  explicit SecretKey(const std::array<std::uint8_t, kBytes>& bytes) : bytes_(bytes) {}
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey();

  static SecretKey random();
  const std::array<std::uint8_t, kBytes>& bytes() const { return bytes_; }

 private:
  std::array<std::uint8_t, kBytes> bytes_{};
};

inline constexpr std::size_t kSealOverhead = 12 + 16;

std::string seal(const SecretKey& key, std::string_view plain, std::string_view associated);
// Nothing when the bytes, the key or what they belong to are others.
std::optional<std::string> unseal(const SecretKey& key, std::string_view sealed,
                                  std::string_view associated);

// HMAC-SHA-256 under one key, set up once. Thread-safe.
class KeyedHash {
 public:
  explicit KeyedHash(const SecretKey& key);
  ~KeyedHash();
  KeyedHash(const KeyedHash&) = delete;
  KeyedHash& operator=(const KeyedHash&) = delete;
  std::array<std::uint8_t, 32> operator()(std::string_view message) const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Overwrites what a string holds; the compiler cannot leave it out.
void wipe(std::string& text);

}  // namespace headwater::graph::internal
