#include "graph/internal/ledger_segment.h"

#include <algorithm>
#include <limits>

#include "graph/internal/bytes.h"
#include "graph/internal/packed_column.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

constexpr std::string_view kFamily = "ledger";
constexpr std::size_t kMaximumZoneAssets = 16;
constexpr std::uint64_t kIndexMask = (std::uint64_t{1} << 56) - 1;

std::vector<std::uint16_t> assets_of(const std::vector<SegmentRow>& rows) {
  std::vector<std::uint16_t> assets;
  const auto note = [&](AssetId asset) {
    if (std::find(assets.begin(), assets.end(), asset.value) == assets.end()) {
      assets.push_back(asset.value);
    }
  };
  for (const SegmentRow& row : rows) {
    note(row.asset);
    note(row.received_asset);
    if (assets.size() > kMaximumZoneAssets) return {};
  }
  std::sort(assets.begin(), assets.end());
  return assets;
}

void write_header(const std::vector<SegmentRow>& rows, const SegmentOrigin& origin,
                  ByteWriter& writer) {
  bool has_undated = false;
  std::uint16_t kinds = 0;
  std::int64_t earliest = std::numeric_limits<std::int64_t>::max();
  std::int64_t latest = std::numeric_limits<std::int64_t>::min();
  for (const SegmentRow& row : rows) {
    kinds = static_cast<std::uint16_t>(kinds | 1u << static_cast<unsigned>(row.kind));
    if (!row.time.is_known()) {
      has_undated = true;
      continue;
    }
    earliest = std::min(earliest, row.time.ms);
    latest = std::max(latest, row.time.ms);
  }
  if (earliest > latest) earliest = latest = kUnknownTime.ms;
  writer.varint(rows.size());
  writer.varint(origin.commit.value);
  writer.varint(origin.source);
  writer.u8(has_undated ? 1 : 0);
  writer.zigzag(earliest);
  writer.zigzag(latest);
  writer.u16(kinds);
  const std::vector<std::uint16_t> assets = assets_of(rows);
  writer.varint(assets.size());
  for (const std::uint16_t asset : assets) writer.varint(asset);
}

template <typename Get>
void write_column(const std::vector<SegmentRow>& rows, Get get, ByteWriter& writer,
                  std::vector<std::uint64_t>& scratch) {
  scratch.clear();
  for (const SegmentRow& row : rows) scratch.push_back(static_cast<std::uint64_t>(get(row)));
  encode_column(scratch, writer);
}

void write_columns(const std::vector<SegmentRow>& rows, ByteWriter& writer) {
  std::vector<std::uint64_t> scratch;
  std::int64_t last_known = 0;
  const auto time = [&](const SegmentRow& row) {
    if (row.time.is_known()) last_known = row.time.ms;
    return last_known;
  };
  write_column(rows, time, writer, scratch);
  write_column(
      rows, [](const auto& row) { return row.from.kind(); }, writer, scratch);
  write_column(
      rows, [](const auto& row) { return row.from.index(); }, writer, scratch);
  write_column(
      rows, [](const auto& row) { return row.to.kind(); }, writer, scratch);
  write_column(
      rows, [](const auto& row) { return row.to.index(); }, writer, scratch);
  write_column(
      rows, [](const auto& row) { return row.amount.value; }, writer, scratch);
  write_column(
      rows, [](const auto& row) { return row.asset.value; }, writer, scratch);
  write_column(
      rows, [](const auto& row) { return row.kind; }, writer, scratch);
  write_column(
      rows, [](const auto& row) { return row.channel; }, writer, scratch);
  write_column(
      rows, [](const auto& row) { return row.flags; }, writer, scratch);
  write_column(
      rows, [](const auto& row) { return row.row; }, writer, scratch);
}

