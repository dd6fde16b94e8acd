// The one place where RocksDB's status becomes ours.
#pragma once

#include <string>
#include <string_view>

#include <rocksdb/status.h>

#include "graph/status.h"

namespace headwater::graph::internal {

// Ok stays ok; every other code becomes kCorrupt, kIo, kLocked, kUnsupported or kInternal.
Status from_rocks(const rocksdb::Status& status, std::string_view tried, std::string_view place);

}  // namespace headwater::graph::internal
