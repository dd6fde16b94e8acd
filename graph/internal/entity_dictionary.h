// EntityDictionary: from the hash of an entity's key to its number, in memory while a command
// writes. At most 64 bytes an entity, growth included.
//
// Open addressing with linear probing in 64 shards. A slot's home is its hash scaled to the shard's
// capacity, so any capacity works and a shard grows by 30 %: at a load of at most 85 % that is at
// most 36 / 0.85 * 1.3 = 55 bytes an entity, and only one shard of 64 is ever held twice.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "graph/internal/hash128.h"

namespace headwater::graph::internal {

class EntityDictionary {
 public:
  // 36 bytes, aligned to 4: wide fields are copied in and out.
  class Slot {
   public:
    Slot() = default;
    Slot(const Hash128& hash, std::uint64_t entity) {
      put(0, hash.high);
      put(2, hash.low);
      put(4, entity);
    }
    Hash128 hash() const { return {get(0), get(2)}; }
    std::uint64_t entity() const { return get(4); }  // EntityId value; 0: free
    // Hash of the attributes last added in `commit`.
    std::uint64_t attributes() const { return get(6); }
    void set_attributes(std::uint64_t value) { put(6, value); }
    // Ordinal of the commit that last mentioned it.
    std::uint32_t commit() const { return words_[8]; }
    void set_commit(std::uint32_t value) { words_[8] = value; }

   private:
    std::uint64_t get(std::size_t word) const {
      return words_[word] | std::uint64_t{words_[word + 1]} << 32;
    }
    void put(std::size_t word, std::uint64_t value) {
      words_[word] = static_cast<std::uint32_t>(value);
      words_[word + 1] = static_cast<std::uint32_t>(value >> 32);
    }
    std::array<std::uint32_t, 9> words_{};
  };
  static_assert(sizeof(Slot) == 36);

  // nullptr when absent. The pointer holds until the next insert.
  Slot* find(const Hash128& hash);
  // Brings the place where `find` will look into the cache.
  void prefetch(const Hash128& hash) const;
  Slot* insert(const Hash128& hash, std::uint64_t entity);
  void clear();
  std::size_t size() const { return size_; }
  std::size_t resident_bytes() const;

 private:
  struct Shard {
    std::vector<Slot> slots;
    std::size_t used = 0;
  };
  static constexpr std::size_t kShards = 64;
  Shard& shard_of(const Hash128& hash) { return shards_[hash.low % kShards]; }
  static std::size_t home(const Shard& shard, const Hash128& hash);
  static Slot* place(Shard& shard, const Slot& slot);
  static void grow(Shard& shard);

  std::array<Shard, kShards> shards_;
  std::size_t size_ = 0;
};

}  // namespace headwater::graph::internal
