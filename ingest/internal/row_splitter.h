// RowSplitter: cuts delimited text and JSON lines into rows, without looking into the cells.
//
//   RowSplitter splitter(std::move(source), dialect);
//   RawRows rows;
//   while (*splitter.next(rows)) use(rows);
//
// Serial and fast (memchr): the rows of a block are parsed elsewhere, in parallel. The rows do not
// depend on the block size. Memory: one block, plus one row of at most `row_limit` bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"
#include "ingest/csv_dialect.h"
#include "ingest/internal/byte_source.h"
#include "ingest/internal/row_source.h"

namespace headwater::ingest::internal {

class RowSplitter : public RowSource {
 public:
  // `dialect` must outlive the splitter. With a header the first row is skipped, unless
  // `keep_header`.
  RowSplitter(ByteSource source, const CsvDialect& dialect, bool keep_header = false,
              std::size_t block_bytes = kBlockBytes, std::size_t row_limit = kRowLimitBytes);

  // The next rows, at least one; false at the end of the file. Errors: kIo.
  graph::Result<bool> next(RawRows& out) override;
  std::uint64_t bytes_read() const { return bytes_read_; }
  const ByteSource& source() const override { return source_; }

 private:
  // Where a scan stands between two chunks of one row.
  enum class Mode : std::uint8_t { kRowStart, kPlain, kQuoted, kQuoteSeen, kComment };
  static constexpr std::size_t kNoEnd = static_cast<std::size_t>(-1);

  graph::Result<bool> fill(RawRows& out);
  graph::Result<bool> append_block(std::string& bytes);
  // Index of the line end that closes the row which `chunk` continues, or kNoEnd.
  std::size_t scan(std::string_view chunk);
  std::size_t scan_plain(std::string_view chunk, std::size_t& position);
  void start_row();
  void finish_row(RawRows& out, std::size_t begin, std::size_t end, RowFault fault);
  std::size_t take_complete_rows(RawRows& out, std::size_t begin);
  void take_last_row(RawRows& out, std::size_t begin);
  graph::Status skip_long_row(RawRows& out, std::size_t begin);
  bool is_blank(std::string_view row) const;

  ByteSource source_;
  const CsvDialect& dialect_;
  std::size_t block_bytes_, row_limit_;
  bool header_pending_;
  std::size_t lines_to_skip_;
  Mode mode_ = Mode::kRowStart;
  char previous_ = '\0';     // the byte before the chunk; the delimiter at a row's start
  std::size_t scanned_ = 0;  // bytes of the open row already scanned
  std::string carry_;        // the open row's bytes between two calls
  std::uint64_t bytes_read_ = 0;
  std::uint64_t offset_ = 0;  // in the file, of the first byte of the block being cut
  std::uint64_t next_row_ = 1;
  bool at_start_ = true, at_end_ = false;
};

// The file's columns, renamed as the dialect says. Errors: kInput where the file ends before its
// header or the header is no well-formed UTF-8 row.
graph::Result<std::vector<std::string>> read_header(const std::string& path,
                                                    const CsvDialect& dialect);

}  // namespace headwater::ingest::internal
