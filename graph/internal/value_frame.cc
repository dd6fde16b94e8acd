#include "graph/internal/value_frame.h"

#include <utility>

#include "graph/internal/crc32c.h"
#include "graph/sha256.h"

namespace headwater::graph::internal {

ByteWriter begin_value(std::uint8_t version) {
  ByteWriter writer;
  writer.u8(version);
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

namespace {

Status unknown_version(std::string_view family, std::string_view key) {
  return corrupt_value(family, key, "the codec version is not known");
}

// Version byte and body.
Result<std::string_view> checked(std::string_view value, std::string_view family,
                                 std::string_view key) {
  constexpr std::size_t kOverhead = 1 + sizeof(std::uint32_t);
  if (value.size() < kOverhead) return corrupt_value(family, key, "the value is cut short");
  const std::string_view covered = value.substr(0, value.size() - sizeof(std::uint32_t));
  std::uint32_t stored = 0;
  std::memcpy(&stored, value.data() + covered.size(), sizeof(stored));
  if (stored != crc32c(covered)) return corrupt_value(family, key, "the checksum does not match");
  return covered;
}

}  // namespace

Result<std::string_view> open_value(std::string_view value, std::string_view family,
                                    std::string_view key) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string_view covered, checked(value, family, key));
  if (static_cast<std::uint8_t>(covered[0]) != kCodecVersion) return unknown_version(family, key);
  return covered.substr(1);
}

Result<VersionedBody> open_versioned(std::string_view value, std::string_view family,
                                     std::string_view key) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string_view covered, checked(value, family, key));
  const auto version = static_cast<std::uint8_t>(covered[0]);
  if (version > kSealedVersion) return unknown_version(family, key);
  return VersionedBody{version == kSealedVersion, covered.substr(1)};
}

}  // namespace headwater::graph::internal
