#include "queries/measurement/scoreboard.h"

#include <algorithm>

#include "queries/measurement/internal/scoreboard_boards.h"

namespace headwater::queries {

std::string_view to_string(Audience audience) {
  return audience == Audience::kInternal ? "internal" : "publication";
}

std::string_view to_string(ScoreboardDimension dimension) {
  switch (dimension) {
    case ScoreboardDimension::kTerritory:
      return "territory";
    case ScoreboardDimension::kForm:
      return "form";
    case ScoreboardDimension::kSector:
      break;
  }
  return "sector";
}

std::string_view to_string(FigureStatus status) {
  switch (status) {
    case FigureStatus::kShown:
      return "shown";
    case FigureStatus::kHidden:
      return "hidden";
    case FigureStatus::kUnknown:
      break;
  }
  return "unknown";
}

bool ScoreboardCell::is_margin() const {
  return std::any_of(key.begin(), key.end(), [](const auto& value) { return !value; });
}

graph::Result<Scoreboard> measure_scoreboard(QuerySession& session,
                                             const ScoreboardRequest& request) {
  HEADWATER_ASSIGN_OR_RETURN(auto boards,
                             internal::measure_windows(session, request, {request.window}));
  return std::move(boards.front());
}

}  // namespace headwater::queries
