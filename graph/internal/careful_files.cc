#include "graph/internal/careful_files.h"

#include <filesystem>
#include <string>
#include <utility>

#include <rocksdb/file_system.h>

#include "graph/internal/files.h"

namespace headwater::graph::internal {
namespace {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

std::string name_of(const std::string& path) { return path.substr(path.rfind('/') + 1); }

std::filesystem::path plain(const std::filesystem::path& path) {
  const std::filesystem::path normal = path.lexically_normal();
  return normal.has_filename() ? normal : normal.parent_path();
}

IOStatus noted(IOStatus status, ListTrust& trust) {
  if (!status.ok()) trust.note_failure();
  return status;
}

IOStatus misread() {
  return IOStatus::IOError("a file that is taken in was read with an error, or once so, once so");
}

class ListFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  ListFile(std::unique_ptr<rocksdb::FSWritableFile>&& file, std::shared_ptr<ListTrust> trust)
      : rocksdb::FSWritableFileOwnerWrapper(std::move(file)), trust_(std::move(trust)) {}
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    if (!trust_->may_be_written()) return misread();
    return noted(target()->Append(data, options, debug), *trust_);
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo& verification,
                  IODebugContext* debug) override {
    if (!trust_->may_be_written()) return misread();
    return noted(target()->Append(data, options, verification, debug), *trust_);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    return noted(target()->Sync(options, debug), *trust_);
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return noted(target()->Fsync(options, debug), *trust_);
  }
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override {
    return noted(target()->Close(options, debug), *trust_);
  }

 private:
  std::shared_ptr<ListTrust> trust_;
};

// Blocks are shorter; what is longer is read ahead for a checksum, which tells.
constexpr std::size_t kMostReadTwice = 256 << 10;

class TwiceReadFile final : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  TwiceReadFile(std::unique_ptr<rocksdb::FSRandomAccessFile>&& file,
                std::shared_ptr<ListTrust> trust)
      : rocksdb::FSRandomAccessFileOwnerWrapper(std::move(file)), trust_(std::move(trust)) {}
  IOStatus Read(std::uint64_t offset, std::size_t size, const IOOptions& options,
                rocksdb::Slice* result, char* scratch, IODebugContext* debug) const override {
    const IOStatus status = target()->Read(offset, size, options, result, scratch, debug);
    if (!trust_->is_taking_in() || size > kMostReadTwice) return status;
    std::string space(size, '\0');
    rocksdb::Slice again;
    const bool is_same = status.ok() &&
                         target()->Read(offset, size, options, &again, space.data(), debug).ok() &&
                         again == *result;
    if (!is_same) trust_->note_misread();
    return status;
  }

 private:
  std::shared_ptr<ListTrust> trust_;
};

// Two files of one log, read side by side.
class TwiceReadLog final : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  TwiceReadLog(std::unique_ptr<rocksdb::FSSequentialFile>&& file,
               std::unique_ptr<rocksdb::FSSequentialFile>&& again)
      : rocksdb::FSSequentialFileOwnerWrapper(std::move(file)), again_(std::move(again)) {}
  IOStatus Read(std::size_t size, const IOOptions& options, rocksdb::Slice* result, char* scratch,
                IODebugContext* debug) override {
    const IOStatus status = target()->Read(size, options, result, scratch, debug);
    space_.resize(size);
    rocksdb::Slice twin;
    const bool is_same = status.ok() &&
                         again_->Read(size, options, &twin, space_.data(), debug).ok() &&
                         twin == *result;
    if (is_same) return status;
    return status.ok() ? IOStatus::IOError("a log was read once so, once so") : status;
  }
  IOStatus Skip(std::uint64_t size) override {
    const IOStatus status = target()->Skip(size);
    return status.ok() ? again_->Skip(size) : status;
  }

 private:
  std::unique_ptr<rocksdb::FSSequentialFile> again_;
  std::string space_;
};

