// The frame around every stored value:
//
//   value := codec-version(1) body crc32c(4, little-endian, over everything before it)
//
// Version 0 is a plain body. Version 1 is one with a sealed part, or a segment of the ledger with
// transactions of several commits or sources.
#pragma once

#include <string>
#include <string_view>

#include "graph/internal/bytes.h"
#include "graph/status.h"

namespace headwater::graph::internal {

inline constexpr std::uint8_t kCodecVersion = 0;
// Of the families `entity`, `relation` and `victim_flow`: a value with a sealed part
// (internal/sealed_codec.h).
inline constexpr std::uint8_t kSealedVersion = 1;
// Of the family `ledger`: a segment whose rows are of several commits or sources
// (internal/ledger_segment.h).
inline constexpr std::uint8_t kMixedVersion = 1;

// Starts a value: the writer already holds the version byte.
ByteWriter begin_value(std::uint8_t version = kCodecVersion);
// Ends it with the checksum.
std::string end_value(ByteWriter&& writer);

// The body of a value after its checks. `family` and `key` name the place in errors (kCorrupt).
Result<std::string_view> open_value(std::string_view value, std::string_view family,
                                    std::string_view key);
// The same where values of both versions stand.
struct VersionedBody {
  bool is_sealed = false;  // version 1
  std::string_view body;
};
Result<VersionedBody> open_versioned(std::string_view value, std::string_view family,
                                     std::string_view key);
// The error of a body that does not decode.
Status corrupt_value(std::string_view family, std::string_view key, std::string found);

}  // namespace headwater::graph::internal
