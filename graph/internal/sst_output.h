// SstOutput: sorted entries of one family, written to as many files as it takes. The first few may
// be held in memory instead: what is small is never a file.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <rocksdb/sst_file_writer.h>

#include "graph/internal/database.h"

namespace headwater::graph::internal {

class SstOutput {
 public:
  // Up to `held_bytes` stay in memory.
  SstOutput(const Database& database, Family family, std::string folder, std::size_t held_bytes = 0)
      : database_(database), family_(family), folder_(std::move(folder)), may_hold_(held_bytes) {}

  // Keys strictly ascend. Errors: kIo.
  Status put(std::string_view key, std::string_view value);
  // Takes the key's value away once the file is taken in; in one order with `put`.
  Status remove(std::string_view key);
  // Finished files, durable; empty when nothing was put.
  Result<TableFiles> finish();
  Family family() const { return family_; }

  // Whether no file was begun: then `held` is all there is.
  bool is_held() const { return writer_ == nullptr && files_.empty(); }
  using Row = std::pair<std::string, std::string>;
  const std::vector<Row>& held() const { return held_; }

 private:
  Status put_into_file(std::string_view key, std::string_view value);
  Status write_held();
  Status make_room();
  Status open_next();
  Status close_current();

  const Database& database_;
  Family family_;
  std::string folder_;
  std::unique_ptr<rocksdb::SstFileWriter> writer_;
  TableFiles files_;
  std::size_t may_hold_;
  std::size_t held_bytes_ = 0;
  std::vector<Row> held_;
};

}  // namespace headwater::graph::internal
