#include "tests/support/faulty_disk.h"

#include <algorithm>
#include <filesystem>
#include <functional>

#include "graph/internal/files.h"

namespace headwater::tests {

using rocksdb::FileOptions;
using rocksdb::FSWritableFile;
using rocksdb::IOOptions;
using rocksdb::IOStatus;
using rocksdb::Slice;
using Debug = FaultyDisk::Debug;

namespace {

class WatchedWritableFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  WatchedWritableFile(std::unique_ptr<FSWritableFile>&& file, FaultyDisk& disk, DiskModel::Id id)
      : rocksdb::FSWritableFileOwnerWrapper(std::move(file)), disk_(disk), id_(id) {}

  IOStatus Append(const Slice& data, const IOOptions& options, Debug* debug) override {
    return disk_.append(id_, data,
                        [&](const Slice& part) { return target()->Append(part, options, debug); });
  }
  IOStatus Append(const Slice& data, const IOOptions& options, const rocksdb::DataVerificationInfo&,
                  Debug* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Sync(const IOOptions& options, Debug* debug) override {
    return disk_.sync(id_, [&] { return target()->Sync(options, debug); });
  }
  IOStatus Fsync(const IOOptions& options, Debug* debug) override {
    return disk_.sync(id_, [&] { return target()->Fsync(options, debug); });
  }

 private:
  FaultyDisk& disk_;
  DiskModel::Id id_;
};

class WatchedSequentialFile final : public rocksdb::FSSequentialFileOwnerWrapper {
 public:
  WatchedSequentialFile(std::unique_ptr<rocksdb::FSSequentialFile>&& file, FaultyDisk& disk)
      : rocksdb::FSSequentialFileOwnerWrapper(std::move(file)), disk_(disk) {}
  IOStatus Read(std::size_t n, const IOOptions& options, Slice* result, char* scratch,
                Debug* debug) override {
    const IOStatus status = target()->Read(n, options, result, scratch, debug);
    return status.ok() ? disk_.read(result, scratch) : status;
  }

 private:
  FaultyDisk& disk_;
};

class WatchedRandomAccessFile final : public rocksdb::FSRandomAccessFileOwnerWrapper {
 public:
  WatchedRandomAccessFile(std::unique_ptr<rocksdb::FSRandomAccessFile>&& file, FaultyDisk& disk)
      : rocksdb::FSRandomAccessFileOwnerWrapper(std::move(file)), disk_(disk) {}
  IOStatus Read(std::uint64_t offset, std::size_t n, const IOOptions& options, Slice* result,
                char* scratch, Debug* debug) const override {
    const IOStatus status = target()->Read(offset, n, options, result, scratch, debug);
    return status.ok() ? disk_.read(result, scratch) : status;
  }
  IOStatus MultiRead(rocksdb::FSReadRequest* requests, std::size_t count, const IOOptions& options,
                     Debug* debug) override {
    for (std::size_t i = 0; i < count; ++i) {
      rocksdb::FSReadRequest& one = requests[i];
      one.status = Read(one.offset, one.len, options, &one.result, one.scratch, debug);
    }
    return IOStatus::OK();
  }

 private:
  FaultyDisk& disk_;
};

class WatchedFolder final : public rocksdb::FSDirectory {
 public:
  WatchedFolder(std::unique_ptr<rocksdb::FSDirectory>&& folder, FaultyDisk& disk, std::string path)
      : folder_(std::move(folder)), disk_(disk), path_(std::move(path)) {}
  IOStatus Fsync(const IOOptions& options, Debug* debug) override {
    return disk_.sync_folder(path_, [&] { return folder_->Fsync(options, debug); });
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, Debug* debug,
                               const rocksdb::DirFsyncOptions& how) override {
    return disk_.sync_folder(path_,
                             [&] { return folder_->FsyncWithDirOptions(options, debug, how); });
  }
  IOStatus Close(const IOOptions& options, Debug* debug) override {
    return folder_->Close(options, debug);
  }
  std::size_t GetUniqueId(char* id, std::size_t size) const override {
    return folder_->GetUniqueId(id, size);
  }

