#include "ingest/internal/strict_rows.h"

#include <utility>

#include "ingest/internal/cells.h"
#include "ingest/internal/row_splitter.h"
#include "ingest/internal/utf8.h"

namespace headwater::ingest::internal {

using graph::Status;

namespace {

// What is wrong with a row as text; empty when nothing is.
std::string_view text_problem(std::string_view text, RowFault fault) {
  if (fault == RowFault::kTooLong) return "the row is longer than 16 MiB";
  if (fault == RowFault::kUnterminatedQuote) return "a quote is never closed";
  if (!is_valid_utf8(text)) return "the row is not UTF-8";
  if (text.find('\0') != std::string_view::npos) return "the row holds NUL bytes";
  return {};
}

}  // namespace

Status row_error(const std::string& path, std::uint64_t row, std::string found,
                 std::string remedy) {
  return graph::input_error("read a file", path + ":" + std::to_string(row), std::move(found),
                            std::move(remedy));
}

Status for_each_row(const std::string& path, const CsvDialect& dialect,
                    const graph::ExecutionContext& context, const RowVisitor& visit,
                    RowsFrom from) {
  HEADWATER_ASSIGN_OR_RETURN(ByteSource source, from == RowsFrom::kFileOrPipe
                                                    ? ByteSource::open_stream(path)
                                                    : ByteSource::open(path));
  const std::uint64_t size = source.opened_as().size;
  RowSplitter splitter(std::move(source), dialect);
  RawRows raw;
  TextArena arena;
  std::vector<std::string_view> cells;
  for (;;) {
    HEADWATER_RETURN_IF_ERROR(context.check_cancelled("read " + path));
    HEADWATER_ASSIGN_OR_RETURN(const bool more, splitter.next(raw));
    if (!more) return {};
    std::uint64_t row = raw.first_row;
    for (const RowSpan& span : raw.rows) {
      arena.clear();
      const std::string_view text = raw.text(span);
      const std::string_view problem = text_problem(text, span.fault);
      if (!problem.empty()) return row_error(path, row, std::string(problem), "mend the file");
      if (!split_cells(text, dialect, arena, cells)) {
        return row_error(path, row, "text follows a closing quote", "mend the file");
      }
      HEADWATER_RETURN_IF_ERROR(visit(row++, cells));
    }
    context.report({"reading " + path, splitter.bytes_read(), size, "bytes"});
  }
}

}  // namespace headwater::ingest::internal
