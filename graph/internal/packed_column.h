// One column of a ledger segment: the smallest of four encodings. The grammar stands in
// ledger_segment.h.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "graph/internal/bytes.h"

namespace headwater::graph::internal {

// Values are 64-bit patterns; signed columns pass through two's complement unchanged.
void encode_column(std::span<const std::uint64_t> values, ByteWriter& writer);

// Fills `values` with `count` values. False on bytes that are no column; nothing is read past the
// reader's end.
bool decode_column(ByteReader& reader, std::size_t count, std::vector<std::uint64_t>& values);

}  // namespace headwater::graph::internal
