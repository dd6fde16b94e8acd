// Splits one row into its cells.
#pragma once

#include <string_view>
#include <vector>

#include "ingest/csv_dialect.h"
#include "ingest/internal/text_arena.h"

namespace headwater::ingest::internal {

// Cells of `row` in order, white space trimmed around unquoted and inside quoted ones; an unquoted
// cell that is the dialect's word for an empty one is empty. They point
// into `row`, or into `arena` where doubled quotes had to be undone. False when something other
// than a delimiter follows a closing quote, or a quote stays open. O(length).
bool split_cells(std::string_view row, const CsvDialect& dialect, TextArena& arena,
                 std::vector<std::string_view>& cells);

// Without leading and trailing blanks, tabs and line ends.
std::string_view trimmed(std::string_view text);

}  // namespace headwater::ingest::internal
