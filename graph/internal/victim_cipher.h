// What a victim key opens and makes: the keys derived from it, each for one purpose.
//
//   victim key -- HKDF-SHA-256 --+-- wrapping key      AES-256-GCM of the data keys
//                                +-- link key          AES-256-GCM of a flow's victim
//                                +-- plain text key    HMAC-SHA-256: tags beside what is sealed
//                                +-- content key       HMAC-SHA-256: whether two records are equal
//                                +-- token key         HMAC-SHA-256: tokens of victims
//
// Pseudonyms and the fingerprint stay HMACs under the victim key itself. What a ciphertext belongs
// to is its associated data, with the store's seed: bytes moved to another record, commit or store
// do not open. Immutable, thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "graph/ids.h"
#include "graph/internal/authenticated_cipher.h"
#include "graph/internal/database.h"
#include "graph/internal/hash128.h"
#include "graph/victim_key.h"

namespace headwater::graph::internal {

// Of a victim, or of a counted group: what its texts are sealed under, and what it is counted by.
struct DataKey {
  SecretKey secret;
  std::uint64_t token = 0;  // 0: a group
};

// A row of a family: what a sealed text belongs to.
struct SealedPlace {
  Family family = Family::kEntity;
  std::uint64_t number = 0;
  CommitSeq commit;
};

using PlainTextTag = std::array<std::uint8_t, 32>;

class VictimCipher {
 public:
  VictimCipher(const VictimKey& key, std::uint64_t store_seed);

  // `slot` is the row of `victim_key` that the key is for.
  std::string wrap(const DataKey& key, std::uint64_t slot) const;
  std::optional<DataKey> unwrap(std::string_view wrapped, std::uint64_t slot) const;

  // Padded to whole 64 bytes, so that lengths say little.
  std::string seal_text(const DataKey& key, std::string_view plain, const SealedPlace& place) const;
  std::optional<std::string> unseal_text(const DataKey& key, std::string_view sealed,
                                         const SealedPlace& place) const;
  // Which victim a flow is of, for whoever has the victim key only.
  std::string seal_victim(EntityId victim, const SealedPlace& place) const;
  std::optional<EntityId> unseal_victim(std::string_view sealed, const SealedPlace& place) const;

  PlainTextTag tag_of(std::string_view plain) const { return tags_(plain); }
  Hash128 content_hash(std::string_view body) const;
  // Never 0. Equal in one store for one victim; ties it to nothing without the victim key.
  std::uint64_t token_of(EntityId victim) const;

 private:
  std::string associated(char purpose, std::uint64_t number, std::uint64_t commit) const;
  std::string associated(const SealedPlace& place, char purpose) const;

  std::uint64_t seed_;
  SecretKey wrapping_, link_;
  KeyedHash tags_, contents_, tokens_;
};

// The token of a victim whose flows stand in plain text: no secret.
std::uint64_t plain_token(EntityId victim, std::uint64_t store_seed);

}  // namespace headwater::graph::internal
