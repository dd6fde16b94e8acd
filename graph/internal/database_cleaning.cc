// What makes rows that were written over or taken away go from the files as well.
#include <algorithm>
#include <filesystem>

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

Status Database::compact(Family family, std::string_view begin, std::string_view end) {
  rocksdb::CompactRangeOptions options;
  options.exclusive_manual_compaction = true;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  const rocksdb::Slice first = slice_of(begin), last = slice_of(end);
  return from_rocks(database_->CompactRange(options, handle(family), &first, &last),
                    "compact the store", name_of(family));
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
