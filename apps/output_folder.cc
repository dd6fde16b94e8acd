#include "apps/output_folder.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <utility>

namespace headwater::apps {
namespace {

namespace fs = std::filesystem;
using graph::Status;

constexpr char kScratch[] = ".scratch";
constexpr mode_t kOwnerOnlyFolder = 0700, kOwnerOnlyFile = 0600;

Status is_taken(const std::string& path) {
  return graph::question_error("write a folder", path, "something is there already",
                               "name a folder that is empty, or what does not exist");
}

bool sync_folder(const std::string& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return false;
  const bool synced = ::fsync(descriptor) == 0;
  ::close(descriptor);
  return synced;
}

}  // namespace

graph::Result<std::unique_ptr<OutputFolder>> OutputFolder::create(const std::string& path) {
  std::string plain = path;
  while (plain.size() > 1 && plain.back() == '/') plain.pop_back();
  std::error_code error;
  const fs::file_status status = fs::symlink_status(plain, error);
  if (plain.empty() || (fs::exists(status) && !fs::is_directory(status))) return is_taken(path);
  if (fs::is_directory(status) && !fs::is_empty(plain, error)) return is_taken(path);
  std::string temporary = plain + ".part-XXXXXX";
  if (::mkdtemp(temporary.data()) == nullptr) {
    return Status(graph::StatusCode::kIo,
                  {"write a folder", path, graph::system_message(errno), "choose another place"});
  }
  return std::unique_ptr<OutputFolder>(new OutputFolder(plain, std::move(temporary)));
}

OutputFolder::OutputFolder(std::string path, std::string temporary)
    : path_(std::move(path)), temporary_(std::move(temporary)) {}

OutputFolder::~OutputFolder() {
  if (descriptor_ >= 0) ::close(descriptor_);
  std::error_code ignored;
  if (!is_published_) fs::remove_all(temporary_, ignored);
}

Status OutputFolder::refused(const std::string& name) const {
  const bool is_full = errno == ENOSPC || errno == EFBIG || errno == EDQUOT;
  return Status(graph::StatusCode::kIo,
                {"write a folder", path_ + "/" + name,
                 is_full ? "the disk is full" : graph::system_message(errno),
                 "free space or choose another place; nothing was written"});
}

// Durable when it returns true.
bool OutputFolder::close_file() {
  if (descriptor_ < 0) return true;
  const bool synced = ::fsync(descriptor_) == 0;
  return ::close(std::exchange(descriptor_, -1)) == 0 && synced;
}

Status OutputFolder::open(const std::string& name) {
  if (!close_file()) return refused(open_name_);
  const std::string path = temporary_ + "/" + name;
  const std::string parent = fs::path(path).parent_path();
  if (parent != temporary_ && ::mkdir(parent.c_str(), kOwnerOnlyFolder) != 0 && errno != EEXIST) {
    return refused(name);
  }
  descriptor_ =
      ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, kOwnerOnlyFile);
  if (descriptor_ < 0) return refused(name);
  open_name_ = name;
  return {};
}

Status OutputFolder::append(std::string_view name, std::string_view bytes) {
  if (descriptor_ < 0 || open_name_ != name) HEADWATER_RETURN_IF_ERROR(open(std::string(name)));
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return refused(open_name_);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

graph::Result<std::string> OutputFolder::scratch_folder() {
  std::string path = temporary_ + "/" + kScratch;
  if (::mkdir(path.c_str(), kOwnerOnlyFolder) != 0 && errno != EEXIST) return refused(kScratch);
  return path;
}

// A second name: never over what is there. The first goes with the folder.
Status OutputFolder::publish_file(const std::string& name) {
  if (!close_file()) return refused(open_name_);
  const std::string from = path_of(name);
  if (::link(from.c_str(), path_.c_str()) != 0) {
    if (errno == EEXIST) return is_taken(path_);
    const bool knows_no_links = errno == EPERM || errno == ENOTSUP || errno == ENOSYS;
    if (!knows_no_links || ::rename(from.c_str(), path_.c_str()) != 0) return refused(name);
  }
  const std::string parent = fs::path(path_).parent_path();
  sync_folder(parent.empty() ? "." : parent);
  return {};
}

Status OutputFolder::publish() {
  std::error_code error;
  fs::remove_all(temporary_ + "/" + kScratch, error);
  if (error || !close_file()) return refused(open_name_);
  for (const auto& entry : fs::directory_iterator(temporary_, error)) {
    if (entry.is_directory() && !sync_folder(entry.path())) return refused("");
  }
  if (error || !sync_folder(temporary_)) return refused("");
  if (::rename(temporary_.c_str(), path_.c_str()) != 0) {
    return errno == ENOTEMPTY || errno == EEXIST || errno == ENOTDIR ? is_taken(path_)
                                                                     : refused("");
  }
  is_published_ = true;
  const std::string parent = fs::path(path_).parent_path();
  sync_folder(parent.empty() ? "." : parent);  // the name is durable as soon as the disk allows
  return {};
}

}  // namespace headwater::apps
