// The columnar form of up to 4,096 transactions in arrival order, mostly of one commit and source.
//
//   segment  := version(1) header columns sparse [origins] crc32c(4)
//   header   := count:varint commit:varint source:varint
//               zone: has-undated(1) earliest:zigzag latest:zigzag kinds(2, bit k = kind k)
//                     asset-count:varint asset:varint*      (asset-count 0: any asset)
//   columns  := time from-kind from to-kind to amount asset kind channel flags row
//   column   := 0 value(8)                                   all equal
//             | 1 base(8) width(1) packed                    base + offset
//             | 2 first(8) base(8) width(1) packed           first, then differences: base + offset
//             | 3 value(8)*                                  as they are
//   packed   := ceil(n * width / 8) bytes, lowest bits first, width 1..56, then 8 zero bytes;
//               nothing for width 0
//   sparse   := received counts period-ends groups, each n:varint (row-delta:varint fields)*
//               received: asset:varint amount:zigzag    counts: count:varint
//               period-ends: zigzag                     groups: varint
//   origins  := of version 1 only: n:varint (row-delta:varint commit-delta:varint source:varint)*
//               where another commit or source begins than the one before; commits ascend
//
// Column codecs above 3 are reserved for amounts wider than 64 bits. An undated row carries the
// flag and, in the time column, the time of the row before it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/records.h"
#include "graph/status.h"

namespace headwater::graph::internal {

inline constexpr std::size_t kSegmentCapacity = 4096;

// The zone map and counts, readable without the columns.
struct SegmentHeader {
  std::uint32_t count = 0;
  CommitSeq commit;          // of the first row
  std::uint32_t source = 0;  // of the first row
  bool is_mixed = false;     // rows of other commits or sources follow
  bool has_undated = false;
  Timestamp earliest, latest;         // of dated rows; unknown when there are none
  std::uint16_t kinds = 0;            // bit k: TransactionKind k occurs
  std::vector<std::uint16_t> assets;  // ascending, paid or received; empty: any
};

// From row `index` on, up to the next one's.
struct SegmentOrigin {
  std::uint32_t index = 0;
  CommitSeq commit;
  std::uint32_t source = 0;
};

// Structure of arrays, reused from segment to segment.
struct DecodedSegment {
  SegmentHeader header;
  std::vector<std::int64_t> time_ms;    // unknown is the smallest value
  std::vector<std::uint64_t> from, to;  // EntityId values
  std::vector<std::int64_t> amount;
  std::vector<std::uint64_t> asset, kind, channel, flags, row;
  struct Received {
    std::uint32_t index;
    std::uint16_t asset;
    std::int64_t amount;
  };
  struct Sparse {
    std::uint32_t index;
    std::uint64_t value;
  };
  std::vector<Received> received;
  std::vector<Sparse> counts;       // where the count is not 1
  std::vector<Sparse> period_ends;  // Timestamp::ms as two's complement
  std::vector<Sparse> groups;
  std::vector<SegmentOrigin> origins;  // ascending; the first has index 0

  const SegmentOrigin& origin(std::size_t index) const;
  // Row `index` as a record, without its cold attributes.
  Transaction transaction(std::size_t index) const;

  std::vector<std::uint64_t> scratch, scratch_kind;  // of the decoder
};

// What a segment keeps of a transaction.
struct SegmentRow {
  EntityId from, to;
  Timestamp time, period_end;
  MinorUnits amount, received_amount;
  std::uint64_t group = 0, row = 0;
  std::uint32_t count = 1;
  AssetId asset, received_asset;
  std::uint16_t flags = 0;
  TransactionKind kind = TransactionKind::kTransfer;
  Channel channel = Channel::kUnknown;
};

class SegmentBuilder {
 public:
  SegmentBuilder() = default;
  SegmentBuilder(CommitSeq commit, std::uint32_t source) { begin(commit, source); }
  std::size_t size() const { return rows_.size(); }
  std::uint32_t source() const { return origins_.back().source; }
  // What is added next is of this commit and source. Commits never descend.
  void begin(CommitSeq commit, std::uint32_t source);
  // The row's number comes from the transaction's origin. `begin` comes first.
  void add(const Transaction& transaction);
  // The bytes; the builder is empty afterwards, and begins anew.
  std::string finish();

 private:
  std::vector<SegmentOrigin> origins_;
  std::vector<SegmentRow> rows_;
};

// Errors: kCorrupt, naming the segment by its family and first transaction. Safe on any bytes.
Result<SegmentHeader> decode_segment_header(std::string_view value, std::uint64_t first);
Status decode_segment(std::string_view value, std::uint64_t first, DecodedSegment& segment,
                      std::string_view family = "ledger");
// A segment of its first `count` rows, 1 to as many as it has.
Result<std::string> cut_segment(std::string_view value, std::uint64_t first, std::size_t count);

}  // namespace headwater::graph::internal
