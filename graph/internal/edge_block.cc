#include "graph/internal/edge_block.h"

#include <algorithm>
#include <array>
#include <bit>
#include <limits>

#include "graph/internal/bit_stream.h"
#include "graph/internal/bytes.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

constexpr std::array<std::int64_t, 4> kUnits = {1, 1'000, 60'000, 86'400'000};
constexpr unsigned kWidthBits = 7;  // of a column's width, 0 to 64, or:
constexpr std::uint64_t kHasLengths = 127;
constexpr unsigned kLeastBits = 6;    // of the shortest length
constexpr unsigned kLengthsBits = 3;  // of the width of what lengths are above it
constexpr std::uint64_t kEntityIndexMask = (std::uint64_t{1} << 56) - 1;
constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;

std::uint64_t zigzag(std::int64_t value) {
  return (static_cast<std::uint64_t>(value) << 1) ^ static_cast<std::uint64_t>(value >> 63);
}
std::int64_t unzigzag(std::uint64_t value) {
  return static_cast<std::int64_t>((value >> 1) ^ (~(value & 1) + 1));
}

std::uint64_t difference(std::int64_t later, std::int64_t earlier) {
  return static_cast<std::uint64_t>(later) - static_cast<std::uint64_t>(earlier);
}

// Everything that the columns are measured from.
struct Frame {
  std::uint32_t count = 0, undated = 0;
  std::uint8_t unit = 0;              // index into kUnits
  std::int64_t first_time = 0;        // of the first dated edge
  std::uint64_t span = 0;             // in units
  std::uint64_t first = 0, last = 0;  // transactions
  std::int64_t least = 0;
  std::uint64_t spread = 0;

  bool has_dated() const { return undated < count; }
  // How far the line from the first edge to the last has risen after `steps` units; 0 where it
  // falls or has no length.
  std::uint64_t predicted(std::uint64_t steps) const {
    if (span == 0 || last < first) return 0;
    const std::uint64_t rise = last - first;
    if (std::bit_width(rise) + std::bit_width(steps) <= 64) return rise * steps / span;
    return static_cast<std::uint64_t>(static_cast<unsigned __int128>(rise) * steps / span);
  }
};

std::uint8_t largest_unit(std::span<const Edge> dated) {
  std::uint8_t unit = kUnits.size() - 1;
  for (std::size_t i = 1; i < dated.size(); ++i) {
    const std::uint64_t step = difference(dated[i].time_ms, dated[0].time_ms);
    while (step % static_cast<std::uint64_t>(kUnits[unit]) != 0) --unit;
  }
  return unit;
}

Frame frame_of(std::span<const Edge> edges) {
  Frame frame;
  frame.count = static_cast<std::uint32_t>(edges.size());
  while (frame.undated < edges.size() && edges[frame.undated].time_ms == kUnknownTime.ms) {
    ++frame.undated;
  }
  frame.first = edges.front().transaction;
  frame.last = edges.back().transaction;
  if (frame.has_dated()) {
    const std::span<const Edge> dated = edges.subspan(frame.undated);
    frame.unit = largest_unit(dated);
    frame.first_time = dated.front().time_ms;
    frame.span = difference(dated.back().time_ms, frame.first_time) /
                 static_cast<std::uint64_t>(kUnits[frame.unit]);
  }
  const auto [least, most] = std::minmax_element(
      edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.amount < b.amount; });
  frame.least = least->amount;
  frame.spread = difference(most->amount, frame.least);
  return frame;
}

void write_frame(const Frame& frame, ByteWriter& writer) {
  writer.varint(frame.count);
  writer.varint(frame.undated);
  writer.u8(frame.unit);
  if (frame.undated > 0 && frame.has_dated()) writer.zigzag(frame.first_time);
  writer.varint(frame.span);
  writer.zigzag(static_cast<std::int64_t>(frame.last - frame.first));
  writer.zigzag(frame.least);
  writer.varint(frame.spread);
}

