#include "graph/internal/file_copy.h"

#include <vector>

#include "graph/internal/files.h"
#include "graph/sha256.h"

namespace headwater::graph::internal {
namespace {

constexpr std::size_t kChunkBytes = 1 << 20;
constexpr char kWriting[] = "write a file";

}  // namespace

Result<CopiedFile> copy_file(const std::string& from, const std::string& to,
                             const ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const auto source, FileReader::open(from, "read a file"));
  HEADWATER_ASSIGN_OR_RETURN(const auto target,
                             FileWriter::create(to, kWriting, /*replaces=*/false));
  CopiedFile copied;
  Sha256 hash;
  std::vector<char> chunk(kChunkBytes);
  while (true) {
    HEADWATER_RETURN_IF_ERROR(context.check_cancelled("copy a store"));
    HEADWATER_ASSIGN_OR_RETURN(const std::size_t size, source->read(chunk.data(), chunk.size()));
    if (size == 0) break;
    const std::string_view bytes(chunk.data(), size);
    hash.update(bytes);
    copied.bytes += bytes.size();
    HEADWATER_RETURN_IF_ERROR(target->append(bytes));
  }
  HEADWATER_RETURN_IF_ERROR(target->finish_synced());
  copied.sha256 = hash.finish_hex();
  return copied;
}

Status write_new_file(const std::string& path, const std::string& bytes) {
  HEADWATER_ASSIGN_OR_RETURN(const auto file,
                             FileWriter::create(path, kWriting, /*replaces=*/false));
  HEADWATER_RETURN_IF_ERROR(file->append(bytes));
  return file->finish_synced();
}

}  // namespace headwater::graph::internal
