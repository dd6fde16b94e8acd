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
      "id": {"column": "number"}, "attributes": {
        "name": {"column": "name"}, "title": {"column": "title"},
        "remark": {"column": "remarks", "split": ";"},
        "weak-alias": {"column": "remarks", "strip_end": ".", "split": ";",
            "between": ["a.k.a. '", "'"]},
        "date-of-birth": [
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["DOB ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["alt. DOB ", ""]}],
        "birth-place": [
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["POB ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["alt. POB ", ""]}],
        "nationality": [
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["nationality ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";",
            "between": ["alt. nationality ", ""]}],
        "citizenship": [
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["citizen ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["alt. citizen ", ""]}],
        "gender": {"column": "remarks", "strip_end": ".", "split": ";", "between": ["Gender ", ""]},
        "passport-number": [
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["Passport ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["alt. Passport ", ""]}],
        "id-number": [
          {"column": "remarks", "strip_end": ".", "split": ";",
            "between": ["National ID No. ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";",
            "between": ["alt. National ID No. ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["Cedula No. ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";",
            "between": ["alt. Cedula No. ", ""]}],
        "tax-number": [
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["Tax ID No. ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";",
            "between": ["alt. Tax ID No. ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["NIT # ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["alt. NIT # ", ""]}],
        "registration-number": [
          {"column": "remarks", "strip_end": ".", "split": ";",
            "between": ["Registration Number ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";",
            "between": ["alt. Registration Number ", ""]}],
        "lei": {"column": "remarks", "strip_end": ".", "split": ";",
            "between": ["Legal Entity Number ", ""]},
        "bic": [
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["SWIFT/BIC ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";",
            "between": ["alt. SWIFT/BIC ", ""]}],
        "email": [
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["Email Address ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";",
            "between": ["alt. Email Address ", ""]}],
        "website": [
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["Website ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";", "between": ["alt. Website ", ""]}],
        "currency-address": [
          {"column": "remarks", "strip_end": ".", "split": ";",
            "between": ["Digital Currency Address - ", ""]},
          {"column": "remarks", "strip_end": ".", "split": ";",
            "between": ["alt. Digital Currency Address - ", ""]}],
        "linked-to": {"column": "remarks", "strip_end": ".", "split": ";",
            "between": ["Linked To: ", ""]}}},
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
    {"files": ["add.csv", "ADD.CSV"], "csv": {"use": "addresses"},
      "described": {"use": "stated before"}, "unmatched": "skip", "skipped_by": "no-address",
      "records": [
        {"record": "relation", "kind": "located-at", "when": {"use": "says something"},
          "id": {"template": "sdn-address:{address-number}"}, "from": {"use": "known"},
          "to": {"use": "place"}, "attributes": {"list": "SDN"}}]},
    {"files": ["cons_add.csv", "CONS_ADD.CSV"], "csv": {"use": "addresses"},
      "described": {"use": "stated before"}, "unmatched": "skip", "skipped_by": "no-address",
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
