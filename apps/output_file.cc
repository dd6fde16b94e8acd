#include "apps/output_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

namespace headwater::apps {
namespace {

using graph::Status;

Status refused(const std::string& path, int error) {
  return Status(graph::StatusCode::kIo,
                {"write the file", path, graph::system_message(error),
                 "free space or choose another place; nothing was written"});
}

// The file under its temporary name; removed unless it was renamed.
class TemporaryFile {
 public:
  TemporaryFile(std::string path, mode_t mode) : path_(std::move(path)) {
    ::unlink(path_.c_str());  // what an interrupted run left
    descriptor_ = ::open(path_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode);
    exists_ = descriptor_ >= 0;
  }
  ~TemporaryFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
    if (exists_) ::unlink(path_.c_str());
  }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;

  bool is_open() const { return descriptor_ >= 0; }
  bool write_all(std::string_view text) {
    while (!text.empty()) {
      const ssize_t written = ::write(descriptor_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return false;
      text.remove_prefix(static_cast<std::size_t>(written));
    }
    return true;
  }
  bool close_durably() {
    if (::fsync(descriptor_) != 0) return false;
    return ::close(std::exchange(descriptor_, -1)) == 0;
  }
  bool rename_to(const std::string& path) {
    if (::rename(path_.c_str(), path.c_str()) != 0) return false;
    exists_ = false;
    return true;
  }

 private:
  std::string path_;
  int descriptor_ = -1;
  bool exists_ = false;
};

}  // namespace

Status write_output_file(const std::string& path, std::string_view text, FileReaders readers) {
  std::error_code ignored;
  if (path.empty() || std::filesystem::is_directory(path, ignored)) {
    return graph::question_error("write the file", path, "it is a directory or has no name",
                                 "name a file");
  }
  TemporaryFile file(path + ".tmp", readers == FileReaders::kOwnerOnly ? 0600 : 0666);
  if (!file.is_open() || !file.write_all(text) || !file.close_durably() || !file.rename_to(path)) {
    return refused(path, errno);
  }
  return {};
}

}  // namespace headwater::apps
