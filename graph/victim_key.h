// VictimKey: the right to see victims, and the way in for their ids.
//
//   HEADWATER_ASSIGN_OR_RETURN(auto key, VictimKey::load("victims.key"));
//   std::string pseudonym = key.pseudonym("interviews", "V-0042");   // 64 hex digits
//
// The key is never stored; the store keeps its fingerprint and refuses another. The bytes are wiped
// when the object goes. Nothing here prints, logs or returns the key.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "graph/status.h"

namespace headwater::graph {

class VictimKey {
 public:
  // Reads a key file written by `generate_file` (64 hex digits and a newline). Errors: kInput.
  static Result<VictimKey> load(const std::string& path);
  // Writes a fresh random key, readable by its owner only; refuses to overwrite. Errors: kInput,
  // kIo.
  static Status generate_file(const std::string& path);

  VictimKey(const VictimKey&) = default;
  VictimKey& operator=(const VictimKey&) = default;
  ~VictimKey();

  // HMAC-SHA-256(key, scheme 0x00 id) in hex. Deterministic.
  std::string pseudonym(std::string_view scheme, std::string_view external_id) const;
  // HMAC-SHA-256(key, "headwater victim key fingerprint") in hex; safe to store.
  std::string fingerprint() const;
  // A key of its own for one purpose: HKDF-SHA-256 (RFC 5869) without salt, the purpose as info.
  // Deterministic; says nothing of the key or of the keys for other purposes. Whoever asks wipes
  // it.
  std::array<std::uint8_t, 32> derived(std::string_view purpose) const;

 private:
  explicit VictimKey(const std::array<std::uint8_t, 32>& bytes) : bytes_(bytes) {}
  std::array<std::uint8_t, 32> bytes_;
};

}  // namespace headwater::graph
