// TextArena: short-lived text in few allocations; everything goes at once with `clear`.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <memory>
#include <string_view>
#include <vector>

namespace headwater::ingest::internal {

class TextArena {
 public:
  // `size` writable bytes, valid until `clear`. O(1) amortised.
  char* allocate(std::size_t size) {
    if (blocks_.empty() || used_ + size > blocks_[current_].size) next_block(size);
    char* place = blocks_[current_].bytes.get() + used_;
    used_ += size;
    return place;
  }
  std::string_view copy(std::string_view text) {
    if (text.empty()) return {};
    char* place = allocate(text.size());
    std::memcpy(place, text.data(), text.size());
    return {place, text.size()};
  }
  void clear() {
    current_ = 0;
    used_ = 0;
    if (blocks_.size() > 1) blocks_.resize(1);
  }

 private:
  static constexpr std::size_t kBlock = std::size_t{64} << 10;
  struct Block {
    std::unique_ptr<char[]> bytes;
    std::size_t size = 0;
  };
  void next_block(std::size_t size) {
    const std::size_t bytes = std::max(size, kBlock);
    blocks_.push_back({std::make_unique<char[]>(bytes), bytes});
    current_ = blocks_.size() - 1;
    used_ = 0;
  }
  std::vector<Block> blocks_;
  std::size_t current_ = 0, used_ = 0;
};

}  // namespace headwater::ingest::internal
