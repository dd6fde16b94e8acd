// A file system under the store that fails where it is told to: at the n-th write, sync, change of
// a name or read. It stands below RocksDB and below the store's own files.
//
//   FaultyDisk disk(root, shadow);                      // from now on
//   disk.arm({FaultKind::kTornWrite, 17, false, seed});
//   ... work below root; the store is closed again ...
//   disk.settle(&random);                               // after a power cut: what is left
#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <random>
#include <string>

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include "tests/support/disk_model.h"

namespace headwater::tests {

enum class FaultKind {
  kNone,
  kPowerCut,    // before any change
  kTornWrite,   // some of the bytes of a write, then a power cut
  kWriteError,  // nothing is written
  kFullDisk,    // nothing is written, and no file made
  kSyncError,   // of a file or folder: what was to be synced is not
  kNameError,   // a file or folder is not made, linked, renamed or removed
  kReadError,
  kFlippedBit,  // of what is read
};

struct Fault {
  FaultKind kind = FaultKind::kNone;
  std::uint64_t at = 0;  // of the operations that it can strike, from 0
  bool lasts = false;    // all later ones too
  std::uint64_t seed = 0;
};

class FaultyDisk final : public rocksdb::FileSystemWrapper {
 public:
  static const char* kClassName() { return "FaultyDisk"; }
  const char* Name() const override { return kClassName(); }

  // Until it is destroyed the store lies on it. Only what is below `root` is looked at.
  FaultyDisk(const std::string& root, const std::string& shadow);
  ~FaultyDisk() override;

  void arm(const Fault& fault);
  // Operations since then that a fault of this kind can strike; whether it struck.
  std::uint64_t operations(FaultKind kind) const;
  bool has_struck() const { return has_struck_; }
  // Cuts the power now, unless that has happened.
  void cut_power();
  // When no file is open any more: after a power cut makes the folder what is left of it.
  void settle(std::mt19937_64* random);

  // The file system itself; RocksDB calls these.
  using Io = rocksdb::IOStatus;
  using Debug = rocksdb::IODebugContext;
  Io NewSequentialFile(const std::string& path, const rocksdb::FileOptions& options,
                       std::unique_ptr<rocksdb::FSSequentialFile>* file, Debug* debug) override;
  Io NewRandomAccessFile(const std::string& path, const rocksdb::FileOptions& options,
                         std::unique_ptr<rocksdb::FSRandomAccessFile>* file, Debug* debug) override;
  Io NewWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                     std::unique_ptr<rocksdb::FSWritableFile>* file, Debug* debug) override;
  Io ReopenWritableFile(const std::string& path, const rocksdb::FileOptions& options,
                        std::unique_ptr<rocksdb::FSWritableFile>* file, Debug* debug) override;
  Io NewDirectory(const std::string& path, const rocksdb::IOOptions& options,
                  std::unique_ptr<rocksdb::FSDirectory>* folder, Debug* debug) override;
  Io DeleteFile(const std::string& path, const rocksdb::IOOptions& options, Debug* debug) override;
  Io Truncate(const std::string& path, std::size_t size, const rocksdb::IOOptions& options,
              Debug* debug) override;
  Io CreateDir(const std::string& path, const rocksdb::IOOptions& options, Debug* debug) override;
  Io CreateDirIfMissing(const std::string& path, const rocksdb::IOOptions& options,
                        Debug* debug) override;
  Io DeleteDir(const std::string& path, const rocksdb::IOOptions& options, Debug* debug) override;
  Io RenameFile(const std::string& from, const std::string& to, const rocksdb::IOOptions& options,
                Debug* debug) override;
  Io LinkFile(const std::string& from, const std::string& to, const rocksdb::IOOptions& options,
              Debug* debug) override;

  // What open files ask and tell.
  Io append(DiskModel::Id file, const rocksdb::Slice& data,
            const std::function<Io(const rocksdb::Slice&)>& write);
  Io sync(DiskModel::Id file, const std::function<Io()>& sync_it);
  Io sync_folder(const std::string& path, const std::function<Io()>& sync_it);
  Io read(rocksdb::Slice* result, char* scratch);

 private:
  enum class Group { kWrite, kSync, kName, kRead };
  static bool strikes(FaultKind kind, Group group);
  // Counts one; an error when it shall fail.
  Io ask(Group group);
  Io power_is_off() const;
  bool is_watched(const std::string& path) const;
  template <typename Do, typename Note>
  Io change_name(const std::string& path, Do perform, Note note);

  mutable std::recursive_mutex mutex_;
  std::unique_ptr<rocksdb::Env> environment_;
  DiskModel model_;
  Fault fault_;
  std::mt19937_64 random_;
  std::uint64_t counts_[4] = {};  // by group
  bool is_dead_ = false, has_struck_ = false, tears_ = false, flips_ = false;
};

}  // namespace headwater::tests
