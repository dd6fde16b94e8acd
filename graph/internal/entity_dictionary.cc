#include "graph/internal/entity_dictionary.h"

#include <algorithm>
#include <utility>

#include "graph/money.h"

namespace headwater::graph::internal {
namespace {
constexpr std::size_t kSmallest = 64;
constexpr double kMaximumLoad = 0.85;
constexpr double kGrowth = 1.3;
}  // namespace

std::size_t EntityDictionary::home(const Shard& shard, const Hash128& hash) {
  return static_cast<std::size_t>(UnsignedWide{hash.high} * shard.slots.size() >> 64);
}

EntityDictionary::Slot* EntityDictionary::find(const Hash128& hash) {
  Shard& shard = shard_of(hash);
  if (shard.slots.empty()) return nullptr;
  for (std::size_t i = home(shard, hash);; i = i + 1 == shard.slots.size() ? 0 : i + 1) {
    Slot& slot = shard.slots[i];
    if (slot.entity() == 0) return nullptr;
    if (slot.hash() == hash) return &slot;
  }
}

void EntityDictionary::prefetch(const Hash128& hash) const {
  const Shard& shard = shards_[hash.low % kShards];
  if (shard.slots.empty()) return;
  const Slot* slot = &shard.slots[home(shard, hash)];
  __builtin_prefetch(slot);
  __builtin_prefetch(slot + 1);
}

EntityDictionary::Slot* EntityDictionary::place(Shard& shard, const Slot& slot) {
  std::size_t i = home(shard, slot.hash());
  while (shard.slots[i].entity() != 0) i = i + 1 == shard.slots.size() ? 0 : i + 1;
  shard.slots[i] = slot;
  return &shard.slots[i];
}

void EntityDictionary::grow(Shard& shard) {
  const auto wanted = static_cast<std::size_t>(static_cast<double>(shard.slots.size()) * kGrowth);
  std::vector<Slot> old(std::max(wanted, kSmallest));
  std::swap(old, shard.slots);
  for (const Slot& slot : old) {
    if (slot.entity() != 0) place(shard, slot);
  }
}

EntityDictionary::Slot* EntityDictionary::insert(const Hash128& hash, std::uint64_t entity) {
  Shard& shard = shard_of(hash);
  if (static_cast<double>(shard.used + 1) >
      kMaximumLoad * static_cast<double>(shard.slots.size())) {
    grow(shard);
  }
  ++shard.used;
  ++size_;
  return place(shard, Slot(hash, entity));
}

void EntityDictionary::clear() {
  for (Shard& shard : shards_) shard = {};
  size_ = 0;
}

std::size_t EntityDictionary::resident_bytes() const {
  std::size_t bytes = 0;
  for (const Shard& shard : shards_) bytes += shard.slots.capacity() * sizeof(Slot);
  return bytes;
}

}  // namespace headwater::graph::internal
