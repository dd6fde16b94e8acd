#include "graph/internal/meta_record.h"

#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {

void write_counters(const Counters& counters, ByteWriter& writer) {
  for (int kind = 1; kind <= kEntityKindCount; ++kind) writer.varint(counters.entities[kind]);
  for (const std::uint64_t count :
       {counters.transactions, counters.relations, counters.victim_flows, counters.statistics,
        counters.assertions, counters.rates}) {
    writer.varint(count);
  }
}

Counters read_counters(ByteReader& reader) {
  Counters counters;
  for (int kind = 1; kind <= kEntityKindCount; ++kind) counters.entities[kind] = reader.varint();
  for (std::uint64_t* count : {&counters.transactions, &counters.relations, &counters.victim_flows,
                               &counters.statistics, &counters.assertions, &counters.rates}) {
    *count = reader.varint();
  }
  return counters;
}

std::string encode_meta(const MetaRecord& meta) {
  ByteWriter writer = begin_value();
  writer.u32(kFormatVersion);
  writer.u64(0);  // required features
  writer.u64(0);  // optional features
  writer.u64(meta.seed);
  writer.varint(meta.commit.value);
  write_counters(meta.counters, writer);
  writer.varint(meta.assets.size());
  for (const Asset& asset : meta.assets) {
    writer.text(asset.code);
    writer.u8(static_cast<std::uint8_t>(asset.kind));
    writer.u8(asset.exponent);
  }
  writer.varint(meta.schemes.size());
  for (const std::string& scheme : meta.schemes) writer.text(scheme);
  writer.text(meta.victim_key_fingerprint);
  writer.varint(meta.sealed);
  writer.u16(meta.sealed_kinds);
  return end_value(std::move(writer));
}

namespace {

Status other_format(std::string_view path, std::uint32_t format, std::uint64_t required) {
  const bool is_older = format < kFormatVersion && required == 0;
  return Status(StatusCode::kUnsupported,
                {"open the store", std::string(path),
                 "format version " + std::to_string(format) +
                     (required != 0 ? " with required features" : "") +
                     "; this program reads version " + std::to_string(kFormatVersion),
                 is_older ? "run `headwater migrate` on it, after a backup of the whole directory"
                          : "use the version that wrote it, or load the sources into a new store"});
}

}  // namespace

Result<MetaRecord> decode_meta(std::string_view value, std::string_view path) {
  HEADWATER_ASSIGN_OR_RETURN(DatedMeta dated, decode_older_meta(value, path));
  if (dated.format != kFormatVersion) return other_format(path, dated.format, 0);
  return std::move(dated.meta);
}

Result<DatedMeta> decode_older_meta(std::string_view value, std::string_view path) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string_view body, open_value(value, "meta", kMetaKey));
  ByteReader reader(body);
  DatedMeta dated;
  dated.format = reader.u32();
  const std::uint64_t required = reader.u64();
  reader.u64();  // optional features: unknown ones do no harm
  if (reader.ok() && (dated.format > kFormatVersion || required != 0)) {
    return other_format(path, dated.format, required);
  }
  MetaRecord& meta = dated.meta;
  meta.seed = reader.u64();
  meta.commit.value = reader.varint();
  meta.counters = read_counters(reader);
  const std::uint64_t assets = reader.varint();
  for (std::uint64_t i = 0; reader.ok() && i < assets; ++i) {
    Asset asset;
    asset.code = reader.text();
    asset.kind = static_cast<AssetKind>(reader.u8());
    asset.exponent = reader.u8();
    meta.assets.push_back(std::move(asset));
  }
  const std::uint64_t schemes = reader.varint();
  for (std::uint64_t i = 0; reader.ok() && i < schemes; ++i) {
    meta.schemes.emplace_back(reader.text());
  }
  meta.victim_key_fingerprint = reader.text();
  meta.sealed = reader.varint();
  meta.sealed_kinds = reader.u16();
  if (!reader.finished()) return corrupt_value("meta", kMetaKey, "the row does not decode");
  return dated;
}

}  // namespace headwater::graph::internal
