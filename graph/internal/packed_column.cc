#include "graph/internal/packed_column.h"

#include <algorithm>
#include <bit>
#include <cstring>

namespace headwater::graph::internal {
namespace {

enum Codec : std::uint8_t { kConstant = 0, kOffset = 1, kDelta = 2, kRaw = 3 };
constexpr unsigned kMaximumWidth = 56;  // so that one unaligned 8-byte load holds any value
constexpr std::size_t kPadding = 8;

std::size_t packed_bytes(std::size_t count, unsigned width) { return (count * width + 7) / 8; }

void pack(std::span<const std::uint64_t> values, std::uint64_t base, unsigned width,
          ByteWriter& writer) {
  if (width == 0) return;
  const std::size_t begin = writer.size();
  writer.bytes().resize(begin + packed_bytes(values.size(), width) + kPadding, '\0');
  char* out = writer.bytes().data() + begin;
  std::size_t bit = 0;
  for (const std::uint64_t value : values) {
    std::uint64_t word = 0;
    std::memcpy(&word, out + bit / 8, sizeof(word));
    word |= (value - base) << (bit % 8);
    std::memcpy(out + bit / 8, &word, sizeof(word));
    bit += width;
  }
}

// `bytes` holds the packed values and their padding.
void unpack(const char* bytes, unsigned width, std::uint64_t base, std::size_t count,
            std::uint64_t* values) {
  const std::uint64_t mask = (std::uint64_t{1} << width) - 1;
  std::size_t bit = 0;
  for (std::size_t i = 0; i < count; ++i, bit += width) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes + bit / 8, sizeof(word));
    values[i] = base + ((word >> (bit % 8)) & mask);
  }
}

// Smallest base and width that hold all values as signed numbers; width above 56: does not pay.
struct Range {
  std::uint64_t base;
  unsigned width;
};
Range range_of(std::span<const std::uint64_t> values) {
  auto smallest = static_cast<std::int64_t>(values.front());
  auto largest = smallest;
  for (const std::uint64_t value : values) {
    smallest = std::min(smallest, static_cast<std::int64_t>(value));
    largest = std::max(largest, static_cast<std::int64_t>(value));
  }
  const std::uint64_t span =
      static_cast<std::uint64_t>(largest) - static_cast<std::uint64_t>(smallest);
  return {static_cast<std::uint64_t>(smallest), static_cast<unsigned>(std::bit_width(span))};
}

bool read_packed(ByteReader& reader, std::uint64_t base, unsigned width, std::size_t count,
                 std::uint64_t* values) {
  if (width > kMaximumWidth) return false;
  if (width == 0) {  // steady steps
    std::fill(values, values + count, base);
    return true;
  }
  const std::string_view bytes = reader.take(packed_bytes(count, width) + kPadding);
  if (!reader.ok()) return false;
  unpack(bytes.data(), width, base, count, values);
  return true;
}

}  // namespace

void encode_column(std::span<const std::uint64_t> values, ByteWriter& writer) {
  if (values.empty()) return;
  const Range plain = range_of(values);
  if (plain.width == 0) {
    writer.u8(kConstant);
    writer.u64(plain.base);
    return;
  }
  std::vector<std::uint64_t> differences(values.size() - 1);
  for (std::size_t i = 1; i < values.size(); ++i) differences[i - 1] = values[i] - values[i - 1];
  const Range delta = range_of(differences);
  if (delta.width < plain.width && delta.width <= kMaximumWidth) {
    writer.u8(kDelta);
    writer.u64(values.front());
    writer.u64(delta.base);
    writer.u8(static_cast<std::uint8_t>(delta.width));
    pack(differences, delta.base, delta.width, writer);
  } else if (plain.width <= kMaximumWidth) {
    writer.u8(kOffset);
    writer.u64(plain.base);
    writer.u8(static_cast<std::uint8_t>(plain.width));
    pack(values, plain.base, plain.width, writer);
  } else {
    writer.u8(kRaw);
    writer.raw(values.data(), values.size_bytes());
  }
}

bool decode_column(ByteReader& reader, std::size_t count, std::vector<std::uint64_t>& values) {
  values.resize(count);
  if (count == 0) return true;
  switch (reader.u8()) {
    case kConstant: {
      std::fill(values.begin(), values.end(), reader.u64());
      return reader.ok();
    }
    case kOffset: {
      const std::uint64_t base = reader.u64();
      const unsigned width = reader.u8();
      return reader.ok() && read_packed(reader, base, width, count, values.data());
    }
    case kDelta: {
      values[0] = reader.u64();
      const std::uint64_t base = reader.u64();
      const unsigned width = reader.u8();
      if (!reader.ok() || !read_packed(reader, base, width, count - 1, values.data() + 1)) {
        return false;
      }
      for (std::size_t i = 1; i < count; ++i) values[i] += values[i - 1];
      return true;
    }
    case kRaw: {
      const std::string_view bytes = reader.take(count * sizeof(std::uint64_t));
      if (!reader.ok()) return false;
      std::memcpy(values.data(), bytes.data(), bytes.size());
      return true;
    }
    default:
      return false;
  }
}

}  // namespace headwater::graph::internal
