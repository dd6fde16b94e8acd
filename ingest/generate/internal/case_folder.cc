#include "ingest/generate/internal/case_folder.h"

#include <system_error>

#include "ingest/csv_cell.h"

namespace headwater::ingest::internal {
namespace {

constexpr std::size_t kBufferBytes = std::size_t{1} << 20;

graph::Status io_error(const std::filesystem::path& path, std::string found) {
  return {graph::StatusCode::kIo,
          {"write a generated file", path.filename().string(), std::move(found),
           "free space on the disk or choose another folder"}};
}

}  // namespace

CsvFile::CsvFile(std::filesystem::path path)
    : path_(std::move(path)), stream_(path_, std::ios::binary | std::ios::trunc) {
  buffer_.reserve(kBufferBytes + 4'096);
}

graph::Result<CsvFile> CsvFile::create(const std::filesystem::path& path, std::string_view header) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  if (error) return io_error(path, "the folder cannot be made");
  CsvFile file(path);
  if (!file.stream_) return io_error(path, "the file cannot be opened for writing");
  file.buffer_ += header;
  file.buffer_ += '\n';
  return file;
}

void CsvFile::row(std::initializer_list<std::string_view> cells) {
  bool first = true;
  for (const std::string_view cell : cells) {
    if (!first) buffer_ += ',';
    first = false;
    append_csv_cell(buffer_, cell);
  }
  end_row();
}

void CsvFile::end_row() {
  buffer_ += '\n';
  ++rows_;
  if (buffer_.size() >= kBufferBytes) flush();
}

void CsvFile::flush() {
  stream_.write(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  bytes_ += buffer_.size();
  buffer_.clear();
}

graph::Status CsvFile::close() {
  flush();
  stream_.close();
  if (stream_.fail()) return io_error(path_, "a write failed");
  return {};
}

graph::Status write_text(const std::filesystem::path& path, std::string_view text) {
  std::error_code error;
  std::filesystem::create_directories(path.parent_path(), error);
  std::ofstream stream(path, std::ios::binary | std::ios::trunc);
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.close();
  if (error || stream.fail()) return io_error(path, "a write failed");
  return {};
}

void append_money(std::string& text, Cents cents) {
  text += std::to_string(cents / 100);
  text += '.';
  text += static_cast<char>('0' + cents / 10 % 10);
  text += static_cast<char>('0' + cents % 10);
}

std::string money(Cents cents) {
  std::string text;
  append_money(text, cents);
  return text;
}

}  // namespace headwater::ingest::internal
