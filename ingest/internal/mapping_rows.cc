// How the files of a part are written: `csv` or `json`.
#include <utility>

#include "ingest/internal/mapping_compiler.h"

namespace headwater::ingest::internal {

using graph::Result;
using graph::Status;
namespace json = boost::json;

namespace {

Result<CsvDialect> read_dialect(JsonObject& parent) {
  CsvDialect dialect;
  const json::value* found = parent.find("csv");
  if (found == nullptr) return dialect;
  HEADWATER_ASSIGN_OR_RETURN(JsonObject object, JsonObject::from(*found, parent.place_of("csv")));
  HEADWATER_ASSIGN_OR_RETURN(const std::string delimiter, object.text("delimiter", ","));
  const bool by_whitespace = delimiter == "whitespace";
  if (!by_whitespace && (delimiter.size() != 1 || delimiter == "\n" || delimiter == "\r")) {
    return mapping_error(object.place_of("delimiter"), "it is no single byte",
                         "write one byte, or whitespace");
  }
  dialect.delimiter = by_whitespace ? CsvDialect::kWhitespace : delimiter[0];
  HEADWATER_ASSIGN_OR_RETURN(dialect.quote, object.character("quote", by_whitespace ? '\0' : '"'));
  if (dialect.quote != '\0' && (by_whitespace || dialect.quote == dialect.delimiter)) {
    return mapping_error(object.place_of("quote"), "it does not go with the delimiter",
                         "write \"\" for no quotes");
  }
  HEADWATER_ASSIGN_OR_RETURN(dialect.header, object.flag("header", true));
  HEADWATER_ASSIGN_OR_RETURN(dialect.columns, object.texts("columns"));
  if (dialect.header == !dialect.columns.empty()) {
    return mapping_error(object.place_of("columns"), "names are given beside a header, or neither",
                         "give `columns` exactly when `header` is false");
  }
  HEADWATER_ASSIGN_OR_RETURN(const std::int64_t required,
                             object.integer("required_columns", 0, 0, 1'000'000));
  dialect.required_columns = static_cast<std::size_t>(required);
  HEADWATER_ASSIGN_OR_RETURN(const std::int64_t skip,
                             object.integer("skip_lines", 0, 0, 1'000'000));
  dialect.skip_lines = static_cast<std::size_t>(skip);
  HEADWATER_ASSIGN_OR_RETURN(dialect.comment, object.text("comment", ""));
  HEADWATER_RETURN_IF_ERROR(object.finish());
  return dialect;
}

// Lines of JSON: cut at line ends only, blank ones left out.
CsvDialect json_lines() {
  CsvDialect dialect;
  dialect.delimiter = CsvDialect::kWhitespace;
  dialect.quote = '\0';
  dialect.header = false;
  return dialect;
}

Status read_json_rows(JsonObject& parent, const json::value& json, Part& part) {
  HEADWATER_ASSIGN_OR_RETURN(JsonObject object, JsonObject::from(json, parent.place_of("json")));
  HEADWATER_ASSIGN_OR_RETURN(const std::string rows, object.text("rows", ""));
  HEADWATER_ASSIGN_OR_RETURN(const std::string at, object.text("at", ""));
  if (rows != "lines" && rows != "array") {
    return mapping_error(object.place_of("rows"), "the word is unknown", "write lines or array");
  }
  if (rows == "lines" && !at.empty()) {
    return mapping_error(object.place_of("at"), "lines stand nowhere but in the file",
                         "remove it, or write \"rows\": \"array\"");
  }
  part.rows = rows == "lines" ? RowKind::kJsonLines : RowKind::kJsonArray;
  part.dialect = json_lines();
  if (!at.empty()) {
    auto path = parse_path(at);
    if (!path) {
      return mapping_error(object.place_of("at"), "it is no path", "write names parted by dots");
    }
    part.array_path = std::move(*path);
  }
  return object.finish();
}

}  // namespace

Status read_rows(JsonObject& object, Part& part) {
  const json::value* as_json = object.find("json");
  const json::value* as_csv = object.find("csv");
  if (as_json != nullptr && as_csv != nullptr) {
    return mapping_error(object.place(), "the files are described in two ways",
                         "give `csv` or `json`");
  }
  if (as_json != nullptr) return read_json_rows(object, *as_json, part);
  HEADWATER_ASSIGN_OR_RETURN(part.dialect, read_dialect(object));
  return {};
}

}  // namespace headwater::ingest::internal
