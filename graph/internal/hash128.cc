#include "graph/internal/hash128.h"

#include <xxhash.h>

#include "graph/internal/bytes.h"

namespace headwater::graph {

KeyHash KeyHasher::operator()(const EntityKeyView& key) const {
  // kind, scheme, 0x00, external id: schemes hold no 0x00, so no two keys share these bytes.
  constexpr std::size_t kOnStack = 256;
  const std::size_t size = 2 + key.scheme.size() + key.external_id.size();
  char stack[kOnStack];
  std::string heap;
  char* bytes = stack;
  if (size > kOnStack) {
    heap.resize(size);
    bytes = heap.data();
  }
  bytes[0] = static_cast<char>(key.kind);
  key.scheme.copy(bytes + 1, key.scheme.size());
  bytes[1 + key.scheme.size()] = '\0';
  key.external_id.copy(bytes + 2 + key.scheme.size(), key.external_id.size());
  return internal::hash128({bytes, size}, seed_);
}

namespace internal {

Hash128 hash128(std::string_view bytes, std::uint64_t seed) {
  const XXH128_hash_t hash = XXH3_128bits_withSeed(bytes.data(), bytes.size(), seed);
  return {hash.high64, hash.low64};
}

std::uint64_t hash64(std::string_view bytes, std::uint64_t seed) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
}

Hash128 hash_of(const EntityKey& key, std::uint64_t seed) {
  return KeyHasher(seed)({key.kind, key.scheme, key.external_id});
}

std::string key_bytes(const Hash128& hash) { return big_endian_key(hash.high, hash.low); }

}  // namespace internal
}  // namespace headwater::graph
