#include "graph/internal/staged_keys.h"

#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>
#include <rocksdb/write_batch.h>

#include "graph/internal/bytes.h"
#include "graph/internal/files.h"
#include "graph/internal/rocks_status.h"

namespace headwater::graph::internal {

StagedKeys::~StagedKeys() {
  if (spilled_ == nullptr) return;
  spilled_.reset();
  rocksdb::Options options;
  options.env = environment();
  rocksdb::DestroyDB(folder_, options).PermitUncheckedError();
}

Result<std::optional<Hash128>> StagedKeys::find(const Hash128& key) const {
  if (const auto found = recent_.find(key); found != recent_.end()) {
    return std::optional<Hash128>(found->second);
  }
  if (spilled_ == nullptr) return std::optional<Hash128>();
  std::string value;
  const rocksdb::Status status = spilled_->Get(rocksdb::ReadOptions(), key_bytes(key), &value);
  if (status.IsNotFound()) return std::optional<Hash128>();
  HEADWATER_RETURN_IF_ERROR(from_rocks(status, "look up a staged id", folder_));
  return std::optional<Hash128>(Hash128{read_big_endian(value, 0), read_big_endian(value, 8)});
}

Status StagedKeys::put(const Hash128& key, const Hash128& content) {
  if (recent_.size() >= entries_in_memory_) HEADWATER_RETURN_IF_ERROR(spill());
  recent_.emplace(key, content);
  return {};
}

Status StagedKeys::spill() {
  if (spilled_ == nullptr) {
    rocksdb::BlockBasedTableOptions table;
    table.filter_policy.reset(rocksdb::NewRibbonFilterPolicy(10));
    rocksdb::Options options;
    options.env = environment();
    options.create_if_missing = true;
    options.compression = rocksdb::kNoCompression;
    options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
    rocksdb::DB* raw = nullptr;
    HEADWATER_RETURN_IF_ERROR(
        from_rocks(rocksdb::DB::Open(options, folder_, &raw), "stage source ids", folder_));
    spilled_.reset(raw);
  }
  rocksdb::WriteOptions options;
  options.disableWAL = true;  // it goes with the process anyway
  for (const auto& [key, content] : recent_) {
    HEADWATER_RETURN_IF_ERROR(from_rocks(spilled_->Put(options, key_bytes(key), key_bytes(content)),
                                         "stage source ids", folder_));
  }
  recent_.clear();
  return {};
}

}  // namespace headwater::graph::internal
