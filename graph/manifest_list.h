// ManifestList: the manifests of a store's commits, in the order of the commits.
//
// It only grows, and copies share what they hold: a view copies a pointer for every 64 commits, and
// a writer with a hundred thousand small commits behind it never moves one of them.
//
// Thread safety: a copy may be read, copied and extended while others are. One object is changed by
// one thread at a time, while nobody reads it.
#pragma once

#include <array>
#include <atomic>
#include <cstddef>
#include <functional>
#include <iterator>
#include <memory>
#include <optional>
#include <vector>

#include "graph/records.h"

namespace headwater::graph {

class ManifestList {
 public:
  class Iterator;
  using value_type = Manifest;
  using const_iterator = Iterator;

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const Manifest& operator[](std::size_t at) const {
    return blocks_[at / kBlock]->manifests[at % kBlock];
  }
  const Manifest& back() const { return (*this)[size_ - 1]; }
  Iterator begin() const;
  Iterator end() const;

  // Amortised constant. Other lists that share the last block keep what they hold.
  void push_back(Manifest manifest);
  // Those for which it returns another become that one; other lists do not see it. Linear.
  void rewrite(const std::function<std::optional<Manifest>(const Manifest&)>& other);
  // The first `size` of those, at least as many as now; where this list was copied from that one,
  // only what was added since is looked at.
  void follow(const ManifestList& longer, std::size_t size);

 private:
  static constexpr std::size_t kBlock = 64;
  struct Block {
    std::array<Manifest, kBlock> manifests;
    std::atomic<std::size_t> used{0};  // by whichever list went on first
  };
  // The last block, to which this list alone appends at its end.
  Block& block_to_extend();
  static std::shared_ptr<Block> copied(const Block& block, std::size_t size);

  std::vector<std::shared_ptr<Block>> blocks_;
  std::size_t size_ = 0;
};

class ManifestList::Iterator {
 public:
  using iterator_category = std::random_access_iterator_tag;
  using value_type = Manifest;
  using difference_type = std::ptrdiff_t;
  using pointer = const Manifest*;
  using reference = const Manifest&;

  Iterator() = default;
  Iterator(const ManifestList& list, std::size_t at) : list_(&list), at_(at) {}
  reference operator*() const { return (*list_)[at_]; }
  pointer operator->() const { return &(*list_)[at_]; }
  reference operator[](difference_type step) const { return *(*this + step); }
  Iterator& operator+=(difference_type step) {
    at_ = static_cast<std::size_t>(static_cast<difference_type>(at_) + step);
    return *this;
  }
  Iterator& operator-=(difference_type step) { return *this += -step; }
  Iterator& operator++() { return *this += 1; }
  Iterator& operator--() { return *this -= 1; }
  Iterator operator++(int) {
    const Iterator before = *this;
    ++*this;
    return before;
  }
  Iterator operator--(int) {
    const Iterator before = *this;
    --*this;
    return before;
  }
  friend Iterator operator+(Iterator at, difference_type step) { return at += step; }
  friend Iterator operator+(difference_type step, Iterator at) { return at += step; }
  friend Iterator operator-(Iterator at, difference_type step) { return at -= step; }
  friend difference_type operator-(const Iterator& a, const Iterator& b) {
    return static_cast<difference_type>(a.at_) - static_cast<difference_type>(b.at_);
  }
  friend bool operator==(const Iterator& a, const Iterator& b) { return a.at_ == b.at_; }
  friend auto operator<=>(const Iterator& a, const Iterator& b) { return a.at_ <=> b.at_; }

 private:
  const ManifestList* list_ = nullptr;
  std::size_t at_ = 0;
};

inline ManifestList::Iterator ManifestList::begin() const { return {*this, 0}; }
inline ManifestList::Iterator ManifestList::end() const { return {*this, size_}; }

}  // namespace headwater::graph
