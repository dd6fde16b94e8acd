// GoamlHeader: what a goAML report says that no store knows: who reports, when, why, in which
// currency, and how a unit's code lists name things.
//
//   HEADWATER_ASSIGN_OR_RETURN(GoamlHeader header, parse_goaml_header(text, "header.json"));
//   header.report_code = "SAR";
//   HEADWATER_RETURN_IF_ERROR(check_goaml_header(header));
//
// docs/export.md describes the file. A plain value.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"

namespace headwater::queries {

// An element of the report, with a text or with elements.
struct GoamlElement {
  std::string name, text;
  std::vector<GoamlElement> children;  // in the schema's order
};

// Our word -> the unit's code, by what is coded: "funds" and "conduction" (of a channel), "account-
// type", "account-status", "legal-form", "gender", "account-role", "entity-role".
using GoamlCodes = std::map<std::string, std::map<std::string, std::string>>;

struct GoamlHeader {
  std::string rentity_id, rentity_branch;
  std::string submission_code = "E", report_code = "STR";
  std::string entity_reference, fiu_ref_number;
  std::string submission_date;      // "2026-06-02T12:00:00"
  std::string currency_code_local;  // "AED"
  std::string reporting_user_code;
  std::optional<GoamlElement> reporting_person, location;
  std::string reason, action;
  std::vector<std::string> indicators;
  // Whose ids, and whose banks (name, code or SWIFT), are the reporting entity's own clients.
  std::set<std::string> client_namespaces, client_banks;
  GoamlCodes codes;                      // over the usual ones
  std::string unknown_text = "UNKNOWN";  // where the schema demands what nobody stated
  std::string unknown_code = "-";
  bool ascii_names = false;  // names in letters of ASCII, as they are beside them
};

// `place` is named in errors, never a value. Errors: kInput (no JSON, unknown or misplaced members,
// values of another kind).
graph::Result<GoamlHeader> parse_goaml_header(std::string_view text, const std::string& place);

// What a report cannot be written without, all that is missing in one message; and dates and
// numbers that are none. Errors: kQuestion.
graph::Status check_goaml_header(const GoamlHeader& header);

// The code of a word: the header's own, else the usual one (goAML 5.0.2 as one unit uses it); empty
// where none is known.
std::string goaml_code(const GoamlHeader& header, const std::string& list, const std::string& word);

}  // namespace headwater::queries
