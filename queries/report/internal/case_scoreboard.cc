// The two numbers as a table. What the scoreboard hides is marked as hidden here and its figure is
// not in the model at all.
#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <iterator>

#include "queries/internal/text_table.h"
#include "queries/measurement/internal/territory_names.h"
#include "queries/report/internal/report_money.h"
#include "queries/report/internal/report_scoreboard.h"

namespace headwater::queries::internal {
namespace {

ReportCell cell_of(FigureStatus status, std::string text) {
  switch (status) {
    case FigureStatus::kShown:
      return {std::move(text), CellMark::kNone};
    case FigureStatus::kHidden:
      return {"", CellMark::kHidden};
    case FigureStatus::kUnknown:
      break;
  }
  return {"", CellMark::kUnknown};
}

// "location:iso3166/XAV" -> "XAV": the column says what it is.
std::string place_name(const std::string& value) {
  const std::size_t slash = value.find('/');
  return value.starts_with("location:") && slash != std::string::npos ? value.substr(slash + 1)
                                                                      : value;
}

std::vector<ReportCell> key_cells(const ScoreboardCell& cell) {
  std::vector<ReportCell> row;
  for (const auto& value : cell.key) row.push_back({value ? place_name(*value) : "all"});
  return row;
}

// Assets of which something is told; one without anything, so that the cell has a row.
std::vector<ScoreboardMoney> told_money(const ScoreboardCell& cell) {
  std::vector<ScoreboardMoney> told;
  std::copy_if(cell.money.begin(), cell.money.end(), std::back_inserter(told),
               [](const ScoreboardMoney& money) {
                 return money.status != FigureStatus::kUnknown ||
                        money.withheld_status != FigureStatus::kUnknown;
               });
  if (told.empty()) told.emplace_back();
  return told;
}

bool is_total(const ScoreboardCell& cell) {
  return std::none_of(cell.key.begin(), cell.key.end(),
                      [](const auto& value) { return value.has_value(); });
}

void add_rows(const ScoreboardCell& cell, bool has_groups, bool has_wages, ReportTable& table) {
  for (const ScoreboardMoney& money : told_money(cell)) {
    std::vector<ReportCell> row = key_cells(cell);
    row.push_back(cell_of(cell.victims_status, grouped(cell.victims)));
    if (has_groups) row.push_back(cell_of(cell.group_cases_status, grouped(cell.group_cases)));
    row.push_back({money.asset.code});
    row.push_back(cell_of(money.status, amount_text(money.gross, money.asset)));
    row.push_back(cell_of(money.status, amount_text(money.lower(), money.asset)));
    row.push_back(cell_of(money.status, amount_text(money.upper(), money.asset)));
    if (has_wages) {
      row.push_back(cell_of(money.withheld_status, amount_text(money.withheld, money.asset)));
    }
    if (is_total(cell)) {
      table.emphasised_rows.push_back(static_cast<std::uint32_t>(table.rows.size()));
    }
    table.rows.push_back(std::move(row));
  }
}

bool any_groups(const Scoreboard& board) {
  return std::any_of(board.cells.begin(), board.cells.end(), [](const ScoreboardCell& cell) {
    return cell.group_cases_status == FigureStatus::kHidden || cell.group_cases != 0;
  });
}

bool any_subdivisions(const Scoreboard& board) {
  return std::any_of(board.cells.begin(), board.cells.end(), [](const ScoreboardCell& cell) {
    return std::any_of(cell.key.begin(), cell.key.end(),
                       [](const auto& value) { return value && is_subdivision(*value); });
  });
}

bool any_wages(const Scoreboard& board) {
  return std::any_of(board.cells.begin(), board.cells.end(), [](const ScoreboardCell& cell) {
    return std::any_of(cell.money.begin(), cell.money.end(), [](const ScoreboardMoney& money) {
      return money.withheld_status != FigureStatus::kUnknown;
    });
  });
}

}  // namespace

ReportTable scoreboard_table(const Scoreboard& board) {
  const bool is_internal = board.audience == Audience::kInternal;
  const bool has_groups = any_groups(board), has_wages = any_wages(board);
  ReportTable table;
  table.title = is_internal ? "Internal: exact" : "For publication: small figures hidden";
  table.caption =
      "Victims known to the store, which is not how many there are, and profit of the asserted "
      "members from lower to upper. The territory is the place of exploitation. ";
  table.caption += is_internal
                       ? "Exact cells: not to be passed on."
                       : fmt::format(
                             "Counts below {}, the money beside them, and money that one member "
                             "dominates are hidden, with as many further cells as it takes that "
                             "no total gives them back.",
                             board.rules.threshold);
  if (any_subdivisions(board)) {
    table.caption +=
        " A sub-region (such as ES-MD) is a row of its own and no part of its country's row.";
  }
  for (const ScoreboardDimension dimension : board.dimensions) {
    std::string name(to_string(dimension));
    name[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(name[0])));
    table.columns.push_back({std::move(name)});
  }
  table.columns.push_back({"Victims", true});
  if (has_groups) table.columns.push_back({"Cases counted by sources", true});
  table.columns.push_back({"Asset"});
  table.columns.push_back({"Gross proceeds", true});
  table.columns.push_back({"Profit, lower", true});
  table.columns.push_back({"Profit, upper", true});
  if (has_wages) table.columns.push_back({"Wages withheld", true});
  for (const ScoreboardCell& cell : board.cells) add_rows(cell, has_groups, has_wages, table);
  return table;
}

const ScoreboardCell* scoreboard_total(const Scoreboard& board) {
  for (const ScoreboardCell& cell : board.cells) {
    if (is_total(cell)) return &cell;
  }
  return board.cells.size() == 1 ? &board.cells.front() : nullptr;
}

}  // namespace headwater::queries::internal
