// Database: RocksDB with our column families, opened as the one writer or as a reader.
//
// Keys are at least 8 bytes. Iterators are made in this class only: no prefix extractor is set, so
// every iterator sees the whole family in byte order.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <rocksdb/db.h>
#include <rocksdb/env.h>
#include <rocksdb/snapshot.h>
#include <rocksdb/write_batch.h>

#include "graph/internal/careful_files.h"
#include "graph/status.h"

namespace headwater::graph::internal {

// The families, in this order everywhere: their places are stored. Append.
enum class Family : std::uint8_t {
  kMeta,
  kManifest,
  kLedger,
  kEntity,
  kEntityKey,
  kRelation,
  kVictimFlow,
  kAssertion,
  kStatistic,
  kRate,
  kMark,
  kTransactionKey,
  kOpening,
  kAttribute,
  kQuarantine,
  kOut,
  kIn,
  kVictimKey,
  kTail,
  kLink,
};
inline constexpr int kFamilyCount = 20;
std::string_view name_of(Family family);

// A table file that is to be taken in, and what its writer says its bytes are: a checksum that is
// taken of what is read later would vouch for a bit that flipped meanwhile.
struct TableFile {
  std::string path, checksum, checksum_name;
};
using TableFiles = std::vector<TableFile>;

class Database {
 public:
  // The one writer; `create` makes what is missing.
  static Result<std::unique_ptr<Database>> open_primary(const std::string& path, bool create,
                                                        int background_threads);
  // A reader beside a possible writer: sees the state at opening, of all families at one point, and
  // writes nothing. Every file is opened, and stays open when a writer replaces it. Errors:
  // kCorrupt when a file that belongs to the database is missing or damaged, naming it; kIo.
  static Result<std::unique_ptr<Database>> open_for_reading(const std::string& path);
  // One row of `meta`, with no other family opened; nothing when it is absent. While no writer has
  // the database open. Opening as the writer removes the files that the list does not name: what
  // speaks against that is looked at before. Errors: as `open_for_reading`.
  static Result<std::optional<std::string>> peek_meta(const std::string& path,
                                                      std::string_view key);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  // Nothing when the key is absent. `snapshot` may be null.
  Result<std::optional<std::string>> get(Family family, std::string_view key,
                                         const rocksdb::Snapshot* snapshot) const;
  Status put_synced(Family family, std::string_view key, std::string_view value);

  // Visits [begin, end) in key order (empty `end`: to the family's end) until the visitor fails.
  Status scan(
      Family family, std::string_view begin, std::string_view end,
      const rocksdb::Snapshot* snapshot,
      const std::function<Status(std::string_view key, std::string_view value)>& visit) const;
  // The same for a range of few entries: fills the cache, reads nothing ahead.
  Status scan_short(
      Family family, std::string_view begin, std::string_view end,
      const rocksdb::Snapshot* snapshot,
      const std::function<Status(std::string_view key, std::string_view value)>& visit) const;
  // The last entry with key <= `key`; nothing if there is none.
  Result<std::optional<std::pair<std::string, std::string>>> last_at_or_before(
      Family family, std::string_view key, const rocksdb::Snapshot* snapshot) const;

  // An iterator over the whole family, for few entries at a time. `snapshot` may be null.
  std::unique_ptr<rocksdb::Iterator> iterator(Family family,
                                              const rocksdb::Snapshot* snapshot) const;

  // Whether the family has no row at all.
  Result<bool> is_empty(Family family) const;

  // All files become visible in one atomic step, durable when it returns. `files[i]` belongs to
  // `families[i]`; files are moved.
  Status ingest(const std::vector<Family>& families, const std::vector<TableFiles>& files);
  // Rows of several families in one atomic step, by way of the log: durable after `sync_log`, which
  // makes durable whatever was written before it began. Both thread-safe.
  Status write(rocksdb::WriteBatch& batch);
  Status sync_log();
  Status remove_synced(Family family, std::string_view key);
  // Of the writer: what was written over or taken away in [begin, end] goes from the files too.
  // What a snapshot holds back stays.
  Status flush();
  Status compact(Family family, std::string_view begin, std::string_view end);
  // The whole family, into the lowest level.
  Status compact(Family family);
  // Of the writer, when what it found is what it was to find: files that are not listed may go. No
  // file is removed before.
  Status trust_list();
  // Now and then, for a writer that takes no files in.
  Status remove_replaced_files_if_due();
  // Files that nothing needs any more are gone when it returns.
  Status remove_replaced_files_now();
  Result<std::uint64_t> snapshots_in_use() const;
  // Files below the folder that the list does not name, of a kind that holds rows.
  std::vector<std::string> files_not_listed() const;

  // Options that files of a family must be written with.
  rocksdb::Options file_options(Family family) const;

  // The database as it is now, for as long as the object stands.
  std::unique_ptr<rocksdb::ManagedSnapshot> pin() const {
    return std::make_unique<rocksdb::ManagedSnapshot>(database_.get());
  }
  rocksdb::DB& raw() { return *database_; }
  rocksdb::ColumnFamilyHandle* handle(Family family) const {
    return handles_[static_cast<std::size_t>(family)];
  }
  bool is_for_reading() const { return is_for_reading_; }
  int background_threads() const { return background_threads_; }

 private:
  Database() = default;
  using Visit = std::function<Status(std::string_view key, std::string_view value)>;
  Status walk(Family family, std::string_view begin, std::string_view end,
              rocksdb::ReadOptions options, const Visit& visit) const;
  Status remove_replaced_files();
  bool is_removal_due() const;
  Status remove_while_locked();
  bool has_overlapping_files(Family family, std::string_view begin, std::string_view end) const;

  std::string path_;
  std::mutex removing_;                                  // guards the next two
  std::chrono::steady_clock::time_point files_removed_;  // of a writer: when it last did
  int published_since_ = 0;
  bool is_for_reading_ = false;
  int background_threads_ = 2;
  std::shared_ptr<ListTrust> trust_ = std::make_shared<ListTrust>();
  std::unique_ptr<rocksdb::Env> environment_;  // of a writer
  std::unique_ptr<rocksdb::DB> database_;
  std::vector<rocksdb::ColumnFamilyHandle*> handles_;
};

}  // namespace headwater::graph::internal
