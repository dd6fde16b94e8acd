// Copies of files that are durable and hashed on the way.
#pragma once

#include <cstdint>
#include <string>

#include "graph/execution_context.h"
#include "graph/status.h"

namespace headwater::graph::internal {

struct CopiedFile {
  std::string sha256;
  std::uint64_t bytes = 0;
};

// `to` must not exist. Synced when it returns. Errors: kIo, kCancelled.
Result<CopiedFile> copy_file(const std::string& from, const std::string& to,
                             const ExecutionContext& context);
// A new file with these bytes, synced.
Status write_new_file(const std::string& path, const std::string& bytes);

}  // namespace headwater::graph::internal
