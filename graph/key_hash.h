// What the store finds an entity by: a hash of its key that many threads may compute beforehand.
#pragma once

#include <cstdint>
#include <string_view>

#include "graph/ids.h"

namespace headwater::graph {

struct KeyHash {
  std::uint64_t high = 0, low = 0;
  friend bool operator==(const KeyHash&, const KeyHash&) = default;
};

// An EntityKey whose texts stand elsewhere.
struct EntityKeyView {
  EntityKind kind = EntityKind::kAccount;
  std::string_view scheme, external_id;
};

// XXH3 with 128 bits, seeded by the store's own number: hashes of two stores differ, and nobody can
// prepare two keys that collide. A small value; calls are independent of one another and may come
// from any thread. O(length).
class KeyHasher {
 public:
  explicit KeyHasher(std::uint64_t seed) : seed_(seed) {}
  KeyHash operator()(const EntityKeyView& key) const;

 private:
  std::uint64_t seed_;
};

}  // namespace headwater::graph
