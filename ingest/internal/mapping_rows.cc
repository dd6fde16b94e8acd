// How the files of a part are written: `csv`, `json`, `xml`, `swift` or `goaml`.
#include <map>
#include <set>
#include <string>
#include <utility>

#include "ingest/internal/mapping_compiler.h"

namespace headwater::ingest::internal {

using graph::Result;
using graph::Status;
namespace json = boost::json;

namespace {

// {NAME: NAME}: what a file calls a column or element, and what the mapping does.
Status read_renamed(JsonObject& object, std::map<std::string, std::string, std::less<>>& renamed) {
  const json::value* found = object.find("rename");
  if (found == nullptr) return {};
  const std::string place = object.place_of("rename");
  if (!found->is_object()) return mapping_error(place, "it is no object", "write {NAME: NAME}");
  for (const auto& member : found->get_object()) {
    HEADWATER_ASSIGN_OR_RETURN(std::string to, json_text(member.value(), place));
    renamed.emplace(std::string(member.key()), std::move(to));
  }
  return {};
}

// Titled blocks: their columns stand before the file's own.
Status read_blocks(JsonObject& parent, Part& part) {
  const json::value* found = parent.find("blocks");
  if (found == nullptr) return {};
  const std::string place = parent.place_of("blocks");
  HEADWATER_ASSIGN_OR_RETURN(JsonObject object, JsonObject::from(*found, place));
  BlockSpec spec;
  HEADWATER_ASSIGN_OR_RETURN(spec.begin, object.text("begin", ""));
  HEADWATER_ASSIGN_OR_RETURN(spec.end, object.text("end", ""));
  CsvDialect& dialect = part.dialect;
  if (spec.begin.empty() || spec.end.empty() || spec.begin.starts_with(spec.end) ||
      spec.end.starts_with(spec.begin)) {
    return mapping_error(place, "`begin` and `end` do not tell lines apart",
                         "write what the lines begin with that open and close a block");
  }
  if (dialect.header || dialect.quote == '\0' || dialect.required_columns != 0) {
    return mapping_error(place, "blocks need `columns` and a quote, and rows of equal length",
                         "write \"header\": false and `columns`");
  }
  dialect.columns.insert(dialect.columns.begin(), BlockSpec::kColumns.begin(),
                         BlockSpec::kColumns.end());
  part.blocks = std::move(spec);
  return object.finish();
}

Status read_dialect(JsonObject& parent, Part& part) {
  CsvDialect& dialect = part.dialect;
  const json::value* found = parent.find("csv");
  if (found == nullptr) return {};
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
  HEADWATER_ASSIGN_OR_RETURN(dialect.empty_word, object.text("empty_word", ""));
  if (!dialect.empty_word.empty() && by_whitespace) {
    return mapping_error(object.place_of("empty_word"), "cells between blanks are never empty",
                         "remove it, or name a delimiter");
  }
  HEADWATER_RETURN_IF_ERROR(read_renamed(object, dialect.renamed));
  if (!dialect.header && !dialect.renamed.empty()) {
    return mapping_error(object.place_of("rename"), "there is no header to rename in",
                         "write the names in `columns`");
  }
  HEADWATER_RETURN_IF_ERROR(read_blocks(object, part));
  return object.finish();
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

graph::Result<std::set<std::uint32_t>> read_paths(JsonObject& object, std::string_view key,
                                                  PathTree& paths) {
  std::set<std::uint32_t> nodes;
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<std::string> texts, object.texts(key));
  for (const std::string& text : texts) {
    const auto path = parse_path(text);
    if (!path) {
      return mapping_error(object.place_of(key), "it is no path", "write names parted by dots");
    }
    nodes.insert(paths.insert(*path));
  }
  return nodes;
}

// A head within a row would be a part of it that stands apart.
bool has_head_in_row(const XmlRowSpec& spec) {
  for (const std::uint32_t head : spec.heads) {
    for (const std::uint32_t row : spec.rows) {
      if (spec.paths.is_within(head, row)) return true;
    }
  }
  return false;
}

Status read_xml_rows(JsonObject& parent, const json::value& json, Part& part) {
  HEADWATER_ASSIGN_OR_RETURN(JsonObject object, JsonObject::from(json, parent.place_of("xml")));
  XmlRowSpec& spec = part.xml;
  part.rows = RowKind::kXml;
  HEADWATER_ASSIGN_OR_RETURN(spec.root, object.text("root", ""));
  HEADWATER_ASSIGN_OR_RETURN(spec.namespaces, object.texts("namespaces"));
  HEADWATER_ASSIGN_OR_RETURN(spec.rows, read_paths(object, "rows", spec.paths));
  HEADWATER_ASSIGN_OR_RETURN(spec.heads, read_paths(object, "heads", spec.paths));
  HEADWATER_RETURN_IF_ERROR(read_renamed(object, spec.renamed));
  if (spec.root.empty() || spec.namespaces.empty() || spec.rows.empty()) {
    return mapping_error(object.place(), "`root`, `namespaces` or `rows` is missing",
                         "name the root element, its namespaces (\"\" for none), and the rows");
  }
  if (has_head_in_row(spec)) {
    return mapping_error(object.place_of("heads"), "a head stands within a row", "remove it");
  }
  return object.finish();
}

}  // namespace

Status read_rows(JsonObject& object, Part& part) {
  const json::value* as_json = object.find("json");
  const json::value* as_xml = object.find("xml");
  const json::value* as_csv = object.find("csv");
  const json::value* as_swift = object.find("swift");
  const json::value* as_goaml = object.find("goaml");
  if ((as_json != nullptr) + (as_xml != nullptr) + (as_csv != nullptr) + (as_swift != nullptr) +
          (as_goaml != nullptr) >
      1) {
    return mapping_error(object.place(), "the files are described in two ways",
                         "give one of `csv`, `json`, `xml`, `swift` and `goaml`");
  }
  if (as_swift != nullptr || as_goaml != nullptr) {
    const bool is_swift = as_swift != nullptr;
    part.rows = is_swift ? RowKind::kSwift : RowKind::kGoaml;
    HEADWATER_ASSIGN_OR_RETURN(const JsonObject empty,
                               JsonObject::from(is_swift ? *as_swift : *as_goaml,
                                                object.place_of(is_swift ? "swift" : "goaml")));
    return empty.finish();
  }
  if (as_xml != nullptr) return read_xml_rows(object, *as_xml, part);
  if (as_json != nullptr) return read_json_rows(object, *as_json, part);
  return read_dialect(object, part);
}

}  // namespace headwater::ingest::internal
