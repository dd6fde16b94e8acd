#include "tests/reference/csv_reference.h"

namespace headwater::tests {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string trim(const std::string& text) {
  std::size_t begin = 0;
  std::size_t end = text.size();
  while (begin < end && is_space(text[begin])) ++begin;
  while (end > begin && is_space(text[end - 1])) --end;
  return text.substr(begin, end - begin);
}

// Cuts `text` into the texts of rows; `open` tells whether the last ends inside quotes.
std::vector<std::string> cut(const std::string& text, const ingest::CsvDialect& dialect,
                             bool& open) {
  std::vector<std::string> rows;
  std::string row;
  std::size_t preamble = dialect.skip_lines;
  bool in_quotes = false;
  bool cell_starts = true;
  bool comment = preamble > 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (row.empty() && preamble == 0 && dialect.comment.find(c) != std::string::npos)
      comment = true;
    if (c == '\n' && !in_quotes) {
      if (!comment) rows.push_back(row);
      if (preamble > 0) --preamble;
      row.clear();
      comment = preamble > 0;
      cell_starts = true;
      continue;
    }
    row += c;
    if (comment || dialect.quote == '\0') continue;
    if (in_quotes) {
      if (c != dialect.quote) continue;
      if (i + 1 < text.size() && text[i + 1] == dialect.quote) {
        row += text[++i];
      } else {
        in_quotes = false;
        cell_starts = false;
      }
    } else if (c == dialect.quote && cell_starts) {
      in_quotes = true;
    } else {
      cell_starts = c == dialect.delimiter;
    }
  }
  open = in_quotes;
  if (!comment && !row.empty()) rows.push_back(row);
  return rows;
}

void split_by_whitespace(ReferenceRow& row) {
  std::string cell;
  for (const char c : row.text + " ") {
    if (!is_space(c)) {
      cell += c;
    } else if (!cell.empty()) {
      row.cells.push_back(cell);
      cell.clear();
    }
  }
}

void split(ReferenceRow& row, const ingest::CsvDialect& dialect) {
  std::string cell;
  std::size_t i = 0;
  for (;;) {
    cell.clear();
    if (i < row.text.size() && row.text[i] == dialect.quote && dialect.quote != '\0') {
      ++i;
      for (;; ++i) {
        if (i == row.text.size()) {
          row.bad_quote = true;
          return;
        }
        if (row.text[i] != dialect.quote) {
          cell += row.text[i];
        } else if (i + 1 < row.text.size() && row.text[i + 1] == dialect.quote) {
          cell += row.text[i++];
        } else {
          break;
        }
      }
      ++i;
      if (i < row.text.size() && row.text[i] != dialect.delimiter) {
        row.bad_quote = true;
        return;
      }
    } else {
      while (i < row.text.size() && row.text[i] != dialect.delimiter) cell += row.text[i++];
    }
    row.cells.push_back(trim(cell));
    if (i >= row.text.size()) return;
    ++i;
  }
}

}  // namespace

std::vector<ReferenceRow> read_reference_rows(const std::string& text,
                                              const ingest::CsvDialect& dialect) {
  const std::string mark = "\xEF\xBB\xBF";
  bool open = false;
  const auto texts = cut(text.starts_with(mark) ? text.substr(3) : text, dialect, open);
  std::vector<ReferenceRow> rows;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    ReferenceRow row;
    row.text = texts[i];
    row.unterminated = open && i + 1 == texts.size();
    if (row.text.ends_with('\r')) row.text.pop_back();
    const bool blank =
        dialect.is_whitespace_separated() ? trim(row.text).empty() : row.text.empty();
    if (blank && !row.unterminated) continue;
    if (row.unterminated) {
      rows.push_back(row);
      continue;
    }
    if (dialect.is_whitespace_separated()) {
      split_by_whitespace(row);
    } else {
      split(row, dialect);
    }
    if (row.bad_quote) row.cells.clear();
    rows.push_back(row);
  }
  return rows;
}

}  // namespace headwater::tests
