// Rendering of answers: JSON for programs, CSV for spreadsheets, aligned tables for people.
//
//   const EngineStamp stamp{"0.1.0", context.threads(), 0.25};
//   std::string line = to_json(answer, stamp);       // one document, with its digest
//   std::string page = to_text(answer, stamp, 20);   // for a terminal
//
// Pure functions: they open nothing, cannot fail, and give equal bytes for equal arguments, from
// any thread. O(size of the answer) time and memory; the digest sorts the members of each object.
// They hide nothing: what an audience may see is decided where the answer is made.
#pragma once

#include <string>

#include "graph/status.h"
#include "queries/answer.h"

namespace headwater::queries {

// What made the answer; never part of its digest.
struct EngineStamp {
  std::string version;  // "0.1.0"
  int threads = 1;
  double seconds = 0;  // wall clock
};

// SHA-256 (64 hex digits) of {"commit":...,"parameters":...,"result":...} as compact JSON, the
// members of every object in bytewise order of their names; equal for any number of threads and any
// machine. Notes, times and the order of members do not count.
std::string digest(const Answer& answer);

// One JSON document and a newline: the result's members, then "parameters", "commit", "notes",
// "digest", "engine" (version, commit, threads, seconds); "partial" and "audience" where they
// apply. Strings are escaped as RFC 8259 asks, bytes that are no UTF-8 become U+FFFD; NaN and
// infinities print as null. Doubles are the shortest text that reads back the same.
std::string to_json(const Answer& answer, const EngineStamp& stamp);
std::string to_json(const Document& document);  // compact, no newline

// RFC 4180 with a header line; rows end with "\n"; the first table of the result, top
// down. A result without a table is one of name and value, a value a row: `money.EUR.count,5`, and
// `sources.1.path` of the first of several. Values stand as they are: nothing is changed for the
// sake of a spreadsheet. Nulls are empty cells, an empty text is "" in quotes.
std::string to_csv(const Answer& answer);
std::string to_csv(const graph::Table& table);

// For a terminal: title, scalars as `name  value`, tables aligned (numbers to the right), notes,
// and a last line with commit, digest, threads and seconds. `max_rows` rows a table (0: all), then
// "... and N more". Control and direction characters in values are replaced by U+FFFD, so that data
// cannot steer the terminal.
std::string to_text(const Answer& answer, const EngineStamp& stamp, std::size_t max_rows);

// Text of any origin as one line for a terminal: control and direction characters become U+FFFD.
std::string to_one_line(std::string_view text);

}  // namespace headwater::queries