// Rows for which `differs` holds, as row-delta and whatever `write` adds.
template <typename Differs, typename Write>
void write_sparse(const std::vector<SegmentRow>& rows, Differs differs, Write write,
                  ByteWriter& writer) {
  writer.varint(static_cast<std::uint64_t>(std::count_if(rows.begin(), rows.end(), differs)));
  std::size_t last = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (!differs(rows[i])) continue;
    writer.varint(i - last);
    write(rows[i]);
    last = i;
  }
}

void write_sparse_columns(const std::vector<SegmentRow>& rows, ByteWriter& writer) {
  const auto received_differs = [](const SegmentRow& row) {
    return row.received_asset != row.asset || row.received_amount != row.amount;
  };
  write_sparse(
      rows, received_differs,
      [&](const SegmentRow& row) {
        writer.varint(row.received_asset.value);
        writer.zigzag(row.received_amount.value);
      },
      writer);
  write_sparse(
      rows, [](const SegmentRow& row) { return row.count != 1; },
      [&](const SegmentRow& row) { writer.varint(row.count); }, writer);
  write_sparse(
      rows, [](const SegmentRow& row) { return row.period_end.is_known(); },
      [&](const SegmentRow& row) { writer.zigzag(row.period_end.ms); }, writer);
  write_sparse(
      rows, [](const SegmentRow& row) { return row.group != 0; },
      [&](const SegmentRow& row) { writer.varint(row.group); }, writer);
}

// The first one stands in the header.
void write_origins(const std::vector<SegmentOrigin>& origins, ByteWriter& writer) {
  writer.varint(origins.size() - 1);
  for (std::size_t i = 1; i < origins.size(); ++i) {
    writer.varint(origins[i].index - origins[i - 1].index);
    writer.varint(origins[i].commit.value - origins[i - 1].commit.value);
    writer.varint(origins[i].source);
  }
}

bool read_header(ByteReader& reader, SegmentHeader& header) {
  const std::uint64_t count = reader.varint();
  header.commit.value = reader.varint();
  header.source = static_cast<std::uint32_t>(reader.varint());
  header.has_undated = reader.u8() != 0;
  header.earliest.ms = reader.zigzag();
  header.latest.ms = reader.zigzag();
  header.kinds = reader.u16();
  const std::uint64_t assets = reader.varint();
  if (!reader.ok() || count == 0 || count > kSegmentCapacity || assets > kMaximumZoneAssets) {
    return false;
  }
  header.count = static_cast<std::uint32_t>(count);
  header.assets.clear();
  for (std::uint64_t i = 0; i < assets; ++i) {
    header.assets.push_back(static_cast<std::uint16_t>(reader.varint()));
  }
  return reader.ok();
}

// Kind and index columns become EntityId values.
bool read_entities(ByteReader& reader, std::size_t count, DecodedSegment& segment,
                   std::vector<std::uint64_t>& entities) {
  if (!decode_column(reader, count, segment.scratch_kind)) return false;
  if (!decode_column(reader, count, entities)) return false;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t kind = segment.scratch_kind[i];
    if (kind == 0 || kind > kEntityKindCount || entities[i] > kIndexMask) return false;
    entities[i] |= kind << 56;
  }
  return true;
}

void to_signed(const std::vector<std::uint64_t>& values, std::vector<std::int64_t>& out) {
  out.resize(values.size());
  std::transform(values.begin(), values.end(), out.begin(),
                 [](std::uint64_t value) { return static_cast<std::int64_t>(value); });
}

bool read_columns(ByteReader& reader, DecodedSegment& segment) {
  const std::size_t count = segment.header.count;
  if (!decode_column(reader, count, segment.scratch)) return false;
  to_signed(segment.scratch, segment.time_ms);
  if (!read_entities(reader, count, segment, segment.from)) return false;
  if (!read_entities(reader, count, segment, segment.to)) return false;
  if (!decode_column(reader, count, segment.scratch)) return false;
  to_signed(segment.scratch, segment.amount);
  for (auto* column :
       {&segment.asset, &segment.kind, &segment.channel, &segment.flags, &segment.row}) {
    if (!decode_column(reader, count, *column)) return false;
  }
  for (std::size_t i = 0; i < count; ++i) {
    if (segment.asset[i] > 0xFFFF || segment.kind[i] > 15 || segment.flags[i] > 0xFFFF) {
      return false;  // the zone map has 16 kinds
    }
  }
  if (!segment.header.has_undated) return true;
  for (std::size_t i = 0; i < count; ++i) {
    if ((segment.flags[i] & kUndated) != 0) segment.time_ms[i] = kUnknownTime.ms;
  }
  return true;
}

