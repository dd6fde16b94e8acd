// Bits in and out of a byte string, lowest first. Reading past the end gives zeros and `ok()`
// false.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace headwater::graph::internal {

inline constexpr unsigned kMostBits = 56;  // in one call

class BitWriter {
 public:
  explicit BitWriter(std::string& bytes) : bytes_(bytes) {}
  // `value` < 2^width, width <= kMostBits.
  void put(std::uint64_t value, unsigned width) {
    pending_ |= value << count_;
    count_ += width;
    while (count_ >= 8) {
      bytes_.push_back(static_cast<char>(pending_));
      pending_ >>= 8;
      count_ -= 8;
    }
  }
  // Any 64-bit value, in two calls.
  void put_wide(std::uint64_t value, unsigned width) {
    if (width <= kMostBits) return put(value, width);
    put(value & 0xFFFFFFFFu, 32);
    put(value >> 32, width - 32);
  }
  void finish() {
    if (count_ > 0) bytes_.push_back(static_cast<char>(pending_));
    pending_ = count_ = 0;
  }

 private:
  std::string& bytes_;
  std::uint64_t pending_ = 0;
  unsigned count_ = 0;  // bits of `pending_`, below 8 between calls
};

class BitReader {
 public:
  explicit BitReader(std::string_view bytes) : bytes_(bytes) {}
  bool ok() const { return ok_; }
  // Everything but the padding of the last byte was read.
  bool finished() const { return ok_ && (bit_ + 7) / 8 == bytes_.size(); }

  std::uint64_t get(unsigned width) {
    if (width == 0) return 0;
    if (bit_ + width > bytes_.size() * 8) {
      ok_ = false;
      return 0;
    }
    const std::size_t at = bit_ / 8;
    std::uint64_t word = 0;
    std::memcpy(&word, bytes_.data() + at, std::min<std::size_t>(8, bytes_.size() - at));
    const std::uint64_t value = word >> (bit_ % 8) & ((std::uint64_t{1} << width) - 1);
    bit_ += width;
    return value;
  }
  std::uint64_t get_wide(unsigned width) {
    if (width <= kMostBits) return get(width);
    const std::uint64_t low = get(32);
    return low | get(width - 32) << 32;
  }

 private:
  std::string_view bytes_;
  std::size_t bit_ = 0;
  bool ok_ = true;
};

}  // namespace headwater::graph::internal
