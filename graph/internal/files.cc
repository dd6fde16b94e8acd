#include "graph/internal/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <vector>

#include "graph/internal/rocks_status.h"

namespace headwater::graph::internal {
namespace {

constexpr std::size_t kWriteBufferBytes = 256 << 10;

std::atomic<rocksdb::Env*> replaced_environment{nullptr};

rocksdb::FileSystem& file_layer() { return *environment()->GetFileSystem(); }

const rocksdb::IOOptions kPlainIo;

Status not_made(const std::string& path, std::string_view tried) {
  return Status(StatusCode::kIo, {std::string(tried), path, system_message(errno),
                                  "free space, or check the disk and the folder's permissions"});
}

}  // namespace

rocksdb::Env* environment() {
  rocksdb::Env* const other = replaced_environment.load();
  return other != nullptr ? other : rocksdb::Env::Default();
}

void replace_environment(rocksdb::Env* environment) { replaced_environment = environment; }

FileWriter::FileWriter(std::string path, std::string_view tried)
    : path_(std::move(path)), tried_(tried) {}
FileWriter::~FileWriter() = default;

// The file is made here, as RocksDB would make it for everybody to read.
Result<std::unique_ptr<FileWriter>> FileWriter::create(const std::string& path,
                                                       std::string_view tried, bool replaces) {
  const int exclusive = replaces ? 0 : O_EXCL;
  const int made = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | exclusive, 0600);
  if (made < 0) return not_made(path, tried);
  ::close(made);
  std::unique_ptr<FileWriter> writer(new FileWriter(path, tried));
  HEADWATER_RETURN_IF_ERROR(
      from_rocks(file_layer().NewWritableFile(path, {}, &writer->file_, nullptr), tried, path));
  return writer;
}

Status FileWriter::append(std::string_view bytes) {
  buffer_ += bytes;
  return buffer_.size() >= kWriteBufferBytes ? write_out() : Status();
}

Status FileWriter::write_out() {
  if (buffer_.empty()) return {};
  const Status status = from_rocks(file_->Append(buffer_, kPlainIo, nullptr), tried_, path_);
  buffer_.clear();
  return status;
}

Status FileWriter::finish() {
  HEADWATER_RETURN_IF_ERROR(write_out());
  return from_rocks(file_->Close(kPlainIo, nullptr), tried_, path_);
}

Status FileWriter::finish_synced() {
  HEADWATER_RETURN_IF_ERROR(write_out());
  HEADWATER_RETURN_IF_ERROR(from_rocks(file_->Fsync(kPlainIo, nullptr), tried_, path_));
  return from_rocks(file_->Close(kPlainIo, nullptr), tried_, path_);
}

FileReader::FileReader(std::string path, std::string_view tried)
    : path_(std::move(path)), tried_(tried) {}
FileReader::~FileReader() = default;

Result<std::unique_ptr<FileReader>> FileReader::open(const std::string& path,
                                                     std::string_view tried) {
  std::unique_ptr<FileReader> reader(new FileReader(path, tried));
  HEADWATER_RETURN_IF_ERROR(
      from_rocks(file_layer().NewSequentialFile(path, {}, &reader->file_, nullptr), tried, path));
  return reader;
}

Result<std::size_t> FileReader::read(char* into, std::size_t size) {
  std::size_t got = 0;
  while (got < size) {
    rocksdb::Slice part;
    HEADWATER_RETURN_IF_ERROR(
        from_rocks(file_->Read(size - got, kPlainIo, &part, into + got, nullptr), tried_, path_));
    if (part.empty()) break;
    if (part.data() != into + got) std::copy_n(part.data(), part.size(), into + got);
    got += part.size();
  }
  return got;
}

// As above, for folders.
Status make_folder(const std::string& path, std::string_view tried) {
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) return not_made(path, tried);
  return from_rocks(file_layer().CreateDirIfMissing(path, kPlainIo, nullptr), tried, path);
}

Status rename_file(const std::string& from, const std::string& to, std::string_view tried) {
  return from_rocks(file_layer().RenameFile(from, to, kPlainIo, nullptr), tried, to);
}

Status sync_folder(const std::string& folder, std::string_view tried) {
  std::unique_ptr<rocksdb::FSDirectory> directory;
  HEADWATER_RETURN_IF_ERROR(
      from_rocks(file_layer().NewDirectory(folder, kPlainIo, &directory, nullptr), tried, folder));
  return from_rocks(directory->FsyncWithDirOptions(kPlainIo, nullptr, rocksdb::DirFsyncOptions()),
                    tried, folder);
}

void remove_file(const std::string& path) {
  file_layer().DeleteFile(path, kPlainIo, nullptr).PermitUncheckedError();
}

void remove_tree(const std::string& path) {
  std::error_code error;
  const auto status = std::filesystem::symlink_status(path, error);
  if (!std::filesystem::exists(status)) return;
  if (!std::filesystem::is_directory(status)) return remove_file(path);
  std::vector<std::string> below;
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    below.push_back(entry.path().string());
  }
  for (const std::string& each : below) remove_tree(each);
  file_layer().DeleteDir(path, kPlainIo, nullptr).PermitUncheckedError();
}

}  // namespace headwater::graph::internal