// Calls `read(index)` for each entry; false when an index leaves the segment.
template <typename Read>
bool read_sparse(ByteReader& reader, std::size_t count, Read read) {
  const std::uint64_t entries = reader.varint();
  if (!reader.ok() || entries > count) return false;
  std::uint64_t index = 0;
  for (std::uint64_t i = 0; i < entries; ++i) {
    index += reader.varint();
    if (!reader.ok() || index >= count) return false;
    read(static_cast<std::uint32_t>(index));
  }
  return reader.ok();
}

bool read_sparse_columns(ByteReader& reader, DecodedSegment& segment) {
  const std::size_t count = segment.header.count;
  segment.received.clear();
  segment.counts.clear();
  segment.period_ends.clear();
  segment.groups.clear();
  return read_sparse(reader, count,
                     [&](std::uint32_t index) {
                       const auto asset = static_cast<std::uint16_t>(reader.varint());
                       segment.received.push_back({index, asset, reader.zigzag()});
                     }) &&
         read_sparse(reader, count,
                     [&](std::uint32_t index) {
                       segment.counts.push_back({index, reader.varint()});
                     }) &&
         read_sparse(
             reader, count,
             [&](std::uint32_t index) {
               segment.period_ends.push_back({index, static_cast<std::uint64_t>(reader.zigzag())});
             }) &&
         read_sparse(reader, count, [&](std::uint32_t index) {
           segment.groups.push_back({index, reader.varint()});
         });
}

bool read_origins(ByteReader& reader, DecodedSegment& segment) {
  segment.origins.assign(1, {0, segment.header.commit, segment.header.source});
  if (!segment.header.is_mixed) return true;
  bool ascends = true;
  const bool reads = read_sparse(reader, segment.header.count, [&](std::uint32_t index) {
    const SegmentOrigin& last = segment.origins.back();
    const CommitSeq commit{last.commit.value + reader.varint()};
    ascends = ascends && index > last.index && commit >= last.commit;
    segment.origins.push_back({index, commit, static_cast<std::uint32_t>(reader.varint())});
  });
  return reads && ascends;
}

const DecodedSegment::Sparse* find_sparse(const std::vector<DecodedSegment::Sparse>& entries,
                                          std::size_t index) {
  const auto found =
      std::lower_bound(entries.begin(), entries.end(), index,
                       [](const auto& entry, std::size_t wanted) { return entry.index < wanted; });
  return found != entries.end() && found->index == index ? &*found : nullptr;
}

}  // namespace

void SegmentBuilder::add(const Transaction& transaction) {
  SegmentRow& row = rows_.emplace_back();
  row.from = transaction.from;
  row.to = transaction.to;
  row.time = transaction.time;
  row.period_end = transaction.period_end;
  row.amount = transaction.amount;
  row.received_amount = transaction.received_amount;
  row.asset = transaction.asset;
  row.received_asset = transaction.received_asset;
  row.kind = transaction.kind;
  row.channel = transaction.channel;
  row.count = transaction.count;
  row.flags = static_cast<std::uint16_t>(row.time.is_known() ? transaction.flags & ~kUndated
                                                             : transaction.flags | kUndated);
  row.group = transaction.group;
  row.row = transaction.origin.row;
}

