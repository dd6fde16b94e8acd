// 128-bit hashes of identities, seeded by a random number that the store keeps to itself, so that
// nobody can prepare two ids that collide.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "graph/ids.h"
#include "graph/key_hash.h"

namespace headwater::graph::internal {

using Hash128 = KeyHash;

Hash128 hash128(std::string_view bytes, std::uint64_t seed);
std::uint64_t hash64(std::string_view bytes, std::uint64_t seed);
Hash128 hash_of(const EntityKey& key, std::uint64_t seed);
// 16 bytes, big-endian.
std::string key_bytes(const Hash128& hash);

}  // namespace headwater::graph::internal
