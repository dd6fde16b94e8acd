// RowSource: the rows of one file, in file order, in bounded memory, without looking into them.
//
//   HEADWATER_ASSIGN_OR_RETURN(auto rows, open_rows(std::move(source), part));
//   RawRows block;
//   while (*rows->next(block)) use(block);
//
// Serial; the rows of a block are read elsewhere, in parallel. The rows do not depend on the block
// size. Of delimited text a row is a line with its quotes, of JSON an element as it stands in the
// file; XML elements and SWIFT messages become the text of one JSON object each; a row of a titled
// block has the cells of its title before its own.
//
// Another way of writing rows is one more class. It derives from RowSource, is chosen in
// `open_rows` by the kind of rows that a part asks for, and known in `begins_as` by its first
// bytes. Each row becomes either cells of the part's dialect or, as `RowKind`s but kCsv are, one
// JSON object, so that bindings, readers, quarantine and idempotence stay as they are. It keeps
// what the others promise: the same rows for any block size, memory within a block and a row, and
// of each row the bytes in the file that it came from. Numbers are written from their digits or
// unscaled integers, never from a double. Columnar files (Parquet) need to be read at random: such
// a class opens `source().path()` for itself, and the ByteSource goes on telling whether the file
// was changed. Until there is one, parquet_file.h refuses them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"
#include "ingest/internal/byte_source.h"
#include "ingest/internal/unread_names.h"

namespace headwater::ingest::internal {

struct Part;

inline constexpr std::size_t kBlockBytes = std::size_t{256} << 10;
inline constexpr std::size_t kRowLimitBytes = std::size_t{16} << 20;
inline constexpr std::size_t kQuarantineTextBytes = std::size_t{64} << 10;

enum class RowFault : std::uint8_t {
  kNone,
  kTooLong,            // longer than the limit; only its first 64 KiB are kept
  kUnterminatedQuote,  // a quoted cell is open at the end of the file
  kMalformed,          // what stands there is no row of the format
};

struct RowSpan {
  std::size_t begin = 0, end = 0;              // in RawRows::bytes, without the line end
  std::uint64_t file_begin = 0, file_end = 0;  // offsets in the file
  RowFault fault = RowFault::kNone;
};

// Consecutive rows of one file. Row i has the 1-based data row number first_row + i.
struct RawRows {
  std::string bytes;
  std::uint64_t first_row = 1;
  std::uint64_t read_to = 0;  // offset in the file that reading has come to
  std::vector<RowSpan> rows;

  std::string_view text(const RowSpan& row) const {
    return std::string_view(bytes).substr(row.begin, row.end - row.begin);
  }
  void clear();
  // Copies a row in; beyond `row_limit` its first 64 KiB only, as one that is too long.
  void add(std::string_view text, std::uint64_t file_begin, std::uint64_t file_end, RowFault fault,
           std::size_t row_limit);
};

class RowSource {
 public:
  virtual ~RowSource() = default;
  // The next rows, at least one; false at the end of the file. Errors: kIo; kInput where the file
  // as a whole is not of the format.
  virtual graph::Result<bool> next(RawRows& out) = 0;
  // The file that is read: whether it changed meanwhile.
  virtual const ByteSource& source() const = 0;
  // Names of what stands outside every row; complete at the end of the file.
  virtual const UnreadNames& passed_over() const;

 protected:
  RowSource() = default;
  RowSource(const RowSource&) = default;
  RowSource(RowSource&&) = default;
  RowSource& operator=(const RowSource&) = delete;
  RowSource& operator=(RowSource&&) = delete;
};

// The rows of a file as a part of a mapping says that it is written; `part` outlives them.
std::unique_ptr<RowSource> open_rows(ByteSource source, const Part& part,
                                     std::size_t block_bytes = kBlockBytes,
                                     std::size_t row_limit = kRowLimitBytes);

// Whether a file begins as the part's format does: chooses among the parts of a mapping. Errors:
// kIo.
graph::Result<bool> begins_as(const std::string& path, const Part& part);

}  // namespace headwater::ingest::internal
