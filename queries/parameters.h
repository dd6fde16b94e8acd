// Parameters: the named texts that a question takes from a command line or a batch file, described
// by a table and checked against it.
//
//   HEADWATER_RETURN_IF_ERROR(check_parameters("profile", specs, given));
//   const Parameters parameters("profile", specs, given);
//   HEADWATER_ASSIGN_OR_RETURN(const std::int64_t hops, parameters.integer("hops", 1, 100));
//
// Every error names the parameter and the kind of value expected, never the value.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/projection.h"
#include "graph/status.h"
#include "graph/timestamp.h"

namespace headwater::queries {

using ParameterMap = std::map<std::string, std::string>;

struct ParameterSpec {
  std::string_view name;           // without dashes: "max-gap"
  std::string_view type;           // "entity", "integer", "time", "duration", "flag", "a|b|c" ...
  std::string_view default_value;  // as text; empty: none
  bool required = false;
  std::string_view meaning;  // one line
};

// Unknown names (the known ones are listed), required ones that are absent, values outside "a|b".
// `about` names the question. Errors: kQuestion.
graph::Status check_parameters(std::string_view about, const std::vector<ParameterSpec>& specs,
                               const ParameterMap& given);

// Typed reading of checked parameters; absent ones have their default. Errors: kQuestion.
class Parameters {
 public:
  Parameters(std::string_view about, const std::vector<ParameterSpec>& specs,
             const ParameterMap& given);

  bool has(std::string_view name) const;  // given, or with a default
  std::string text(std::string_view name) const;
  std::vector<std::string> list(std::string_view name) const;  // parted by commas
  graph::Result<std::int64_t> integer(std::string_view name, std::int64_t least,
                                      std::int64_t most) const;
  graph::Result<double> number(std::string_view name) const;  // finite
  graph::Result<bool> flag(std::string_view name) const;      // true, false, yes, no, 1, 0, ""
  graph::Result<graph::Timestamp> time(std::string_view name) const;  // ISO 8601; absent: unknown
  graph::Result<std::int64_t> duration_ms(std::string_view name) const;  // "90s", "24h", "7d"
  graph::Result<graph::TimeWindow> window() const;                       // `from` and `to`
  graph::Result<graph::Resolution> resolution() const;  // `resolve`: none, confirmed, probable:P

 private:
  graph::Status wrong(std::string_view name, std::string_view expected) const;
  std::string about_;
  std::map<std::string, std::string, std::less<>> values_;
};

// "none", "confirmed", "probable:0.9".
std::string to_text(const graph::Resolution& resolution);

}  // namespace headwater::queries
