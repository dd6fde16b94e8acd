#include "queries/flow/internal/attribution_publication.h"

#include <algorithm>

#include "queries/disclosure.h"
#include "queries/internal/row_writer.h"

namespace headwater::queries::internal {
namespace {

using graph::ColumnType;
using graph::Result;
using graph::Status;
using graph::Table;
using graph::WideMinorUnits;

constexpr std::string_view kUnknown = "(unknown)", kAll = "(all)";

using Cells = std::map<std::string, DisclosureCell>;

DisclosureCell& cell_of(Cells& cells, const std::string& group) {
  const std::string key = group.empty() ? std::string(kUnknown) : group;
  DisclosureCell& cell = cells[key];
  cell.key = {key};
  return cell;
}

// Figures of one member in one cell; they are not negative.
void add_money(DisclosureCell& cell, const std::string& asset, std::uint32_t member,
               const std::vector<WideMinorUnits>& amounts) {
  DisclosureMoney& money = cell.money[asset];
  money.amounts.resize(amounts.size());
  for (std::size_t i = 0; i < amounts.size(); ++i) {
    money.amounts[i] += amounts[i];
    money.contributions[member] += amounts[i];
  }
}

// Distinct exploited victims of the cases asked for; counted groups by their number.
Status count_victims(const graph::StoreView& view, const CaseAttribution& found,
                     std::string_view by, graph::EntityId case_id, EntityNames& names,
                     Cells& cells) {
  const graph::VertexTable& vertices = found.snapshot->vertices();
  const auto canonical = [&](graph::EntityId id) {
    const graph::VertexIndex v = id.is_none() ? graph::kNoVertex : vertices.find(id);
    return v == graph::kNoVertex ? id : vertices.entity(found.resolved->representative[v]);
  };
  std::map<std::string, std::set<std::uint64_t>> tokens;
  HEADWATER_RETURN_IF_ERROR(
      view.for_each_victim_flow([&](graph::VictimFlowId, const graph::VictimFlow& flow) -> Status {
        if (flow.kind != graph::VictimFlowKind::kExploitation) return {};
        if (!case_id.is_none() && canonical(flow.case_id) != case_id) return {};
        std::string group = by == "form" ? flow.form : flow.sector;
        if (by == "territory") {
          HEADWATER_ASSIGN_OR_RETURN(group, names.name(canonical(flow.exploitation_territory)));
        }
        if (flow.victim_token != 0) {
          tokens[group].insert(flow.victim_token);
        } else {
          cell_of(cells, group).count += flow.count;
        }
        return {};
      }));
  for (const auto& [group, victims] : tokens) {
    cell_of(cells, group).count += static_cast<std::int64_t>(victims.size());
  }
  return {};
}

Status add_labelled_money(const CaseAttribution& found, std::string_view by, EntityNames& names,
                          Cells& cells) {
  for (const engine::MemberProfit& row : found.result.members) {
    const ProceedsLabel& label = found.labels[row.label];
    std::string group = by == "form" ? label.form : label.sector;
    if (by == "territory") {
      HEADWATER_ASSIGN_OR_RETURN(group, names.name(label.territory));
    }
    add_money(cell_of(cells, group), found.snapshot->assets()[row.asset.value].code, row.member,
              {row.gross, row.cost, row.unexplained});
  }
  return {};
}

void add_months(const CaseAttribution& found, Cells& cells) {
  const graph::TransactionLayer& layer = found.snapshot->transactions();
  const auto& assets = found.snapshot->assets();
  std::map<std::string, std::set<std::uint32_t>> members;
  const auto add = [&](std::uint32_t position, graph::AssetId asset, std::uint32_t member,
                       const std::vector<WideMinorUnits>& amounts) {
    const std::string month = month_of(graph::Timestamp{layer.time_ms[position]});
    add_money(cell_of(cells, month), assets[asset.value].code, member, amounts);
    members[month].insert(member);
  };
  for (const engine::TracedMovement& movement : found.result.trace.movements) {
    const bool is_gross =
        movement.holder_before == engine::kNoHolder && movement.holder_after != engine::kNoHolder;
    if (is_gross)
      add(movement.position, movement.asset, movement.holder_after, {movement.amount, 0});
  }
  for (const engine::AssertedPayment& outlay : found.result.outlays) {
    if (outlay.is_spending) continue;
    add(outlay.position, graph::AssetId{layer.asset[outlay.position]},
        found.member_of[layer.from[outlay.position]], {0, outlay.amount.value});
  }
  for (const auto& [month, set] : members) {
    cell_of(cells, month).count = static_cast<std::int64_t>(set.size());
  }
}

void write_cell(const ProtectedCell& cell, bool by_period,
                const std::map<std::string, int>& exponents, Table& table) {
  const std::string group = cell.key.front() ? *cell.key.front() : std::string(kAll);
  const auto start = [&](RowWriter& row) {
    row.text(group);
    if (cell.count_hidden) {
      row.null();
    } else {
      row.count(static_cast<std::uint64_t>(cell.count));
    }
  };
  const std::size_t figures = by_period ? 2 : 3;
  if (cell.money.empty()) {
    RowWriter row(table);
    start(row);
    row.null();
    for (std::size_t i = 0; i < figures; ++i) row.null();
    row.flag(cell.count_hidden).done();
  }
  for (const auto& [asset, money] : cell.money) {
    RowWriter row(table);
    start(row);
    row.text(asset);
    for (const WideMinorUnits amount : money.amounts) {
      if (money.hidden) {
        row.null();
      } else {
        row.text(graph::format_major_units(amount, exponents.at(asset)));
      }
    }
    row.flag(cell.count_hidden || money.hidden).done();
  }
}

Table table_for(std::string_view by) {
  const bool by_period = by == "period";
  std::vector<graph::ColumnSpec> columns = {
      {std::string(by), ColumnType::kText, "text"},
      {by_period ? "members" : "victims", ColumnType::kInt64, "count"},
      {"asset", ColumnType::kText, "asset"},
      {"gross", ColumnType::kText, "money"},
      {"cost", ColumnType::kText, "money"}};
  if (!by_period) columns.push_back({"unexplained", ColumnType::kText, "money"});
  columns.push_back({"hidden", ColumnType::kBool, "text"});
  return Table(columns);
}

}  // namespace

Result<PublishedRows> published_rows(const graph::StoreView& view, const CaseAttribution& found,
                                     std::string_view by, graph::EntityId case_id,
                                     EntityNames& names) {
  const bool by_period = by == "period";
  Cells cells;
  if (by_period) {
    add_months(found, cells);
  } else {
    HEADWATER_RETURN_IF_ERROR(count_victims(view, found, by, case_id, names, cells));
    HEADWATER_RETURN_IF_ERROR(add_labelled_money(found, by, names, cells));
  }
  DisclosureTable table{{std::string(by)}, {}};
  for (auto& [group, cell] : cells) table.cells.push_back(std::move(cell));
  HEADWATER_ASSIGN_OR_RETURN(const ProtectedTable shown, protect(table, {}));
  std::map<std::string, int> exponents;
  for (const graph::Asset& asset : found.snapshot->assets()) exponents[asset.code] = asset.exponent;
  PublishedRows published{table_for(by), {}};
  for (const bool margins : {false, true}) {
    for (const ProtectedCell& cell : shown.cells) {
      if (cell.is_margin() == margins) write_cell(cell, by_period, exponents, published.table);
    }
  }
  published.notes.emplace_back(
      "for publication: counts below 10, money beside them, money that one member dominates, and "
      "whatever would give those back are hidden; rows that are hidden look alike");
  if (!by_period) {
    published.notes.emplace_back(
        "a victim exploited in two groups counts in both: counts of groups do not add up to "
        "persons");
  }
  return published;
}

}  // namespace headwater::queries::internal
