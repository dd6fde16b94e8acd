#include "graph/internal/database.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <map>
#include <thread>

#include <rocksdb/cache.h>
#include <rocksdb/file_checksum.h>
#include <rocksdb/filter_policy.h>
#include <rocksdb/table.h>

#include "graph/internal/careful_files.h"
#include "graph/internal/files.h"
#include "graph/internal/rocks_status.h"

namespace headwater::graph::internal {
namespace {

constexpr std::array<std::string_view, kFamilyCount> kNames = {
    "default",     "manifest",  "ledger",     "entity", "entity_key", "relation",
    "victim_flow", "assertion", "statistic",  "rate",   "mark",       "transaction_key",
    "opening",     "attr",      "quarantine", "out",    "in",         "victim_key",
    "tail",        "link"};

constexpr std::size_t kIndexBlockBytes = 16 << 10;

// Where an account's blocks are found one look-up at a time.
bool is_index(Family family) { return family == Family::kOut || family == Family::kIn; }

bool is_looked_up_by_hash(Family family) {
  return family == Family::kEntityKey || family == Family::kTransactionKey;
}

rocksdb::ColumnFamilyOptions options_of(Family family,
                                        const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.format_version = 5;
  table.block_size = family == Family::kLedger ? 64 << 10 : kIndexBlockBytes;
  if (is_index(family)) table.block_restart_interval = 4;
  if (is_looked_up_by_hash(family)) table.filter_policy.reset(rocksdb::NewRibbonFilterPolicy(10));
  rocksdb::ColumnFamilyOptions options;
  options.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  options.level_compaction_dynamic_level_bytes = true;
  options.compression =
      is_looked_up_by_hash(family) ? rocksdb::kNoCompression : rocksdb::kLZ4Compression;
  if (family == Family::kLedger || is_index(family)) options.compression = rocksdb::kZSTD;
  options.bottommost_compression =
      is_looked_up_by_hash(family) ? rocksdb::kNoCompression : rocksdb::kZSTD;
  return options;
}

rocksdb::DBOptions database_options(rocksdb::Env* environment, bool create,
                                    int background_threads) {
  rocksdb::DBOptions options;
  options.env = environment;
  options.create_if_missing = create;
  options.create_missing_column_families = create;
  options.max_background_jobs = std::max(background_threads, 2);
  options.file_checksum_gen_factory = rocksdb::GetFileChecksumGenCrc32cFactory();
  options.max_open_files = -1;
  options.keep_log_file_num = 2;
  options.max_total_wal_size = 32 << 20;  // what opening reads again at most
  options.info_log_level = rocksdb::WARN_LEVEL;
  options.db_host_id.clear();  // table files would tell the machine's name to whoever gets a copy
  return options;
}

std::vector<rocksdb::ColumnFamilyDescriptor> descriptors() {
  constexpr std::size_t kMiB = std::size_t{1} << 20;
  const auto cache = rocksdb::NewLRUCache(128 * kMiB);
  // Without a lock: a look-up of an account takes a few microseconds, of which locks would be one.
  const auto index_cache =
      rocksdb::HyperClockCacheOptions(256 * kMiB, kIndexBlockBytes).MakeSharedCache();
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  for (int i = 0; i < kFamilyCount; ++i) {
    const auto family = static_cast<Family>(i);
    families.emplace_back(std::string(kNames[static_cast<std::size_t>(i)]),
                          options_of(family, is_index(family) ? index_cache : cache));
  }
  return families;
}

rocksdb::ReadOptions read_options(const rocksdb::Snapshot* snapshot) {
  rocksdb::ReadOptions options;
  options.snapshot = snapshot;
  options.verify_checksums = true;
  return options;
}

rocksdb::Slice to_slice(std::string_view text) { return {text.data(), text.size()}; }
std::string_view to_view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

// The table file that RocksDB's message names, as "rocksdb/000012.sst"; empty when it names none.
// A file that it does not find it asks for under its old name, *.ldb, as well.
std::string file_named_in(const std::string& text) {
  const std::size_t end = std::min(text.find(".sst"), text.find(".ldb"));
  if (end == std::string::npos) return {};
  std::size_t begin = end;
  while (begin > 0 && text[begin - 1] >= '0' && text[begin - 1] <= '9') --begin;
  return "file rocksdb/" + text.substr(begin, end - begin) + ".sst";
}

// A file of the database that is not there or not sound is damage of the store, not of the disk.
Status not_opened(const rocksdb::Status& status, std::string_view tried, const std::string& path) {
  const std::string text = status.ToString();
  const bool missing = text.find("No such file or directory") != std::string::npos;
  if (!missing && !status.IsCorruption()) return from_rocks(status, tried, path);
  const std::string file = file_named_in(text);
  std::string found = text;
  if (!file.empty()) found = file + (missing ? " is missing" : " is damaged (" + text + ")");
  return Status(StatusCode::kCorrupt, {std::string(tried), path, std::move(found),
                                       "restore a copy, or load the sources into a new store"});
}

}  // namespace

std::string_view name_of(Family family) {
  return family == Family::kMeta ? "meta" : kNames[static_cast<std::size_t>(family)];
}

Result<std::unique_ptr<Database>> Database::open_primary(const std::string& path, bool create,
                                                         int background_threads) {
  std::unique_ptr<Database> database(new Database());
  database->path_ = path;
  database->environment_ = careful_environment(database->trust_, path);
  database->background_threads_ = background_threads;
  rocksdb::DB* raw = nullptr;
  const rocksdb::Status status =
      rocksdb::DB::Open(database_options(database->environment_.get(), create, background_threads),
                        path, descriptors(), &database->handles_, &raw);
  if (!status.ok()) return not_opened(status, "open the store for writing", path);
  database->database_.reset(raw);
  HEADWATER_RETURN_IF_ERROR(
      from_rocks(raw->DisableFileDeletions(), "open the store for writing", path));
  database->files_removed_ = std::chrono::steady_clock::now();
  return database;
}

Status Database::trust_list() {
  trust_->found_right();
  return remove_replaced_files_now();
}

// Files that compaction has replaced are removed now and then only, so that readers find time to
// open all that one list names.
Status Database::remove_replaced_files() {
  const std::lock_guard lock(removing_);
  constexpr int kMostPublished = 8;  // each leaves open files behind
  if (++published_since_ >= kMostPublished) return remove_while_locked();
  return is_removal_due() ? remove_while_locked() : Status();
}

bool Database::is_removal_due() const {
  constexpr auto kPause = std::chrono::seconds(10);
  return std::chrono::steady_clock::now() - files_removed_ >= kPause;
}

Status Database::remove_replaced_files_if_due() {
  const std::lock_guard lock(removing_);
  return is_removal_due() ? remove_while_locked() : Status();
}

Status Database::remove_replaced_files_now() {
  const std::lock_guard lock(removing_);
  return remove_while_locked();
}

// RocksDB counts who has put removal off: the two below are taken together, or it stays off.
Status Database::remove_while_locked() {
  files_removed_ = std::chrono::steady_clock::now();
  published_since_ = 0;
  HEADWATER_RETURN_IF_ERROR(
      from_rocks(database_->EnableFileDeletions(/*force=*/false), "remove replaced files", path_));
  return from_rocks(database_->DisableFileDeletions(), "remove replaced files", path_);
}

namespace {

// What a folder of RocksDB's says of its state, without opening it.
struct FolderState {
  std::string list;                            // the list of files, and how long it is
  std::map<std::string, std::uintmax_t> logs;  // and how long each is

