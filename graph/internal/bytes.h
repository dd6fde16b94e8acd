// Bytes in and out of values and keys. Integers in values are little-endian or variable-length
// (7 bits a byte, low first); in keys big-endian, so that byte order is number order.
//
// ByteReader never reads past its end: after a failed read `ok()` is false and every further read
// returns zero, so a decoder checks once at its end.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace headwater::graph::internal {

static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
              "fixed-width integers are copied as they stand in memory");

class ByteWriter {
 public:
  void u8(std::uint8_t value) { bytes_.push_back(static_cast<char>(value)); }
  void u16(std::uint16_t value) { raw(&value, sizeof(value)); }
  void u32(std::uint32_t value) { raw(&value, sizeof(value)); }
  void u64(std::uint64_t value) { raw(&value, sizeof(value)); }
  void i64(std::int64_t value) { raw(&value, sizeof(value)); }
  void varint(std::uint64_t value) {
    while (value >= 0x80) {
      u8(static_cast<std::uint8_t>(value | 0x80));
      value >>= 7;
    }
    u8(static_cast<std::uint8_t>(value));
  }
  void zigzag(std::int64_t value) {
    varint((static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63));
  }
  void text(std::string_view value) {
    varint(value.size());
    bytes_.append(value);
  }
  void raw(const void* data, std::size_t size) {
    bytes_.append(static_cast<const char*>(data), size);
  }
  std::size_t size() const { return bytes_.size(); }
  std::string& bytes() { return bytes_; }
  std::string take() { return std::move(bytes_); }

 private:
  std::string bytes_;
};

class ByteReader {
 public:
  explicit ByteReader(std::string_view bytes) : rest_(bytes) {}

  bool ok() const { return ok_; }
  // Everything was read, and nothing beyond it.
  bool finished() const { return ok_ && rest_.empty(); }
  std::size_t remaining() const { return rest_.size(); }
  std::string_view rest() const { return rest_; }

  std::uint8_t u8() { return fixed<std::uint8_t>(); }
  std::uint16_t u16() { return fixed<std::uint16_t>(); }
  std::uint32_t u32() { return fixed<std::uint32_t>(); }
  std::uint64_t u64() { return fixed<std::uint64_t>(); }
  std::int64_t i64() { return fixed<std::int64_t>(); }
  std::uint64_t varint() {
    std::uint64_t value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      const std::uint8_t byte = u8();
      if (shift == 63 && byte > 1) break;
      value |= std::uint64_t{byte & 0x7Fu} << shift;
      if (byte < 0x80) return value;
    }
    ok_ = false;
    return 0;
  }
  std::int64_t zigzag() {
    const std::uint64_t value = varint();
    return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
  }
  std::string_view text() { return take(varint()); }
  std::string_view take(std::uint64_t size) {
    if (size > rest_.size()) {
      ok_ = false;
      rest_ = {};
      return {};
    }
    const std::string_view taken = rest_.substr(0, static_cast<std::size_t>(size));
    rest_.remove_prefix(static_cast<std::size_t>(size));
    return taken;
  }

 private:
  template <typename T>
  T fixed() {
    T value{};
    const std::string_view bytes = take(sizeof(T));
    if (ok_) std::memcpy(&value, bytes.data(), sizeof(T));
    return value;
  }
  std::string_view rest_;
  bool ok_ = true;
};

inline void append_big_endian(std::string& key, std::uint64_t value) {
  const std::uint64_t swapped = __builtin_bswap64(value);
  key.append(reinterpret_cast<const char*>(&swapped), sizeof(swapped));
}
inline std::string big_endian_key(std::uint64_t value) {
  std::string key;
  append_big_endian(key, value);
  return key;
}
inline std::string big_endian_key(std::uint64_t first, std::uint64_t second) {
  std::string key = big_endian_key(first);
  append_big_endian(key, second);
  return key;
}
// The big-endian integer at `offset`; the key must be that long.
inline std::uint64_t read_big_endian(std::string_view key, std::size_t offset) {
  std::uint64_t value = 0;
  std::memcpy(&value, key.data() + offset, sizeof(value));
  return __builtin_bswap64(value);
}

}  // namespace headwater::graph::internal