 private:
  std::unique_ptr<rocksdb::FSDirectory> folder_;
  FaultyDisk& disk_;
  std::string path_;
};

}  // namespace

FaultyDisk::FaultyDisk(const std::string& root, const std::string& shadow)
    : rocksdb::FileSystemWrapper(rocksdb::FileSystem::Default()), model_(root, shadow) {
  // RocksDB wants to share it; it is its maker's.
  environment_ = rocksdb::NewCompositeEnv(
      std::shared_ptr<rocksdb::FileSystem>(this, [](rocksdb::FileSystem*) {}));
  graph::internal::replace_environment(environment_.get());
}

FaultyDisk::~FaultyDisk() { graph::internal::replace_environment(nullptr); }

void FaultyDisk::arm(const Fault& fault) {
  const std::lock_guard lock(mutex_);
  fault_ = fault;
  random_.seed(fault.seed);
  std::fill(std::begin(counts_), std::end(counts_), 0);
  has_struck_ = false;
}

bool FaultyDisk::strikes(FaultKind kind, Group group) {
  switch (kind) {
    case FaultKind::kNone:
      return false;
    case FaultKind::kPowerCut:
      return group != Group::kRead;
    case FaultKind::kTornWrite:
    case FaultKind::kWriteError:
    case FaultKind::kFullDisk:
      return group == Group::kWrite;
    case FaultKind::kSyncError:
      return group == Group::kSync;
    case FaultKind::kNameError:
      return group == Group::kName;
    case FaultKind::kReadError:
    case FaultKind::kFlippedBit:
      return group == Group::kRead;
  }
  return false;
}

std::uint64_t FaultyDisk::operations(FaultKind kind) const {
  const std::lock_guard lock(mutex_);
  std::uint64_t sum = 0;
  for (const Group group : {Group::kWrite, Group::kSync, Group::kName, Group::kRead}) {
    if (strikes(kind, group)) sum += counts_[static_cast<int>(group)];
  }
  return sum;
}

IOStatus FaultyDisk::power_is_off() const { return IOStatus::IOError("the power is off (test)"); }

void FaultyDisk::cut_power() {
  const std::lock_guard lock(mutex_);
  is_dead_ = true;
}

void FaultyDisk::settle(std::mt19937_64* random) {
  const std::lock_guard lock(mutex_);
  if (is_dead_) model_.cut_power(random);
  fault_ = {};
}

IOStatus FaultyDisk::ask(Group group) {
  if (is_dead_) return power_is_off();
  const std::uint64_t before = operations(fault_.kind);
  ++counts_[static_cast<int>(group)];
  if (!strikes(fault_.kind, group)) return IOStatus::OK();
  const bool is_struck = before == fault_.at || (fault_.lasts && before > fault_.at);
  if (!is_struck) return IOStatus::OK();
  has_struck_ = true;
  switch (fault_.kind) {
    case FaultKind::kPowerCut:
      is_dead_ = true;
      return power_is_off();
    case FaultKind::kTornWrite:
      tears_ = true;
      return IOStatus::OK();
    case FaultKind::kFlippedBit:
      flips_ = true;
      return IOStatus::OK();
    case FaultKind::kFullDisk:
      return IOStatus::NoSpace("No space left on device (test)");
    default:
      return IOStatus::IOError("the disk fails (test)");
  }
}

// RocksDB's own diary is nobody's data.
bool FaultyDisk::is_watched(const std::string& path) const {
  return model_.covers(path) && !std::filesystem::path(path).filename().string().starts_with("LOG");
}

IOStatus FaultyDisk::append(DiskModel::Id file, const Slice& data,
                            const std::function<IOStatus(const Slice&)>& write) {
  const std::lock_guard lock(mutex_);
  const IOStatus status = ask(Group::kWrite);
  if (!status.ok()) return status;
  Slice part = data;
  if (tears_) part = Slice(data.data(), random_() % (data.size() + 1));
  const IOStatus written = write(part);
  if (written.ok()) model_.appended(file, part.size());
  if (!tears_) return written;
  tears_ = false;
  is_dead_ = true;
  return power_is_off();
}

IOStatus FaultyDisk::sync(DiskModel::Id file, const std::function<IOStatus()>& sync_it) {
  const std::lock_guard lock(mutex_);
  IOStatus status = ask(Group::kSync);
  if (status.ok()) status = sync_it();
  if (status.ok()) model_.synced(file);
  return status;
}

IOStatus FaultyDisk::sync_folder(const std::string& path,
                                 const std::function<IOStatus()>& sync_it) {
  const std::lock_guard lock(mutex_);
  IOStatus status = ask(Group::kSync);
  if (status.ok()) status = sync_it();
  if (status.ok()) model_.synced_folder(path);
  return status;
}

IOStatus FaultyDisk::read(Slice* result, char* scratch) {
  const std::lock_guard lock(mutex_);
  if (result->empty()) return IOStatus::OK();
  const IOStatus status = ask(Group::kRead);
  if (!status.ok() || !flips_) return status;
  flips_ = false;
  if (result->data() != scratch) std::copy_n(result->data(), result->size(), scratch);
  const std::size_t at = random_() % result->size();
  scratch[at] = static_cast<char>(scratch[at] ^ (1 << (random_() % 8)));
  *result = Slice(scratch, result->size());
  return status;
}

IOStatus FaultyDisk::NewSequentialFile(const std::string& path, const FileOptions& options,
                                       std::unique_ptr<rocksdb::FSSequentialFile>* file,
                                       Debug* debug) {
  IOStatus status = target()->NewSequentialFile(path, options, file, debug);
  if (status.ok() && is_watched(path)) {
    *file = std::make_unique<WatchedSequentialFile>(std::move(*file), *this);
  }
  return status;
}

IOStatus FaultyDisk::NewRandomAccessFile(const std::string& path, const FileOptions& options,
                                         std::unique_ptr<rocksdb::FSRandomAccessFile>* file,
                                         Debug* debug) {
  IOStatus status = target()->NewRandomAccessFile(path, options, file, debug);
  if (status.ok() && is_watched(path)) {
    *file = std::make_unique<WatchedRandomAccessFile>(std::move(*file), *this);
  }
  return status;
}

IOStatus FaultyDisk::NewWritableFile(const std::string& path, const FileOptions& options,
                                     std::unique_ptr<FSWritableFile>* file, Debug* debug) {
  if (!is_watched(path)) return target()->NewWritableFile(path, options, file, debug);
  const std::lock_guard lock(mutex_);
  IOStatus status = ask(Group::kName);
  if (status.ok()) status = target()->NewWritableFile(path, options, file, debug);
  if (!status.ok()) return status;
  *file = std::make_unique<WatchedWritableFile>(std::move(*file), *this, model_.created(path));
  return status;
}

IOStatus FaultyDisk::ReopenWritableFile(const std::string& path, const FileOptions& options,
                                        std::unique_ptr<FSWritableFile>* file, Debug* debug) {
  if (!is_watched(path)) return target()->ReopenWritableFile(path, options, file, debug);
  const std::lock_guard lock(mutex_);
  IOStatus status = ask(Group::kName);
  if (status.ok()) status = target()->ReopenWritableFile(path, options, file, debug);
  if (!status.ok()) return status;
  *file = std::make_unique<WatchedWritableFile>(std::move(*file), *this, model_.opened(path));
  return status;
}

IOStatus FaultyDisk::NewDirectory(const std::string& path, const IOOptions& options,
                                  std::unique_ptr<rocksdb::FSDirectory>* folder, Debug* debug) {
  IOStatus status = target()->NewDirectory(path, options, folder, debug);
  if (status.ok() && is_watched(path)) {
    *folder = std::make_unique<WatchedFolder>(std::move(*folder), *this, path);
  }
  return status;
}

template <typename Do, typename Note>
IOStatus FaultyDisk::change_name(const std::string& path, Do perform, Note note) {
  if (!is_watched(path)) return perform();
  const std::lock_guard lock(mutex_);
  IOStatus status = ask(Group::kName);
  if (status.ok()) status = perform();
  if (status.ok()) note();
  return status;
}

IOStatus FaultyDisk::DeleteFile(const std::string& path, const IOOptions& options, Debug* debug) {
  return change_name(
      path, [&] { return target()->DeleteFile(path, options, debug); },
      [&] { model_.removed(path); });
}

IOStatus FaultyDisk::Truncate(const std::string& path, std::size_t size, const IOOptions& options,
                              Debug* debug) {
  return change_name(
      path, [&] { return target()->Truncate(path, size, options, debug); },
      [&] { model_.cut_to(path, size); });
}

IOStatus FaultyDisk::CreateDir(const std::string& path, const IOOptions& options, Debug* debug) {
  return change_name(
      path, [&] { return target()->CreateDir(path, options, debug); },
      [&] { model_.made_folder(path); });
}

IOStatus FaultyDisk::CreateDirIfMissing(const std::string& path, const IOOptions& options,
                                        Debug* debug) {
  return change_name(
      path, [&] { return target()->CreateDirIfMissing(path, options, debug); },
      [&] { model_.made_folder(path); });
}

IOStatus FaultyDisk::DeleteDir(const std::string& path, const IOOptions& options, Debug* debug) {
  return change_name(
      path, [&] { return target()->DeleteDir(path, options, debug); },
      [&] { model_.removed(path); });
}

IOStatus FaultyDisk::RenameFile(const std::string& from, const std::string& to,
                                const IOOptions& options, Debug* debug) {
  return change_name(
      from, [&] { return target()->RenameFile(from, to, options, debug); },
      [&] { model_.renamed(from, to); });
}

IOStatus FaultyDisk::LinkFile(const std::string& from, const std::string& to,
                              const IOOptions& options, Debug* debug) {
  return change_name(
      from, [&] { return target()->LinkFile(from, to, options, debug); },
      [&] { model_.linked(from, to); });
}

}  // namespace headwater::tests
