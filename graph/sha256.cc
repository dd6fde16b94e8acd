#include "graph/sha256.h"

#include <openssl/evp.h>

#include "graph/status.h"

namespace headwater::graph {

struct Sha256::State {
  EVP_MD_CTX* context = EVP_MD_CTX_new();
  State() = default;
  ~State() { EVP_MD_CTX_free(context); }
  State(const State&) = delete;
  State& operator=(const State&) = delete;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  HEADWATER_CHECK(state_->context != nullptr, "OpenSSL has memory for a digest");
  HEADWATER_CHECK(EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) == 1,
                  "OpenSSL offers SHA-256");
}

Sha256::~Sha256() = default;

void Sha256::update(std::string_view bytes) {
  HEADWATER_CHECK(EVP_DigestUpdate(state_->context, bytes.data(), bytes.size()) == 1,
                  "a started digest takes bytes");
}

std::array<std::uint8_t, 32> Sha256::finish() {
  std::array<std::uint8_t, 32> digest{};
  HEADWATER_CHECK(EVP_DigestFinal_ex(state_->context, digest.data(), nullptr) == 1,
                  "a started digest ends");
  HEADWATER_CHECK(EVP_DigestInit_ex(state_->context, EVP_sha256(), nullptr) == 1,
                  "OpenSSL offers SHA-256");
  return digest;
}

std::string Sha256::finish_hex() {
  const auto digest = finish();
  return to_hex(digest.data(), digest.size());
}

std::string sha256_hex(std::string_view bytes) {
  Sha256 hash;
  hash.update(bytes);
  return hash.finish_hex();
}

std::string to_hex(const std::uint8_t* bytes, std::size_t size) {
  static constexpr char kDigits[] = "0123456789abcdef";
  std::string text;
  text.reserve(size * 2);
  for (std::size_t i = 0; i < size; ++i) {
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15];
  }
  return text;
}

}  // namespace headwater::graph
