// Opening a store. Its directory holds:
//   LOCK       held by the one writer (flock)
//   head       the newest published commit
//   rocksdb/   the database
//   scratch/   files of a commit that is being staged; removed when a writer opens
#include "graph/store.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <random>

#include "graph/internal/erasure_steps.h"
#include "graph/internal/files.h"
#include "graph/internal/head_file.h"
#include "graph/internal/record_codec.h"
#include "graph/internal/store_state.h"
#include "graph/internal/store_view.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph {

using internal::Database;
using internal::Family;
using internal::MetaRecord;

namespace {

constexpr char kOpening[] = "open the store for writing";

Status no_store(const std::string& path, std::string found) {
  return input_error("open the store", path, std::move(found),
                     "give a store's directory, or make one with `headwater ingest`");
}

Status damaged(const std::string& path, std::string found) {
  return Status(StatusCode::kCorrupt,
                {"open the store", path, std::move(found),
                 "restore a backup of the whole directory, or load the sources into a new store"});
}

bool has_table_file(const std::string& folder) {
  std::error_code error;
  std::filesystem::directory_iterator files(folder, error);
  return !error && std::any_of(begin(files), end(files), [](const auto& entry) {
    return entry.path().extension() == ".sst";
  });
}

// Whether the path can be what the mode asks for, before anything is touched.
Status check_directory(const std::string& path, OpenMode mode) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    return mode == OpenMode::kCreate ? Status() : no_store(path, "it does not exist");
  }
  if (!std::filesystem::is_directory(status)) return no_store(path, "it is not a directory");
  const bool has_database = std::filesystem::exists(path + "/rocksdb/CURRENT", error);
  if (has_database) return {};
  if (std::filesystem::exists(path + "/head", error) || has_table_file(path + "/rocksdb")) {
    return damaged(path, "the database's file rocksdb/CURRENT is missing");
  }
  if (mode != OpenMode::kCreate) return no_store(path, "the directory holds no store");
  for (const auto& entry : std::filesystem::directory_iterator(path, error)) {
    const std::string name = entry.path().filename().string();
    if (name == "LOCK" || name == "scratch" || name == "rocksdb") continue;
    return no_store(path, "the directory holds other files and no store");
  }
  if (error) return no_store(path, error.message());
  return {};
}

