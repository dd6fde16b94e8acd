#include "queries/store/statistic.h"

#include <algorithm>
#include <cctype>
#include <cmath>
#include <set>
#include <tuple>
#include <vector>

#include <fmt/format.h>

#include "queries/internal/values.h"

namespace headwater::queries {
namespace {

using graph::ColumnType;
using graph::Result;
using graph::Statistic;
using graph::Status;

constexpr std::string_view kAbout = "look up a statistic";
constexpr std::size_t kNamedPartitions = 12;

// Letters of published labels are compared without case; bytes above 0x7F as they stand.
bool is_same_text(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return std::tolower(static_cast<unsigned char>(x)) ==
                  std::tolower(static_cast<unsigned char>(y));
         });
}

// "ESP", or an entity's name.
Result<graph::EntityId> find_territory(const graph::StoreView& view, const std::string& text) {
  if (text.find(':') != std::string::npos) return view.resolve(text);
  std::string code = text;
  for (char& c : code) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  HEADWATER_ASSIGN_OR_RETURN(const auto found,
                             view.find({graph::EntityKind::kLocation, "iso3166", code}));
  if (found) return *found;
  return view.resolve(fmt::format("location:{}", text));
}

bool is_partition(const Statistic& cell, const StatisticRequest& request) {
  return is_same_text(cell.dimension, request.dimension) &&
         is_same_text(cell.category, request.category) && is_same_text(cell.sex, request.sex) &&
         is_same_text(cell.age_band, request.age);
}

struct Search {
  std::vector<Statistic> cells;
  std::set<std::string> indicators;  // all
  bool knows_indicator = false;
  std::set<std::tuple<std::string, std::string, std::string, std::string>> partitions;  // nearby
  std::set<std::string> periods;  // of this indicator and territory
};

void look_at(const Statistic& cell, graph::EntityId territory, const StatisticRequest& request,
             Search& search) {
  search.indicators.insert(cell.indicator);
  if (!is_same_text(cell.indicator, request.indicator)) return;
  search.knows_indicator = true;
  if (cell.territory != territory) return;
  search.periods.insert(cell.period);
  if (cell.period != request.period) return;
  if (is_partition(cell, request)) {
    search.cells.push_back(cell);
  } else {
    search.partitions.emplace(cell.dimension, cell.category, cell.sex, cell.age_band);
  }
}

std::string flag_names(std::uint16_t flags) {
  std::string names;
  const auto add = [&](graph::StatisticFlag flag, std::string_view name) {
    if ((flags & flag) == 0) return;
    if (!names.empty()) names += ',';
    names += name;
  };
  add(graph::kAmbiguousCell, "ambiguous-cell");
  add(graph::kNoIsoTerritory, "no-iso-territory");
  add(graph::kCensoredInterval, "interval");
  return names;
}

// Whole numbers stay integers; others are the nearest double of the decimal text.
void append_value(graph::Column& column, std::int64_t value, std::uint8_t scale) {
  if (column.spec().type == ColumnType::kInt64) {
    column.append_int64(value);
  } else {
    column.append_float64(static_cast<double>(value) / std::pow(10.0, scale));
  }
}

graph::Table cell_table(const graph::StoreView& view, const std::vector<Statistic>& cells) {
  const bool is_whole = std::all_of(cells.begin(), cells.end(),
                                    [](const Statistic& cell) { return cell.scale == 0; });
  const ColumnType number = is_whole ? ColumnType::kInt64 : ColumnType::kFloat64;
  graph::Table table({{"low", number, "count"},
                      {"high", number, "count"},
                      {"unit", ColumnType::kText, "text"},
                      {"occurrence", ColumnType::kInt64, "count"},
                      {"source", ColumnType::kText, "text"},
                      {"method", ColumnType::kText, "text"},
                      {"flags", ColumnType::kText, "text"},
                      {"record", ColumnType::kText, "id"}});
  for (const Statistic& cell : cells) {
    append_value(table.column(0), cell.low, cell.scale);
    append_value(table.column(1), cell.high, cell.scale);
    internal::append_text_or_null(table.column(2), cell.unit);
    table.column(3).append_int64(cell.occurrence);
    internal::append_text_or_null(table.column(4), cell.source);
    internal::append_text_or_null(table.column(5), cell.method);
    internal::append_text_or_null(table.column(6), flag_names(cell.flags));
    table.column(7).append_text(view.name_of("statistic", cell.origin));
  }
  return table;
}

std::string joined(const std::set<std::string>& texts) {
  std::string all;
  for (const std::string& text : texts) all += (all.empty() ? "" : ", ") + text;
  return all;
}

std::vector<std::string> notes_when_absent(const Search& search) {
  std::vector<std::string> notes = {"no such cell is published; cells are never added up"};
  std::size_t named = 0;
  for (const auto& [dimension, category, sex, age] : search.partitions) {
    if (named++ == kNamedPartitions) break;
    notes.push_back(fmt::format(R"(published: dimension "{}", category "{}", sex "{}", age "{}")",
                                dimension, category, sex, age));
  }
  if (search.partitions.size() > kNamedPartitions) {
    notes.push_back("and " + std::to_string(search.partitions.size() - kNamedPartitions) +
                    " more partitions");
  }
  if (search.partitions.empty() && !search.periods.empty()) {
    notes.push_back("published periods: " + joined(search.periods));
  }
  return notes;
}

std::vector<std::string> notes_of(const Search& search) {
  if (search.cells.empty()) return notes_when_absent(search);
  std::vector<std::string> notes;
  if (search.cells.size() > 1) {
    notes.push_back("this cell is published " + std::to_string(search.cells.size()) +
                    " times: all values stand here, no sum is given");
  }
  const bool is_interval = std::any_of(
      search.cells.begin(), search.cells.end(),
      [](const Statistic& cell) { return (cell.flags & graph::kCensoredInterval) != 0; });
  if (is_interval) notes.emplace_back("the source hides small values: low and high bound them");
  return notes;
}

}  // namespace

Result<Answer> statistic(const graph::StoreView& view, const StatisticRequest& request,
                         const graph::ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const graph::EntityId territory,
                             find_territory(view, request.territory));
  Search search;
  std::uint64_t seen = 0;
  HEADWATER_RETURN_IF_ERROR(
      view.for_each_statistic([&](graph::StatisticId, const Statistic& cell) -> Status {
        look_at(cell, territory, request, search);
        return ++seen % 65'536 == 0 ? context.check_cancelled(kAbout) : Status();
      }));
  if (!search.knows_indicator) {
    return Status(graph::StatusCode::kNotFound,
                  {std::string(kAbout), "parameter indicator", "no statistic has this indicator",
                   search.indicators.empty() ? "the store holds no statistics"
                                             : "known: " + joined(search.indicators)});
  }
  HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view.key_of(territory));
  Answer answer;
  answer.title = "Published statistic";
  answer.commit = view.as_of();
  answer.result.set("rows", Document(cell_table(view, search.cells)));
  answer.parameters.set("query", Document("statistic"))
      .set("indicator", Document(request.indicator))
      .set("territory", Document(graph::to_string(key)))
      .set("period", Document(request.period))
      .set("dimension", Document(request.dimension))
      .set("category", Document(request.category))
      .set("sex", Document(request.sex))
      .set("age", Document(request.age));
  answer.notes = notes_of(search);
  return answer;
}

}  // namespace headwater::queries
