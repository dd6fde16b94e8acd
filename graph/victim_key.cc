#include "graph/victim_key.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>
#include <openssl/rand.h>

#include "graph/sha256.h"

namespace headwater::graph {
namespace {

constexpr std::size_t kHexDigits = 64;

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

std::string hmac_hex(const std::array<std::uint8_t, 32>& key, std::string_view message) {
  std::uint8_t digest[32];
  unsigned int size = 0;
  const auto* bytes = reinterpret_cast<const unsigned char*>(message.data());
  HEADWATER_CHECK(HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), bytes,
                       message.size(), digest, &size) != nullptr,
                  "OpenSSL computes an HMAC");
  return to_hex(digest, size);
}

Status write_all(int file, std::string_view text, const std::string& path) {
  while (!text.empty()) {
    const ssize_t written = ::write(file, text.data(), text.size());
    if (written < 0) {
      return Status(StatusCode::kIo, {"write a victim key", path, system_message(errno),
                                      "free space or choose another folder"});
    }
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace

Result<VictimKey> VictimKey::load(const std::string& path) {
  const auto unusable = [&](std::string found) {
    return input_error("read a victim key", path, std::move(found),
                       "give the file that `headwater key new` wrote");
  };
  std::ifstream file(path, std::ios::binary);
  if (!file) return unusable("it cannot be opened");
  char text[kHexDigits + 3] = {};
  file.read(text, sizeof(text));
  auto size = static_cast<std::size_t>(file.gcount());
  while (size > 0 && (text[size - 1] == '\n' || text[size - 1] == '\r')) --size;
  std::array<std::uint8_t, 32> bytes{};
  bool well_formed = size == kHexDigits;
  for (std::size_t i = 0; well_formed && i < bytes.size(); ++i) {
    const int high = hex_value(text[2 * i]);
    const int low = hex_value(text[2 * i + 1]);
    well_formed = high >= 0 && low >= 0;
    bytes[i] = static_cast<std::uint8_t>((high << 4 | low) & 0xFF);
  }
  OPENSSL_cleanse(text, sizeof(text));
  if (!well_formed) return unusable("it does not hold 64 hexadecimal digits");
  VictimKey key(bytes);
  OPENSSL_cleanse(bytes.data(), bytes.size());
  return key;
}

Status VictimKey::generate_file(const std::string& path) {
  const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) {
    return input_error("create a victim key", path, system_message(errno),
                       "choose a path that does not exist yet");
  }
  std::array<std::uint8_t, 32> bytes{};
  HEADWATER_CHECK(RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) == 1,
                  "OpenSSL has randomness");
  std::string text = to_hex(bytes.data(), bytes.size()) + "\n";
  Status status = write_all(file, text, path);
  if (status.ok() && ::fsync(file) != 0) {
    status = Status(StatusCode::kIo,
                    {"write a victim key", path, system_message(errno), "check the disk"});
  }
  OPENSSL_cleanse(text.data(), text.size());
  OPENSSL_cleanse(bytes.data(), bytes.size());
  ::close(file);
  if (!status.ok()) ::unlink(path.c_str());
  return status;
}

VictimKey::~VictimKey() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

std::string VictimKey::pseudonym(std::string_view scheme, std::string_view external_id) const {
  std::string message(scheme);
  message += '\0';
  message += external_id;
  std::string digest = hmac_hex(bytes_, message);
  OPENSSL_cleanse(message.data(), message.size());
  return digest;
}

std::string VictimKey::fingerprint() const {
  return hmac_hex(bytes_, "headwater victim key fingerprint");
}

std::array<std::uint8_t, 32> VictimKey::derived(std::string_view purpose) const {
  std::array<std::uint8_t, 32> result{};
  std::size_t size = result.size();
  EVP_PKEY_CTX* const context = EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr);
  const bool done =
      context != nullptr && EVP_PKEY_derive_init(context) == 1 &&
      EVP_PKEY_CTX_set_hkdf_md(context, EVP_sha256()) == 1 &&
      EVP_PKEY_CTX_set1_hkdf_key(context, bytes_.data(), static_cast<int>(bytes_.size())) == 1 &&
      EVP_PKEY_CTX_add1_hkdf_info(context, reinterpret_cast<const unsigned char*>(purpose.data()),
                                  static_cast<int>(purpose.size())) == 1 &&
      EVP_PKEY_derive(context, result.data(), &size) == 1 && size == result.size();
  EVP_PKEY_CTX_free(context);
  HEADWATER_CHECK(done, "OpenSSL derives a key");
  return result;
}

}  // namespace headwater::graph
