// BlockRowSource: the rows of delimited text that stands in titled blocks.
//
//   BEGIN LAUNDERING ATTEMPT - CYCLE:  Max 2 hops
//   2022/09/01 00:03,...
//   END LAUNDERING ATTEMPT - CYCLE
//
// A row becomes the row of four columns more: the number of its block in the file, from 1; its
// title, up to a colon; what stands behind the colon; whatever the row holds. What opens and closes
// blocks is no row. Quarantined in the place of a row: what stands outside every block, a block
// that opens before the one above is closed, one that is closed under another title, one that the
// file ends in, and a title longer than 1 KiB. Rows of such blocks stand: each says what it says by
// itself.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "ingest/internal/block_spec.h"
#include "ingest/internal/row_source.h"
#include "ingest/internal/row_splitter.h"

namespace headwater::ingest::internal {

class BlockRowSource : public RowSource {
 public:
  // `dialect` and `spec` outlive it; the dialect has a quote and is not parted by blanks.
  BlockRowSource(ByteSource source, const CsvDialect& dialect, const BlockSpec& spec,
                 std::size_t block_bytes = kBlockBytes, std::size_t row_limit = kRowLimitBytes);

  graph::Result<bool> next(RawRows& out) override;
  const ByteSource& source() const override { return lines_.source(); }

  // Whether a file begins with a block. Errors: kIo.
  static graph::Result<bool> begins_block(const std::string& path, const CsvDialect& dialect,
                                          const BlockSpec& spec);

 private:
  void take(const RowSpan& line, RawRows& out);
  void open(std::string_view text, const RowSpan& line, RawRows& out);
  void close(std::string_view text, const RowSpan& line, RawRows& out);
  void add(std::string_view text, const RowSpan& line, RowFault fault, RawRows& out);
  void end_file(RawRows& out);

  RowSplitter lines_;
  const CsvDialect& dialect_;
  const BlockSpec& spec_;
  std::size_t block_bytes_, row_limit_;
  RawRows pending_;     // lines that were cut
  std::size_t at_ = 0;  // and how many of them were taken
  bool is_open_ = false, at_end_ = false;
  std::uint64_t number_ = 0;
  std::string title_, prefix_;  // of the open block: the cells before each of its rows
  std::string opening_;         // the line that opened it
  RowSpan opened_at_;
  std::uint64_t next_row_ = 1;
};

}  // namespace headwater::ingest::internal
