// CsvDialect: how one delimited text file is written.
//
//   CsvDialect dialect;                       // RFC 4180 with a header
//   CsvDialect semicolons{.delimiter = ';'};
//   CsvDialect edges{.delimiter = CsvDialect::kWhitespace, .quote = '\0', .header = false,
//                    .columns = {"source", "target"}, .comment = "#%"};
//
// Rows end with LF or CRLF; a quoted cell may hold delimiters, line ends and doubled quotes; a
// quote inside an unquoted cell is an ordinary character; a UTF-8 byte order mark at the start and
// blank lines are skipped.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace headwater::ingest {

struct CsvDialect {
  static constexpr char kWhitespace = '\0';  // cells are parted by runs of blanks and tabs

  char delimiter = ',';
  char quote = '"';  // '\0': none
  bool header = true;
  std::vector<std::string> columns = {};  // names, where the file has no header
  std::size_t required_columns = 0;       // trailing cells beyond it may be missing; 0: none may
  std::size_t skip_lines = 0;             // preamble before the header
  std::string comment = {};               // a line that starts with one of these is skipped
  std::string empty_word = {};            // an unquoted cell of this word is empty: "-0-", "NULL"
  std::map<std::string, std::string, std::less<>> renamed =
      {};  // names of the header that stand for others

  bool is_whitespace_separated() const { return delimiter == kWhitespace; }
};

}  // namespace headwater::ingest
