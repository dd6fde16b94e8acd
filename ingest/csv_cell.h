// One cell of a CSV file, written as RFC 4180 asks and as the readers of this part read it back.
//
//   std::string row;
//   append_csv_cell(row, "a, b");   // "a, b" in quotes
//
// Nothing is changed for the sake of a spreadsheet. Pure, O(length), any thread.
#pragma once

#include <string>
#include <string_view>

namespace headwater::ingest {

// Quoted where the cell holds a comma, a quote or a line end; an empty cell is nothing.
void append_csv_cell(std::string& text, std::string_view cell);

}  // namespace headwater::ingest
