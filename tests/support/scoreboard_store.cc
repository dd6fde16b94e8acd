#include "tests/support/scoreboard_store.h"

#include <fmt/format.h>

namespace headwater::tests {
namespace {

constexpr char kFlows[] =
    R"({"headwater_mapping": 1, "name": "flows", "namespace": "claims", "records": [
  {"record": "victim-flow", "id": {"column": "flow"}, "victim": {"column": "victim"},
   "when": {"column": "victim", "is": "present"},
   "kind": "exploitation", "exploitation": {"column": "territory"}, "form": {"column": "form"},
   "sector": {"column": "sector"}, "start": {"column": "start"}, "end": {"column": "end"},
   "case": {"column": "case"}},
  {"record": "victim-flow", "id": {"column": "flow"}, "count": {"column": "count"},
   "when": {"column": "victim", "is": "empty"},
   "kind": "exploitation", "exploitation": {"column": "territory"}, "form": {"column": "form"},
   "sector": {"column": "sector"}, "start": {"column": "start"}, "end": {"column": "end"},
   "case": {"column": "case"}}]})";

using queries::FigureStatus;

std::string count_text(FigureStatus status, std::int64_t count) {
  return status == FigureStatus::kShown ? std::to_string(count)
                                        : std::string(queries::to_string(status));
}

std::string money_text(const queries::ScoreboardMoney& money) {
  const auto amount = [&](graph::WideMinorUnits units) {
    return graph::format_major_units(units, money.asset.exponent);
  };
  std::string text = fmt::format("; {} ", money.asset.code);
  if (money.status == FigureStatus::kShown) {
    text += fmt::format("{} to {} (G {}, C {}, U {})", amount(money.lower()), amount(money.upper()),
                        amount(money.gross), amount(money.cost), amount(money.uncertain));
  } else {
    text += queries::to_string(money.status);
    if (money.cost != 0) text += fmt::format(" (C {})", amount(money.cost));
  }
  if (money.withheld_status == FigureStatus::kShown) {
    text += fmt::format(", W {}", amount(money.withheld));
  } else if (money.withheld_status == FigureStatus::kHidden) {
    text += ", W hidden";
  }
  if (money.with_conduits != 0) text += fmt::format(", conduits {}", amount(money.with_conduits));
  if (money.suspected != 0) text += fmt::format(", suspected {}", amount(money.suspected));
  return text;
}

std::string short_name(const std::optional<std::string>& value) {
  if (!value) return "*";
  const std::string iso = "location:iso3166/";
  return value->rfind(iso, 0) == 0 ? value->substr(iso.size()) : *value;
}

}  // namespace

void ScoreboardStore::exploit(const std::string& rows) {
  const ingest::LoadReport report =
      load_text(fmt::format("flows{}.csv", ++files_), kFlows,
                "flow,victim,count,territory,form,sector,start,end,case\n" + rows);
  EXPECT_EQ(report.quarantined, 0u);
}

void ScoreboardStore::exploit_many(const std::string& prefix, int count, const std::string& cell,
                                   const std::string& interval) {
  std::string rows;
  for (int i = 0; i < count; ++i) {
    rows += fmt::format("{}{}-{},{}{},,{},{},k1\n", prefix, i, files_, prefix, i, cell, interval);
  }
  exploit(rows);
}

void ScoreboardStore::earn(const std::string& prefix, const std::vector<int>& amounts,
                           const std::string& cell, const std::string& day) {
  std::string payments, owners, claims;
  const std::size_t comma = cell.find(',');
  const std::string territory = cell.substr(0, comma), rest = cell.substr(comma + 1);
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    const std::string name = prefix + std::to_string(i);
    payments += fmt::format("{0},client,{0},{1},{2},EUR,,,1\n", name, day, amounts[i]);
    owners += fmt::format("{0},{0}\n", name);
    claims += fmt::format("{0},transaction:bank/{0},proceeds-of,,case:k1,,{1},{2},,,,,,\n", name,
                          rest, territory);
    claims += fmt::format("{0}m,person:bank/{0},member-of,,case:k1,,,,,,,,,,\n", name);
  }
  pay(payments);
  own(owners);
  claim(claims);
}

Lines lines_of(const queries::Scoreboard& board) {
  Lines lines;
  for (const queries::ScoreboardCell& cell : board.cells) {
    std::string line;
    for (const auto& value : cell.key) {
      line += fmt::format("{}{}", line.empty() ? "" : " ", short_name(value));
    }
    line += fmt::format(": {} victims", count_text(cell.victims_status, cell.victims));
    if (cell.distinct_victims && *cell.distinct_victims != cell.victims) {
      line += fmt::format(" ({} people)", *cell.distinct_victims);
    }
    if (cell.group_cases_status == FigureStatus::kHidden || cell.group_cases > 0) {
      line +=
          fmt::format(", {} group cases", count_text(cell.group_cases_status, cell.group_cases));
    }
    for (const queries::ScoreboardMoney& money : cell.money) line += money_text(money);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace headwater::tests
