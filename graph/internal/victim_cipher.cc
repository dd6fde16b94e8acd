#include "graph/internal/victim_cipher.h"

#include <algorithm>

#include "graph/internal/bytes.h"

namespace headwater::graph::internal {
namespace {

constexpr std::size_t kPadding = 64;
constexpr char kOfDataKey = 'k', kOfText = 't', kOfVictim = 'v';

SecretKey subkey(const VictimKey& key, std::string_view purpose) {
  std::array<std::uint8_t, SecretKey::kBytes> bytes = key.derived(purpose);
  const SecretKey result(bytes);
  bytes.fill(0);
  return result;
}

std::uint64_t leading_word(const std::array<std::uint8_t, 32>& digest, std::size_t offset) {
  std::uint64_t word = 0;
  std::memcpy(&word, digest.data() + offset, sizeof(word));
  return word;
}

}  // namespace

VictimCipher::VictimCipher(const VictimKey& key, std::uint64_t store_seed)
    : seed_(store_seed),
      wrapping_(subkey(key, "headwater wrapping of data keys")),
      link_(subkey(key, "headwater victims of flows")),
      tags_(subkey(key, "headwater tags of plain texts")),
      contents_(subkey(key, "headwater contents of records")),
      tokens_(subkey(key, "headwater tokens of victims")) {}

std::string VictimCipher::associated(char purpose, std::uint64_t number,
                                     std::uint64_t commit) const {
  ByteWriter writer;
  writer.u8(static_cast<std::uint8_t>(purpose));
  writer.u64(seed_);
  writer.u64(number);
  writer.u64(commit);
  return writer.take();
}

std::string VictimCipher::associated(const SealedPlace& place, char purpose) const {
  std::string bytes = associated(purpose, place.number, place.commit.value);
  bytes += static_cast<char>(place.family);
  return bytes;
}

std::string VictimCipher::wrap(const DataKey& key, std::uint64_t slot) const {
  ByteWriter writer;
  writer.raw(key.secret.bytes().data(), SecretKey::kBytes);
  writer.u64(key.token);
  std::string sealed = seal(wrapping_, writer.bytes(), associated(kOfDataKey, slot, 0));
  wipe(writer.bytes());
  return sealed;
}

std::optional<DataKey> VictimCipher::unwrap(std::string_view wrapped, std::uint64_t slot) const {
  auto plain = unseal(wrapping_, wrapped, associated(kOfDataKey, slot, 0));
  if (!plain || plain->size() != SecretKey::kBytes + sizeof(std::uint64_t)) return std::nullopt;
  std::array<std::uint8_t, SecretKey::kBytes> bytes{};
  std::memcpy(bytes.data(), plain->data(), bytes.size());
  DataKey key{SecretKey(bytes), 0};
  std::memcpy(&key.token, plain->data() + bytes.size(), sizeof(key.token));
  bytes.fill(0);
  wipe(*plain);
  return key;
}

std::string VictimCipher::seal_text(const DataKey& key, std::string_view plain,
                                    const SealedPlace& place) const {
  ByteWriter writer;
  writer.text(plain);
  std::string& padded = writer.bytes();
  padded.resize((padded.size() + kPadding - 1) / kPadding * kPadding, '\0');
  std::string sealed = seal(key.secret, padded, associated(place, kOfText));
  wipe(padded);
  return sealed;
}

std::optional<std::string> VictimCipher::unseal_text(const DataKey& key, std::string_view sealed,
                                                     const SealedPlace& place) const {
  auto padded = unseal(key.secret, sealed, associated(place, kOfText));
  if (!padded) return std::nullopt;
  ByteReader reader(*padded);
  std::string plain(reader.text());
  wipe(*padded);
  if (!reader.ok()) return std::nullopt;
  return plain;
}

std::string VictimCipher::seal_victim(EntityId victim, const SealedPlace& place) const {
  return seal(link_, big_endian_key(victim.value()), associated(place, kOfVictim));
}

std::optional<EntityId> VictimCipher::unseal_victim(std::string_view sealed,
                                                    const SealedPlace& place) const {
  const auto plain = unseal(link_, sealed, associated(place, kOfVictim));
  if (!plain || plain->size() != sizeof(std::uint64_t)) return std::nullopt;
  return EntityId::from_value(read_big_endian(*plain, 0));
}

Hash128 VictimCipher::content_hash(std::string_view body) const {
  const auto digest = contents_(body);
  return {leading_word(digest, 0), leading_word(digest, 8)};
}

std::uint64_t VictimCipher::token_of(EntityId victim) const {
  const auto digest = tokens_(big_endian_key(seed_, victim.value()));
  return std::max<std::uint64_t>(leading_word(digest, 0), 1);
}

std::uint64_t plain_token(EntityId victim, std::uint64_t store_seed) {
  return std::max<std::uint64_t>(hash64(big_endian_key(victim.value()), store_seed), 1);
}

}  // namespace headwater::graph::internal
