// A slow, obvious reading of delimited text: one byte after the other, the whole text in memory.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ingest/csv_dialect.h"

namespace headwater::tests {

struct ReferenceRow {
  std::string text;                // without the line end
  std::vector<std::string> cells;  // trimmed; empty when `fault` is set
  bool unterminated = false;       // a quote is open at the end of the text
  bool bad_quote = false;          // text follows a closing quote
};

// Every row, the header included; comments, preamble and blank lines left out.
std::vector<ReferenceRow> read_reference_rows(const std::string& text,
                                              const ingest::CsvDialect& dialect);

}  // namespace headwater::tests