bool read_frame(ByteReader& reader, const BlockKey& key, Frame& frame) {
  const std::uint64_t count = reader.varint(), undated = reader.varint();
  frame.unit = reader.u8();
  if (!reader.ok() || count == 0 || count > kMostBlockEdges || undated > count ||
      frame.unit >= kUnits.size() || (undated > 0) != (key.time_ms == kUnknownTime.ms)) {
    return false;
  }
  frame.count = static_cast<std::uint32_t>(count);
  frame.undated = static_cast<std::uint32_t>(undated);
  frame.first_time = key.time_ms;
  if (frame.undated > 0 && frame.has_dated()) frame.first_time = reader.zigzag();
  frame.span = reader.varint();
  frame.first = key.transaction;
  frame.last = frame.first + static_cast<std::uint64_t>(reader.zigzag());
  frame.least = reader.zigzag();
  frame.spread = reader.varint();
  return reader.ok();
}

unsigned length_of(std::uint64_t value) { return static_cast<unsigned>(std::bit_width(value)); }

// How a column is written: each value with the same width, or each with its own length before it.
struct ColumnForm {
  unsigned width = 0;               // of the longest
  unsigned least = 0, lengths = 0;  // shortest length; width of what a length is above it
  bool has_lengths = false;
};

ColumnForm cheapest_form(std::span<const std::uint64_t> values) {
  ColumnForm form;
  form.least = 64;
  std::uint64_t digits = 0;  // below the leading ones
  for (const std::uint64_t value : values) {
    const unsigned length = length_of(value);
    form.width = std::max(form.width, length);
    form.least = std::min(form.least, length);
    digits += length > 0 ? length - 1 : 0;
  }
  if (values.empty()) form.least = 0;
  form.lengths = length_of(form.width - form.least);
  const std::uint64_t with_lengths =
      kLeastBits + kLengthsBits + values.size() * form.lengths + digits;
  form.has_lengths = form.least < 64 && with_lengths < values.size() * form.width;
  return form;
}

void write_column(std::span<const std::uint64_t> values, BitWriter& bits) {
  const ColumnForm form = cheapest_form(values);
  if (!form.has_lengths) {
    bits.put(form.width, kWidthBits);
    for (const std::uint64_t value : values) bits.put_wide(value, form.width);
    return;
  }
  bits.put(kHasLengths, kWidthBits);
  bits.put(form.least, kLeastBits);
  bits.put(form.lengths, kLengthsBits);
  for (const std::uint64_t value : values) {
    const unsigned length = length_of(value);
    bits.put(length - form.least, form.lengths);
    if (length > 1) bits.put_wide(value ^ std::uint64_t{1} << (length - 1), length - 1);
  }
}

bool read_column(BitReader& bits, std::span<std::uint64_t> values) {
  const auto width = static_cast<unsigned>(bits.get(kWidthBits));
  if (width <= 64) {
    for (std::uint64_t& value : values) value = bits.get_wide(width);
    return bits.ok();
  }
  if (width != kHasLengths) return false;
  const auto least = static_cast<unsigned>(bits.get(kLeastBits));
  const auto lengths = static_cast<unsigned>(bits.get(kLengthsBits));
  for (std::uint64_t& value : values) {
    const unsigned length = least + static_cast<unsigned>(bits.get(lengths));
    if (length > 64) return false;
    value = length == 0 ? 0 : std::uint64_t{1} << (length - 1);
    if (length > 1) value |= bits.get_wide(length - 1);
  }
  return bits.ok();
}

using Scratch = std::array<std::uint64_t, kMostBlockEdges>;

void write_times(std::span<const Edge> edges, const Frame& frame, Scratch& scratch,
                 BitWriter& bits) {
  if (!frame.has_dated()) return;
  const std::span<const Edge> dated = edges.subspan(frame.undated);
  for (std::size_t i = 1; i < dated.size(); ++i) {
    scratch[i - 1] = difference(dated[i].time_ms, dated[i - 1].time_ms) /
                     static_cast<std::uint64_t>(kUnits[frame.unit]);
  }
  write_column(std::span(scratch).first(dated.size() - 1), bits);
}

// Undated edges have no place on the line: they are predicted at its beginning.
void write_transactions(std::span<const Edge> edges, const Frame& frame, Scratch& scratch,
                        BitWriter& bits) {
  for (std::size_t i = 1; i < edges.size(); ++i) {
    const std::uint64_t steps = i < frame.undated
                                    ? 0
                                    : difference(edges[i].time_ms, frame.first_time) /
                                          static_cast<std::uint64_t>(kUnits[frame.unit]);
    const std::uint64_t predicted = frame.first + frame.predicted(steps);
    scratch[i - 1] = zigzag(static_cast<std::int64_t>(edges[i].transaction - predicted));
  }
  write_column(std::span(scratch).first(edges.size() - 1), bits);
}

