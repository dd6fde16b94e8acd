// Files of an export while they are written: buffered, counted and hashed on their way to the sink.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "graph/sha256.h"
#include "graph/status.h"
#include "queries/export/export_sink.h"

namespace headwater::queries::internal {

struct FileStamp {
  std::string name;
  std::uint64_t rows = 0, bytes = 0;
  std::string sha256;
};

class ExportFile {
 public:
  ExportFile(ExportSink& sink, std::string name);

  // Append to it, then end the row.
  std::string& buffer() { return buffer_; }
  graph::Status end_row();
  // Text that is no row: a header, a footer.
  graph::Status write(std::string_view text);
  // Once, at the end. Errors: those of the sink.
  graph::Result<FileStamp> close();

  const std::string& name() const { return stamp_.name; }
  std::uint64_t rows() const { return stamp_.rows; }

 private:
  graph::Status flush();

  ExportSink& sink_;
  FileStamp stamp_;
  std::string buffer_;
  graph::Sha256 hash_;
};

// One cell after another of a row.
class CsvRow {
 public:
  explicit CsvRow(std::string& out) : out_(out) {}
  CsvRow& cell(std::string_view text);
  void end() { out_ += '\n'; }

 private:
  std::string& out_;
  bool first_ = true;
};

}  // namespace headwater::queries::internal
