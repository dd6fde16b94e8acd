#include "graph/internal/authenticated_cipher.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <openssl/rand.h>

#include "graph/status.h"

namespace headwater::graph::internal {
namespace {

constexpr int kNonceBytes = 12;
constexpr int kTagBytes = 16;
static_assert(kSealOverhead == kNonceBytes + kTagBytes);

// Looked up once: OpenSSL searches its providers anew for every name that it is given.
const EVP_CIPHER* aes_256_gcm() {
  static const EVP_CIPHER* const cipher = EVP_CIPHER_fetch(nullptr, "AES-256-GCM", nullptr);
  HEADWATER_CHECK(cipher != nullptr, "OpenSSL has AES-256-GCM");
  return cipher;
}

struct CipherContext {
  EVP_CIPHER_CTX* raw = EVP_CIPHER_CTX_new();
  CipherContext() { HEADWATER_CHECK(raw != nullptr, "OpenSSL has memory"); }
  ~CipherContext() { EVP_CIPHER_CTX_free(raw); }
  CipherContext(const CipherContext&) = delete;
  CipherContext& operator=(const CipherContext&) = delete;
};

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}
unsigned char* bytes_of(std::string& text, std::size_t offset) {
  return reinterpret_cast<unsigned char*>(text.data() + offset);
}

void random_bytes(unsigned char* bytes, int size) {
  HEADWATER_CHECK(RAND_bytes(bytes, size) == 1, "OpenSSL has randomness");
}

}  // namespace

SecretKey::~SecretKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

SecretKey SecretKey::random() {
  SecretKey key;
  random_bytes(key.bytes_.data(), static_cast<int>(kBytes));
  return key;
}

std::string seal(const SecretKey& key, std::string_view plain, std::string_view associated) {
  std::string sealed(kSealOverhead + plain.size(), '\0');
  random_bytes(bytes_of(sealed, 0), kNonceBytes);
  const CipherContext context;
  int size = 0, last = 0;
  const bool done =
      EVP_EncryptInit_ex2(context.raw, aes_256_gcm(), key.bytes().data(), bytes_of(sealed, 0),
                          nullptr) == 1 &&
      EVP_EncryptUpdate(context.raw, nullptr, &size, bytes_of(associated),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_EncryptUpdate(context.raw, bytes_of(sealed, kNonceBytes), &size, bytes_of(plain),
                        static_cast<int>(plain.size())) == 1 &&
      EVP_EncryptFinal_ex(context.raw, bytes_of(sealed, kNonceBytes + plain.size()), &last) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.raw, EVP_CTRL_AEAD_GET_TAG, kTagBytes,
                          bytes_of(sealed, kNonceBytes + plain.size())) == 1;
  HEADWATER_CHECK(done, "OpenSSL encrypts");
  return sealed;
}

std::optional<std::string> unseal(const SecretKey& key, std::string_view sealed,
                                  std::string_view associated) {
  if (sealed.size() < kSealOverhead) return std::nullopt;
  const std::string_view ciphertext = sealed.substr(kNonceBytes, sealed.size() - kSealOverhead);
  std::string tag(sealed.substr(sealed.size() - kTagBytes));
  std::string plain(ciphertext.size(), '\0');
  const CipherContext context;
  int size = 0, last = 0;
  const bool sound =
      EVP_DecryptInit_ex2(context.raw, aes_256_gcm(), key.bytes().data(), bytes_of(sealed),
                          nullptr) == 1 &&
      EVP_DecryptUpdate(context.raw, nullptr, &size, bytes_of(associated),
                        static_cast<int>(associated.size())) == 1 &&
      EVP_DecryptUpdate(context.raw, bytes_of(plain, 0), &size, bytes_of(ciphertext),
                        static_cast<int>(ciphertext.size())) == 1 &&
      EVP_CIPHER_CTX_ctrl(context.raw, EVP_CTRL_AEAD_SET_TAG, kTagBytes, bytes_of(tag, 0)) == 1 &&
      EVP_DecryptFinal_ex(context.raw, bytes_of(plain, plain.size()), &last) == 1;
  if (sound) return plain;
  wipe(plain);
  return std::nullopt;
}

struct KeyedHash::State {
  EVP_MAC* algorithm = nullptr;
  EVP_MAC_CTX* keyed = nullptr;  // copied for each message
};

KeyedHash::KeyedHash(const SecretKey& key) : state_(std::make_unique<State>()) {
  char name[] = "SHA256";
  const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name, 0),
                                   OSSL_PARAM_construct_end()};
  state_->algorithm = EVP_MAC_fetch(nullptr, "HMAC", nullptr);
  HEADWATER_CHECK(state_->algorithm != nullptr, "OpenSSL has HMAC");
  state_->keyed = EVP_MAC_CTX_new(state_->algorithm);
  HEADWATER_CHECK(state_->keyed != nullptr && EVP_MAC_init(state_->keyed, key.bytes().data(),
                                                           SecretKey::kBytes, parameters) == 1,
                  "OpenSSL takes a key");
}

KeyedHash::~KeyedHash() {
  EVP_MAC_CTX_free(state_->keyed);
  EVP_MAC_free(state_->algorithm);
}

std::array<std::uint8_t, 32> KeyedHash::operator()(std::string_view message) const {
  std::array<std::uint8_t, 32> result{};
  std::size_t size = 0;
  EVP_MAC_CTX* const context = EVP_MAC_CTX_dup(state_->keyed);
  const bool done = context != nullptr &&
                    EVP_MAC_update(context, bytes_of(message), message.size()) == 1 &&
                    EVP_MAC_final(context, result.data(), &size, result.size()) == 1;
  EVP_MAC_CTX_free(context);
  HEADWATER_CHECK(done && size == result.size(), "OpenSSL computes an HMAC");
  return result;
}

void wipe(std::string& text) { OPENSSL_cleanse(text.data(), text.size()); }

}  // namespace headwater::graph::internal