void write_peers(std::span<const Edge> edges, Scratch& scratch, BitWriter& bits) {
  std::uint64_t least = kEntityIndexMask;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    scratch[i] = (edges[i].peer >> 56) - 1;
    least = std::min(least, edges[i].peer & kEntityIndexMask);
  }
  write_column(std::span(scratch).first(edges.size()), bits);
  bits.put(static_cast<std::uint64_t>(std::bit_width(least)), kWidthBits);
  bits.put(least, static_cast<unsigned>(std::bit_width(least)));
  for (std::size_t i = 0; i < edges.size(); ++i) {
    scratch[i] = (edges[i].peer & kEntityIndexMask) - least;
  }
  write_column(std::span(scratch).first(edges.size()), bits);
}

template <typename Get>
void write_plain(std::span<const Edge> edges, Get get, Scratch& scratch, BitWriter& bits) {
  for (std::size_t i = 0; i < edges.size(); ++i) scratch[i] = get(edges[i]);
  write_column(std::span(scratch).first(edges.size()), bits);
}

bool read_times(BitReader& bits, const Frame& frame, Scratch& scratch, std::vector<Edge>& edges) {
  for (std::size_t i = 0; i < frame.undated; ++i) edges[i].time_ms = kUnknownTime.ms;
  if (!frame.has_dated()) return true;
  const std::size_t dated = frame.count - frame.undated;
  if (!read_column(bits, std::span(scratch).first(dated - 1))) return false;
  auto time = static_cast<std::uint64_t>(frame.first_time);
  edges[frame.undated].time_ms = frame.first_time;
  for (std::size_t i = 1; i < dated; ++i) {
    time += scratch[i - 1] * static_cast<std::uint64_t>(kUnits[frame.unit]);
    edges[frame.undated + i].time_ms = static_cast<std::int64_t>(time);
  }
  return true;
}

bool read_transactions(BitReader& bits, const Frame& frame, Scratch& scratch,
                       std::vector<Edge>& edges) {
  if (!read_column(bits, std::span(scratch).first(edges.size() - 1))) return false;
  edges[0].transaction = frame.first;
  for (std::size_t i = 1; i < edges.size(); ++i) {
    const std::uint64_t steps = i < frame.undated
                                    ? 0
                                    : difference(edges[i].time_ms, frame.first_time) /
                                          static_cast<std::uint64_t>(kUnits[frame.unit]);
    edges[i].transaction =
        frame.first + frame.predicted(steps) + static_cast<std::uint64_t>(unzigzag(scratch[i - 1]));
  }
  return true;
}

bool read_peers(BitReader& bits, Scratch& scratch, std::vector<Edge>& edges) {
  if (!read_column(bits, std::span(scratch).first(edges.size()))) return false;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (scratch[i] >= static_cast<std::uint64_t>(kEntityKindCount)) return false;
    edges[i].peer = (scratch[i] + 1) << 56;
  }
  const auto width = static_cast<unsigned>(bits.get(kWidthBits));
  if (width > kMostBits) return false;
  const std::uint64_t least = bits.get(width);
  if (!read_column(bits, std::span(scratch).first(edges.size()))) return false;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    const std::uint64_t index = least + scratch[i];
    if (index > kEntityIndexMask) return false;
    edges[i].peer |= index;
  }
  return true;
}

bool read_rest(BitReader& bits, const Frame& frame, Scratch& scratch, std::vector<Edge>& edges) {
  const auto column = std::span(scratch).first(edges.size());
  if (!read_column(bits, column)) return false;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (scratch[i] > frame.spread) return false;
    edges[i].amount =
        static_cast<std::int64_t>(static_cast<std::uint64_t>(frame.least) + scratch[i]);
  }
  if (!read_column(bits, column)) return false;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (scratch[i] > 0xFFFF) return false;
    edges[i].asset = static_cast<std::uint16_t>(scratch[i]);
  }
  if (!read_column(bits, column)) return false;
  for (std::size_t i = 0; i < edges.size(); ++i) {
    if (scratch[i] > 0xFF) return false;
    edges[i].channel = static_cast<std::uint8_t>(scratch[i]);
  }
  return true;
}

