// What an open store holds in memory.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
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
  // As the newest commit left the store: what the writer goes on from. While small writes are
  // staged, the newest ones are not durable yet.
  internal::MetaRecord meta;
  ManifestList manifests;                           // by commit
  std::uint32_t format = internal::kFormatVersion;  // another one while it is migrated
  // What views show: durable commits only. `publishing` guards it and `manifests` against views
  // that other threads make.
  internal::MetaRecord shown;
  mutable std::mutex publishing;

  // Of the writer: what it has met, across the commits of one command.
  internal::EntityDictionary dictionary;
  std::uint32_t commit_ordinal = 0;
  bool commit_open = false;
  std::atomic<bool> has_small_writes{false};
  std::atomic<bool> has_failed_log{false};  // nobody knows what it holds: the store is opened anew

  std::string scratch() const { return path + "/scratch"; }
  // What is durable by now; with a new commit's manifest.
  void publish(internal::MetaRecord newest);
  void publish(internal::MetaRecord newest, Manifest manifest);
  // A commit that later ones are staged upon, and that is not shown before it is durable.
  void advance(internal::MetaRecord newest, Manifest manifest);
  void show(internal::MetaRecord durable);
  CommitSeq shown_commit() const;

  // Errors: kLocked when it was opened for reading, when small writes are its writer, or when the
  // log failed under the last of these. No other commit is being staged. Thread-safe.
  Status check_may_write(const char* tried) const;
  ~Internal();
};

}  // namespace headwater::graph