void SegmentBuilder::begin(CommitSeq commit, std::uint32_t source) {
  if (!origins_.empty() && origins_.back().commit == commit && origins_.back().source == source) {
    return;
  }
  const auto index = static_cast<std::uint32_t>(rows_.size());
  if (!origins_.empty() && origins_.back().index == index) origins_.pop_back();
  origins_.push_back({index, commit, source});
}

std::string SegmentBuilder::finish() {
  const bool is_mixed = origins_.size() > 1;
  ByteWriter writer = begin_value(is_mixed ? kMixedVersion : kCodecVersion);
  write_header(rows_, origins_.front(), writer);
  write_columns(rows_, writer);
  write_sparse_columns(rows_, writer);
  if (is_mixed) write_origins(origins_, writer);
  rows_.clear();
  origins_.clear();
  return end_value(std::move(writer));
}

Result<SegmentHeader> decode_segment_header(std::string_view value, std::uint64_t first) {
  // The checksum is left to whoever reads the columns: zone maps are read for many segments that
  // are then skipped.
  SegmentHeader header;
  ByteReader reader(value);
  header.is_mixed = reader.u8() == kMixedVersion;
  if (!read_header(reader, header)) {
    return corrupt_value(kFamily, big_endian_key(first), "the segment's header does not decode");
  }
  return header;
}

Status decode_segment(std::string_view value, std::uint64_t first, DecodedSegment& segment,
                      std::string_view family) {
  const std::string key = big_endian_key(first);
  HEADWATER_ASSIGN_OR_RETURN(const VersionedBody opened, open_versioned(value, family, key));
  segment.header.is_mixed = opened.is_sealed;
  ByteReader reader(opened.body);
  if (!read_header(reader, segment.header) || !read_columns(reader, segment) ||
      !read_sparse_columns(reader, segment) || !read_origins(reader, segment) ||
      !reader.finished()) {
    return corrupt_value(family, key, "the segment does not decode");
  }
  return {};
}

Result<std::string> cut_segment(std::string_view value, std::uint64_t first, std::size_t count) {
  DecodedSegment segment;
  HEADWATER_RETURN_IF_ERROR(decode_segment(value, first, segment));
  HEADWATER_CHECK(count >= 1 && count <= segment.header.count, "some rows stay");
  SegmentBuilder builder;
  for (std::size_t i = 0; i < count; ++i) {
    builder.begin(segment.origin(i).commit, segment.origin(i).source);
    builder.add(segment.transaction(i));
  }
  return builder.finish();
}

const SegmentOrigin& DecodedSegment::origin(std::size_t index) const {
  const auto after = std::upper_bound(
      origins.begin() + 1, origins.end(), index,
      [](std::size_t wanted, const SegmentOrigin& entry) { return wanted < entry.index; });
  return *(after - 1);
}

Transaction DecodedSegment::transaction(std::size_t index) const {
  Transaction result;
  result.from = EntityId::from_value(from[index]);
  result.to = EntityId::from_value(to[index]);
  result.time.ms = time_ms[index];
  result.amount.value = amount[index];
  result.asset.value = static_cast<std::uint16_t>(asset[index]);
  result.received_amount = result.amount;
  result.received_asset = result.asset;
  result.kind = static_cast<TransactionKind>(kind[index]);
  result.channel = static_cast<Channel>(channel[index]);
  result.flags = static_cast<std::uint16_t>(flags[index]);
  result.origin.commit = origin(index).commit;
  result.origin.source = origin(index).source;
  result.origin.row = row[index];
  for (const Received& entry : received) {
    if (entry.index != index) continue;
    result.received_asset.value = entry.asset;
    result.received_amount.value = entry.amount;
  }
  if (const Sparse* entry = find_sparse(counts, index)) {
    result.count = static_cast<std::uint32_t>(entry->value);
  }
  if (const Sparse* entry = find_sparse(period_ends, index)) {
    result.period_end.ms = static_cast<std::int64_t>(entry->value);
  }
  if (const Sparse* entry = find_sparse(groups, index)) result.group = entry->value;
  return result;
}

}  // namespace headwater::graph::internal
