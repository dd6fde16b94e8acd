#include "ingest/generate/internal/source_writer.h"

namespace headwater::ingest::internal {

graph::Status SourceWriter::write_rows(const std::string& name, std::string_view header,
                                       const Fill& fill) {
  HEADWATER_ASSIGN_OR_RETURN(CsvFile file,
                             CsvFile::create(made_.report.directory / (name + ".csv"), header));
  fill(made_, file);
  HEADWATER_RETURN_IF_ERROR(file.close());
  made_.report.bytes_written += file.bytes();
  rows_ = file.rows();
  return {};
}

graph::Status SourceWriter::write(const std::string& name, std::string_view mapping,
                                  std::string_view header, const Fill& fill) {
  HEADWATER_RETURN_IF_ERROR(write_rows(name, header, fill));
  made_.sources.push_back({name + ".csv", "csv", name + ".mapping.json", namespace_, restricted_});
  return write_text(made_.report.directory / (name + ".mapping.json"), mapping);
}

graph::Status SourceWriter::write_built_in(const std::string& name, const std::string& format,
                                           std::string_view header, const Fill& fill) {
  HEADWATER_RETURN_IF_ERROR(write_rows(name, header, fill));
  made_.sources.push_back({name + ".csv", format, "", namespace_, restricted_});
  return {};
}

}  // namespace headwater::ingest::internal
