// Rendering of answers: JSON for programs, CSV for spreadsheets, aligned tables for people.
#pragma once

#include <string>

#include "graph/status.h"
#include "queries/answer.h"

namespace headwater::queries {

struct EngineStamp {
  std::string version;
  int threads = 1;
  double seconds = 0;
};

// SHA-256 (64 hex digits) of the canonical JSON of result, parameters and commit; equal for any
// number of threads and any machine.
std::string digest(const Answer& answer);

// One JSON document and a newline: the result's members, then "parameters", "commit", "notes",
// "digest", "engine". Strings are escaped as RFC 8259 asks; NaN and infinities print as null.
std::string to_json(const Answer& answer, const EngineStamp& stamp);
std::string to_json(const Document& document);  // compact, no newline

// RFC 4180 with a header line; the first table of the result. Errors: kQuestion when it has none.
graph::Result<std::string> to_csv(const Answer& answer);
std::string to_csv(const graph::Table& table);

// For a terminal: title, scalars as `name  value`, tables aligned (numbers to the right), notes.
// `max_rows` rows a table, then "... and N more".
std::string to_text(const Answer& answer, const EngineStamp& stamp, std::size_t max_rows);

}  // namespace headwater::queries
