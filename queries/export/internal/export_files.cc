#include "queries/export/internal/export_files.h"

#include <utility>

#include "ingest/csv_cell.h"

namespace headwater::queries::internal {
namespace {

constexpr std::size_t kFileBufferBytes = std::size_t{1} << 18;

}  // namespace

ExportFile::ExportFile(ExportSink& sink, std::string name) : sink_(sink) {
  stamp_.name = std::move(name);
}

graph::Status ExportFile::end_row() {
  ++stamp_.rows;
  return buffer_.size() < kFileBufferBytes ? graph::Status() : flush();
}

graph::Status ExportFile::write(std::string_view text) {
  buffer_ += text;
  return buffer_.size() < kFileBufferBytes ? graph::Status() : flush();
}

graph::Status ExportFile::flush() {
  hash_.update(buffer_);
  stamp_.bytes += buffer_.size();
  HEADWATER_RETURN_IF_ERROR(sink_.append(stamp_.name, buffer_));
  buffer_.clear();
  return {};
}

graph::Result<FileStamp> ExportFile::close() {
  HEADWATER_RETURN_IF_ERROR(flush());
  stamp_.sha256 = hash_.finish_hex();
  return stamp_;
}

CsvRow& CsvRow::cell(std::string_view text) {
  if (!first_) out_ += ',';
  first_ = false;
  ingest::append_csv_cell(out_, text);
  return *this;
}

}  // namespace headwater::queries::internal