class Folder final : public rocksdb::FSDirectory {
 public:
  Folder(std::unique_ptr<rocksdb::FSDirectory>&& folder, std::shared_ptr<ListTrust> trust)
      : folder_(std::move(folder)), trust_(std::move(trust)) {}
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return noted(folder_->Fsync(options, debug), *trust_);
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions& how) override {
    return noted(folder_->FsyncWithDirOptions(options, debug, how), *trust_);
  }
  IOStatus Close(const IOOptions& options, IODebugContext* debug) override {
    return folder_->Close(options, debug);
  }
  std::size_t GetUniqueId(char* id, std::size_t size) const override {
    return folder_->GetUniqueId(id, size);
  }

 private:
  std::unique_ptr<rocksdb::FSDirectory> folder_;
  std::shared_ptr<ListTrust> trust_;
};

class CarefulFiles final : public rocksdb::FileSystemWrapper {
 public:
  CarefulFiles(const std::shared_ptr<rocksdb::FileSystem>& files, std::shared_ptr<ListTrust> trust,
               const std::string& folder)
      : rocksdb::FileSystemWrapper(files), trust_(std::move(trust)), folder_(plain(folder)) {}
  static const char* kClassName() { return "CarefulFiles"; }
  const char* Name() const override { return kClassName(); }

  IOStatus NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                           std::unique_ptr<rocksdb::FSWritableFile>* file,
                           IODebugContext* debug) override {
    if (is_list(path)) trust_->note_begun();
    const IOStatus status = target()->NewWritableFile(path, options, file, debug);
    if (!is_of_list(path)) return status;
    if (status.ok()) *file = std::make_unique<ListFile>(std::move(*file), trust_);
    return noted(status, *trust_);
  }
  IOStatus NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                             std::unique_ptr<rocksdb::FSSequentialFile>* file,
                             IODebugContext* debug) override {
    IOStatus status = target()->NewSequentialFile(path, options, file, debug);
    if (!status.ok() || !name_of(path).ends_with(".log")) return status;
    std::unique_ptr<rocksdb::FSSequentialFile> again;
    status = target()->NewSequentialFile(path, options, &again, debug);
    if (status.ok()) *file = std::make_unique<TwiceReadLog>(std::move(*file), std::move(again));
    return status;
  }
  IOStatus NewRandomAccessFile(const std::string& path, const rocksdb::FileOptions& options,
                               std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                               IODebugContext* debug) override {
    const IOStatus status = target()->NewRandomAccessFile(path, options, file, debug);
    if (trust_->is_taking_in() && !status.ok()) trust_->note_misread();
    if (status.ok() && trust_->is_taking_in()) {
      *file = std::make_unique<TwiceReadFile>(std::move(*file), trust_);
    }
    return status;
  }
  IOStatus NewDirectory(const std::string& path, const IOOptions& options,
                        std::unique_ptr<rocksdb::FSDirectory>* folder,
                        IODebugContext* debug) override {
    const IOStatus status = target()->NewDirectory(path, options, folder, debug);
    if (status.ok()) *folder = std::make_unique<Folder>(std::move(*folder), trust_);
    return status;
  }
  IOStatus RenameFile(const std::string& from, const std::string& to, const IOOptions& options,
                      IODebugContext* debug) override {
    const IOStatus status = target()->RenameFile(from, to, options, debug);
    if (status.ok() && name_of(to) == "CURRENT" && is_of_database(to)) trust_->note_current();
    return is_of_list(to) ? noted(status, *trust_) : status;
  }
  IOStatus DeleteFile(const std::string& path, const IOOptions& options,
                      IODebugContext* debug) override {
    return trust_->is_given() ? target()->DeleteFile(path, options, debug) : IOStatus::OK();
  }

 private:
  bool is_list(const std::string& path) const {
    return name_of(path).starts_with("MANIFEST") && is_of_database(path);
  }
  // The list and what is renamed to CURRENT.
  bool is_of_list(const std::string& path) const {
    const std::string name = name_of(path);
    return is_list(path) ||
           ((name == "CURRENT" || name.ends_with(".dbtmp")) && is_of_database(path));
  }
  bool is_of_database(const std::string& path) const {
    return plain(path).parent_path() == folder_;
  }

  std::shared_ptr<ListTrust> trust_;
  std::filesystem::path folder_;
};

}  // namespace

std::unique_ptr<rocksdb::Env> careful_environment(std::shared_ptr<ListTrust> trust,
                                                  const std::string& folder) {
  return rocksdb::NewCompositeEnv(
      std::make_shared<CarefulFiles>(environment()->GetFileSystem(), std::move(trust), folder));
}

}  // namespace headwater::graph::internal
