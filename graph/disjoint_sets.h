// Disjoint sets for many threads, whose root is always the smallest vertex of the set.
//
// `parent` is an array of 32-bit atomics with parent(v) <= v. `unite` hooks the larger of two roots
// below the smaller with one compare-and-swap; a hooked vertex is never a root again. So parents
// only ever fall, there are no cycles, and whatever the order of the calls, once they are done the
// root of v is the smallest vertex of its set. Lock-free; relaxed order is enough, because no other
// memory is published through a parent and the tasks are joined before anybody reads the labels.
#pragma once

#include <atomic>
#include <cstdint>
#include <vector>

namespace headwater::graph {

class DisjointSets {
 public:
  explicit DisjointSets(std::uint32_t size) : parent_(size) {}

  // Every vertex becomes a set of its own; call for all before any other member.
  void reset(std::uint32_t v) { parent_[v].store(v, std::memory_order_relaxed); }
  std::uint32_t parent(std::uint32_t v) const { return parent_[v].load(std::memory_order_relaxed); }

  void unite(std::uint32_t a, std::uint32_t b) {
    std::uint32_t first = parent(a), second = parent(b);
    while (first != second) {
      const std::uint32_t high = first > second ? first : second;
      const std::uint32_t low = first > second ? second : first;
      std::uint32_t expected = high;
      if (parent_[high].compare_exchange_strong(expected, low, std::memory_order_relaxed)) return;
      // `high` was no root (any more): go up from both.
      first = parent(expected);
      second = parent(low);
    }
  }

  // Points v at its root.
  void compress(std::uint32_t v) {
    std::uint32_t up = parent(v);
    std::uint32_t above = parent(up);
    while (up != above) {
      parent_[v].store(above, std::memory_order_relaxed);
      up = above;
      above = parent(up);
    }
  }

 private:
  std::vector<std::atomic<std::uint32_t>> parent_;
};

}  // namespace headwater::graph
