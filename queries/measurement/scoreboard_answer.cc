// The scoreboard as tables.
#include "queries/internal/row_writer.h"
#include "queries/internal/values.h"
#include "queries/measurement/internal/scoreboard_boards.h"
#include "queries/measurement/scoreboard.h"
#include "queries/parameters.h"

namespace headwater::queries {
namespace {

using graph::ColumnSpec;
using graph::ColumnType;
using internal::key_columns;
using internal::RowWriter;
using internal::write_key;

void add_money_columns(bool is_internal, std::vector<ColumnSpec>& columns) {
  columns.push_back({"asset", ColumnType::kText, "asset"});
  for (const char* name : {"profit_lower", "profit_upper", "gross", "cost", "uncertain"}) {
    columns.push_back({name, ColumnType::kText, "money"});
  }
  if (!is_internal) columns.push_back({"profit_status", ColumnType::kText, "text"});
  columns.push_back({"withheld_wages", ColumnType::kText, "money"});
  if (!is_internal) {
    columns.push_back({"withheld_status", ColumnType::kText, "text"});
    return;
  }
  columns.push_back({"with_conduits", ColumnType::kText, "money"});
  columns.push_back({"suspected", ColumnType::kText, "money"});
}

void write_money(const ScoreboardMoney& money, bool is_internal, RowWriter& row) {
  const auto amount = [&](FigureStatus status, graph::WideMinorUnits units) {
    if (status == FigureStatus::kShown) {
      row.amount(units, money.asset);
    } else {
      row.null();
    }
  };
  row.text(money.asset.code);
  amount(money.status, money.lower());
  amount(money.status, money.upper());
  amount(money.status, money.gross);
  amount(money.cost != 0 ? FigureStatus::kShown : money.status, money.cost);
  amount(money.status, money.uncertain);
  if (!is_internal) row.text(to_string(money.status));
  amount(money.withheld_status, money.withheld);
  if (!is_internal) {
    row.text(to_string(money.withheld_status));
    return;
  }
  for (const graph::WideMinorUnits units : {money.with_conduits, money.suspected}) {
    amount(units != 0 ? FigureStatus::kShown : FigureStatus::kUnknown, units);
  }
}

// A cell without money.
void write_no_money(bool is_internal, RowWriter& row) {
  for (int column = 0; column < 6; ++column) row.null();
  if (!is_internal) {
    row.text(to_string(FigureStatus::kUnknown)).null().text(to_string(FigureStatus::kUnknown));
    return;
  }
  row.null().null().null();
}

graph::Table part_table(const Scoreboard& board, const std::vector<ScoreboardPart>& parts,
                        const char* name) {
  std::vector<ColumnSpec> columns = key_columns(board);
  columns.push_back({name, ColumnType::kText, "text"});
  columns.push_back({"asset", ColumnType::kText, "asset"});
  for (const char* column : {"profit_lower", "profit_upper", "gross", "cost", "uncertain"}) {
    columns.push_back({column, ColumnType::kText, "money"});
  }
  graph::Table table(std::move(columns));
  for (const ScoreboardPart& part : parts) {
    const ScoreboardMoney& money = part.money;
    RowWriter row(table);
    write_key(part.key, row);
    row.text(part.part).text(money.asset.code);
    for (const graph::WideMinorUnits units :
         {money.lower(), money.upper(), money.gross, money.cost, money.uncertain}) {
      row.amount(units, money.asset);
    }
    row.done();
  }
  return table;
}

}  // namespace

namespace internal {

std::vector<ColumnSpec> key_columns(const Scoreboard& board) {
  std::vector<ColumnSpec> columns;
  for (const ScoreboardDimension dimension : board.dimensions) {
    columns.push_back({std::string(to_string(dimension)), ColumnType::kText,
                       dimension == ScoreboardDimension::kTerritory ? "id" : "text"});
  }
  return columns;
}

void write_key(const std::vector<std::optional<std::string>>& key, RowWriter& row) {
  for (const auto& value : key) row.text(value ? *value : "all");
}

Document scoreboard_parameters_in_force(const ScoreboardRequest& request, const Scoreboard& board) {
  Document parameters = Document::object();
  const bool is_internal = board.audience == Audience::kInternal;
  Document by = Document::array();
  for (const ScoreboardDimension dimension : board.dimensions) {
    by.push(Document(to_string(dimension)));
  }
  // A publication names no case, not even the one that it is about.
  Document of_case;
  if (!request.case_name.empty()) of_case = Document(is_internal ? request.case_name : "one");
  parameters.set("measure", Document("scoreboard"))
      .set("audience", Document(to_string(board.audience)))
      .set("by", std::move(by))
      .set("case", std::move(of_case))
      .set("resolve", Document(to_text(request.resolution)));
  if (is_internal) return parameters;
  parameters.set("threshold", Document(board.rules.threshold))
      .set("dominance_k_percent", Document(board.rules.dominance_k))
      .set("dominance_p_percent", Document(board.rules.dominance_p));
  return parameters;
}

graph::Table cell_table(const Scoreboard& board) {
  const bool is_internal = board.audience == Audience::kInternal;
  std::vector<ColumnSpec> columns = key_columns(board);
  columns.push_back({"victims", ColumnType::kInt64, "count"});
  columns.push_back(is_internal ? ColumnSpec{"distinct", ColumnType::kInt64, "count"}
                                : ColumnSpec{"victims_status", ColumnType::kText, "text"});
  columns.push_back({"group_cases", ColumnType::kInt64, "count"});
  if (!is_internal) columns.push_back({"group_cases_status", ColumnType::kText, "text"});
  add_money_columns(is_internal, columns);
  graph::Table table(std::move(columns));
  for (const ScoreboardCell& cell : board.cells) {
    for (std::size_t i = 0; i < std::max<std::size_t>(cell.money.size(), 1); ++i) {
      RowWriter row(table);
      write_key(cell.key, row);
      row.count_if(cell.victims_status == FigureStatus::kShown, cell.victims);
      if (is_internal) {
        row.count_if(cell.victims_status == FigureStatus::kShown,
                     cell.distinct_victims.value_or(0));
      } else {
        row.text(to_string(cell.victims_status));
      }
      row.count_if(cell.group_cases_status == FigureStatus::kShown, cell.group_cases);
      if (!is_internal) row.text(to_string(cell.group_cases_status));
      if (cell.money.empty()) {
        write_no_money(is_internal, row);
      } else {
        write_money(cell.money[i], is_internal, row);
      }
      row.done();
    }
  }
  return table;
}

}  // namespace internal

graph::Result<Answer> scoreboard(QuerySession& session, const ScoreboardRequest& request) {
  HEADWATER_ASSIGN_OR_RETURN(Scoreboard board, measure_scoreboard(session, request));
  Answer answer;
  answer.title = "Scoreboard: known victims, and illicit profit of the asserted cases";
  answer.commit = session.view().as_of();
  answer.internal_audience = board.audience == Audience::kInternal;
  answer.result.set("rows", Document(internal::cell_table(board)));
  if (answer.internal_audience) {
    answer.result.set("components", Document(part_table(board, board.components, "component")));
    answer.result.set("standards", Document(part_table(board, board.standards, "standard")));
  }
  answer.parameters = internal::scoreboard_parameters_in_force(request, board);
  answer.parameters.set("from", internal::time_document(request.window.from))
      .set("to", internal::time_document(request.window.to));
  answer.notes = std::move(board.notes);
  return answer;
}

}  // namespace headwater::queries
