#include "ingest/source_file.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <string_view>
#include <utility>

#include "ingest/internal/row_splitter.h"
#include "ingest/internal/strict_rows.h"

namespace headwater::ingest {

using graph::Result;
using graph::Status;
using internal::row_error;

namespace {

enum Column : std::size_t { kTransaction, kAmount, kLabel, kColumnCount };
constexpr std::array<std::string_view, kColumnCount> kNames = {"transaction", "amount", "label"};
using Positions = std::array<std::optional<std::size_t>, kColumnCount>;

Result<Positions> find_columns(const std::string& path, const std::vector<std::string>& header) {
  Positions positions;
  for (std::size_t column = 0; column < kColumnCount; ++column) {
    const auto hit = std::find(header.begin(), header.end(), kNames[column]);
    if (hit != header.end()) positions[column] = static_cast<std::size_t>(hit - header.begin());
  }
  if (positions[kTransaction]) return positions;
  return graph::input_error("read sources", path, "the header lacks the column `transaction`",
                            "its columns are transaction, amount, label");
}

Status nothing_in(std::string tried, const std::string& path) {
  return graph::input_error(std::move(tried), path, "nothing stands in it", "give at least one");
}

}  // namespace

Result<std::vector<SourceRow>> read_source_file(const std::string& path,
                                                const graph::ExecutionContext& context) {
  const CsvDialect dialect;
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<std::string> header,
                             internal::read_header(path, dialect));
  HEADWATER_ASSIGN_OR_RETURN(const Positions positions, find_columns(path, header));
  std::vector<SourceRow> rows;
  const auto visit = [&](std::uint64_t number, std::span<const std::string_view> cells) {
    if (cells.size() != header.size()) {
      return row_error(path, number, std::to_string(cells.size()) + " cells in the row",
                       "the header has " + std::to_string(header.size()));
    }
    const auto cell = [&](Column column) {
      return positions[column] ? std::string(cells[*positions[column]]) : std::string();
    };
    if (cell(kTransaction).empty()) {
      return row_error(path, number, "the column `transaction` is empty", "name a transaction");
    }
    rows.push_back({number, cell(kTransaction), cell(kAmount), cell(kLabel)});
    return Status();
  };
  HEADWATER_RETURN_IF_ERROR(internal::for_each_row(path, dialect, context, visit));
  if (rows.empty()) return nothing_in("read sources", path);
  return rows;
}

Result<std::vector<std::string>> read_name_file(const std::string& path,
                                                const graph::ExecutionContext& context) {
  const CsvDialect lines{.delimiter = '\n',  // a line is one cell
                         .quote = '\0',
                         .header = false,
                         .columns = {"name"},
                         .comment = "#"};
  std::vector<std::string> names;
  const auto visit = [&](std::uint64_t, std::span<const std::string_view> cells) {
    std::string_view name = cells.front();
    const std::size_t begin = name.find_first_not_of(" \t");
    if (begin == std::string_view::npos) return Status();
    name = name.substr(begin, name.find_last_not_of(" \t") - begin + 1);
    names.emplace_back(name);
    return Status();
  };
  HEADWATER_RETURN_IF_ERROR(
      internal::for_each_row(path, lines, context, visit, internal::RowsFrom::kFileOrPipe));
  if (names.empty()) return nothing_in("read names", path);
  return names;
}

}  // namespace headwater::ingest
