// The one row of family `meta`: what is read first, and what makes a commit visible.
//
//   key   := "headwater-meta"
//   value := version(1) format(4) required-features(8) optional-features(8) seed(8) commit:varint
//            counters asset-count:varint asset* scheme-count:varint text* fingerprint:text
//            sealed:varint sealed-kinds(2) crc(4)
//   counters := entities:varint x 9 transactions relations victim-flows statistics assertions rates
//   asset := code:text kind(1) exponent(1)
//
// Everything numbered at or above these counters does not exist.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/internal/bytes.h"
#include "graph/records.h"
#include "graph/status.h"

namespace headwater::graph::internal {

inline constexpr std::uint32_t kFormatVersion = 1;
inline constexpr std::uint32_t kOldestFormat = 0;  // that `migrate` brings up to date
inline constexpr char kMetaKey[] = "headwater-meta";

struct MetaRecord {
  std::uint64_t seed = 0;  // of identity hashes
  CommitSeq commit;
  Counters counters;
  std::vector<Asset> assets;
  std::vector<std::string> schemes;  // met so far, ascending
  std::string victim_key_fingerprint;
  std::uint64_t sealed = 0;        // transactions below this number are in the index
  std::uint16_t sealed_kinds = 0;  // bit k: TransactionKind k occurs among them
};

std::string encode_meta(const MetaRecord& meta);
// Errors: kUnsupported for another format version or an unknown required feature; kCorrupt.
Result<MetaRecord> decode_meta(std::string_view value, std::string_view path);
// The same of any format from kOldestFormat on: for migration. Its row says the same in all.
struct DatedMeta {
  std::uint32_t format = kFormatVersion;
  MetaRecord meta;
};
Result<DatedMeta> decode_older_meta(std::string_view value, std::string_view path);

void write_counters(const Counters& counters, ByteWriter& writer);
Counters read_counters(ByteReader& reader);

}  // namespace headwater::graph::internal
