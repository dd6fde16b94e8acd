// KeyTable: the distinct entity keys of one batch, numbered in first-seen order.
//
// Open addressing over a power of two; the texts live in the table's own arena. Not thread-safe:
// one table a batch. O(1) expected an operation.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/ids.h"
#include "ingest/internal/text_arena.h"

namespace headwater::ingest::internal {

class KeyTable {
 public:
  struct Key {
    graph::EntityKind kind;
    std::string_view scheme, id;
    std::uint64_t hash;
  };

  // The number of a key, entered if new.
  std::uint32_t find_or_add(graph::EntityKind kind, std::string_view scheme, std::string_view id);
  const Key& at(std::uint32_t index) const { return keys_[index]; }
  std::size_t size() const { return keys_.size(); }
  // Forgets the keys numbered `size` and above.
  void shrink(std::size_t size);
  void clear();

 private:
  void grow();
  std::size_t slot_of(std::uint64_t hash) const { return hash & (slots_.size() - 1); }

  TextArena text_;
  std::vector<Key> keys_;
  std::vector<std::uint32_t> slots_;  // number + 1; 0: free
};

// 64-bit hash of a key; equal for equal keys in every process of one build.
std::uint64_t hash_key(graph::EntityKind kind, std::string_view scheme, std::string_view id);
std::uint64_t hash_text(std::string_view text, std::uint64_t seed);

}  // namespace headwater::ingest::internal
