#include "queries/flow/internal/attribution_rows.h"

#include <algorithm>
#include <cmath>

#include "queries/flow/internal/truth_error.h"
#include "queries/internal/columns.h"
#include "queries/internal/row_writer.h"

namespace headwater::queries::internal {
namespace {

using columns::money;
using columns::text;
using engine::MemberProfit;
using graph::ColumnSpec;
using graph::ColumnType;
using graph::EntityId;
using graph::Result;
using graph::Table;
using graph::WideMinorUnits;

constexpr const char* kFigures[] = {
    "gross",        "transfers_in",  "transfers_out",  "cost",       "held",
    "cashed_out",   "spent",         "explained",      "dissipated", "unexplained",
    "converted_in", "converted_out", "withheld_wages", "suspected"};

void add_interval_columns(std::vector<ColumnSpec>& all) {
  all.push_back({"asset", ColumnType::kText, "asset"});
  all.push_back(money("lower"));
  all.push_back(money("profit"));
}

void add_figure_columns(std::vector<ColumnSpec>& all) {
  for (const char* name : kFigures) all.push_back(money(name));
}

void write_amount(RowWriter& row, bool is_known, WideMinorUnits units, int exponent) {
  if (is_known) {
    row.text(graph::format_major_units(units, exponent));
  } else {
    row.null();
  }
}

// What is not known is null.
void write_interval(RowWriter& row, const AttributedSum& sum, const std::string& asset,
                    int exponent) {
  row.text(asset);
  write_amount(row, sum.is_known, sum.figures.lower(), exponent);
  write_amount(row, sum.is_known, sum.figures.profit, exponent);
}

void write_figures(RowWriter& row, const AttributedSum& sum, int exponent) {
  const MemberProfit& f = sum.figures;
  for (const WideMinorUnits units :
       {f.gross, f.transfers_in, f.transfers_out, f.cost, f.held, f.cashed_out, f.spent,
        f.explained, f.dissipated, f.unexplained, f.converted_in, f.converted_out}) {
    write_amount(row, sum.is_known, units, exponent);
  }
  write_amount(row, sum.has_withheld, sum.withheld, exponent);
  write_amount(row, sum.has_suspected, sum.suspected, exponent);
}

void add_truth_columns(std::vector<ColumnSpec>& all) {
  all.push_back(money("truth"));
  all.push_back({"within", ColumnType::kBool, "text"});
  all.push_back(money("interval_minus_truth"));
  all.push_back(money("upper_minus_truth"));
  all.push_back({"upper_minus_truth_percent", ColumnType::kFloat64, "score"});
  all.push_back(text("status"));
}

// Whether the truth lies in [lower, profit], how far the interval is off, and how far its upper
// end.
void write_truth(RowWriter& row, const EntityRow& entity) {
  const MemberProfit& figures = entity.sum.figures;
  const bool is_compared = entity.truth && entity.sum.is_known;
  const WideMinorUnits truth = entity.truth.value_or(0);
  const TruthError error = truth_error(figures.lower(), figures.profit, truth);
  write_amount(row, entity.truth.has_value(), truth, entity.exponent);
  if (is_compared) {
    row.flag(error.is_within());
  } else {
    row.null();
  }
  write_amount(row, is_compared, error.of_interval, entity.exponent);
  write_amount(row, is_compared, error.of_upper, entity.exponent);
  if (is_compared && truth != 0) {
    const double share = static_cast<double>(error.of_upper) / std::abs(static_cast<double>(truth));
    row.score(std::round(share * 1000) / 10);
  } else {
    row.null();
  }
  row.text(entity.status);
}

// In which cases something is known of each member.
std::map<std::uint32_t, std::set<EntityId>> known_cases(
    const std::map<EntityKeyOfSum, AttributedSum>& sums) {
  std::map<std::uint32_t, std::set<EntityId>> known;
  for (const auto& [key, sum] : sums) known[std::get<0>(key)].insert(std::get<1>(key));
  return known;
}

struct GroupRow {
  std::string group, asset;
  int exponent = 0;
  const AttributedSum* sum = nullptr;
};

std::vector<GroupRow> group_rows(const std::map<GroupKeyOfSum, AttributedSum>& sums,
                                 const std::vector<graph::Asset>& assets) {
  std::vector<GroupRow> rows;
  for (const auto& [key, sum] : sums) {
    const graph::Asset& asset = assets[key.second.value];
    rows.push_back({key.first, asset.code, asset.exponent, &sum});
  }
  std::sort(rows.begin(), rows.end(), [](const GroupRow& a, const GroupRow& b) {
    return std::tuple(a.group.empty(), a.group, a.asset) <
           std::tuple(b.group.empty(), b.group, b.asset);
  });
  return rows;
}

}  // namespace

Result<std::string> shown_name(const graph::StoreView& view, EntityId id) {
  HEADWATER_ASSIGN_OR_RETURN(const auto entity, view.entity(id));
  if (!entity) return std::string();
  for (const graph::Attribute& attribute : entity->attributes) {
    if (attribute.name == "name") return attribute.value;
  }
  return std::string();
}

std::string joined_words(const std::vector<std::string>& words) {
  std::string joined;
  for (const std::string& word : words) {
    if (!joined.empty()) joined += ", ";
    joined += word;
  }
  return joined;
}

Result<std::vector<EntityRow>> entity_rows(const graph::StoreView& view,
                                           const CaseAttribution& found, EntityNames& names) {
  std::map<EntityKeyOfSum, AttributedSum> sums = sums_by_entity(found);
  const std::map<std::uint32_t, std::set<EntityId>> known = known_cases(sums);
  std::vector<EntityRow> rows;
  const auto add = [&](std::uint32_t number, EntityId case_id) -> graph::Status {
    const CaseMember& member = found.members[number];
    EntityRow row;
    row.member = number;
    row.roles = joined_words(member.roles);
    row.basis = joined_words(member.bases);
    HEADWATER_ASSIGN_OR_RETURN(row.id, names.name(member.entity));
    HEADWATER_ASSIGN_OR_RETURN(row.name, shown_name(view, member.entity));
    HEADWATER_ASSIGN_OR_RETURN(row.case_name, names.name(case_id));
    rows.push_back(std::move(row));
    return {};
  };
  for (auto& [key, sum] : sums) {
    const auto& [member, case_id, asset] = key;
    HEADWATER_RETURN_IF_ERROR(add(member, case_id));
    rows.back().asset = found.snapshot->assets()[asset.value].code;
    rows.back().exponent = found.snapshot->assets()[asset.value].exponent;
    rows.back().sum = std::move(sum);
  }
  for (std::uint32_t member = 0; member < found.members.size(); ++member) {
    const auto cases = known.find(member);
    for (const EntityId case_id : found.members[member].cases) {
      if (cases != known.end() && cases->second.count(case_id) != 0) continue;
      HEADWATER_RETURN_IF_ERROR(add(member, case_id));
    }
  }
  return rows;
}

void sort_rows(std::vector<EntityRow>& rows) {
  const auto place = [](const EntityRow& row) {
    const bool is_known = row.sum.is_known;
    return std::tuple(row.status == "missed", std::string_view(row.case_name), row.asset.empty(),
                      std::string_view(row.asset), !is_known,
                      is_known ? -row.sum.figures.profit : -row.truth.value_or(0),
                      std::string_view(row.id));
  };
  std::stable_sort(rows.begin(), rows.end(),
                   [&](const EntityRow& a, const EntityRow& b) { return place(a) < place(b); });
}

Table entity_table(const std::vector<EntityRow>& rows, bool with_truth) {
  std::vector<ColumnSpec> all = {{"id", ColumnType::kText, "id"},
                                 text("name"),
                                 text("roles"),
                                 text("basis"),
                                 {"case", ColumnType::kText, "id"}};
  add_interval_columns(all);
  if (with_truth) add_truth_columns(all);
  add_figure_columns(all);
  Table table(all);
  for (const EntityRow& entity : rows) {
    RowWriter row(table);
    row.text(entity.id).text(entity.name).text(entity.roles).text(entity.basis);
    row.text(entity.case_name);
    write_interval(row, entity.sum, entity.asset, entity.exponent);
    if (with_truth) write_truth(row, entity);
    write_figures(row, entity.sum, entity.exponent);
    row.done();
  }
  return table;
}

Table group_table(std::string_view by, const std::map<GroupKeyOfSum, AttributedSum>& sums,
                  const std::vector<graph::Asset>& assets) {
  std::vector<ColumnSpec> all = {{std::string(by), ColumnType::kText, "text"},
                                 {"members", ColumnType::kInt64, "count"}};
  add_interval_columns(all);
  add_figure_columns(all);
  Table table(all);
  for (const GroupRow& group : group_rows(sums, assets)) {
    RowWriter row(table);
    row.text(group.group).count(group.sum->members.size());
    write_interval(row, *group.sum, group.asset, group.exponent);
    write_figures(row, *group.sum, group.exponent);
    row.done();
  }
  return table;
}

Table month_table(const std::map<GroupKeyOfSum, AttributedSum>& sums,
                  const std::vector<graph::Asset>& assets) {
  Table table({text("period"),
               {"members", ColumnType::kInt64, "count"},
               {"asset", ColumnType::kText, "asset"},
               money("profit"),
               money("gross"),
               money("transfers_in"),
               money("transfers_out"),
               money("cost"),
               money("spent")});
  for (const GroupRow& month : group_rows(sums, assets)) {
    RowWriter row(table);
    row.text(month.group).count(month.sum->members.size()).text(month.asset);
    const MemberProfit& f = month.sum->figures;
    for (const WideMinorUnits units :
         {f.profit, f.gross, f.transfers_in, f.transfers_out, f.cost, f.spent}) {
      row.text(graph::format_major_units(units, month.exponent));
    }
    row.done();
  }
  return table;
}

}  // namespace headwater::queries::internal
