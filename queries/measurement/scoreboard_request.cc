// From named texts to a request.
#include <algorithm>
#include <limits>

#include "queries/measurement/scoreboard.h"

namespace headwater::queries {
namespace {

constexpr std::string_view kAbout = "measure the scoreboard";
constexpr ScoreboardDimension kDimensions[] = {
    ScoreboardDimension::kTerritory, ScoreboardDimension::kForm, ScoreboardDimension::kSector};

graph::Result<std::vector<ScoreboardDimension>> read_dimensions(const Parameters& parameters) {
  std::vector<ScoreboardDimension> by;
  for (const std::string& name : parameters.list("by")) {
    const auto* found =
        std::find_if(std::begin(kDimensions), std::end(kDimensions),
                     [&](ScoreboardDimension dimension) { return to_string(dimension) == name; });
    if (found == std::end(kDimensions)) {
      return graph::question_error(std::string(kAbout), "parameter by",
                                   "a dimension that does not exist",
                                   "give some of territory,form,sector");
    }
    by.push_back(*found);
  }
  return by;
}

}  // namespace

const std::vector<ParameterSpec>& scoreboard_parameters() {
  static const std::vector<ParameterSpec> kParameters = {
      {"audience", "publication|internal", "publication", false,
       "publication hides small counts, dominated money and what would give them back; internal "
       "shows exact cells and is stamped so"},
      {"by", "list of territory, form, sector", "territory,form,sector", false,
       "dimensions to show"},
      {"case", "case", "", false, "one case only; all if not given"},
      {"from", "time", "", false, "victims exploited, and money moved, at or after this"},
      {"to", "time", "", false, "victims exploited, and money moved, before this"},
      {"baseline", "FROM..TO", "", false,
       "with endline: compare two periods, and say what changed"},
      {"endline", "FROM..TO", "", false,
       "the later period, beginning where the baseline ends or after"},
      {"resolve", "none, confirmed or probable:P", "confirmed", false, "who counts as the same"},
      {"threshold", "integer", "", false,
       "publication: the smallest count to show, 10 or more (10 if not given)"}};
  return kParameters;
}

graph::Result<ScoreboardRequest> parse_scoreboard(const ParameterMap& given) {
  HEADWATER_RETURN_IF_ERROR(check_parameters(kAbout, scoreboard_parameters(), given));
  const Parameters parameters(kAbout, scoreboard_parameters(), given);
  ScoreboardRequest request;
  const bool is_internal = parameters.text("audience") == to_string(Audience::kInternal);
  request.audience = is_internal ? Audience::kInternal : Audience::kPublication;
  HEADWATER_ASSIGN_OR_RETURN(request.by, read_dimensions(parameters));
  request.case_name = parameters.text("case");
  HEADWATER_ASSIGN_OR_RETURN(request.window, parameters.window());
  HEADWATER_ASSIGN_OR_RETURN(request.resolution, parameters.resolution());
  if (parameters.has("threshold")) {
    HEADWATER_ASSIGN_OR_RETURN(
        request.threshold,
        parameters.integer("threshold", 0, std::numeric_limits<std::int32_t>::max()));
  }
  return request;
}

}  // namespace headwater::queries
