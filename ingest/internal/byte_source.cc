#include "ingest/internal/byte_source.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "graph/sha256.h"

namespace headwater::ingest::internal {

using graph::Result;
using graph::Status;
using graph::StatusCode;

namespace {

constexpr std::size_t kHashBlockBytes = std::size_t{1} << 20;

FileState state_of(const struct stat& status) {
  return {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino),
          static_cast<std::uint64_t>(status.st_size),
          std::int64_t{status.st_mtim.tv_sec} * 1'000'000'000 + status.st_mtim.tv_nsec};
}

Status system_error(const std::string& path, int error) {
  const bool missing = error == ENOENT || error == ENOTDIR;
  return Status(missing ? StatusCode::kInput : StatusCode::kIo,
                {"read a file", path, graph::system_message(error),
                 missing ? "check the path" : "check the permissions and the disk"});
}

}  // namespace

ByteSource::ByteSource(std::string path, int descriptor, FileState state)
    : path_(std::move(path)), descriptor_(descriptor), opened_as_(state) {}

ByteSource::ByteSource(ByteSource&& other) noexcept
    : path_(std::move(other.path_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      opened_as_(other.opened_as_) {}

ByteSource& ByteSource::operator=(ByteSource&& other) noexcept {
  std::swap(path_, other.path_);
  std::swap(descriptor_, other.descriptor_);
  std::swap(opened_as_, other.opened_as_);
  return *this;
}

ByteSource::~ByteSource() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<ByteSource> ByteSource::open(const std::string& path) { return open_with(path, false); }

Result<ByteSource> ByteSource::open_stream(const std::string& path) {
  return open_with(path, true);
}

Result<ByteSource> ByteSource::open_with(const std::string& path, bool takes_pipes) {
  // O_NONBLOCK: a named pipe that cannot be read must be refused, not waited for.
  const int descriptor =
      ::open(path.c_str(), O_RDONLY | O_CLOEXEC | (takes_pipes ? 0 : O_NONBLOCK));
  if (descriptor < 0) return system_error(path, errno);
  struct stat status {};
  if (::fstat(descriptor, &status) != 0) {
    const int error = errno;
    ::close(descriptor);
    return system_error(path, error);
  }
  ByteSource source(path, descriptor, state_of(status));
  if (S_ISDIR(status.st_mode)) {
    return graph::input_error("read a file", path, "it is a directory", "name a file in it");
  }
  if (takes_pipes && S_ISFIFO(status.st_mode)) return source;
  if (!S_ISREG(status.st_mode)) {
    return graph::input_error("read a file", path, "it is no regular file",
                              "save the data to a file first: it is read twice");
  }
  if (status.st_size == 0) {
    return graph::input_error("read a file", path, "the file is empty", "check the export");
  }
  return source;
}

Result<FileState> ByteSource::state_now() const {
  struct stat status {};
  if (::stat(path_.c_str(), &status) != 0) return system_error(path_, errno);
  return state_of(status);
}

Result<std::size_t> ByteSource::append(std::string& buffer, std::size_t limit) {
  const std::size_t before = buffer.size();
  buffer.resize(before + limit);
  std::size_t filled = 0;
  while (filled < limit) {
    const ssize_t count = ::read(descriptor_, buffer.data() + before + filled, limit - filled);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) {
      buffer.resize(before);
      return system_error(path_, errno);
    }
    if (count == 0) break;
    filled += static_cast<std::size_t>(count);
  }
  buffer.resize(before + filled);
  return filled;
}

Result<HashedFile> hash_file(const std::string& path, const graph::ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(ByteSource source, ByteSource::open(path));
  graph::Sha256 hash;
  std::string block;
  const std::string stage = "hashing " + path;
  std::uint64_t done = 0;
  for (;;) {
    HEADWATER_RETURN_IF_ERROR(context.check_cancelled(stage));
    block.clear();
    HEADWATER_ASSIGN_OR_RETURN(const std::size_t count, source.append(block, kHashBlockBytes));
    if (count == 0) break;
    hash.update(block);
    done += count;
    context.report({stage, done, source.opened_as().size, "bytes"});
  }
  return HashedFile{hash.finish_hex(), source.opened_as()};
}

}  // namespace headwater::ingest::internal