std::uint64_t mixed(std::uint64_t value) {  // the finaliser of SplitMix64
  value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9u;
  value = (value ^ (value >> 27)) * 0x94D049BB133111EBu;
  return value ^ (value >> 31);
}

}  // namespace

std::string encode_block_key(const BlockKey& key) {
  std::string bytes = big_endian_key(key.entity);
  bytes.push_back(static_cast<char>(key.kind));
  append_big_endian(bytes, static_cast<std::uint64_t>(key.time_ms) ^ kSignBit);
  append_big_endian(bytes, key.transaction);
  return bytes;
}

BlockKey decode_block_key(std::string_view key) {
  BlockKey result;
  result.entity = read_big_endian(key, 0);
  result.kind = static_cast<std::uint8_t>(key[8]);
  result.time_ms = static_cast<std::int64_t>(read_big_endian(key, 9) ^ kSignBit);
  result.transaction = read_big_endian(key, 17);
  return result;
}

std::string encode_block(std::span<const Edge> edges) {
  const Frame frame = frame_of(edges);
  ByteWriter writer = begin_value();
  write_frame(frame, writer);
  BitWriter bits(writer.bytes());
  Scratch scratch;
  write_times(edges, frame, scratch, bits);
  write_transactions(edges, frame, scratch, bits);
  write_peers(edges, scratch, bits);
  write_plain(
      edges, [&](const Edge& edge) { return difference(edge.amount, frame.least); }, scratch, bits);
  write_plain(
      edges, [](const Edge& edge) { return std::uint64_t{edge.asset}; }, scratch, bits);
  write_plain(
      edges, [](const Edge& edge) { return std::uint64_t{edge.channel}; }, scratch, bits);
  bits.finish();
  return end_value(std::move(writer));
}

Result<BlockHeader> decode_block_header(std::string_view value, std::string_view key,
                                        std::string_view family) {
  ByteReader reader(value);
  reader.u8();  // the version
  Frame frame;
  if (key.size() != kBlockKeyBytes || !read_frame(reader, decode_block_key(key), frame)) {
    return corrupt_value(family, key, "the block's header does not decode");
  }
  BlockHeader header;
  header.count = frame.count;
  header.last_time_ms =
      frame.has_dated()
          ? static_cast<std::int64_t>(static_cast<std::uint64_t>(frame.first_time) +
                                      frame.span * static_cast<std::uint64_t>(kUnits[frame.unit]))
          : kUnknownTime.ms;
  header.last_transaction = frame.last;
  header.least_amount = frame.least;
  header.most_amount =
      static_cast<std::int64_t>(static_cast<std::uint64_t>(frame.least) + frame.spread);
  return header;
}

Status decode_block(std::string_view value, std::string_view key, std::string_view family,
                    std::vector<Edge>& edges) {
  const auto damaged = [&] { return corrupt_value(family, key, "the block does not decode"); };
  const auto body = open_value(value, family, key);
  if (!body.has_value()) return body.error();
  ByteReader reader(*body);
  Frame frame;
  if (key.size() != kBlockKeyBytes || !read_frame(reader, decode_block_key(key), frame)) {
    return damaged();
  }
  edges.resize(frame.count);
  for (Edge& edge : edges) edge.kind = static_cast<std::uint8_t>(key[8]);
  BitReader bits(reader.rest());
  Scratch scratch;
  const bool decodes = read_times(bits, frame, scratch, edges) &&
                       read_transactions(bits, frame, scratch, edges) &&
                       read_peers(bits, scratch, edges) && read_rest(bits, frame, scratch, edges);
  return decodes && bits.finished() ? Status() : damaged();
}

std::size_t block_length(std::span<const Edge> edges) {
  const std::size_t most = std::min(edges.size(), kMostBlockEdges);
  for (std::size_t i = kLeastBlockEdges; i < most; ++i) {
    const bool ends_here = (mixed(edges[i - 1].transaction) & 0x1FF) == 0;
    if (ends_here) return i;
  }
  return most;
}

}  // namespace headwater::graph::internal
