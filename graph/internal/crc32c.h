// CRC-32C (Castagnoli, RFC 3720 appendix B.4): the checksum at the end of every stored value.
#pragma once

#include <cstdint>
#include <string_view>

namespace headwater::graph::internal {

// O(length); uses the processor's instruction where there is one.
std::uint32_t crc32c(std::string_view bytes);

}  // namespace headwater::graph::internal
