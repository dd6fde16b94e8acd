// Bodies of the families `manifest` and `quarantine`.
#include "graph/internal/meta_record.h"
#include "graph/internal/record_codec.h"

namespace headwater::graph::internal {

// manifest := commit:varint format:text namespace:text mapping-sha256:text precision(1)
//             wall-clock(8) handling:text compartment:text purpose:text review-by(8)
//             source-count:varint source* retracted-count:varint commit:varint*
//             counters(after) first-transaction:varint [n:varint erasure*]
// erasure  := entity(8) group:varint victim-flows:varint relations:varint
// source   := path:text sha256:text recognised-as:text rows accepted duplicates quarantined
//             restricted(1)
void encode(const Manifest& manifest, ByteWriter& writer) {
  writer.varint(manifest.commit.value);
  writer.text(manifest.format);
  writer.text(manifest.namespace_name);
  writer.text(manifest.mapping_sha256);
  writer.u8(static_cast<std::uint8_t>(manifest.precision));
  writer.i64(manifest.wall_clock.ms);
  writer.text(manifest.handling_code);
  writer.text(manifest.compartment);
  writer.text(manifest.purpose);
  writer.i64(manifest.review_by.ms);
  writer.varint(manifest.sources.size());
  for (const SourceFile& source : manifest.sources) {
    writer.text(source.path);
    writer.text(source.sha256);
    writer.text(source.recognised_as);
    for (const std::uint64_t count :
         {source.rows_read, source.accepted, source.duplicates, source.quarantined}) {
      writer.varint(count);
    }
    writer.u8(source.restricted ? 1 : 0);
  }
  writer.varint(manifest.retracts.size());
  for (const CommitSeq commit : manifest.retracts) writer.varint(commit.value);
  write_counters(manifest.after, writer);
  writer.varint(manifest.first_transaction.value);
  if (manifest.erasures.empty()) return;
  writer.varint(manifest.erasures.size());
  for (const Erasure& erasure : manifest.erasures) {
    writer.u64(erasure.entity.value());
    writer.varint(erasure.group.value);
    writer.varint(erasure.victim_flows);
    writer.varint(erasure.relations);
  }
}

bool decode(ByteReader& reader, Manifest& manifest) {
  manifest.commit.value = reader.varint();
  manifest.format = reader.text();
  manifest.namespace_name = reader.text();
  manifest.mapping_sha256 = reader.text();
  manifest.precision = static_cast<TimePrecision>(reader.u8());
  manifest.wall_clock.ms = reader.i64();
  manifest.handling_code = reader.text();
  manifest.compartment = reader.text();
  manifest.purpose = reader.text();
  manifest.review_by.ms = reader.i64();
  const std::uint64_t sources = reader.varint();
  for (std::uint64_t i = 0; reader.ok() && i < sources; ++i) {
    SourceFile source;
    source.path = reader.text();
    source.sha256 = reader.text();
    source.recognised_as = reader.text();
    for (std::uint64_t* count :
         {&source.rows_read, &source.accepted, &source.duplicates, &source.quarantined}) {
      *count = reader.varint();
    }
    source.restricted = reader.u8() != 0;
    manifest.sources.push_back(std::move(source));
  }
  const std::uint64_t retracted = reader.varint();
  for (std::uint64_t i = 0; reader.ok() && i < retracted; ++i) {
    manifest.retracts.push_back({reader.varint()});
  }
  manifest.after = read_counters(reader);
  manifest.first_transaction.value = reader.varint();
  const std::uint64_t erasures = reader.finished() ? 0 : reader.varint();
  for (std::uint64_t i = 0; reader.ok() && i < erasures; ++i) {
    Erasure erasure;
    erasure.entity = EntityId::from_value(reader.u64());
    erasure.group.value = reader.varint();
    erasure.victim_flows = reader.varint();
    erasure.relations = reader.varint();
    manifest.erasures.push_back(erasure);
  }
  return reader.finished();
}

// quarantined := commit:varint source:varint row:varint begin:varint end:varint reason:text
//                column-count:varint text* text:text
void encode(const QuarantinedRow& row, ByteWriter& writer) {
  writer.varint(row.commit.value);
  writer.varint(row.source);
  writer.varint(row.row);
  writer.varint(row.byte_begin);
  writer.varint(row.byte_end);
  writer.text(row.reason);
  writer.varint(row.columns.size());
  for (const std::string& column : row.columns) writer.text(column);
  writer.text(row.text);
}

bool decode(ByteReader& reader, QuarantinedRow& row) {
  row.commit.value = reader.varint();
  row.source = static_cast<std::uint32_t>(reader.varint());
  row.row = reader.varint();
  row.byte_begin = reader.varint();
  row.byte_end = reader.varint();
  row.reason = reader.text();
  const std::uint64_t columns = reader.varint();
  for (std::uint64_t i = 0; reader.ok() && i < columns; ++i) {
    row.columns.emplace_back(reader.text());
  }
  row.text = reader.text();
  return reader.finished();
}

}  // namespace headwater::graph::internal
