#include "graph/backup.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <filesystem>
#include <functional>
#include <memory>

#include <rocksdb/utilities/checkpoint.h>

#include "graph/internal/backup_list.h"
#include "graph/internal/files.h"
#include "graph/internal/rocks_status.h"
#include "graph/internal/store_state.h"

namespace headwater::graph {
namespace {

namespace fs = std::filesystem;
using internal::BackupList;
using internal::CopiedFile;

constexpr char kNotedBackups[] = "/backups";
constexpr char kNaming[] = "name the finished copy";

// A folder under construction: it gets its name when all is well, and is removed otherwise.
class FolderInTheMaking {
 public:
  static Result<std::unique_ptr<FolderInTheMaking>> make(const std::string& name,
                                                         std::string_view tried) {
    std::unique_ptr<FolderInTheMaking> folder(new FolderInTheMaking(name));
    std::error_code ignored;
    if (fs::exists(name, ignored)) {
      return question_error(std::string(tried), name, "it exists already",
                            "name a folder that does not");
    }
    HEADWATER_RETURN_IF_ERROR(folder->take(tried));
    return folder;
  }
  ~FolderInTheMaking() {
    if (is_ours_) internal::remove_tree(path());
    if (lock_ >= 0) ::close(lock_);
  }
  FolderInTheMaking(const FolderInTheMaking&) = delete;
  FolderInTheMaking& operator=(const FolderInTheMaking&) = delete;

  std::string path() const { return name_ + ".partial"; }

  Status finish() {
    for (const std::string& each : {path() + "/rocksdb", path()}) {
      HEADWATER_RETURN_IF_ERROR(internal::sync_folder(each, kNaming));
    }
    HEADWATER_RETURN_IF_ERROR(internal::rename_file(path(), name_, kNaming));
    is_ours_ = false;
    const fs::path above = fs::path(name_).parent_path();
    return internal::sync_folder(above.empty() ? "." : above.string(), kNaming);
  }

 private:
  explicit FolderInTheMaking(std::string name) : name_(std::move(name)) {
    while (name_.size() > 1 && name_.back() == '/') name_.pop_back();
  }

  // What an interrupted copy left is nobody's, and goes; a copy at work holds a lock on its folder.
  Status take(std::string_view tried) {
    const auto refused = [&](std::string found, const char* remedy) {
      return Status(StatusCode::kIo, {std::string(tried), path(), std::move(found), remedy});
    };
    HEADWATER_RETURN_IF_ERROR(internal::make_folder(path(), tried));
    lock_ = ::open(path().c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (lock_ < 0) return refused(system_message(errno), "check the path and its permissions");
    if (::flock(lock_, LOCK_EX | LOCK_NB) != 0) {
      return refused("another process is making this copy", "wait for it");
    }
    is_ours_ = true;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(path(), error)) {
      internal::remove_tree(entry.path().string());
    }
    if (!error && fs::is_empty(path(), error)) {
      return internal::make_folder(path() + "/rocksdb", tried);
    }
    return refused("it cannot be emptied", "check the permissions of what is in it");
  }

  std::string name_;
  int lock_ = -1;
  bool is_ours_ = false;
};

// Opens a copy and looks at all of it.
Result<std::string> digest_of_sound_store(const std::string& path,
                                          const ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const auto store, Store::open(path, {.mode = OpenMode::kRead}));
  HEADWATER_ASSIGN_OR_RETURN(const VerifyReport report, verify(*store, true, context));
  if (report.ok()) return report.content_digest;
  return Status(StatusCode::kCorrupt,
                {"verify the copy", path, report.problems.front(),
                 "run `headwater verify` on the original, and use another backup"});
}

BackupReport report_of(const BackupList& list) {
  BackupReport report{list.commit, list.content_digest, list.files.size(), 0};
  for (const auto& [name, file] : list.files) report.bytes += file.bytes;
  return report;
}

// A checkpoint in the scratch folder, made of links and gone with the object.
class CheckpointFolder {
 public:
  explicit CheckpointFolder(std::string path) : path_(std::move(path)) {}
  ~CheckpointFolder() { internal::remove_tree(fs::path(path_).parent_path().string()); }
  CheckpointFolder(const CheckpointFolder&) = delete;
  CheckpointFolder& operator=(const CheckpointFolder&) = delete;

