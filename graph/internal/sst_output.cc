#include "graph/internal/sst_output.h"

#include "graph/internal/rocks_status.h"

namespace headwater::graph::internal {
namespace {
constexpr std::uint64_t kFileBytes = 256u << 20;
}

Status SstOutput::open_next() {
  const std::string path =
      folder_ + "/" + std::string(name_of(family_)) + "-" + std::to_string(files_.size()) + ".sst";
  writer_ = std::make_unique<rocksdb::SstFileWriter>(
      rocksdb::EnvOptions(), database_.file_options(family_), database_.handle(family_));
  HEADWATER_RETURN_IF_ERROR(from_rocks(writer_->Open(path), "stage the commit", path));
  files_.emplace_back().path = path;
  return {};
}

Status SstOutput::close_current() {
  if (writer_ == nullptr) return {};
  rocksdb::ExternalSstFileInfo written;
  Status status = from_rocks(writer_->Finish(&written), "stage the commit", files_.back().path);
  files_.back().checksum = written.file_checksum;
  files_.back().checksum_name = written.file_checksum_func_name;
  writer_.reset();
  return status;
}

Status SstOutput::make_room() {
  if (writer_ != nullptr && writer_->FileSize() >= kFileBytes) {
    HEADWATER_RETURN_IF_ERROR(close_current());
  }
  return writer_ == nullptr ? open_next() : Status();
}

Status SstOutput::write_held() {
  for (const auto& [key, value] : std::exchange(held_, {})) {
    HEADWATER_RETURN_IF_ERROR(put_into_file(key, value));
  }
  return {};
}

Status SstOutput::remove(std::string_view key) {
  HEADWATER_RETURN_IF_ERROR(write_held());
  HEADWATER_RETURN_IF_ERROR(make_room());
  return from_rocks(writer_->Delete(rocksdb::Slice(key.data(), key.size())), "stage the commit",
                    files_.back().path);
}

Status SstOutput::put(std::string_view key, std::string_view value) {
  held_bytes_ += key.size() + value.size();
  if (is_held() && held_bytes_ <= may_hold_) {
    held_.emplace_back(key, value);
    return {};
  }
  if (!held_.empty()) HEADWATER_RETURN_IF_ERROR(write_held());
  return put_into_file(key, value);
}

Status SstOutput::put_into_file(std::string_view key, std::string_view value) {
  HEADWATER_RETURN_IF_ERROR(make_room());
  return from_rocks(writer_->Put(rocksdb::Slice(key.data(), key.size()),
                                 rocksdb::Slice(value.data(), value.size())),
                    "stage the commit", files_.back().path);
}

Result<TableFiles> SstOutput::finish() {
  HEADWATER_RETURN_IF_ERROR(write_held());
  HEADWATER_RETURN_IF_ERROR(close_current());
  return std::move(files_);
}

}  // namespace headwater::graph::internal
