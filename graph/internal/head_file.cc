#include "graph/internal/head_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

constexpr std::uint32_t kHeadFormat = 0;
constexpr std::size_t kMostBytes = 64;  // more than any head has

std::string head_of(const std::string& folder) { return folder + "/head"; }

Status head_not_written(const std::string& path) {
  return Status(StatusCode::kIo, {"record the newest commit", path, system_message(errno),
                                  "free space or check the folder's permissions"});
}

class OpenFile {
 public:
  OpenFile(const std::string& path, int flags)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  bool is_open() const { return descriptor_ >= 0; }
  int descriptor() const { return descriptor_; }

 private:
  int descriptor_;
};

Result<CommitSeq> decode_head(std::string_view bytes, const std::string& path) {
  const auto body = open_value(bytes, "head", "");
  ByteReader reader(body.has_value() ? *body : std::string_view());
  const std::uint32_t format = reader.u32();
  if (reader.ok() && format != kHeadFormat) {
    return Status(StatusCode::kUnsupported,
                  {"open the store", path, "format " + std::to_string(format) + " of the head",
                   "use the version that wrote it"});
  }
  const CommitSeq commit{reader.u64()};
  if (reader.finished()) return commit;
  return Status(
      StatusCode::kCorrupt,
      {"open the store", path, "the file is damaged, so that the newest commit cannot be confirmed",
       "restore a backup of the whole directory"});
}

}  // namespace

Result<std::optional<CommitSeq>> read_head(const std::string& store) {
  const std::string path = head_of(store);
  const OpenFile file(path, O_RDONLY);
  if (!file.is_open() && errno == ENOENT) return std::optional<CommitSeq>();
  char bytes[kMostBytes];
  const ssize_t size = file.is_open() ? ::read(file.descriptor(), bytes, sizeof(bytes)) : -1;
  if (size < 0) {
    return Status(StatusCode::kIo, {"open the store", path, system_message(errno),
                                    "check the disk and the file's permissions"});
  }
  HEADWATER_ASSIGN_OR_RETURN(
      const CommitSeq commit,
      decode_head(std::string_view(bytes, static_cast<std::size_t>(size)), path));
  return std::optional<CommitSeq>(commit);
}

Status check_head(const std::optional<CommitSeq>& head, CommitSeq newest,
                  const std::string& store) {
  if (!head || head->value <= newest.value) return {};
  const std::string first = std::to_string(newest.value + 1);
  const std::string last = std::to_string(head->value);
  const std::string missing =
      first == last ? "commit " + last + " was" : "commits " + first + " to " + last + " were";
  return Status(
      StatusCode::kCorrupt,
      {"open the store", store,
       missing + " published and the database has lost " + (first == last ? "it" : "them"),
       "restore a backup of the whole directory, or load the sources into a new store"});
}

Status stage_head(const std::string& folder, CommitSeq commit) {
  ByteWriter writer = begin_value();
  writer.u32(kHeadFormat);
  writer.u64(commit.value);
  const std::string bytes = end_value(std::move(writer));
  const std::string path = head_of(folder);
  const OpenFile file(path, O_WRONLY | O_CREAT | O_TRUNC);
  if (!file.is_open()) return head_not_written(path);
  errno = ENOSPC;  // of a short write
  if (::write(file.descriptor(), bytes.data(), bytes.size()) !=
          static_cast<ssize_t>(bytes.size()) ||
      ::fsync(file.descriptor()) != 0) {
    return head_not_written(path);
  }
  return {};
}

Status move_head(const std::string& folder, const std::string& store) {
  if (::rename(head_of(folder).c_str(), head_of(store).c_str()) != 0) {
    return head_not_written(head_of(store));
  }
  const OpenFile directory(store, O_RDONLY | O_DIRECTORY);
  if (!directory.is_open() || ::fsync(directory.descriptor()) != 0) return head_not_written(store);
  return {};
}

}  // namespace headwater::graph::internal
