#include "queries/measurement/scoreboard_change.h"

#include <algorithm>
#include <map>

#include "queries/internal/values.h"
#include "queries/measurement/internal/scoreboard_boards.h"

namespace headwater::queries {
namespace {

using graph::ColumnSpec;
using graph::ColumnType;
using graph::Result;
using graph::Status;
using graph::TimeWindow;
using internal::RowWriter;

constexpr char kAboutChange[] = "compare two periods";

Status check(const ScoreboardPeriods& periods) {
  for (const TimeWindow& window : {periods.baseline, periods.endline}) {
    if (!window.from.is_known() || !window.to.is_known() || window.from >= window.to) {
      return graph::question_error(kAboutChange, "parameters baseline and endline",
                                   "a period without a beginning or an end, or an empty one",
                                   "write each as FROM..TO, such as 2023-01-01..2024-01-01");
    }
  }
  if (periods.baseline.to <= periods.endline.from) return {};
  return graph::question_error(
      kAboutChange, "parameters baseline and endline",
      "periods that overlap, or the later one first",
      "let the endline begin where the baseline ends, or later: the difference of periods within "
      "each other would give single victims away");
}

// Hidden before unknown: what one period hides, the change must not tell.
FigureStatus status_of(FigureStatus baseline, FigureStatus endline) {
  if (baseline == FigureStatus::kHidden || endline == FigureStatus::kHidden) {
    return FigureStatus::kHidden;
  }
  const bool both = baseline == FigureStatus::kShown && endline == FigureStatus::kShown;
  return both ? FigureStatus::kShown : FigureStatus::kUnknown;
}

std::vector<ColumnSpec> change_columns(const ScoreboardChange& change) {
  std::vector<ColumnSpec> columns = internal::key_columns(change.baseline);
  const bool is_internal = change.baseline.audience == Audience::kInternal;
  for (const char* name : {"victims_baseline", "victims_endline", "victims_change"}) {
    columns.push_back({name, ColumnType::kInt64, "count"});
  }
  if (!is_internal) columns.push_back({"victims_status", ColumnType::kText, "text"});
  columns.push_back({"asset", ColumnType::kText, "asset"});
  for (const char* name : {"baseline_lower", "baseline_upper", "endline_lower", "endline_upper",
                           "change_lower", "change_upper"}) {
    columns.push_back({name, ColumnType::kText, "money"});
  }
  if (!is_internal) columns.push_back({"profit_status", ColumnType::kText, "text"});
  return columns;
}

class ChangeTable {
 public:
  explicit ChangeTable(const ScoreboardChange& change)
      : is_internal_(change.baseline.audience == Audience::kInternal),
        table_(change_columns(change)) {
    for (std::size_t i = 0; i < change.baseline.cells.size(); ++i) {
      add(change.baseline.cells[i], change.endline.cells[i]);
    }
  }
  graph::Table take() { return std::move(table_); }

 private:
  using Pair = std::pair<ScoreboardMoney, ScoreboardMoney>;

  void add(const ScoreboardCell& baseline, const ScoreboardCell& endline) {
    std::map<std::string, Pair> assets;  // one that a period lacks is unknown there
    for (const ScoreboardMoney& money : baseline.money) {
      assets[money.asset.code] = {money, {.asset = money.asset}};
    }
    for (const ScoreboardMoney& money : endline.money) {
      Pair& pair = assets[money.asset.code];
      pair.first.asset = money.asset;
      pair.second = money;
    }
    if (assets.empty()) add_row(baseline, endline, nullptr);
    for (const auto& [code, pair] : assets) add_row(baseline, endline, &pair);
  }

  void add_row(const ScoreboardCell& baseline, const ScoreboardCell& endline, const Pair* money) {
    RowWriter row(table_);
    internal::write_key(baseline.key, row);
    row.count_if(baseline.victims_status == FigureStatus::kShown, baseline.victims);
    row.count_if(endline.victims_status == FigureStatus::kShown, endline.victims);
    const auto victims = change_of_victims(baseline, endline);
    write_signed(victims, row);
    if (!is_internal_) {
      row.text(to_string(status_of(baseline.victims_status, endline.victims_status)));
    }
    write_money(money, row);
    row.done();
  }

  static void write_signed(std::optional<std::int64_t> value, RowWriter& row) {
    if (value) {
      row.number(*value);
    } else {
      row.null();
    }
  }

  void write_money(const Pair* money, RowWriter& row) const {
    if (money == nullptr) {
      for (int column = 0; column < 7; ++column) row.null();
      if (!is_internal_) row.text(to_string(FigureStatus::kUnknown));
      return;
    }
    const auto& [baseline, endline] = *money;
    row.text(baseline.asset.code);
    for (const ScoreboardMoney* one : {&baseline, &endline}) {
      const bool shown = one->status == FigureStatus::kShown;
      write_amount(shown, one->lower(), *one, row);
      write_amount(shown, one->upper(), *one, row);
    }
    const auto change = change_of_profit(baseline, endline);
    write_amount(change.has_value(), change ? change->lower : 0, baseline, row);
    write_amount(change.has_value(), change ? change->upper : 0, baseline, row);
    if (!is_internal_) row.text(to_string(status_of(baseline.status, endline.status)));
  }
  static void write_amount(bool shown, graph::WideMinorUnits units, const ScoreboardMoney& money,
                           RowWriter& row) {
    if (shown) {
      row.amount(units, money.asset);
    } else {
      row.null();
    }
  }

