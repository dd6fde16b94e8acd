// StagedKeys: the source ids that the commit under construction has met, in bounded memory. The
// newest entries stand in a hash map; a full map moves to a database in the scratch folder that
// goes with the object.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>

#include <rocksdb/db.h>

#include "graph/internal/transaction_keys.h"

namespace headwater::graph::internal {

class StagedKeys {
 public:
  StagedKeys(std::string folder, std::size_t entries_in_memory)
      : folder_(std::move(folder)), entries_in_memory_(entries_in_memory) {}
  ~StagedKeys();
  StagedKeys(const StagedKeys&) = delete;
  StagedKeys& operator=(const StagedKeys&) = delete;

  Result<std::optional<Hash128>> find(const Hash128& key) const;  // the content hash
  Status put(const Hash128& key, const Hash128& content);

 private:
  struct HashOfHash {
    std::size_t operator()(const Hash128& hash) const { return hash.low; }
  };
  Status spill();

  std::string folder_;
  std::size_t entries_in_memory_;
  std::unordered_map<Hash128, Hash128, HashOfHash> recent_;
  std::unique_ptr<rocksdb::DB> spilled_;
};

}  // namespace headwater::graph::internal
