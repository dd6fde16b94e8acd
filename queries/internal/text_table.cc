#include "queries/internal/text_table.h"

#include <algorithm>
#include <cstdio>
#include <vector>

#include "queries/internal/utf8_text.h"

namespace headwater::queries::internal {
namespace {

using graph::Column;
using graph::ColumnType;

std::string with_commas(std::string_view digits) {
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i != 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

std::string cell_text(const Column& column, std::size_t row) {
  if (column.is_null(row)) return "-";
  switch (column.spec().type) {
    case ColumnType::kInt64:
      return column.spec().meaning == "count" ? grouped(column.int64(row))
                                              : std::to_string(column.int64(row));
    case ColumnType::kFloat64:
      return brief(column.float64(row));
    case ColumnType::kBool:
      return column.boolean(row) ? "yes" : "no";
    case ColumnType::kText:
      break;
  }
  const std::string shown = printable(column.text(row));
  return column.spec().meaning == "money" ? grouped_decimal(shown) : shown;
}

bool is_right_aligned(const Column& column) {
  const ColumnType type = column.spec().type;
  return type == ColumnType::kInt64 || type == ColumnType::kFloat64 ||
         column.spec().meaning == "money";
}

struct TextColumn {
  std::vector<std::string> cells;  // the header first
  std::size_t width = 0;
  bool to_the_right = false;
};

TextColumn text_column(const Column& column, std::size_t rows) {
  TextColumn text;
  text.to_the_right = is_right_aligned(column);
  text.cells.push_back(printable(column.spec().name));
  for (std::size_t row = 0; row < rows; ++row) text.cells.push_back(cell_text(column, row));
  for (const std::string& cell : text.cells) text.width = std::max(text.width, display_width(cell));
  return text;
}

std::string line_of(const std::vector<TextColumn>& columns, std::size_t line) {
  std::string out;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    const std::string& cell = columns[c].cells[line];
    const std::string padding(columns[c].width - display_width(cell), ' ');
    if (c != 0) out += "  ";
    out += columns[c].to_the_right ? padding + cell : cell + padding;
  }
  return out.substr(0, out.find_last_not_of(' ') + 1);
}

}  // namespace

std::string grouped(std::int64_t value) {
  std::string digits = std::to_string(value);
  const std::size_t sign = value < 0 ? 1 : 0;
  if (digits.size() - sign < 5) return digits;
  return digits.substr(0, sign) + with_commas(std::string_view(digits).substr(sign));
}

std::string brief(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

std::string grouped_decimal(std::string_view text) {
  const std::size_t sign = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t point = std::min(text.find('.'), text.size());
  const std::string_view whole = text.substr(sign, point - sign);
  const std::string_view rest = text.substr(point);
  constexpr std::string_view kDigits = "0123456789";
  const bool is_plain =
      !whole.empty() && whole.find_first_not_of(kDigits) == std::string_view::npos &&
      rest.substr(std::min<std::size_t>(1, rest.size())).find_first_not_of(kDigits) ==
          std::string_view::npos;
  if (!is_plain) return std::string(text);
  return std::string(text.substr(0, sign)) + with_commas(whole) + std::string(rest);
}

std::string format_table(const graph::Table& table, std::size_t max_rows, std::string_view indent) {
  const std::size_t rows =
      max_rows == 0 ? table.row_count() : std::min(max_rows, table.row_count());
  std::vector<TextColumn> columns;
  std::size_t width = 0;
  for (std::size_t c = 0; c < table.column_count(); ++c) {
    columns.push_back(text_column(table.column(c), rows));
    width += columns.back().width + (c == 0 ? 0 : 2);
  }
  std::string out;
  for (std::size_t line = 0; line <= rows; ++line) {
    out.append(indent).append(line_of(columns, line)).append("\n");
    if (line == 0) out.append(indent).append(width, '-').append("\n");
  }
  if (rows < table.row_count()) {
    const auto left = static_cast<std::int64_t>(table.row_count() - rows);
    out.append(indent).append("... and " + grouped(left) + " more\n");
  }
  return out;
}

}  // namespace headwater::queries::internal