  bool has_rows_in_logs() const {
    return std::any_of(logs.begin(), logs.end(), [](const auto& log) { return log.second > 0; });
  }
};

FolderState state_of(const std::string& path) {
  FolderState state;
  std::ifstream current(path + "/CURRENT");
  std::string name;
  std::getline(current, name);
  std::error_code error;
  const std::uintmax_t size = std::filesystem::file_size(path + "/" + name, error);
  state.list = name + " " + (error ? std::string("?") : std::to_string(size));
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    if (entry.path().extension() != ".log") continue;
    const std::uintmax_t length = entry.file_size(error);
    state.logs[entry.path().filename()] = error ? 0 : length;
  }
  return state;
}

// RocksDB reads the list, opens the files, and reads the logs last. Rows of a log that were written
// upon files which came meanwhile would be seen without these, and a log that went into files
// meanwhile would be missed: where there is a log with rows, the list must not have grown. Where
// there is none all that time, what was read is the list alone.
bool is_one_state(const FolderState& before, const FolderState& after) {
  if (before.list == after.list) return true;
  return before.logs == after.logs && !after.has_rows_in_logs();
}

}  // namespace

// A writer that compacts may remove a file between our reading of the list and our opening of it.
// It removes files after the list without them is durable, and never uses a number twice: a file
// that is missing in two openings one after the other is missing for good.
Result<std::unique_ptr<Database>> Database::open_for_reading(const std::string& path) {
  const auto give_up = std::chrono::steady_clock::now() + std::chrono::seconds(30);
  std::string found_before;
  while (true) {
    std::unique_ptr<Database> database(new Database());
    database->path_ = path;
    database->is_for_reading_ = true;
    rocksdb::DB* raw = nullptr;
    const FolderState before = state_of(path);
    const rocksdb::Status status = rocksdb::DB::OpenForReadOnly(
        database_options(environment(), false, 2), path, descriptors(), &database->handles_, &raw);
    if (status.ok()) database->database_.reset(raw);
    const bool has_grown = status.ok() && !is_one_state(before, state_of(path));
    if (status.ok() && !has_grown) return database;
    std::string found = status.ToString();
    if (!has_grown && found == found_before)
      return not_opened(status, "open the store for reading", path);
    if (std::chrono::steady_clock::now() > give_up) {
      return Status(StatusCode::kIo, {"open the store for reading", path,
                                      "a writer replaces files faster than they can be opened",
                                      "run the command again"});
    }
    found_before = std::move(found);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

Result<std::optional<std::string>> Database::peek_meta(const std::string& path,
                                                       std::string_view key) {
  Database database;
  database.path_ = path;
  std::vector<rocksdb::ColumnFamilyDescriptor> families = descriptors();
  families.resize(1);
  rocksdb::DB* raw = nullptr;
  const rocksdb::Status status = rocksdb::DB::OpenForReadOnly(
      database_options(environment(), false, 2), path, families, &database.handles_, &raw);
  if (!status.ok()) return not_opened(status, "open the store for writing", path);
  database.database_.reset(raw);
  return database.get(Family::kMeta, key, nullptr);
}

Database::~Database() {
  if (database_ != nullptr) {
    for (rocksdb::ColumnFamilyHandle* handle : handles_) {
      database_->DestroyColumnFamilyHandle(handle).PermitUncheckedError();
    }
    if (!is_for_reading_) database_->EnableFileDeletions(/*force=*/false).PermitUncheckedError();
    database_->Close().PermitUncheckedError();
    database_.reset();
  }
}

Result<std::optional<std::string>> Database::get(Family family, std::string_view key,
                                                 const rocksdb::Snapshot* snapshot) const {
  std::string value;
  const rocksdb::Status status =
      database_->Get(read_options(snapshot), handle(family), to_slice(key), &value);
  if (status.IsNotFound()) return std::optional<std::string>();
  HEADWATER_RETURN_IF_ERROR(from_rocks(status, "read the store", name_of(family)));
  return std::optional<std::string>(std::move(value));
}

Status Database::put_synced(Family family, std::string_view key, std::string_view value) {
  rocksdb::WriteOptions options;
  options.sync = true;
  return from_rocks(database_->Put(options, handle(family), to_slice(key), to_slice(value)),
                    "write the store", name_of(family));
}

Status Database::write(rocksdb::WriteBatch& batch) {
  return from_rocks(database_->Write(rocksdb::WriteOptions(), &batch), "write the store", path_);
}

Status Database::sync_log() { return from_rocks(database_->SyncWAL(), "write the store", path_); }

Status Database::scan(
    Family family, std::string_view begin, std::string_view end, const rocksdb::Snapshot* snapshot,
    const std::function<Status(std::string_view, std::string_view)>& visit) const {
  rocksdb::ReadOptions options = read_options(snapshot);
  options.fill_cache = false;
  options.readahead_size = 2 << 20;
  return walk(family, begin, end, options, visit);
}

Status Database::scan_short(
    Family family, std::string_view begin, std::string_view end, const rocksdb::Snapshot* snapshot,
    const std::function<Status(std::string_view, std::string_view)>& visit) const {
  return walk(family, begin, end, read_options(snapshot), visit);
}

Status Database::walk(Family family, std::string_view begin, std::string_view end,
                      rocksdb::ReadOptions options, const Visit& visit) const {
  const rocksdb::Slice upper = to_slice(end);
  if (!end.empty()) options.iterate_upper_bound = &upper;
  const std::unique_ptr<rocksdb::Iterator> iterator(
      database_->NewIterator(options, handle(family)));
  for (iterator->Seek(to_slice(begin)); iterator->Valid(); iterator->Next()) {
    HEADWATER_RETURN_IF_ERROR(visit(to_view(iterator->key()), to_view(iterator->value())));
  }
  return from_rocks(iterator->status(), "read the store", name_of(family));
}

Result<std::optional<std::pair<std::string, std::string>>> Database::last_at_or_before(
    Family family, std::string_view key, const rocksdb::Snapshot* snapshot) const {
  using Entry = std::pair<std::string, std::string>;
  const std::unique_ptr<rocksdb::Iterator> iterator(
      database_->NewIterator(read_options(snapshot), handle(family)));
  iterator->SeekForPrev(to_slice(key));
  HEADWATER_RETURN_IF_ERROR(from_rocks(iterator->status(), "read the store", name_of(family)));
  if (!iterator->Valid()) return std::optional<Entry>();
  return std::optional<Entry>(Entry(iterator->key().ToString(), iterator->value().ToString()));
}

std::unique_ptr<rocksdb::Iterator> Database::iterator(Family family,
                                                      const rocksdb::Snapshot* snapshot) const {
  return std::unique_ptr<rocksdb::Iterator>(
      database_->NewIterator(read_options(snapshot), handle(family)));
}

Result<bool> Database::is_empty(Family family) const {
  const std::unique_ptr<rocksdb::Iterator> iterator(
      database_->NewIterator(read_options(nullptr), handle(family)));
  iterator->SeekToFirst();
  HEADWATER_RETURN_IF_ERROR(from_rocks(iterator->status(), "read the store", name_of(family)));
  return !iterator->Valid();
}

Status Database::ingest(const std::vector<Family>& families, const std::vector<TableFiles>& files) {
  std::vector<rocksdb::IngestExternalFileArg> arguments;
  for (std::size_t i = 0; i < families.size(); ++i) {
    rocksdb::IngestExternalFileArg argument;
    argument.column_family = handle(families[i]);
    for (const TableFile& file : files[i]) {
      argument.external_files.push_back(file.path);
      argument.files_checksums.push_back(file.checksum);
      argument.files_checksum_func_names.push_back(file.checksum_name);
    }
    argument.options.move_files = true;
    argument.options.write_global_seqno = false;
    argument.options.verify_checksums_before_ingest = true;
    argument.options.verify_file_checksum = true;
    argument.options.snapshot_consistency = true;
    arguments.push_back(std::move(argument));
  }
  trust_->begin_taking_in();
  const rocksdb::Status status = database_->IngestExternalFiles(arguments);
  trust_->end_taking_in();
  HEADWATER_RETURN_IF_ERROR(from_rocks(status, "publish the commit", path_));
  // What is published is published; files that stay for now are removed with the next ones.
  [[maybe_unused]] const Status removed = remove_replaced_files();
  return {};
}

Status Database::compact(Family family) {
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForceOptimized;
  return from_rocks(database_->CompactRange(options, handle(family), nullptr, nullptr),
                    "compact the store", name_of(family));
}

rocksdb::Options Database::file_options(Family family) const {
  rocksdb::ColumnFamilyDescriptor descriptor;
  handle(family)->GetDescriptor(&descriptor).PermitUncheckedError();
  rocksdb::Options options(database_->GetDBOptions(), descriptor.options);
  options.bottommost_compression = rocksdb::kDisableCompressionOption;
  return options;
}

}  // namespace headwater::graph::internal
