#include "graph/internal/rocks_status.h"

namespace headwater::graph::internal {

Status from_rocks(const rocksdb::Status& status, std::string_view tried, std::string_view place) {
  if (status.ok()) return {};
  const auto make = [&](StatusCode code, std::string found, std::string remedy) {
    return Status(code,
                  {std::string(tried), std::string(place), std::move(found), std::move(remedy)});
  };
  const std::string text = status.ToString();
  const auto says = [&](std::string_view words) { return text.find(words) != std::string::npos; };
  if (status.IsNoSpace() || says("No space left") || says("File too large") ||
      says("Disk quota exceeded")) {
    return make(StatusCode::kIo, "the disk is full", "free space and run the command again");
  }
  // Whole phrases: a path in the text may hold the word "lock".
  if (status.IsIOError() && (says("While lock file") || says("lock hold by current process"))) {
    return make(StatusCode::kLocked, "another process has it open for writing",
                "wait for it to end");
  }
  if (status.IsCorruption()) {
    return make(StatusCode::kCorrupt, text, "run `headwater verify`, or restore a copy");
  }
  if (status.IsIOError() || status.IsTimedOut() || status.IsBusy() || status.IsTryAgain()) {
    return make(StatusCode::kIo, text, "check the disk and the folder's permissions");
  }
  // Families that this version does not know, or that a later one has given up.
  if (status.IsNotSupported() || (status.IsInvalidArgument() && says("olumn famil"))) {
    return make(StatusCode::kUnsupported, text,
                "use the version that wrote the store, or load the sources into a new one");
  }
  return make(StatusCode::kInternal, text, "please report it");
}

}  // namespace headwater::graph::internal
