// Files that the store writes beside its database, through the same layer as RocksDB's own: what a
// disk does to the one it does to the other, and a test that puts a failing disk in its place
// (tests/support/faulty_disk.h) reaches all of them.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <rocksdb/env.h>
#include <rocksdb/file_system.h>

#include "graph/status.h"

namespace headwater::graph::internal {

// The machine's, unless a test has put another in its place.
rocksdb::Env* environment();
// Of tests, while no store is open; null: the machine's again. It outlives every store.
void replace_environment(rocksdb::Env* environment);

// A new file, its owner's alone; buffered. What is not finished is not durable.
class FileWriter {
 public:
  // `replaces`: whether it may stand there already, as far as that it is emptied.
  static Result<std::unique_ptr<FileWriter>> create(const std::string& path, std::string_view tried,
                                                    bool replaces);
  ~FileWriter();
  // Errors: kIo, a full disk among them.
  Status append(std::string_view bytes);
  Status finish();         // not durable: of what goes with the process anyway
  Status finish_synced();  // its bytes are durable, its name when the folder is synced

 private:
  FileWriter(std::string path, std::string_view tried);
  Status write_out();
  std::string path_, tried_, buffer_;
  std::unique_ptr<rocksdb::FSWritableFile> file_;
};

// A file from its beginning on.
class FileReader {
 public:
  static Result<std::unique_ptr<FileReader>> open(const std::string& path, std::string_view tried);
  ~FileReader();
  // Up to `size` bytes into `into`; fewer only at the end of the file.
  Result<std::size_t> read(char* into, std::size_t size);

 private:
  FileReader(std::string path, std::string_view tried);
  std::string path_, tried_;
  std::unique_ptr<rocksdb::FSSequentialFile> file_;
};

// Its owner's alone. One that is there already keeps its rights.
Status make_folder(const std::string& path, std::string_view tried);
// Within one file system; what had the name `to` goes. Durable when the folder of `to` is synced.
Status rename_file(const std::string& from, const std::string& to, std::string_view tried);
// What was made in, renamed into or removed from the folder is durable.
Status sync_folder(const std::string& folder, std::string_view tried);
// All below and the folder itself, as far as it can be done; follows no links.
void remove_tree(const std::string& path);
void remove_file(const std::string& path);

}  // namespace headwater::graph::internal
