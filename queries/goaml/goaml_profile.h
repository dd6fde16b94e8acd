// GoamlProfile: the rules of one financial intelligence unit beyond the schema: which codes it
// lists, what it demands, how large a report may be, how dates are written. The second verdict on a
// goAML file, independent of the first.
//
//   HEADWATER_ASSIGN_OR_RETURN(const GoamlProfile profile, GoamlProfile::parse(text, "unit.json"));
//   HEADWATER_ASSIGN_OR_RETURN(const GoamlVerdict verdict, check_goaml_profile("r.xml", profile));
//
// docs/export.md describes the file. A name of an element may be a path that ends with it
// ("signatory/role"): longer ones speak of fewer elements.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"
#include "queries/goaml/goaml_verdict.h"

namespace headwater::queries {

struct GoamlBounds {
  std::uint64_t least = 0;
  std::optional<std::uint64_t> most;
};

struct GoamlProfile {
  std::string name;
  std::map<std::string, std::set<std::string>> lookups;    // the codes that there are
  std::map<std::string, std::set<std::string>> forbidden;  // texts that must not stand there
  // Elements that must stand, with something in them, in each element of the name: "a/b" below it,
  // "a|b" one of several.
  std::map<std::string, std::vector<std::string>> mandatory;
  std::map<std::string, GoamlBounds> sizes;   // characters of a text
  std::map<std::string, GoamlBounds> counts;  // how often an element stands in the file
  std::map<std::string, std::string> dates;   // "YYYY-MM-DDThh:mm:ss": letters stand for digits
  std::optional<std::uint64_t> file_bytes;    // at most

  // Errors: kInput, naming a member of the file and never its value.
  static graph::Result<GoamlProfile> parse(std::string_view text, const std::string& place);
};

// Violations in the order in which the file's elements end, those of the whole file last. One pass;
// memory: the open elements and their texts. Errors: kInput (no file there). Thread-safe.
graph::Result<GoamlVerdict> check_goaml_profile(const std::string& xml_path,
                                                const GoamlProfile& profile);

}  // namespace headwater::queries
