// Writes one source: the CSV, its mapping beside it, and the line for case.json.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "ingest/generate/internal/case_folder.h"
#include "ingest/generate/internal/made_case.h"

namespace headwater::ingest::internal {

class SourceWriter {
 public:
  using Fill = std::function<void(const MadeCase&, CsvFile&)>;

  SourceWriter(MadeCase& made, std::string namespace_name, bool restricted = false)
      : made_(made), namespace_(std::move(namespace_name)), restricted_(restricted) {}

  // `name` is the path in the folder without ".csv". Errors: kIo.
  graph::Status write(const std::string& name, std::string_view mapping, std::string_view header,
                      const Fill& fill);
  // In one of Headwater's own formats: no mapping file.
  graph::Status write_built_in(const std::string& name, const std::string& format,
                               std::string_view header, const Fill& fill);
  std::uint64_t rows() const { return rows_; }  // of the last file

 private:
  graph::Status write_rows(const std::string& name, std::string_view header, const Fill& fill);

  MadeCase& made_;
  std::string namespace_;
  bool restricted_;
  std::uint64_t rows_ = 0;
};

}  // namespace headwater::ingest::internal
