// Writing a whole file, or nothing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "graph/status.h"

namespace headwater::apps {

enum class FileReaders : std::uint8_t {
  kOwnerOnly,  // what only its owner may read: a page that names suspects
  kAnybody,    // as the process's umask allows
};

// Writes to `path` + ".tmp", makes it durable and renames it: whoever opens `path` finds the old
// file or the whole new one. What is there is replaced. Errors: kIo (the folder, permission, a full
// disk), and then nothing new is left behind; kQuestion when the path is a directory.
graph::Status write_output_file(const std::string& path, std::string_view text,
                                FileReaders readers);

}  // namespace headwater::apps