Result<int> lock_for_writing(const std::string& path) {
  const std::string name = path + "/LOCK";
  const int file = ::open(name.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
  if (file < 0) {
    return Status(StatusCode::kIo,
                  {kOpening, name, system_message(errno), "check the folder's permissions"});
  }
  if (::flock(file, LOCK_EX | LOCK_NB) == 0) return file;
  ::close(file);
  return Status(StatusCode::kLocked, {kOpening, path, "another process is writing to it",
                                      "wait for it to end; reading is possible meanwhile"});
}

std::uint64_t random_seed() {
  std::random_device device;
  return std::uint64_t{device()} << 32 | device();
}

// Without its row of `meta` a store is either one whose making was interrupted, which has no other
// row, or a damaged one.
Status check_nothing_was_stored(const Database& database, const std::string& path,
                                const std::optional<CommitSeq>& head) {
  HEADWATER_RETURN_IF_ERROR(internal::check_head(head, CommitSeq{0}, path));
  for (int i = 0; i < internal::kFamilyCount; ++i) {
    const auto family = static_cast<Family>(i);
    HEADWATER_ASSIGN_OR_RETURN(const bool empty, database.is_empty(family));
    if (empty) continue;
    return damaged(path, "the row of `meta` is missing and family `" +
                             std::string(internal::name_of(family)) + "` holds data");
  }
  return {};
}

Result<internal::DatedMeta> decode(const std::string& stored, const std::string& path,
                                   bool any_format) {
  if (any_format) return internal::decode_older_meta(stored, path);
  HEADWATER_ASSIGN_OR_RETURN(MetaRecord meta, internal::decode_meta(stored, path));
  return internal::DatedMeta{internal::kFormatVersion, std::move(meta)};
}

Result<internal::DatedMeta> read_or_create_meta(Database& database, const std::string& path,
                                                bool create, bool any_format,
                                                const std::optional<CommitSeq>& head) {
  HEADWATER_ASSIGN_OR_RETURN(const auto stored,
                             database.get(Family::kMeta, internal::kMetaKey, nullptr));
  if (stored) {
    HEADWATER_ASSIGN_OR_RETURN(internal::DatedMeta dated, decode(*stored, path, any_format));
    HEADWATER_RETURN_IF_ERROR(internal::check_head(head, dated.meta.commit, path));
    return dated;
  }
  HEADWATER_RETURN_IF_ERROR(check_nothing_was_stored(database, path, head));
  if (!create) return no_store(path, "its making was not finished");
  internal::DatedMeta made;
  made.meta.seed = random_seed();
  HEADWATER_RETURN_IF_ERROR(
      database.put_synced(Family::kMeta, internal::kMetaKey, internal::encode_meta(made.meta)));
  return made;
}

Status read_manifests(Store::Internal& state) {
  return state.database->scan(
      Family::kManifest, "", internal::big_endian_key(state.meta.commit.value + 1), nullptr,
      [&](std::string_view key, std::string_view value) -> Status {
        HEADWATER_ASSIGN_OR_RETURN(const std::string_view body,
                                   internal::open_value(value, "manifest", key));
        internal::ByteReader reader(body);
        Manifest manifest;
        if (!internal::decode(reader, manifest) ||
            manifest.commit.value != state.manifests.size() + 1) {
          return internal::corrupt_value("manifest", key, "the row does not decode or is missing");
        }
        state.manifests.push_back(std::move(manifest));
        return {};
      });
}

// Before the writer opens the database, which removes the files of a commit that it has lost, and
// adds the families that an older format does not have.
Status check_head_before_writing(const std::string& path, const std::optional<CommitSeq>& head,
                                 bool any_format) {
  std::error_code error;
  if (!head && !std::filesystem::exists(path + "/rocksdb/CURRENT", error)) return {};
  const auto peeked = Database::peek_meta(path + "/rocksdb", internal::kMetaKey);
  if (!peeked.has_value()) return head ? peeked.error() : Status();
  const auto& stored = peeked.value();
  if (!stored) return internal::check_head(head, CommitSeq{0}, path);
  HEADWATER_ASSIGN_OR_RETURN(const internal::DatedMeta dated, decode(*stored, path, any_format));
  return internal::check_head(head, dated.meta.commit, path);
}

// A head that lags, or that an older store does not have, is written anew.
Status mend_head(const Store::Internal& state, const std::optional<CommitSeq>& head) {
  if (state.meta.commit.value == 0 || head == state.meta.commit) return {};
  HEADWATER_RETURN_IF_ERROR(internal::make_folder(state.scratch(), kOpening));
  HEADWATER_RETURN_IF_ERROR(internal::stage_head(state.scratch(), state.meta.commit));
  HEADWATER_RETURN_IF_ERROR(internal::move_head(state.scratch(), state.path));
  internal::remove_tree(state.scratch());
  return {};
}

std::string folder_above(const std::filesystem::path& folder) {
  return folder.has_parent_path() ? folder.parent_path().string() : ".";
}

// What stands in a store in plain text is its owner's: nobody else may enter its folders. One that
// is there already keeps its rights. Of a folder that was made its name is durable, up to the first
// that was there: else a power cut could take the store with all that was published in it.
Status make_private_folders(const std::string& path) {
  std::filesystem::path folder(path);
  if (!folder.has_filename()) folder = folder.parent_path();
  std::error_code error;
  std::vector<std::filesystem::path> made;
  for (auto each = folder; !each.empty() && !std::filesystem::exists(each, error);
       each = each.parent_path()) {
    made.push_back(each);
  }
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), error);
  HEADWATER_RETURN_IF_ERROR(internal::make_folder(folder.string(), kOpening));
  HEADWATER_RETURN_IF_ERROR(internal::make_folder((folder / "rocksdb").string(), kOpening));
  HEADWATER_RETURN_IF_ERROR(internal::sync_folder(folder.string(), kOpening));
  for (const std::filesystem::path& each : made) {
    HEADWATER_RETURN_IF_ERROR(internal::sync_folder(folder_above(each), kOpening));
  }
  return {};
}

// Opening the database writes its list of files anew, and RocksDB ends the process when the disk
// fills up in the middle of that: what has no room for some is told before.
Status check_room(const Store::Internal& state) {
  HEADWATER_RETURN_IF_ERROR(internal::make_folder(state.scratch(), kOpening));
  const auto room = internal::FileWriter::create(state.scratch() + "/room", kOpening, true);
  Status status = room.has_value() ? (*room)->append(std::string(64 << 10, '\0')) : room.error();
  if (status.ok()) status = (*room)->finish();
  internal::remove_tree(state.scratch());
  return status;
}

Status open_writer(Store::Internal& state, const OpenOptions& options) {
  const bool create = options.mode == OpenMode::kCreate;
  if (create) HEADWATER_RETURN_IF_ERROR(make_private_folders(state.path));
  HEADWATER_ASSIGN_OR_RETURN(state.lock_file, lock_for_writing(state.path));
  state.writable = true;
  // What an interrupted load left behind does not exist.
  internal::remove_tree(state.scratch());
  HEADWATER_RETURN_IF_ERROR(check_room(state));
  HEADWATER_ASSIGN_OR_RETURN(const auto head, internal::read_head(state.path));
  HEADWATER_RETURN_IF_ERROR(check_head_before_writing(state.path, head, options.any_format));
  HEADWATER_ASSIGN_OR_RETURN(
      state.database, Database::open_primary(state.path + "/rocksdb", create || options.any_format,
                                             options.background_threads));
  HEADWATER_ASSIGN_OR_RETURN(auto found, read_or_create_meta(*state.database, state.path, create,
                                                             options.any_format, head));
  state.meta = std::move(found.meta);
  state.format = found.format;
  HEADWATER_RETURN_IF_ERROR(state.database->trust_list());
  return mend_head(state, head);
}

