// What makes rows that were written over or taken away go from the files as well.
#include <algorithm>
#include <filesystem>
#include <tuple>

#include "graph/internal/database.h"
#include "graph/internal/rocks_status.h"

namespace headwater::graph::internal {
namespace {

rocksdb::Slice slice_of(std::string_view text) { return {text.data(), text.size()}; }

}  // namespace

Status Database::remove_synced(Family family, std::string_view key) {
  rocksdb::WriteOptions options;
  options.sync = true;
  return from_rocks(database_->Delete(options, handle(family), slice_of(key)), "write the store",
                    name_of(family));
}

Status Database::flush() {
  return from_rocks(database_->Flush(rocksdb::FlushOptions(), handles_), "write the store", path_);
}

// RocksDB 7.8 may move the files of the upper level down as they are when each ends with the key
// that the next begins with, in another version: what was written over stands in the older one. So
// it is looked whether a key may stand in two files still.
Status Database::compact(Family family, std::string_view begin, std::string_view end) {
  rocksdb::CompactRangeOptions options;
  options.exclusive_manual_compaction = true;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  const rocksdb::Slice first = slice_of(begin), last = slice_of(end);
  constexpr int kMostRounds = 4;
  for (int round = 0; round < kMostRounds; ++round) {
    HEADWATER_RETURN_IF_ERROR(
        from_rocks(database_->CompactRange(options, handle(family), &first, &last),
                   "compact the store", name_of(family)));
    if (!has_overlapping_files(family, begin, end)) return {};
  }
  return Status(StatusCode::kIo, {"compact the store", std::string(name_of(family)),
                                  "files that may hold old bytes are still listed",
                                  "run any command that writes to the store: it goes on"});
}

// Whether two listed files that touch [begin, end] have a key in common, by their first and last.
bool Database::has_overlapping_files(Family family, std::string_view begin,
                                     std::string_view end) const {
  std::vector<rocksdb::LiveFileMetaData> listed;
  database_->GetLiveFilesMetaData(&listed);
  std::erase_if(listed, [&](const rocksdb::LiveFileMetaData& file) {
    return file.column_family_name != handle(family)->GetName() || file.largestkey < begin ||
           file.smallestkey > end;
  });
  std::sort(listed.begin(), listed.end(), [](const auto& a, const auto& b) {
    return std::tie(a.smallestkey, a.largestkey) < std::tie(b.smallestkey, b.largestkey);
  });
  const auto touches = [](const auto& a, const auto& b) { return b.smallestkey <= a.largestkey; };
  return std::adjacent_find(listed.begin(), listed.end(), touches) != listed.end();
}

Result<std::uint64_t> Database::snapshots_in_use() const {
  std::uint64_t count = 0;
  if (database_->GetIntProperty(rocksdb::DB::Properties::kNumSnapshots, &count)) return count;
  return Status(StatusCode::kInternal,
                {"look at the store", path_, "RocksDB does not count its snapshots", "report it"});
}

std::vector<std::string> Database::files_not_listed() const {
  std::vector<rocksdb::LiveFileMetaData> listed;
  database_->GetLiveFilesMetaData(&listed);
  std::vector<std::string> others;
  std::error_code error;
  for (const auto& entry : std::filesystem::directory_iterator(path_, error)) {
    const std::string name = entry.path().filename().string();
    const bool is_listed = std::any_of(listed.begin(), listed.end(), [&](const auto& file) {
      return file.relative_filename == name;
    });
    if (entry.path().extension() == ".sst" && !is_listed) others.push_back(name);
  }
  return others;
}

}  // namespace headwater::graph::internal
