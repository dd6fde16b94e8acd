#include "ingest/internal/key_table.h"

#include <cstring>
#include <functional>

namespace headwater::ingest::internal {
namespace {

constexpr std::size_t kFirstSlots = 1024;

// The finaliser of SplitMix64 (Steele, Lea, Flood 2014): spreads every input bit over the word.
std::uint64_t mix(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xBF58476D1CE4E5B9ULL;
  x ^= x >> 27;
  x *= 0x94D049BB133111EBULL;
  return x ^ (x >> 31);
}

// Up to seven bytes as a number, other texts of one length as others. Loads of fixed sizes: a copy
// of so many bytes would have to be awaited.
std::uint64_t short_word(std::string_view text) {
  if (text.size() >= 4) {
    std::uint32_t head = 0, tail = 0;
    std::memcpy(&head, text.data(), 4);
    std::memcpy(&tail, text.data() + text.size() - 4, 4);
    return std::uint64_t{tail} << 32 | head;
  }
  if (text.empty()) return 0;
  const auto byte = [&](std::size_t i) { return static_cast<std::uint8_t>(text[i]); };
  return std::uint64_t{byte(0)} | std::uint64_t{byte(text.size() / 2)} << 8 |
         std::uint64_t{byte(text.size() - 1)} << 16;
}

}  // namespace

std::uint64_t hash_text(std::string_view text, std::uint64_t seed) {
  std::uint64_t hash = seed ^ (text.size() * 0x9E3779B97F4A7C15ULL);
  while (text.size() >= 8) {
    std::uint64_t word = 0;
    std::memcpy(&word, text.data(), 8);
    hash = mix(hash ^ word) + 0x9E3779B97F4A7C15ULL;
    text.remove_prefix(8);
  }
  return mix(hash ^ short_word(text));
}

std::uint64_t hash_key(graph::EntityKind kind, std::string_view scheme, std::string_view id) {
  return hash_text(id, hash_text(scheme, static_cast<std::uint64_t>(kind)));
}

std::uint32_t KeyTable::find_or_add(graph::EntityKind kind, std::string_view scheme,
                                    std::string_view id) {
  if ((keys_.size() + 1) * 2 > slots_.size()) grow();
  const std::uint64_t hash = hash_key(kind, scheme, id);
  std::size_t slot = slot_of(hash);
  while (slots_[slot] != 0) {
    const Key& key = keys_[slots_[slot] - 1];
    if (key.hash == hash && key.kind == kind && key.id == id && key.scheme == scheme) {
      return slots_[slot] - 1;
    }
    slot = (slot + 1) & (slots_.size() - 1);
  }
  keys_.push_back({kind, text_.copy(scheme), text_.copy(id), hash});
  slots_[slot] = static_cast<std::uint32_t>(keys_.size());
  return slots_[slot] - 1;
}

void KeyTable::grow() {
  const std::size_t size = slots_.empty() ? kFirstSlots : slots_.size() * 2;
  slots_.assign(size, 0);
  for (std::size_t i = 0; i < keys_.size(); ++i) {
    std::size_t slot = slot_of(keys_[i].hash);
    while (slots_[slot] != 0) slot = (slot + 1) & (size - 1);
    slots_[slot] = static_cast<std::uint32_t>(i + 1);
  }
}

// Linear probing allows removal of the youngest keys only because nothing was entered after them:
// no later key's probe sequence runs through their slots.
void KeyTable::shrink(std::size_t size) {
  while (keys_.size() > size) {
    std::size_t slot = slot_of(keys_.back().hash);
    while (slots_[slot] != keys_.size()) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = 0;
    keys_.pop_back();
  }
}

void KeyTable::clear() {
  keys_.clear();
  slots_.assign(slots_.size(), 0);
  text_.clear();
}

}  // namespace headwater::ingest::internal
