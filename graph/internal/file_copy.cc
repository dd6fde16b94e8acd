#include "graph/internal/file_copy.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <string_view>
#include <vector>

#include "graph/sha256.h"

namespace headwater::graph::internal {
namespace {

constexpr std::size_t kChunkBytes = 1 << 20;

class Descriptor {
 public:
  Descriptor(const std::string& path, int flags)
      : number_(::open(path.c_str(), flags | O_CLOEXEC, 0600)) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  bool is_open() const { return number_ >= 0; }
  int number() const { return number_; }

 private:
  int number_;
};

Status failed(std::string_view tried, const std::string& path) {
  return Status(StatusCode::kIo, {std::string(tried), path, system_message(errno),
                                  "free space, or check the disk and the permissions"});
}

Status write_all(int descriptor, std::string_view bytes, const std::string& path) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return failed("write a file", path);
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return {};
}

}  // namespace

Result<CopiedFile> copy_file(const std::string& from, const std::string& to,
                             const ExecutionContext& context) {
  const Descriptor source(from, O_RDONLY);
  if (!source.is_open()) return failed("read a file", from);
  const Descriptor target(to, O_WRONLY | O_CREAT | O_EXCL);
  if (!target.is_open()) return failed("write a file", to);
  CopiedFile copied;
  Sha256 hash;
  std::vector<char> chunk(kChunkBytes);
  while (true) {
    HEADWATER_RETURN_IF_ERROR(context.check_cancelled("copy a store"));
    const ssize_t size = ::read(source.number(), chunk.data(), chunk.size());
    if (size < 0 && errno == EINTR) continue;
    if (size < 0) return failed("read a file", from);
    if (size == 0) break;
    const std::string_view bytes(chunk.data(), static_cast<std::size_t>(size));
    hash.update(bytes);
    copied.bytes += bytes.size();
    HEADWATER_RETURN_IF_ERROR(write_all(target.number(), bytes, to));
  }
  if (::fsync(target.number()) != 0) return failed("write a file", to);
  copied.sha256 = hash.finish_hex();
  return copied;
}

Status write_new_file(const std::string& path, const std::string& bytes) {
  const Descriptor file(path, O_WRONLY | O_CREAT | O_EXCL);
  if (!file.is_open()) return failed("write a file", path);
  HEADWATER_RETURN_IF_ERROR(write_all(file.number(), bytes, path));
  return ::fsync(file.number()) == 0 ? Status() : failed("write a file", path);
}

Status sync_folder(const std::string& folder) {
  const Descriptor directory(folder, O_RDONLY | O_DIRECTORY);
  if (!directory.is_open() || ::fsync(directory.number()) != 0) {
    return failed("write a folder", folder);
  }
  return {};
}

}  // namespace headwater::graph::internal
