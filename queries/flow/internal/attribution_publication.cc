#include "queries/flow/internal/attribution_publication.h"

#include <algorithm>

#include "queries/disclosure/disclosure.h"
#include "queries/evidence/case_scope.h"
#include "queries/flow/internal/case_evidence.h"
#include "queries/internal/row_writer.h"
#include "queries/measurement/internal/attributed_money.h"
#include "queries/measurement/internal/scoreboard_cells.h"
#include "queries/measurement/internal/scoreboard_notes.h"
#include "queries/measurement/internal/territory_names.h"
#include "queries/measurement/internal/victim_counts.h"

namespace headwater::queries::internal {
namespace {

using graph::ColumnType;
using graph::Result;
using graph::Table;
using graph::WideMinorUnits;

constexpr std::string_view kUnknown = "(unknown)", kAll = "(all)";
constexpr std::string_view kGross = " gross", kCost = " cost";

// What the scoreboard would publish of the same money and the same victims.
struct Published {
  ScoreboardFigures figures;
  PublishableFigures allowed;
};

Result<Published> published_figures(const QuerySession& session, const CaseAttribution& found,
                                    const std::string& case_name) {
  const graph::StoreView& view = session.view();
  const CanonicalEntities canonical(*found.snapshot, *found.resolved);
  HEADWATER_ASSIGN_OR_RETURN(const CaseScope scope,
                             case_scope(view, canonical, case_name, "attribute profit"));
  TerritoryNames territories(view);
  ScoreboardFigures figures;
  HEADWATER_RETURN_IF_ERROR(
      add_victims(view, canonical, scope, {}, territories, session.context(), figures));
  HEADWATER_RETURN_IF_ERROR(add_money({&found, nullptr, false}, territories, figures));
  figures.keep_publishable();
  HEADWATER_ASSIGN_OR_RETURN(
      PublishableFigures allowed,
      PublishableFigures::decide(figures, found.snapshot->assets(), DisclosureRules()));
  return Published{std::move(figures), std::move(allowed)};
}

ScoreboardDimension dimension_of(std::string_view by) {
  if (by == "territory") return ScoreboardDimension::kTerritory;
  return by == "form" ? ScoreboardDimension::kForm : ScoreboardDimension::kSector;
}

std::string group_name(const ScoreboardCell& cell) {
  if (cell.is_margin()) return std::string(kAll);
  return *cell.key.front() == kUnknownValue ? std::string(kUnknown) : *cell.key.front();
}

void write_cell(const ScoreboardCell& cell, const ScoreboardMoney& money, Table& table) {
  RowWriter row(table);
  row.text(group_name(cell));
  row.count_if(cell.victims_status == FigureStatus::kShown, cell.victims);
  row.count_if(cell.group_cases_status == FigureStatus::kShown, cell.group_cases);
  row.text(money.asset.code);
  for (const WideMinorUnits amount :
       {money.lower(), money.upper(), money.gross, money.cost, money.uncertain}) {
    if (money.status == FigureStatus::kShown) {
      row.amount(amount, money.asset);
    } else {
      row.null();
    }
  }
  const auto is_hidden = [](FigureStatus status) { return status == FigureStatus::kHidden; };
  row.flag(is_hidden(cell.victims_status) || is_hidden(cell.group_cases_status) ||
           is_hidden(money.status))
      .done();
}

Table group_rows(const Published& published, std::string_view by,
                 const std::vector<graph::Asset>& assets) {
  Scoreboard board;
  board.dimensions = {dimension_of(by)};
  fill_cells(published.figures, shown_keys(published.figures.names(), board.dimensions), assets,
             &published.allowed, board);
  Table table({{std::string(by), ColumnType::kText, "text"},
               {"victims", ColumnType::kInt64, "count"},
               {"group_cases", ColumnType::kInt64, "count"},
               {"asset", ColumnType::kText, "asset"},
               {"lower", ColumnType::kText, "money"},
               {"profit", ColumnType::kText, "money"},
               {"gross", ColumnType::kText, "money"},
               {"cost", ColumnType::kText, "money"},
               {"uncertain", ColumnType::kText, "money"},
               {"hidden", ColumnType::kBool, "text"}});
  for (const bool margins : {false, true}) {
    for (const ScoreboardCell& cell : board.cells) {
      if (cell.is_margin() != margins) continue;
      if (cell.money.empty()) write_cell(cell, {}, table);
      for (const ScoreboardMoney& money : cell.money) write_cell(cell, money, table);
    }
  }
  return table;
}

// Gross and cost are judged each, by what members add to them.
DisclosureTable months_of(const CaseAttribution& found) {
  const graph::TransactionLayer& layer = found.snapshot->transactions();
  std::map<std::string, DisclosureCell> cells;
  std::map<std::string, std::set<std::uint32_t>> members;
  const auto add = [&](std::uint32_t position, graph::AssetId asset, std::uint32_t member,
                       std::string_view figure, WideMinorUnits amount) {
    if (amount == 0) return;
    std::string month = month_of(graph::Timestamp{layer.time_ms[position]});
    if (month.empty()) month = kUnknown;
    cells[month].key = {month};
    members[month].insert(member);
    DisclosureMoney& money =
        cells[month].money[found.snapshot->assets()[asset.value].code + std::string(figure)];
    money.amounts.resize(1);
    money.amounts[0] += amount;
    money.contributions[member] += amount;
  };
  for (const engine::TracedMovement& movement : found.result.trace.movements) {
    if (movement.holder_before != engine::kNoHolder) continue;
    if (movement.holder_after == engine::kNoHolder) continue;
    add(movement.position, movement.asset, movement.holder_after, kGross, movement.amount);
  }
  for (const engine::AssertedPayment& outlay : found.result.outlays) {
    if (outlay.is_spending) continue;
    add(outlay.position, graph::AssetId{layer.asset[outlay.position]}, found.payer_of(outlay),
        kCost, outlay.amount.value);
  }
  DisclosureTable table{{"period"}, {}};
  for (auto& [month, cell] : cells) {
    cell.count = static_cast<std::int64_t>(members[month].size());
    table.cells.push_back(std::move(cell));
  }
  return table;
}

// A month's row of one asset. What is not there is 0, as everybody may know.
void write_month(const ProtectedCell& cell, const graph::Asset& asset, bool is_allowed,
                 Table& table) {
  RowWriter row(table);
  row.text(cell.key.front() ? *cell.key.front() : std::string(kAll));
  row.count_if(!cell.count_hidden, cell.count);
  row.text(asset.code);
  bool is_hidden = !is_allowed;
  std::vector<WideMinorUnits> amounts;
  for (const std::string_view figure : {kGross, kCost}) {
    const auto money = cell.money.find(asset.code + std::string(figure));
    amounts.push_back(money == cell.money.end() ? 0 : money->second.amounts.front());
    is_hidden = is_hidden || (money != cell.money.end() && money->second.hidden);
  }
  amounts.insert(amounts.begin(), amounts[0] - amounts[1]);  // the profit
  for (const WideMinorUnits amount : amounts) {
    if (is_hidden) {
      row.null();
    } else {
      row.amount(amount, asset);
    }
  }
  row.flag(cell.count_hidden || is_hidden).done();
}

Result<Table> month_rows(const Published& published, const CaseAttribution& found) {
  HEADWATER_ASSIGN_OR_RETURN(const ProtectedTable shown, protect(months_of(found), {}));
  Table table({{"period", ColumnType::kText, "text"},
               {"members", ColumnType::kInt64, "count"},
               {"asset", ColumnType::kText, "asset"},
               {"profit", ColumnType::kText, "money"},
               {"gross", ColumnType::kText, "money"},
               {"cost", ColumnType::kText, "money"},
               {"hidden", ColumnType::kBool, "text"}});
  for (const bool margins : {false, true}) {
    for (const ProtectedCell& cell : shown.cells) {
      if (cell.is_margin() != margins) continue;
      for (const graph::Asset& asset : found.snapshot->assets()) {
        const bool has_money = cell.money.count(asset.code + std::string(kGross)) != 0 ||
                               cell.money.count(asset.code + std::string(kCost)) != 0;
        if (has_money) {
          write_month(cell, asset, published.allowed.profit(CellKey3(), asset.code), table);
        }
      }
    }
  }
  return table;
}

}  // namespace

Result<PublishedRows> published_rows(const QuerySession& session, const CaseAttribution& found,
                                     std::string_view by, const std::string& case_name) {
  HEADWATER_ASSIGN_OR_RETURN(const Published published,
                             published_figures(session, found, case_name));
  PublishedRows rows{Table(std::vector<graph::ColumnSpec>()), {}};
  rows.notes.emplace_back(
      "for publication: counts below 10, money beside them, money that one member dominates, and "
      "whatever would give those back are hidden; rows that are hidden look alike; null is hidden "
      "or unknown, never 0");
  rows.notes.emplace_back(kPublishOneTable);
  if (by == "period") {
    HEADWATER_ASSIGN_OR_RETURN(rows.table, month_rows(published, found));
    return rows;
  }
  rows.table = group_rows(published, by, found.snapshot->assets());
  rows.notes.emplace_back(
      "totals are sums of the scoreboard's cells (measure scoreboard): whoever was exploited in "
      "two of them counts in both; group_cases were counted without telling people apart and are "
      "never "
      "added to victims; uncertain = profit - lower: unexplained money, and money that changed "
      "asset");
  rows.notes.emplace_back(kOtherStandsTogether);
  const std::set<CellName> names = published.figures.names();
  const bool has_subdivisions =
      by == "territory" && std::any_of(names.begin(), names.end(), [](const CellName& name) {
        return is_subdivision(name.front());
      });
  if (has_subdivisions) rows.notes.emplace_back(kSubdivisionsStandApart);
  return rows;
}

}  // namespace headwater::queries::internal