  Status make(rocksdb::DB& database) const {
    HEADWATER_RETURN_IF_ERROR(
        internal::make_folder(fs::path(path_).parent_path().string(), "make a checkpoint"));
    rocksdb::Checkpoint* raw = nullptr;
    HEADWATER_RETURN_IF_ERROR(internal::from_rocks(rocksdb::Checkpoint::Create(&database, &raw),
                                                   "make a checkpoint", path_));
    const std::unique_ptr<rocksdb::Checkpoint> checkpoint(raw);
    return internal::from_rocks(checkpoint->CreateCheckpoint(path_), "make a checkpoint", path_);
  }
  Result<std::vector<std::string>> names() const {
    std::vector<std::string> names;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator(path_, error)) {
      names.push_back(entry.path().filename().string());
    }
    if (!error) return names;
    return Status(StatusCode::kIo, {"read a checkpoint", path_, error.message(), "check the disk"});
  }

 private:
  std::string path_;
};

Result<BackupList> copy_out(const Store::Internal& state, const std::string& folder,
                            const ExecutionContext& context) {
  const std::string path = state.scratch() + "/checkpoint";
  const CheckpointFolder checkpoint(path);
  HEADWATER_RETURN_IF_ERROR(checkpoint.make(state.database->raw()));
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<std::string> names, checkpoint.names());
  BackupList list;
  list.commit = state.meta.commit;
  std::uint64_t done = 0;
  for (const std::string& name : names) {
    const std::string below = "rocksdb/" + name;
    HEADWATER_ASSIGN_OR_RETURN(
        list.files[below], internal::copy_file(path + "/" + name, folder + "/" + below, context));
    context.report({"copying the store", ++done, names.size(), "files"});
  }
  std::error_code ignored;
  if (fs::exists(state.path + "/head", ignored)) {
    HEADWATER_ASSIGN_OR_RETURN(
        list.files["head"], internal::copy_file(state.path + "/head", folder + "/head", context));
  }
  return list;
}

Result<std::string> read_text(const std::string& path, std::string_view tried) {
  HEADWATER_ASSIGN_OR_RETURN(const auto file, internal::FileReader::open(path, tried));
  std::string text, part(64 << 10, '\0');
  while (true) {
    HEADWATER_ASSIGN_OR_RETURN(const std::size_t size, file->read(part.data(), part.size()));
    if (size == 0) return text;
    text.append(part, 0, size);
  }
}

// A line in the store: which backups exist, for whoever has to make them anew. The file is written
// anew and takes the old one's place, so that it never ends within a line.
Status note_backup(const Store::Internal& state, const std::string& folder) {
  constexpr char kNoting[] = "note the backup in the store; the backup itself is good";
  std::error_code ignored;
  std::string lines;
  if (fs::exists(state.path + kNotedBackups, ignored)) {
    HEADWATER_ASSIGN_OR_RETURN(lines, read_text(state.path + kNotedBackups, kNoting));
  }
  if (!lines.empty() && lines.back() != '\n') lines += '\n';
  lines += fs::absolute(folder, ignored).string() + '\t' + std::to_string(state.meta.commit.value) +
           '\n';
  const std::string staged = state.scratch() + kNotedBackups;
  HEADWATER_RETURN_IF_ERROR(internal::make_folder(state.scratch(), kNoting));
  HEADWATER_ASSIGN_OR_RETURN(const auto file, internal::FileWriter::create(staged, kNoting, true));
  HEADWATER_RETURN_IF_ERROR(file->append(lines));
  HEADWATER_RETURN_IF_ERROR(file->finish_synced());
  HEADWATER_RETURN_IF_ERROR(internal::rename_file(staged, state.path + kNotedBackups, kNoting));
  internal::remove_tree(state.scratch());
  return internal::sync_folder(state.path, kNoting);
}

