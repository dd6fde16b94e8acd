// ByteSource: the bytes of one file, read forwards once, with clear errors.
//
//   HEADWATER_ASSIGN_OR_RETURN(ByteSource source, ByteSource::open(path));
//   HEADWATER_ASSIGN_OR_RETURN(std::size_t count, source.append(buffer, 1 << 20));
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "graph/execution_context.h"
#include "graph/status.h"

namespace headwater::ingest::internal {

// What tells whether a file was changed between two looks at it.
struct FileState {
  std::uint64_t device = 0, inode = 0, size = 0;
  std::int64_t modified_ns = 0;
  friend bool operator==(const FileState&, const FileState&) = default;
};

class ByteSource {
 public:
  // Errors: kInput for a missing file, a directory, anything that is no regular file, an empty
  // file; kIo where the system refuses.
  static graph::Result<ByteSource> open(const std::string& path);
  // The same for what is read once from beginning to end: a pipe will do, and waits for its writer;
  // whether it is empty shows when it is read, and its state says nothing.
  static graph::Result<ByteSource> open_stream(const std::string& path);
  ByteSource(ByteSource&& other) noexcept;
  ByteSource& operator=(ByteSource&& other) noexcept;
  ~ByteSource();

  const std::string& path() const { return path_; }
  const FileState& opened_as() const { return opened_as_; }
  // The state of the file now; differs from `opened_as` when somebody wrote to it meanwhile.
  graph::Result<FileState> state_now() const;
  // Appends up to `limit` bytes to `buffer`; 0 at the end. Errors: kIo.
  graph::Result<std::size_t> append(std::string& buffer, std::size_t limit);

 private:
  ByteSource(std::string path, int descriptor, FileState state);
  static graph::Result<ByteSource> open_with(const std::string& path, bool takes_pipes);
  std::string path_;
  int descriptor_ = -1;
  FileState opened_as_;
};

// SHA-256 of the whole file, and the state it had. Reports bytes as progress. Errors: as
// ByteSource; kCancelled.
struct HashedFile {
  std::string sha256;
  FileState state;
};
graph::Result<HashedFile> hash_file(const std::string& path,
                                    const graph::ExecutionContext& context);

}  // namespace headwater::ingest::internal
