#include "graph/internal/erasure_steps.h"

#include <algorithm>

#include "graph/internal/files.h"
#include "graph/internal/head_file.h"
#include "graph/internal/sst_output.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

constexpr std::uint8_t kRangesAreLeft = 1, kMetaIsLeft = 2;
constexpr std::size_t kMostRanges = 16;  // of a family; more become one

struct Range {
  Family family = Family::kMeta;
  std::string first, last;
};

// One range a changed row, or one for all of a family.
std::vector<Range> ranges_of(const ErasurePlan::Rows& rows) {
  std::vector<Range> ranges;
  for (auto row = rows.begin(); row != rows.end();) {
    const Family family = row->first.first;
    const auto end = std::find_if(row, rows.end(),
                                  [&](const auto& other) { return other.first.first != family; });
    const auto count = static_cast<std::size_t>(std::distance(row, end));
    if (count > kMostRanges) {
      ranges.push_back({family, row->first.second, std::prev(end)->first.second});
    } else {
      for (auto one = row; one != end; ++one) {
        ranges.push_back({family, one->first.second, one->first.second});
      }
    }
    row = end;
  }
  return ranges;
}

// unfinished := left(1) n:varint (family(1) first:text last:text)*
std::string encode_unfinished(std::uint8_t left, const std::vector<Range>& ranges) {
  ByteWriter writer = begin_value();
  writer.u8(left);
  writer.varint(ranges.size());
  for (const Range& range : ranges) {
    writer.u8(static_cast<std::uint8_t>(range.family));
    writer.text(range.first);
    writer.text(range.last);
  }
  return end_value(std::move(writer));
}

Result<std::vector<Range>> decode_ranges(std::string_view value) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string_view body, open_value(value, "meta", kErasureKey));
  ByteReader reader(body);
  const std::uint8_t left = reader.u8();
  std::vector<Range> ranges;
  const std::uint64_t count = reader.varint();
  bool is_sound = left == kRangesAreLeft || left == kMetaIsLeft;
  for (std::uint64_t i = 0; reader.ok() && i < count; ++i) {
    Range range;
    const std::uint8_t family = reader.u8();
    is_sound = is_sound && family < kFamilyCount;
    range.family = static_cast<Family>(family);
    range.first = reader.text();
    range.last = reader.text();
    ranges.push_back(std::move(range));
  }
  if (is_sound && reader.finished()) return ranges;
  return corrupt_value("meta", kErasureKey, "the row does not decode");
}

// Files that rows were moved from are not there any more, also after a power cut.
Status check_files_are_gone(const Store::Internal& state) {
  const std::string folder = state.path + "/rocksdb";
  HEADWATER_RETURN_IF_ERROR(sync_folder(folder, "remove what was erased"));
  const std::size_t others = state.database->files_not_listed().size();
  if (others == 0) return {};
  return Status(StatusCode::kIo, {"remove what was erased", folder,
                                  std::to_string(others) + " old files are still there",
                                  "run any command that writes to the store: it goes on"});
}

Status compact_ranges(Database& database, const std::vector<Range>& ranges) {
  HEADWATER_RETURN_IF_ERROR(database.flush());
  for (const Range& range : ranges) {
    HEADWATER_RETURN_IF_ERROR(database.compact(range.family, range.first, range.last));
  }
  HEADWATER_RETURN_IF_ERROR(
      database.put_synced(Family::kMeta, kErasureKey, encode_unfinished(kMetaIsLeft, {})));
  HEADWATER_RETURN_IF_ERROR(database.flush());
  return database.compact(Family::kMeta, kErasureKey, kErasureKey);
}

Status check_no_snapshot(const Database& database, const std::string& path) {
  HEADWATER_ASSIGN_OR_RETURN(const std::uint64_t snapshots, database.snapshots_in_use());
  if (snapshots == 0) return {};
  return Status(StatusCode::kLocked, {"erase", path, "a view of the store is open in this process",
                                      "close it and erase then"});
}

