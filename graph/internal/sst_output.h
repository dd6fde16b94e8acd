// SstOutput: sorted entries of one family, written to as many files as it takes.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <rocksdb/sst_file_writer.h>

#include "graph/internal/database.h"

namespace headwater::graph::internal {

class SstOutput {
 public:
  SstOutput(const Database& database, Family family, std::string folder)
      : database_(database), family_(family), folder_(std::move(folder)) {}

  // Keys strictly ascend. Errors: kIo.
  Status put(std::string_view key, std::string_view value);
  // Takes the key's value away once the file is taken in; in one order with `put`.
  Status remove(std::string_view key);
  // Finished files, durable; empty when nothing was put.
  Result<TableFiles> finish();
  Family family() const { return family_; }

 private:
  Status make_room();
  Status open_next();
  Status close_current();

  const Database& database_;
  Family family_;
  std::string folder_;
  std::unique_ptr<rocksdb::SstFileWriter> writer_;
  TableFiles files_;
};

}  // namespace headwater::graph::internal
