// The frame around every stored value:
//
//   value := codec-version(1) body crc32c(4, little-endian, over everything before it)
#pragma once

#include <string>
#include <string_view>

#include "graph/internal/bytes.h"
#include "graph/status.h"

namespace headwater::graph::internal {

inline constexpr std::uint8_t kCodecVersion = 0;

// Starts a value: the writer already holds the version byte.
ByteWriter begin_value();
// Ends it with the checksum.
std::string end_value(ByteWriter&& writer);

// The body of a value after its checks. `family` and `key` name the place in errors (kCorrupt).
Result<std::string_view> open_value(std::string_view value, std::string_view family,
                                    std::string_view key);
// The error of a body that does not decode.
Status corrupt_value(std::string_view family, std::string_view key, std::string found);

}  // namespace headwater::graph::internal