Status write_rows(const Store::Internal& state, const ErasurePlan::Rows& rows,
                  std::vector<Family>& families, std::vector<TableFiles>& files) {
  for (auto row = rows.begin(); row != rows.end();) {
    const Family family = row->first.first;
    SstOutput output(*state.database, family, state.scratch());
    for (; row != rows.end() && row->first.first == family; ++row) {
      HEADWATER_RETURN_IF_ERROR(row->second ? output.put(row->first.second, *row->second)
                                            : output.remove(row->first.second));
    }
    HEADWATER_ASSIGN_OR_RETURN(auto written, output.finish());
    families.push_back(family);
    files.push_back(std::move(written));
  }
  return {};
}

std::string framed(const Manifest& manifest) {
  ByteWriter writer = begin_value();
  encode(manifest, writer);
  return end_value(std::move(writer));
}

}  // namespace

Status publish_erasure(Store::Internal& state, const ErasurePlan& plan, Manifest manifest,
                       const ErasureObserver& observer) {
  HEADWATER_RETURN_IF_ERROR(check_no_snapshot(*state.database, state.path));
  HEADWATER_RETURN_IF_ERROR(make_folder(state.scratch(), "stage a commit"));
  MetaRecord meta = state.meta;
  meta.commit = manifest.commit;
  const std::string scheme = "erased";
  const auto at = std::lower_bound(meta.schemes.begin(), meta.schemes.end(), scheme);
  if (at == meta.schemes.end() || *at != scheme) meta.schemes.insert(at, scheme);
  ErasurePlan::Rows rows = plan.rows();
  rows[{Family::kMeta, kErasureKey}] = encode_unfinished(kRangesAreLeft, ranges_of(plan.rows()));
  rows[{Family::kMeta, kMetaKey}] = encode_meta(meta);
  rows[{Family::kManifest, big_endian_key(manifest.commit.value)}] = framed(manifest);
  std::vector<Family> families;
  std::vector<TableFiles> files;
  HEADWATER_RETURN_IF_ERROR(write_rows(state, rows, families, files));
  HEADWATER_RETURN_IF_ERROR(stage_head(state.scratch(), manifest.commit));
  observer("staged");
  HEADWATER_RETURN_IF_ERROR(state.database->ingest(families, files));
  observer("published");
  state.publish(std::move(meta), std::move(manifest));
  state.dictionary.clear();  // it knows keys that lead nowhere now
  static_cast<void>(move_head(state.scratch(), state.path));
  observer("headed");
  return {};
}

Result<bool> is_erasure_unfinished(const Database& database) {
  HEADWATER_ASSIGN_OR_RETURN(const auto stored, database.get(Family::kMeta, kErasureKey, nullptr));
  return stored.has_value();
}

Status finish_erasure(Store::Internal& state, const ErasureObserver& observer) {
  HEADWATER_ASSIGN_OR_RETURN(const auto stored,
                             state.database->get(Family::kMeta, kErasureKey, nullptr));
  if (!stored) return {};
  HEADWATER_RETURN_IF_ERROR(check_no_snapshot(*state.database, state.path));
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<Range> ranges, decode_ranges(*stored));
  HEADWATER_RETURN_IF_ERROR(compact_ranges(*state.database, ranges));
  observer("compacted");
  const int threads = state.database->background_threads();
  state.database.reset();
  observer("closed");
  HEADWATER_ASSIGN_OR_RETURN(state.database,
                             Database::open_primary(state.path + "/rocksdb", false, threads));
  observer("reopened");
  HEADWATER_RETURN_IF_ERROR(state.database->trust_list());
  HEADWATER_RETURN_IF_ERROR(check_files_are_gone(state));
  HEADWATER_RETURN_IF_ERROR(state.database->remove_synced(Family::kMeta, kErasureKey));
  observer("finished");
  return {};
}

}  // namespace headwater::graph::internal
