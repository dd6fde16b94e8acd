#include "queries/measurement/internal/scoreboard_notes.h"

#include <algorithm>

#include <fmt/format.h>

#include "queries/measurement/internal/territory_names.h"

namespace headwater::queries::internal {
namespace {

using Notes = std::vector<std::string>;

bool any_cell(const Scoreboard& board, bool (*fits)(const ScoreboardCell&)) {
  return std::any_of(board.cells.begin(), board.cells.end(), fits);
}

void add_general(const Scoreboard& board, Notes& notes) {
  notes.emplace_back(
      "victims are those known to this store: detection, not prevalence; profit is asserted "
      "proceeds that reached members, between lower and upper; null is unknown or hidden, never 0");
  notes.emplace_back(
      "totals (all) are sums of cells: whoever was exploited in two cells counts in both; totals "
      "that would repeat a row are left out");
  const auto has_groups = [](const ScoreboardCell& cell) {
    return cell.group_cases_status == FigureStatus::kHidden || cell.group_cases > 0;
  };
  if (any_cell(board, has_groups)) {
    notes.emplace_back(
        "group_cases were counted by their sources without telling people apart: they may overlap "
        "with each other and with victims, and are never added to them");
  }
  const auto has_assets = [](const ScoreboardCell& cell) { return cell.money.size() > 1; };
  if (any_cell(board, has_assets)) {
    notes.emplace_back(
        "a cell has one row an asset and repeats its victims in each; assets are never added");
  }
  notes.emplace_back(
      "uncertain = profit_upper - profit_lower: what went to outsiders and nobody explained "
      "(unexplained, in attribute), and labelled money that changed into another asset, in the one "
      "that it left");
  const auto has_subdivisions = [](const ScoreboardCell& cell) {
    return std::any_of(cell.key.begin(), cell.key.end(),
                       [](const auto& value) { return value && is_subdivision(*value); });
  };
  if (any_cell(board, has_subdivisions)) notes.emplace_back(kSubdivisionsStandApart);
}

void add_window(const graph::TimeWindow& window, const ScoreboardFigures& figures, Notes& notes) {
  if (!window.is_bounded()) return;
  notes.emplace_back(
      "window: victims whose exploitation overlaps it; an interval with an open end goes on "
      "there, and flows without any date are left out");
  notes.emplace_back(
      "window: money is what is traced until its end less what is traced until its beginning; "
      "uncertain money that came back within it is set off, and money with conduits is that of "
      "its end");
  if (figures.wages_left_out) {
    notes.emplace_back("window: wages withheld have no date and are left out");
  }
}

void add_hiding(const Scoreboard& board, Notes& notes) {
  if (board.audience != Audience::kPublication) return;
  notes.push_back(fmt::format(
      "hidden: counts from 1 to {}, money beside them, money that one member dominates ({} % rule, "
      "p = {} %), and what would give any of it back; all look alike",
      board.rules.threshold - 1, board.rules.dominance_k, board.rules.dominance_p));
  notes.emplace_back(kOtherStandsTogether);
  notes.emplace_back(kPublishOneTable);
}

std::string counted(std::uint64_t count, std::string_view one, std::string_view many) {
  return fmt::format("{} {}", count, count == 1 ? one : many);
}

void add_evidence(const EvidenceNotes& evidence, const ScoreboardFigures& figures, Notes& notes) {
  const auto add = [&](std::uint64_t count, std::string_view one, std::string_view many) {
    if (count > 0) notes.push_back(counted(count, one, many));
  };
  add(figures.undated_flows, "exploitation flow without any date is left out",
      "exploitation flows without any date are left out");
  add(figures.open_flows, "counted flow has an open end", "counted flows have an open end");
  add(evidence.disputed, "assertion that another one disputes counts",
      "assertions that others dispute count");
  add(evidence.over_claimed, "payment was asserted for more than its whole and was cut",
      "payments were asserted for more than their whole and were cut");
  add(evidence.without_transaction, "assertion names no transaction and moves no money",
      "assertions name no transaction and move no money");
  add(evidence.outside_window, "asserted payment was left out of tracing",
      "asserted payments were left out of tracing");
  add(evidence.dual, "member is a victim too and has no profit",
      "members are victims too and have no profit");
  add(evidence.jointly_owned, "account of several owners is nobody's alone",
      "accounts of several owners are nobody's alone");
}

}  // namespace

Notes scoreboard_notes(const graph::TimeWindow& window, const ScoreboardFigures& figures,
                       const EvidenceNotes& evidence, const Scoreboard& board) {
  Notes notes;
  if (board.cells.empty()) {
    notes.emplace_back("no exploitation flow and no attributed money: nothing to measure");
  }
  add_general(board, notes);
  add_window(window, figures, notes);
  add_hiding(board, notes);
  if (evidence.roles_hidden) {
    notes.emplace_back(
        "without the victim key the roles of victim flows name nobody: fewer members, and so less "
        "profit than with it");
  }
  if (board.audience != Audience::kInternal) return notes;
  add_evidence(evidence, figures, notes);
  return notes;
}

}  // namespace headwater::queries::internal
