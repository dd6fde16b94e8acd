#include "graph/internal/value_frame.h"

#include <utility>

#include "graph/internal/crc32c.h"
#include "graph/sha256.h"

namespace headwater::graph::internal {

ByteWriter begin_value() {
  ByteWriter writer;
  writer.u8(kCodecVersion);
  return writer;
}

std::string end_value(ByteWriter&& writer) {
  writer.u32(crc32c(writer.bytes()));
  return writer.take();
}

Status corrupt_value(std::string_view family, std::string_view key, std::string found) {
  // Keys are numbers and hashes: safe to print.
  return Status(StatusCode::kCorrupt,
                {"read the store",
                 std::string(family) + " " +
                     to_hex(reinterpret_cast<const std::uint8_t*>(key.data()), key.size()),
                 std::move(found), "run `headwater verify`; load the sources into a new store"});
}

Result<std::string_view> open_value(std::string_view value, std::string_view family,
                                    std::string_view key) {
  constexpr std::size_t kOverhead = 1 + sizeof(std::uint32_t);
  if (value.size() < kOverhead) return corrupt_value(family, key, "the value is cut short");
  const std::string_view covered = value.substr(0, value.size() - sizeof(std::uint32_t));
  std::uint32_t stored = 0;
  std::memcpy(&stored, value.data() + covered.size(), sizeof(stored));
  if (stored != crc32c(covered)) return corrupt_value(family, key, "the checksum does not match");
  if (static_cast<std::uint8_t>(value[0]) != kCodecVersion) {
    return corrupt_value(family, key, "the codec version is not known");
  }
  return covered.substr(1);
}

}  // namespace headwater::graph::internal