bool lacks_a_family(const Status& status) {
  return status.code() == StatusCode::kUnsupported &&
         status.message().find("Column family not found") != std::string::npos;
}

// A store of an older format lacks families.
Status check_format(const std::string& path) {
  const auto stored = Database::peek_meta(path + "/rocksdb", internal::kMetaKey);
  if (!stored.has_value() || !*stored) return {};
  const auto meta = internal::decode_meta(**stored, path);
  return meta.has_value() ? Status() : meta.error();
}

Status open_reader(Store::Internal& state) {
  // First: a writer may publish before the database is open, never take a commit back.
  HEADWATER_ASSIGN_OR_RETURN(const auto head, internal::read_head(state.path));
  auto database = Database::open_for_reading(state.path + "/rocksdb");
  if (!database.has_value() && lacks_a_family(database.error())) {
    HEADWATER_RETURN_IF_ERROR(check_format(state.path));
  }
  // Whoever made it may have been stopped before all families were there: nothing was published.
  if (!database.has_value() && !head && lacks_a_family(database.error())) {
    return no_store(state.path, "its making was not finished, or an early version made it");
  }
  if (!database.has_value()) return std::move(database).error();
  state.database = std::move(database).value();
  HEADWATER_ASSIGN_OR_RETURN(auto found,
                             read_or_create_meta(*state.database, state.path, false, false, head));
  state.meta = std::move(found.meta);
  return {};
}

}  // namespace

Store::Internal::~Internal() {
  database.reset();
  if (lock_file >= 0) {
    internal::remove_tree(scratch());
    ::close(lock_file);
  }
}

void Store::Internal::publish(internal::MetaRecord newest) {
  const std::lock_guard lock(publishing);
  meta = std::move(newest);
  shown = meta;
}

void Store::Internal::publish(internal::MetaRecord newest, Manifest manifest) {
  const std::lock_guard lock(publishing);
  manifests.push_back(std::move(manifest));
  meta = std::move(newest);
  shown = meta;
}

void Store::Internal::advance(internal::MetaRecord newest, Manifest manifest) {
  const std::lock_guard lock(publishing);
  manifests.push_back(std::move(manifest));
  meta = std::move(newest);
}

void Store::Internal::show(internal::MetaRecord durable) {
  const std::lock_guard lock(publishing);
  if (durable.commit > shown.commit) shown = std::move(durable);
}

CommitSeq Store::Internal::shown_commit() const {
  const std::lock_guard lock(publishing);
  return shown.commit;
}

Status Store::Internal::check_may_write(const char* tried) const {
  if (!writable) {
    return Status(StatusCode::kLocked,
                  {tried, path, "it was opened for reading", "open it for writing"});
  }
  if (has_small_writes) {
    return Status(StatusCode::kLocked,
                  {tried, path, "small writes to it are going on", "end them first"});
  }
  if (has_failed_log) {
    return Status(StatusCode::kLocked, {tried, path, "a small write to it failed at the disk",
                                        "see to the disk, and open the store anew"});
  }
  HEADWATER_CHECK(!commit_open, "one commit at a time is staged");
  return {};
}

Store::Store() : internal_(std::make_unique<Internal>()) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const std::string& path, const OpenOptions& options) {
  HEADWATER_RETURN_IF_ERROR(check_directory(path, options.mode));
  std::unique_ptr<Store> store(new Store());
  Internal& state = *store->internal_;
  state.path = path;
  HEADWATER_RETURN_IF_ERROR(options.mode == OpenMode::kRead ? open_reader(state)
                                                            : open_writer(state, options));
  state.shown = state.meta;
  HEADWATER_RETURN_IF_ERROR(read_manifests(state));
  if (state.manifests.size() != state.meta.commit.value) {
    return internal::corrupt_value("manifest", internal::big_endian_key(state.meta.commit.value),
                                   "manifests of published commits are missing");
  }
  if (state.writable) {
    HEADWATER_RETURN_IF_ERROR(internal::finish_erasure(state, [](std::string_view) {}));
  }
  return store;
}

const std::string& Store::path() const { return internal_->path; }
CommitSeq Store::latest_commit() const {
  const std::lock_guard lock(internal_->publishing);
  return internal_->shown.commit;
}
std::string Store::victim_key_fingerprint() const {
  const std::lock_guard lock(internal_->publishing);
  return internal_->shown.victim_key_fingerprint;
}

Result<std::unique_ptr<StoreView>> Store::view(const ViewOptions& options) const {
  return internal::make_view(*internal_, options);
}

Result<std::map<std::string, std::uint64_t>> sizes_by_family(const Store& store) {
  std::map<std::string, std::uint64_t> sizes;
  const Database& database = *store.internal().database;
  for (int i = 0; i < internal::kFamilyCount; ++i) {
    const auto family = static_cast<Family>(i);
    std::uint64_t bytes = 0;
    rocksdb::ColumnFamilyMetaData files;
    store.internal().database->raw().GetColumnFamilyMetaData(database.handle(family), &files);
    bytes = files.size;
    sizes[std::string(internal::name_of(family))] = bytes;
  }
  return sizes;
}

}  // namespace headwater::graph
