#include "queries/measurement/scoreboard.h"

#include <algorithm>
#include <set>

#include "queries/flow/case_attribution.h"
#include "queries/internal/values.h"
#include "queries/measurement/internal/attributed_money.h"
#include "queries/measurement/internal/scoreboard_cells.h"
#include "queries/measurement/internal/scoreboard_notes.h"
#include "queries/measurement/internal/victim_counts.h"

namespace headwater::queries {
namespace {

using graph::Result;
using graph::Status;

constexpr char kAbout[] = "measure the scoreboard";

Status check(const ScoreboardRequest& request) {
  const std::set<ScoreboardDimension> distinct(request.by.begin(), request.by.end());
  if (request.by.empty() || distinct.size() != request.by.size()) {
    return graph::question_error(kAbout, "parameter by", "no dimension, or one twice",
                                 "give some of territory, form and sector, each once");
  }
  if (!request.threshold) return {};
  if (request.audience == Audience::kInternal) {
    return graph::question_error(kAbout, "parameter threshold", "a threshold for exact cells",
                                 "leave it out, or ask for --audience publication");
  }
  if (*request.threshold < DisclosureRules().threshold) {
    return graph::question_error(
        kAbout, "parameter threshold",
        "a count below " + std::to_string(DisclosureRules().threshold),
        "a publication hides at least counts below 10: give 10 or more; exact cells are for "
        "--audience internal");
  }
  return {};
}

// What is known just before a moment.
Result<CaseAttribution> attributed_before(QuerySession& session, const ScoreboardRequest& request,
                                          graph::Timestamp moment) {
  CaseAttributionRequest wanted;
  wanted.case_name = request.case_name;
  wanted.resolution = request.resolution;
  if (moment.is_known()) wanted.policy.until = graph::Timestamp{moment.ms - 1};
  return attribute_cases(session, wanted);
}

struct Measured {
  internal::ScoreboardFigures figures;
  EvidenceNotes evidence;
  std::vector<std::string> resolution_notes;
};

Result<Measured> measure(QuerySession& session, const ScoreboardRequest& request) {
  Measured measured;
  HEADWATER_ASSIGN_OR_RETURN(const CaseAttribution end,
                             attributed_before(session, request, request.window.to));
  std::optional<CaseAttribution> start;
  if (request.window.from.is_known()) {
    HEADWATER_ASSIGN_OR_RETURN(start, attributed_before(session, request, request.window.from));
  }
  const graph::StoreView& view = session.view();
  const internal::CanonicalEntities canonical(*end.snapshot, *end.resolved);
  HEADWATER_ASSIGN_OR_RETURN(const internal::CaseScope scope,
                             internal::case_scope(view, canonical, request.case_name));
  internal::TerritoryNames territories(view);
  HEADWATER_RETURN_IF_ERROR(internal::add_victims(
      view, canonical, scope, request.window, territories, session.context(), measured.figures));
  const internal::AttributedWindow window{&end, start ? &*start : nullptr,
                                          request.window.is_bounded()};
  HEADWATER_RETURN_IF_ERROR(internal::add_money(window, territories, measured.figures));
  measured.evidence = end.notes;
  measured.resolution_notes = internal::resolution_notes(*end.resolved, request.resolution);
  return measured;
}

std::vector<ScoreboardDimension> in_order(std::vector<ScoreboardDimension> by) {
  std::sort(by.begin(), by.end());
  return by;
}

Status fill(const std::vector<graph::Asset>& assets, internal::ScoreboardFigures& figures,
            Scoreboard& board) {
  if (board.audience == Audience::kInternal) {
    internal::fill_cells(internal::shown_cells(figures, board.dimensions), assets, nullptr, board);
    return {};
  }
  figures.keep_publishable();
  HEADWATER_ASSIGN_OR_RETURN(const auto publishable,
                             internal::PublishableFigures::decide(figures, assets, board.rules));
  internal::fill_cells(internal::shown_cells(figures, board.dimensions), assets, &publishable,
                       board);
  return {};
}

}  // namespace

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

Result<Scoreboard> measure_scoreboard(QuerySession& session, const ScoreboardRequest& request) {
  HEADWATER_RETURN_IF_ERROR(check(request));
  HEADWATER_ASSIGN_OR_RETURN(Measured measured, measure(session, request));
  Scoreboard board;
  board.audience = request.audience;
  board.dimensions = in_order(request.by);
  if (request.threshold) board.rules.threshold = *request.threshold;
  HEADWATER_RETURN_IF_ERROR(fill(session.view().assets(), measured.figures, board));
  board.notes = internal::scoreboard_notes(request, measured.figures, measured.evidence, board);
  if (board.audience == Audience::kInternal) {
    board.notes.insert(board.notes.end(), measured.resolution_notes.begin(),
                       measured.resolution_notes.end());
  }
  return board;
}

}  // namespace headwater::queries
