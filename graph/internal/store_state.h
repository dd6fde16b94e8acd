// What an open store holds in memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "graph/internal/database.h"
#include "graph/internal/entity_dictionary.h"
#include "graph/internal/meta_record.h"
#include "graph/store.h"

namespace headwater::graph {

struct Store::Internal {
  std::string path;
  bool writable = false;
  int lock_file = -1;
  std::unique_ptr<internal::Database> database;
  internal::MetaRecord meta;
  std::vector<Manifest> manifests;  // of every published commit, by commit

  // Of the writer: what it has met, across the commits of one command.
  internal::EntityDictionary dictionary;
  std::uint32_t commit_ordinal = 0;
  bool commit_open = false;

  std::string scratch() const { return path + "/scratch"; }
  ~Internal();
};

}  // namespace headwater::graph
