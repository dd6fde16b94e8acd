// The file BACKUP of a backup: what it holds, and the hash of every file.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "graph/internal/file_copy.h"
#include "graph/records.h"

namespace headwater::graph::internal {

inline constexpr char kBackupList[] = "BACKUP";

struct BackupList {
  CommitSeq commit;
  std::string content_digest;
  std::map<std::string, CopiedFile> files;  // by name below the folder: "head", "rocksdb/CURRENT"
};

std::string encode_backup_list(const BackupList& list);
// Errors: kCorrupt (not a list, or cut short), kUnsupported (a later version).
Result<BackupList> decode_backup_list(std::string_view text, const std::string& path);

}  // namespace headwater::graph::internal
