#include "queries/measurement/internal/scoreboard_boards.h"

#include <algorithm>
#include <set>

#include "queries/evidence/case_scope.h"
#include "queries/flow/case_attribution.h"
#include "queries/internal/values.h"
#include "queries/measurement/internal/attributed_money.h"
#include "queries/measurement/internal/scoreboard_cells.h"
#include "queries/measurement/internal/scoreboard_notes.h"
#include "queries/measurement/internal/victim_counts.h"

namespace headwater::queries::internal {
namespace {

using graph::Result;
using graph::Status;
using graph::TimeWindow;

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

// Fixed bounds: two windows that differ by a day differ by who was found on it.
Status check_quarters(const TimeWindow& window) {
  for (const graph::Timestamp bound : {window.from, window.to}) {
    if (!bound.is_known()) continue;
    const int year = graph::civil_year(bound);
    const bool is_quarter =
        bound == graph::from_civil(year, 1, 1) || bound == graph::from_civil(year, 4, 1) ||
        bound == graph::from_civil(year, 7, 1) || bound == graph::from_civil(year, 10, 1);
    if (is_quarter) continue;
    return graph::question_error(
        kAbout, "a window of a publication", "a bound within a calendar quarter",
        "begin and end windows with quarters (2023-01-01, 2023-04-01, 2023-07-01, 2023-10-01), or "
        "use --audience internal: two windows that differ by a day give away who was found on it");
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

struct MeasuredWindow {
  ScoreboardFigures figures;
  EvidenceNotes evidence;
  std::vector<std::string> resolution_notes;
};

Result<MeasuredWindow> measure(QuerySession& session, const ScoreboardRequest& request,
                               const TimeWindow& window) {
  MeasuredWindow measured;
  HEADWATER_ASSIGN_OR_RETURN(const CaseAttribution end,
                             attributed_before(session, request, window.to));
  std::optional<CaseAttribution> start;
  if (window.from.is_known()) {
    HEADWATER_ASSIGN_OR_RETURN(start, attributed_before(session, request, window.from));
  }
  const graph::StoreView& view = session.view();
  const CanonicalEntities canonical(*end.snapshot, *end.resolved);
  HEADWATER_ASSIGN_OR_RETURN(const CaseScope scope, case_scope(view, canonical, request.case_name,
                                                               "measure a scoreboard"));
  TerritoryNames territories(view);
  HEADWATER_RETURN_IF_ERROR(add_victims(view, canonical, scope, window, territories,
                                        session.context(), measured.figures));
  HEADWATER_RETURN_IF_ERROR(add_money({&end, start ? &*start : nullptr, window.is_bounded()},
                                      territories, measured.figures));
  if (request.audience == Audience::kPublication) measured.figures.keep_publishable();
  measured.evidence = end.notes;
  measured.resolution_notes = resolution_notes(*end.resolved, request.resolution);
  return measured;
}

DisclosureRules rules_of(const ScoreboardRequest& request) {
  DisclosureRules rules;
  if (request.threshold) rules.threshold = *request.threshold;
  return rules;
}

std::vector<ScoreboardDimension> in_order(std::vector<ScoreboardDimension> by) {
  std::sort(by.begin(), by.end());
  return by;
}

// Nothing for the internal audience; else what may be published of each window. A part of the store
// is decided beside the board over the whole, which anybody may publish.
Result<std::vector<PublishableFigures>> publishable(QuerySession& session,
                                                    const ScoreboardRequest& request,
                                                    const std::vector<TimeWindow>& windows,
                                                    const std::vector<MeasuredWindow>& measured) {
  std::vector<PublishableFigures> results;
  if (request.audience == Audience::kInternal) return results;
  const std::vector<graph::Asset>& assets = session.view().assets();
  const DisclosureRules rules = rules_of(request);
  if (windows.size() == 1 && !windows.front().is_bounded() && request.case_name.empty()) {
    HEADWATER_ASSIGN_OR_RETURN(PublishableFigures whole,
                               PublishableFigures::decide(measured.front().figures, assets, rules));
    results.push_back(std::move(whole));
    return results;
  }
  ScoreboardRequest everything = request;
  everything.case_name.clear();
  HEADWATER_ASSIGN_OR_RETURN(const MeasuredWindow whole, measure(session, everything, {}));
  std::vector<const ScoreboardFigures*> parts;
  for (const MeasuredWindow& one : measured) parts.push_back(&one.figures);
  return PublishableFigures::decide_parts(whole.figures, parts, assets, rules);
}

Scoreboard board_of(const QuerySession& session, const ScoreboardRequest& request,
                    const TimeWindow& window, const std::vector<ShownKey>& keys,
                    const MeasuredWindow& measured, const PublishableFigures* allowed) {
  Scoreboard board;
  board.audience = request.audience;
  board.dimensions = in_order(request.by);
  board.rules = rules_of(request);
  fill_cells(measured.figures, keys, session.view().assets(), allowed, board);
  board.notes = scoreboard_notes(window, measured.figures, measured.evidence, board);
  if (board.audience == Audience::kInternal) {
    board.notes.insert(board.notes.end(), measured.resolution_notes.begin(),
                       measured.resolution_notes.end());
  } else if (window.is_bounded() || !request.case_name.empty()) {
    board.notes.emplace_back(
        "a part of the store is hidden further, so that the same table over the whole store, less "
        "what is shown here, gives nothing back");
  }
  return board;
}

}  // namespace

Result<std::vector<Scoreboard>> measure_windows(QuerySession& session,
                                                const ScoreboardRequest& request,
                                                const std::vector<TimeWindow>& windows) {
  HEADWATER_RETURN_IF_ERROR(check(request));
  if (request.audience == Audience::kPublication) {
    for (const TimeWindow& window : windows) HEADWATER_RETURN_IF_ERROR(check_quarters(window));
  }
  std::vector<MeasuredWindow> measured;
  std::set<CellName> names;
  for (const TimeWindow& window : windows) {
    HEADWATER_ASSIGN_OR_RETURN(MeasuredWindow one, measure(session, request, window));
    names.merge(one.figures.names());
    measured.push_back(std::move(one));
  }
  const std::vector<ShownKey> keys = shown_keys(names, request.by);
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<PublishableFigures> allowed,
                             publishable(session, request, windows, measured));
  std::vector<Scoreboard> boards;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    boards.push_back(board_of(session, request, windows[i], keys, measured[i],
                              allowed.empty() ? nullptr : &allowed[i]));
  }
  return boards;
}

}  // namespace headwater::queries::internal
