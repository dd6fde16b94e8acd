#include "ingest/internal/cells.h"

#include <cstring>

namespace headwater::ingest::internal {
namespace {

constexpr bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

void split_at_whitespace(std::string_view row, std::vector<std::string_view>& cells) {
  std::size_t i = 0;
  while (i < row.size()) {
    while (i < row.size() && is_space(row[i])) ++i;
    const std::size_t begin = i;
    while (i < row.size() && !is_space(row[i])) ++i;
    if (i > begin) cells.push_back(row.substr(begin, i - begin));
  }
}

// The text of a quoted cell whose content starts at `position`; leaves `position` behind the
// closing quote. False when it stays open.
bool read_quoted(std::string_view row, char quote, TextArena& arena, std::size_t& position,
                 std::string_view& cell) {
  const std::size_t begin = position;
  std::size_t doubled = 0;
  for (;;) {
    const std::size_t hit = row.find(quote, position);
    if (hit == std::string_view::npos) return false;
    position = hit + 1;
    if (position == row.size() || row[position] != quote) break;
    ++position;
    ++doubled;
  }
  const std::string_view raw = row.substr(begin, position - 1 - begin);
  cell = raw;
  if (doubled == 0) return true;
  char* out = arena.allocate(raw.size() - doubled);
  cell = {out, raw.size() - doubled};
  for (std::size_t i = 0; i < raw.size(); ++i) {
    *out++ = raw[i];
    if (raw[i] == quote) ++i;
  }
  return true;
}

}  // namespace

std::string_view trimmed(std::string_view text) {
  while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
  return text;
}

bool split_cells(std::string_view row, const CsvDialect& dialect, TextArena& arena,
                 std::vector<std::string_view>& cells) {
  cells.clear();
  if (dialect.is_whitespace_separated()) {
    split_at_whitespace(row, cells);
    return true;
  }
  std::size_t position = 0;
  for (;;) {
    std::string_view cell;
    if (dialect.quote != '\0' && position < row.size() && row[position] == dialect.quote) {
      ++position;
      if (!read_quoted(row, dialect.quote, arena, position, cell)) return false;
      if (position < row.size() && row[position] != dialect.delimiter) return false;
    } else {
      const void* hit =
          std::memchr(row.data() + position, dialect.delimiter, row.size() - position);
      const std::size_t end =
          hit == nullptr ? row.size()
                         : static_cast<std::size_t>(static_cast<const char*>(hit) - row.data());
      cell = trimmed(row.substr(position, end - position));
      if (!cell.empty() && cell == dialect.empty_word) cell = {};
      position = end;
    }
    cells.push_back(trimmed(cell));
    if (position >= row.size()) return true;
    ++position;  // the delimiter; a row that ends with one has an empty last cell
    if (position == row.size()) {
      cells.emplace_back();
      return true;
    }
  }
}

}  // namespace headwater::ingest::internal
