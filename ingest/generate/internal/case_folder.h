// Writing the folder: files with a buffer, counted bytes, and errors as values.
#pragma once

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <string_view>

#include "graph/status.h"
#include "ingest/generate/internal/world.h"

namespace headwater::ingest::internal {

// One CSV file being written. Rows are appended cell by cell or whole.
class CsvFile {
 public:
  // Makes the parent folders. Errors: kIo.
  static graph::Result<CsvFile> create(const std::filesystem::path& path, std::string_view header);

  void row(std::initializer_list<std::string_view> cells);
  // For hot loops: append cells to the buffer, then end the row.
  std::string& buffer() { return buffer_; }
  void end_row();
  // Writes what is left. Errors: kIo (full disk and the like). Call once, at the end.
  graph::Status close();
  std::uint64_t bytes() const { return bytes_; }
  std::uint64_t rows() const { return rows_; }

 private:
  explicit CsvFile(std::filesystem::path path);
  void flush();

  std::filesystem::path path_;
  std::ofstream stream_;
  std::string buffer_;
  std::uint64_t bytes_ = 0, rows_ = 0;
};

graph::Status write_text(const std::filesystem::path& path, std::string_view text);

// "1234.05"; cents are never negative here.
void append_money(std::string& text, Cents cents);
std::string money(Cents cents);

}  // namespace headwater::ingest::internal
