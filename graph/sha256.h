// SHA-256 in pieces or at once (FIPS 180-4, by OpenSSL).
//
//   Sha256 hash; hash.update("abc"); std::string digest = hash.finish_hex();
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace headwater::graph {

class Sha256 {
 public:
  Sha256();
  ~Sha256();
  Sha256(const Sha256&) = delete;
  Sha256& operator=(const Sha256&) = delete;

  void update(std::string_view bytes);
  // Ends the hash; afterwards the object starts a new one.
  std::array<std::uint8_t, 32> finish();
  std::string finish_hex();  // 64 lower-case hex digits

 private:
  struct State;
  std::unique_ptr<State> state_;
};

std::string sha256_hex(std::string_view bytes);
std::string to_hex(const std::uint8_t* bytes, std::size_t size);

}  // namespace headwater::graph
