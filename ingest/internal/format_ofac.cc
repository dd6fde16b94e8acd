// The lists of the Office of Foreign Assets Control as delimited text, in the language of
// docs/mapping.md: specially designated nationals and the consolidated list of others. Columns by
// position, as the office's description of the legacy files gives them.
#include "ingest/internal/format_texts.h"

namespace headwater::ingest::internal {

std::string_view ofac_format() {
  constexpr std::string_view kText = R"json({
  "headwater_mapping": 1,
  "name": "ofac",
  "precision": "day",
  "define": {
    "primary": {"header": false, "comment": "\u001a", "empty_word": "-0-", "columns": ["number",
      "name", "type", "programs", "title", "call-sign", "vessel-type", "tonnage",
      "gross-tonnage", "flag", "owner", "remarks"]},
    "party": {"kind": {"column": "type", "map": {"individual": "person", "": "company"}},
      "id": {"column": "number"}, "attributes": {"name": {"column": "name"},
      "title": {"column": "title"}, "remark": {"column": "remarks", "split": ";"}}},
    "office": {"kind": "institution", "id": "office",
      "attributes": {"name": "Office of Foreign Assets Control"}},
    "programs": {"column": "programs", "split": "] ["},
    "addresses": {"header": false, "comment": "\u001a", "empty_word": "-0-", "columns": ["number",
      "address-number", "address", "city", "country", "remarks"]},
    "says something": {"value": {"first_of": [{"column": "address"}, {"column": "city"},
      {"column": "country"}, {"column": "remarks"}]}, "is": "present"},
    "place": {"kind": "location", "id": {"template": "address:{address-number}"}, "attributes": {
      "street": {"column": "address"}, "city": {"column": "city"},
      "country": {"column": "country"}, "remark": {"column": "remarks"}}},
    "known": {"kind": "as-described", "id": {"column": "number"}},
    "stated before": {"id": {"column": "number"}, "kind": {"column": "number", "map": {"*": ""}}}},
  "parts": [
    {"files": ["sdn.csv", "SDN.CSV"], "csv": {"use": "primary"},
      "unmatched": "skip", "skipped_by": {"column": "type"},
      "records": [
        {"record": "relation", "kind": "listed-by",
          "when": {"column": "type", "in": ["individual", ""]},
          "id": {"template": "sdn:{number}"}, "from": {"use": "party"}, "to": {"use": "office"},
          "attributes": {"list": "SDN", "program": {"use": "programs"}}}]},
    {"files": ["cons_prim.csv", "CONS_PRIM.CSV"], "csv": {"use": "primary"},
      "unmatched": "skip", "skipped_by": {"column": "type"},
      "records": [
        {"record": "relation", "kind": "listed-by",
          "when": {"column": "type", "in": ["individual", ""]},
          "id": {"template": "consolidated:{number}"}, "from": {"use": "party"},
          "to": {"use": "office"},
          "attributes": {"list": "consolidated", "program": {"use": "programs"}}}]},
    {"files": ["alt.csv", "ALT.CSV", "cons_alt.csv", "CONS_ALT.CSV"],
      "csv": {"header": false, "comment": "\u001a", "empty_word": "-0-",
      "columns": ["number", "alias-number", "alias-type", "alias", "remarks"]},
      "described": {"use": "stated before"},
      "records": [
        {"record": "entity", "when": {"column": "alias-type", "not": "fka"},
          "entity": {"kind": "as-described", "id": {"column": "number"},
          "attributes": {"alias": {"column": "alias"}}}},
        {"record": "entity", "when": {"column": "alias-type", "equals": "fka"},
          "entity": {"kind": "as-described", "id": {"column": "number"},
          "attributes": {"previous-name": {"column": "alias"}}}}]},
    {"files": ["add.csv", "ADD.CSV"], "csv": {"use": "addresses"}, "described": {"use": "stated before"},
      "unmatched": "skip", "skipped_by": "address without a word",
      "records": [
        {"record": "relation", "kind": "located-at", "when": {"use": "says something"},
          "id": {"template": "sdn-address:{address-number}"}, "from": {"use": "known"},
          "to": {"use": "place"}, "attributes": {"list": "SDN"}}]},
    {"files": ["cons_add.csv", "CONS_ADD.CSV"], "csv": {"use": "addresses"}, "described": {"use": "stated before"},
      "unmatched": "skip", "skipped_by": "address without a word",
      "records": [
        {"record": "relation", "kind": "located-at", "when": {"use": "says something"},
          "id": {"template": "consolidated-address:{address-number}"}, "from": {"use": "known"},
          "to": {"use": "place"}, "attributes": {"list": "consolidated"}}]},
    {"files": ["sdn_comments.csv", "SDN_COMMENTS.CSV", "cons_comments.csv", "CONS_COMMENTS.CSV"],
      "csv": {"header": false, "comment": "\u001a", "columns": ["number", "text"]},
      "described": {"use": "stated before"},
      "records": [
        {"record": "entity", "entity": {"kind": "as-described", "id": {"column": "number"},
          "attributes": {"remark-continued": {"column": "text"}}}}]}]
})json";
  return kText;
}

}  // namespace headwater::ingest::internal
