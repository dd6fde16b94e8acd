// SplitSpan: values that stand in two places, the second after the first, read as one sequence.
//
// Columns of a snapshot are such: what a refresh left where it was, and what came or moved since.
// Points at the values and does not own them. Reading is thread-safe; O(1) by index, one
// comparison dearer than a plain array.
#pragma once

#include <compare>
#include <cstddef>
#include <iterator>
#include <span>
#include <utility>

namespace headwater::graph {

template <typename T>
class SplitSpan {
 public:
  using value_type = T;

  class Iterator {  // random access
   public:
    using value_type = T;
    using difference_type = std::ptrdiff_t;
    using reference = const T&;
    using pointer = const T*;
    using iterator_category = std::random_access_iterator_tag;

    Iterator() = default;
    Iterator(SplitSpan values, std::size_t index) : values_(values), index_(index) {}

    reference operator*() const { return values_[index_]; }
    pointer operator->() const { return &values_[index_]; }
    reference operator[](difference_type steps) const { return *(*this + steps); }
    Iterator& operator++() { return *this += 1; }
    Iterator& operator--() { return *this -= 1; }
    Iterator operator++(int) { return std::exchange(*this, *this + 1); }
    Iterator operator--(int) { return std::exchange(*this, *this - 1); }
    Iterator& operator+=(difference_type steps) {
      index_ += static_cast<std::size_t>(steps);
      return *this;
    }
    Iterator& operator-=(difference_type steps) { return *this += -steps; }
    friend Iterator operator+(Iterator at, difference_type steps) { return at += steps; }
    friend Iterator operator+(difference_type steps, Iterator at) { return at += steps; }
    friend Iterator operator-(Iterator at, difference_type steps) { return at -= steps; }
    friend difference_type operator-(const Iterator& a, const Iterator& b) {
      return static_cast<difference_type>(a.index_ - b.index_);
    }
    friend bool operator==(const Iterator& a, const Iterator& b) { return a.index_ == b.index_; }
    friend auto operator<=>(const Iterator& a, const Iterator& b) { return a.index_ <=> b.index_; }

   private:
    SplitSpan values_;
    std::size_t index_ = 0;
  };
  using const_iterator = Iterator;

  SplitSpan() = default;
  SplitSpan(std::span<const T> first, std::span<const T> second)
      : first_(first.data()),
        second_(second.data()),
        split_(first.size()),
        size_(first.size() + second.size()) {}

  std::size_t size() const { return size_; }
  bool empty() const { return size_ == 0; }
  const T& operator[](std::size_t i) const { return i < split_ ? first_[i] : second_[i - split_]; }
  const T& front() const { return (*this)[0]; }
  const T& back() const { return (*this)[size_ - 1]; }
  Iterator begin() const { return {*this, 0}; }
  Iterator end() const { return {*this, size_}; }
  std::span<const T> first() const { return {first_, split_}; }
  std::span<const T> second() const { return {second_, size_ - split_}; }

 private:
  const T* first_ = nullptr;
  const T* second_ = nullptr;
  std::size_t split_ = 0, size_ = 0;
};

}  // namespace headwater::graph
