#include "ingest/statement_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
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

enum StatementColumn : std::size_t {
  kCaseColumn,
  kSequenceColumn,
  kKindColumn,
  kLabelColumn,
  kAmountColumn,
  kClaimedColumn,
  kStatementColumnCount
};
constexpr std::array<std::string_view, kStatementColumnCount> kStatementColumns = {
    "case", "seq", "kind", "label", "amount_minor", "claimed"};

using StatementPositions = std::array<std::optional<std::size_t>, kStatementColumnCount>;

Result<StatementPositions> find_statement_columns(const std::string& path,
                                                  const std::vector<std::string>& header) {
  StatementPositions positions;
  for (std::size_t column = 0; column < kStatementColumnCount; ++column) {
    const auto hit = std::find(header.begin(), header.end(), kStatementColumns[column]);
    if (hit != header.end()) {
      positions[column] = static_cast<std::size_t>(hit - header.begin());
    } else if (column != kCaseColumn) {
      return graph::input_error(
          "read a statement", path,
          "the header lacks the column `" + std::string(kStatementColumns[column]) + "`",
          "its columns are case, seq, kind, label, amount_minor, claimed");
    }
  }
  return positions;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto parsed = std::from_chars(text.data(), text.data() + text.size(), number);
  if (parsed.ec != std::errc() || parsed.ptr != text.data() + text.size()) return std::nullopt;
  return number;
}

// Reads one row; names the faulty column, or nothing.
std::optional<StatementColumn> read_row(
    const std::array<std::string_view, kStatementColumnCount>& cells, StatementRow& row) {
  row.case_name = cells[kCaseColumn];
  row.label = cells[kLabelColumn];
  const auto sequence = whole_number(cells[kSequenceColumn]);
  if (!sequence) return kSequenceColumn;
  row.sequence = *sequence;
  if (cells[kKindColumn] != "D" && cells[kKindColumn] != "W") return kKindColumn;
  row.is_deposit = cells[kKindColumn] == "D";
  const auto amount = whole_number(cells[kAmountColumn]);
  if (!amount || *amount < 0) return kAmountColumn;
  row.amount.value = *amount;
  if (!cells[kClaimedColumn].empty() && cells[kClaimedColumn] != "0" &&
      cells[kClaimedColumn] != "1")
    return kClaimedColumn;
  row.claimed = cells[kClaimedColumn] == "1";
  return std::nullopt;
}

}  // namespace

Result<std::vector<StatementRow>> read_statement_file(const std::string& path,
                                                      const graph::ExecutionContext& context) {
  const CsvDialect dialect;
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<std::string> header,
                             internal::read_header(path, dialect));
  HEADWATER_ASSIGN_OR_RETURN(const StatementPositions positions,
                             find_statement_columns(path, header));
  std::vector<StatementRow> rows;
  std::set<std::pair<std::string, std::int64_t>> seen;
  const auto visit = [&](std::uint64_t number, std::span<const std::string_view> cells) {
    if (cells.size() != header.size()) {
      return row_error(path, number, std::to_string(cells.size()) + " cells in the row",
                       "the header has " + std::to_string(header.size()));
    }
    std::array<std::string_view, kStatementColumnCount> picked;
    for (std::size_t column = 0; column < kStatementColumnCount; ++column) {
      if (positions[column]) picked[column] = cells[*positions[column]];
    }
    StatementRow row;
    if (const auto faulty = read_row(picked, row)) {
      return row_error(path, number,
                       "the column `" + std::string(kStatementColumns[*faulty]) + "` does not fit",
                       "kind is D or W; seq and amount_minor are integers; claimed is 0 or 1");
    }
    if (!seen.emplace(row.case_name, row.sequence).second) {
      return row_error(path, number, "its seq stands in an earlier row of the case",
                       "number the rows");
    }
    rows.push_back(std::move(row));
    return Status();
  };
  HEADWATER_RETURN_IF_ERROR(internal::for_each_row(path, dialect, context, visit));
  return rows;
}

}  // namespace headwater::ingest
