// A sorted run on disk: entries in frames of some 64 KiB, each with a checksum. What comes back is
// what was written, or an error.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "graph/internal/files.h"

namespace headwater::graph::internal {

// frame := length(4) crc32c(4) of length and entries, entries; the last one has length 0.
// entry := key-size(4) value-size(4) key value
class RunWriter {
 public:
  static Result<std::unique_ptr<RunWriter>> create(const std::string& path);
  // Errors: kIo, a full disk among them.
  Status put(std::string_view key, std::string_view value);
  Status finish();

 private:
  explicit RunWriter(std::unique_ptr<FileWriter> file) : file_(std::move(file)) {}
  Status write_frame();
  std::unique_ptr<FileWriter> file_;
  std::string entries_;
};

class RunReader {
 public:
  // `order` tells runs apart.
  static Result<std::unique_ptr<RunReader>> open(const std::string& path, std::size_t order);
  // False at the end. Errors: kIo, also for a run that has changed or was cut short.
  Result<bool> next();
  std::string_view key() const { return key_; }  // until the next `next`
  std::string_view value() const { return value_; }
  std::size_t order() const { return order_; }

 private:
  RunReader(std::string path, std::size_t order) : path_(std::move(path)), order_(order) {}
  Result<bool> read_frame();
  Status changed() const;
  std::unique_ptr<FileReader> file_;
  std::string path_;
  std::size_t order_;
  std::string entries_;
  std::size_t at_ = 0;
  std::string_view key_, value_;
};

}  // namespace headwater::graph::internal
