#include "ingest/internal/cells.h"
#include "ingest/internal/row_splitter.h"
#include "ingest/internal/utf8.h"

namespace headwater::ingest::internal {

using graph::input_error;
using graph::Result;

namespace {

constexpr std::size_t kHeaderBlockBytes = std::size_t{64} << 10;
constexpr std::size_t kHeaderLimitBytes = std::size_t{1} << 20;

}  // namespace

Result<std::vector<std::string>> read_header(const std::string& path, const CsvDialect& dialect) {
  if (!dialect.header) return dialect.columns;
  HEADWATER_ASSIGN_OR_RETURN(ByteSource source, ByteSource::open(path));
  RowSplitter splitter(std::move(source), dialect, true, kHeaderBlockBytes, kHeaderLimitBytes);
  RawRows rows;
  HEADWATER_ASSIGN_OR_RETURN(const bool found, splitter.next(rows));
  const auto refuse = [&](std::string what) {
    return input_error("read the header", path, std::move(what),
                       "check that it is the expected file, in UTF-8");
  };
  if (!found) return refuse("the file ends before its header");
  const RowSpan& row = rows.rows.front();
  if (row.fault == RowFault::kTooLong) return refuse("the header is longer than 1 MiB");
  if (row.fault != RowFault::kNone) return refuse("a quote in the header is never closed");
  const std::string_view text = rows.text(row);
  if (!is_valid_utf8(text)) return refuse("the header is not UTF-8");
  if (text.find('\0') != std::string_view::npos) return refuse("the header holds NUL bytes");
  TextArena arena;
  std::vector<std::string_view> cells;
  if (!split_cells(text, dialect, arena, cells)) {
    return refuse("a quoted name in the header is followed by more text");
  }
  std::vector<std::string> names(cells.begin(), cells.end());
  for (std::string& name : names) {
    const auto known = dialect.renamed.find(name);
    if (known != dialect.renamed.end()) name = known->second;
  }
  return names;
}

}  // namespace headwater::ingest::internal
