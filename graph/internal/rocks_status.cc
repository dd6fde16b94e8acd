#include "graph/internal/rocks_status.h"

namespace headwater::graph::internal {

Status from_rocks(const rocksdb::Status& status, std::string_view tried, std::string_view place) {
  if (status.ok()) return {};
  const auto make = [&](StatusCode code, std::string found, std::string remedy) {
    return Status(code,
                  {std::string(tried), std::string(place), std::move(found), std::move(remedy)});
  };
  const std::string text = status.ToString();
  if (status.IsNoSpace() || text.find("No space left") != std::string::npos ||
      text.find("File too large") != std::string::npos) {
    return make(StatusCode::kIo, "the disk is full", "free space and run the command again");
  }
  if (text.find("lock") != std::string::npos && status.IsIOError()) {
    return make(StatusCode::kLocked, "another process has it open for writing",
                "wait for it to end");
  }
  if (status.IsCorruption()) {
    return make(StatusCode::kCorrupt, text, "run `headwater verify`, or restore a copy");
  }
  if (status.IsIOError() || status.IsTimedOut() || status.IsBusy() || status.IsTryAgain()) {
    return make(StatusCode::kIo, text, "check the disk and the folder's permissions");
  }
  if (status.IsNotSupported()) {
    return make(StatusCode::kUnsupported, text, "use the version that wrote the store");
  }
  return make(StatusCode::kInternal, text, "please report it");
}

}  // namespace headwater::graph::internal