  const bool is_internal_;
  graph::Table table_;
};

Result<TimeWindow> parse_period(const Parameters& parameters, std::string_view name) {
  const std::string text = parameters.text(name);
  const std::size_t dots = text.find("..");
  if (dots != std::string::npos) {
    const auto from = graph::parse_iso8601(std::string_view(text).substr(0, dots));
    const auto to = graph::parse_iso8601(std::string_view(text).substr(dots + 2));
    if (from && to) return TimeWindow{*from, *to};
  }
  return graph::question_error(kAboutChange, "parameter " + std::string(name),
                               "a text of " + std::to_string(text.size()) + " characters",
                               "write FROM..TO, such as 2023-01-01..2024-01-01");
}

std::vector<std::string> notes_of(const ScoreboardChange& change) {
  std::vector<std::string> notes = {
      "a change of known victims is one of detection too: more policing finds more victims; "
      "compare estimates of prevalence before calling it a success",
      "a change of profit runs from the least to the most that it can be: lower end less the other "
      "period's upper end, and the other way round"};
  const auto says = [](const Scoreboard& board, const std::string& note) {
    return std::find(board.notes.begin(), board.notes.end(), note) != board.notes.end();
  };
  for (const std::string& note : change.baseline.notes) {
    notes.push_back((says(change.endline, note) ? "" : "baseline: ") + note);
  }
  for (const std::string& note : change.endline.notes) {
    if (!says(change.baseline, note)) notes.push_back("endline: " + note);
  }
  return notes;
}

}  // namespace

std::optional<std::int64_t> change_of_victims(const ScoreboardCell& baseline,
                                              const ScoreboardCell& endline) {
  if (baseline.victims_status != FigureStatus::kShown ||
      endline.victims_status != FigureStatus::kShown) {
    return std::nullopt;
  }
  return endline.victims - baseline.victims;
}

std::optional<ProfitChange> change_of_profit(const ScoreboardMoney& baseline,
                                             const ScoreboardMoney& endline) {
  if (baseline.status != FigureStatus::kShown || endline.status != FigureStatus::kShown) {
    return std::nullopt;
  }
  return ProfitChange{endline.lower() - baseline.upper(), endline.upper() - baseline.lower()};
}

Result<ScoreboardChange> measure_change(QuerySession& session, const ScoreboardRequest& request,
                                        const ScoreboardPeriods& periods) {
  HEADWATER_RETURN_IF_ERROR(check(periods));
  HEADWATER_ASSIGN_OR_RETURN(
      auto boards,
      internal::measure_windows(session, request, {periods.baseline, periods.endline}));
  return ScoreboardChange{std::move(boards[0]), std::move(boards[1])};
}

Result<Answer> scoreboard_change(QuerySession& session, const ScoreboardRequest& request,
                                 const ScoreboardPeriods& periods) {
  HEADWATER_ASSIGN_OR_RETURN(const ScoreboardChange change,
                             measure_change(session, request, periods));
  Answer answer;
  answer.title = "Scoreboard, baseline and endline: known victims, and illicit profit";
  answer.commit = session.view().as_of();
  answer.internal_audience = request.audience == Audience::kInternal;
  answer.result.set("rows", Document(ChangeTable(change).take()))
      .set("baseline", Document(internal::cell_table(change.baseline)))
      .set("endline", Document(internal::cell_table(change.endline)));
  answer.parameters = internal::scoreboard_parameters_in_force(request, change.baseline);
  answer.parameters.set("baseline", internal::window_document(periods.baseline))
      .set("endline", internal::window_document(periods.endline));
  answer.notes = notes_of(change);
  return answer;
}

Result<std::optional<ScoreboardPeriods>> parse_periods(const ParameterMap& given) {
  const Parameters parameters(kAboutChange, scoreboard_parameters(), given);
  if (!parameters.has("baseline") && !parameters.has("endline")) {
    return std::optional<ScoreboardPeriods>();
  }
  if (parameters.has("from") || parameters.has("to")) {
    return graph::question_error(kAboutChange, "parameters from and to",
                                 "a window beside two periods",
                                 "give --baseline and --endline, or --from and --to");
  }
  ScoreboardPeriods periods;
  HEADWATER_ASSIGN_OR_RETURN(periods.baseline, parse_period(parameters, "baseline"));
  HEADWATER_ASSIGN_OR_RETURN(periods.endline, parse_period(parameters, "endline"));
  HEADWATER_RETURN_IF_ERROR(check(periods));
  return std::optional<ScoreboardPeriods>(periods);
}

}  // namespace headwater::queries