Status check_nothing_unlisted(const std::string& folder, const BackupList& list) {
  std::error_code error;
  for (const auto& entry : fs::recursive_directory_iterator(folder, error)) {
    const std::string name = entry.path().lexically_relative(folder).string();
    if (entry.is_directory() || name == internal::kBackupList || list.files.contains(name))
      continue;
    return Status(StatusCode::kCorrupt, {"read a backup", folder, "a file that its list lacks",
                                         "remove what does not belong to it"});
  }
  return {};
}

Status copy_in(const std::string& from, const BackupList& list, const std::string& to,
               const ExecutionContext& context) {
  std::uint64_t done = 0;
  for (const auto& [name, listed] : list.files) {
    const auto copied = internal::copy_file(from + "/" + name, to + "/" + name, context);
    if (!copied.has_value()) return copied.error();
    if (copied->sha256 != listed.sha256 || copied->bytes != listed.bytes) {
      return Status(StatusCode::kCorrupt,
                    {"restore a backup", from + "/" + name,
                     "its bytes have changed since it was made", "use another backup"});
    }
    context.report({"restoring the store", ++done, list.files.size(), "files"});
  }
  return {};
}

}  // namespace

Result<BackupReport> backup(Store& store, const std::string& folder,
                            const ExecutionContext& context) {
  Store::Internal& state = store.internal();
  HEADWATER_RETURN_IF_ERROR(state.check_may_write("back up the store"));
  HEADWATER_ASSIGN_OR_RETURN(const auto made, FolderInTheMaking::make(folder, "back up the store"));
  HEADWATER_ASSIGN_OR_RETURN(BackupList list, copy_out(state, made->path(), context));
  HEADWATER_ASSIGN_OR_RETURN(list.content_digest, digest_of_sound_store(made->path(), context));
  HEADWATER_RETURN_IF_ERROR(internal::write_new_file(made->path() + "/" + internal::kBackupList,
                                                     internal::encode_backup_list(list)));
  HEADWATER_RETURN_IF_ERROR(made->finish());
  HEADWATER_RETURN_IF_ERROR(note_backup(state, folder));
  return report_of(list);
}

Result<BackupReport> restore(const std::string& folder, const std::string& store,
                             const ExecutionContext& context) {
  const std::string list_path = folder + "/" + internal::kBackupList;
  std::error_code ignored;
  if (!fs::exists(list_path, ignored)) {
    return Status(StatusCode::kInput, {"read a backup", list_path, "there is no list of its files",
                                       "name the folder that `headwater backup` made"});
  }
  HEADWATER_ASSIGN_OR_RETURN(const std::string text, read_text(list_path, "read a backup"));
  HEADWATER_ASSIGN_OR_RETURN(const BackupList list, internal::decode_backup_list(text, list_path));
  HEADWATER_RETURN_IF_ERROR(check_nothing_unlisted(folder, list));
  HEADWATER_ASSIGN_OR_RETURN(const auto made, FolderInTheMaking::make(store, "restore a backup"));
  HEADWATER_RETURN_IF_ERROR(copy_in(folder, list, made->path(), context));
  HEADWATER_ASSIGN_OR_RETURN(const std::string digest,
                             digest_of_sound_store(made->path(), context));
  if (digest != list.content_digest) {
    return Status(StatusCode::kCorrupt,
                  {"restore a backup", folder, "the content digest is not the one that was noted",
                   "use another backup"});
  }
  HEADWATER_RETURN_IF_ERROR(made->finish());
  return report_of(list);
}

}  // namespace headwater::graph
