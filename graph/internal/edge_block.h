// Blocks of the adjacency index, families `out` and `in`: the transactions of one ledger vertex in
// one direction and of one kind, in ledger order.
//
//   key     := entity(8) kind(1) time(8, sign bit flipped) transaction(8)    of the first edge
//   block   := version(1) count:varint undated:varint header columns crc32c(4)
//   header  := unit(1) first-time:zigzag (only when undated > 0 and there is a dated edge)
//              span:varint                  last time less first dated time, in units
//              last:zigzag                  last transaction less first
//              least:zigzag spread:varint   amounts lie in least .. least + spread
//   columns := bits, lowest first; each a width (7 bits) and values of that width, or 127 and
//              values with their lengths before them (FORMAT.md), whichever is shorter:
//              steps        time since the dated edge before, in units
//              residuals    transaction less its prediction, zigzag, from the second edge on
//              peer kinds   peer's kind less 1
//              peer indexes less the least, which stands before them
//              amounts less `least`, assets, channels
//
// Units are 1, 1,000, 60,000 and 86,400,000 milliseconds: the largest that divides every step.
// Within a block transaction numbers grow almost evenly with time, so the prediction is the line
// from the first edge to the last; what is stored is how far a number lies from it. In `out` amount
// and asset are what was paid, in `in` what was received.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/records.h"
#include "graph/status.h"

namespace headwater::graph::internal {

// One transaction as one of its ends sees it.
struct Edge {
  std::int64_t time_ms = 0;  // unknown is the smallest value
  std::uint64_t transaction = 0;
  std::uint64_t peer = 0;  // EntityId of the other end
  std::int64_t amount = 0;
  std::uint16_t asset = 0;
  std::uint8_t kind = 0, channel = 0;

  friend bool operator==(const Edge&, const Edge&) = default;
};

inline bool in_ledger_order(const Edge& a, const Edge& b) {
  return a.time_ms != b.time_ms ? a.time_ms < b.time_ms : a.transaction < b.transaction;
}

struct BlockKey {
  std::uint64_t entity = 0;
  std::uint8_t kind = 0;
  std::int64_t time_ms = 0;
  std::uint64_t transaction = 0;
};
inline constexpr std::size_t kBlockKeyBytes = 25;
std::string encode_block_key(const BlockKey& key);
// The key must be kBlockKeyBytes long.
BlockKey decode_block_key(std::string_view key);

// What a block says of itself before its columns.
struct BlockHeader {
  std::uint32_t count = 0;
  std::int64_t last_time_ms = 0;
  std::uint64_t last_transaction = 0;
  std::int64_t least_amount = 0, most_amount = 0;
};

// Precondition: 1 to kMostBlockEdges edges of one kind in ledger order.
std::string encode_block(std::span<const Edge> edges);
// Errors: kCorrupt, naming family and key. Safe on any bytes. The header leaves the checksum to
// whoever reads the columns. An edge's kind is the key's.
Result<BlockHeader> decode_block_header(std::string_view value, std::string_view key,
                                        std::string_view family);
Status decode_block(std::string_view value, std::string_view key, std::string_view family,
                    std::vector<Edge>& edges);

// How many of the edges, from the beginning of a block on, belong to it; `edges` hold all that
// follow, or at least kMostBlockEdges. A block ends after an edge whose number says so, once it has
// kLeastBlockEdges, and at kMostBlockEdges. So where blocks end depends on the edges alone, not on
// the steps in which they were sealed, and a late edge moves the ends near it only.
std::size_t block_length(std::span<const Edge> edges);
inline constexpr std::size_t kLeastBlockEdges = 256, kMostBlockEdges = 1024;

}  // namespace headwater::graph::internal
