// Reading a delimited file all or nothing, for the stand-alone forms of the command: no quarantine,
// the first bad row ends it.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "graph/execution_context.h"
#include "graph/status.h"
#include "ingest/csv_dialect.h"

namespace headwater::ingest::internal {

using RowVisitor =
    std::function<graph::Status(std::uint64_t row, std::span<const std::string_view> cells)>;

// Whether the file may be a pipe: what is read once and has no header looked at before.
enum class RowsFrom { kRegularFile, kFileOrPipe };

// Calls `visit` with the cells of every row, in order. Errors: kInput with `path:row` for rows that
// are too long, no UTF-8, hold NUL bytes or broken quotes; kIo; kCancelled; what `visit` returns.
graph::Status for_each_row(const std::string& path, const CsvDialect& dialect,
                           const graph::ExecutionContext& context, const RowVisitor& visit,
                           RowsFrom from = RowsFrom::kRegularFile);

// kInput at a row.
graph::Status row_error(const std::string& path, std::uint64_t row, std::string found,
                        std::string remedy);

}  // namespace headwater::ingest::internal
