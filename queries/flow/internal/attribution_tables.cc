#include "queries/flow/internal/attribution_tables.h"

#include <algorithm>

#include "queries/flow/internal/asserted_proceeds.h"
#include "queries/flow/internal/attribution_rows.h"
#include "queries/internal/columns.h"
#include "queries/internal/row_writer.h"

namespace headwater::queries::internal {
namespace {

using graph::AssetId;
using graph::ColumnSpec;
using graph::ColumnType;
using graph::EntityId;
using graph::Result;
using graph::Table;
using graph::WideMinorUnits;

using columns::asset_code;
using columns::count;
using columns::id;
using columns::money;
using columns::text;

graph::Status broken_identity() {
  return graph::Status(graph::StatusCode::kInternal,
                       {"attribute profit", "", "two sides of an identity differ",
                        "please report it: the answer would have been wrong and is not given"});
}

// One equation, summed over an asset.
struct Identity {
  const char* name;
  WideMinorUnits left = 0, right = 0;
};

// In the order in which they are shown.
std::vector<Identity> identities_of(AssetId asset, const CaseAttribution& found,
                                    const std::map<GroupKeyOfSum, AttributedSum>& rows) {
  engine::CaseTotals totals{};
  ProceedsAccount proceeds;
  for (const engine::CaseTotals& row : found.result.cases) {
    if (row.asset != asset) continue;
    totals.cost += row.cost;
    totals.profit += row.profit;
    proceeds.add(row);
  }
  for (const AssertedProceeds& row : found.asserted) {
    if (row.asset == asset) proceeds.add(row);
  }
  engine::MemberProfit sum{};
  for (const engine::MemberProfit& row : found.result.members) {
    if (row.asset == asset) add_to(sum, row);
  }
  engine::MemberProfit shown{};
  for (const auto& [key, row] : rows) {
    if (key.second == asset) add_to(shown, row.figures);
  }
  return {{"sum of profit = sum of gross - sum of cost", sum.profit, sum.gross - sum.cost},
          {"asserted = newly labelled + already labelled + not placed + over-claimed + not run",
           proceeds.asserted,
           proceeds.newly_labelled + proceeds.already_labelled + proceeds.not_placed +
               proceeds.over_claimed + proceeds.not_run},
          {"newly labelled + converted in - converted out = gross + with conduits",
           proceeds.newly_labelled + proceeds.converted_in - proceeds.converted_out,
           proceeds.gross + proceeds.with_conduits},
          {"transfers in = transfers out", sum.transfers_in, sum.transfers_out},
          {"what members got = what became of it",
           sum.gross + sum.transfers_in - sum.transfers_out + sum.converted_in - sum.converted_out,
           sum.held + sum.cashed_out + sum.dissipated + sum.explained + sum.unexplained},
          {"members' gross = cases' gross", sum.gross, proceeds.gross},
          {"members' cost = cases' cost", sum.cost, totals.cost},
          {"rows' profit = cases' profit", shown.profit, totals.profit},
          {"rows' gross = cases' gross", shown.gross, proceeds.gross}};
}

}  // namespace

Result<Table> AttributionTables::cases() {
  struct OfCase {
    ProceedsAccount proceeds;
    WideMinorUnits cost = 0, profit = 0;
  };
  std::map<std::pair<EntityId, AssetId>, OfCase> sums;
  for (const engine::CaseTotals& row : found_.result.cases) {
    OfCase& sum = sums[{found_.labels[row.label].case_id, row.asset}];
    sum.proceeds.add(row);
    sum.cost += row.cost;
    sum.profit += row.profit;
  }
  for (const AssertedProceeds& row : found_.asserted) {
    sums[{found_.labels[row.label].case_id, row.asset}].proceeds.add(row);
  }
  Table table({id("case"), asset_code(), money("asserted_proceeds"), money("gross"),
               money("with_conduits"), money("already_labelled"), money("not_placed"),
               money("over_claimed"), money("not_run"), money("converted_in"),
               money("converted_out"), money("difference"), money("cost"), money("profit")});
  for (const auto& [key, sum] : sums) {
    const ProceedsAccount& of = sum.proceeds;
    if (of.difference() != 0 || sum.profit != of.gross - sum.cost) return broken_identity();
    HEADWATER_ASSIGN_OR_RETURN(const std::string name, names_.name(key.first));
    RowWriter row(table);
    row.text(name).text(asset(key.second).code);
    for (const WideMinorUnits amount :
         {of.asserted, of.gross, of.with_conduits, of.already_labelled, of.not_placed,
          of.over_claimed, of.not_run, of.converted_in, of.converted_out, of.difference(), sum.cost,
          sum.profit}) {
      row.amount(amount, asset(key.second));
    }
    row.done();
  }
  return table;
}

template <typename Split>
Result<Table> AttributionTables::split(const char* name, Split split_of) {
  std::map<std::tuple<EntityId, std::string, AssetId>, engine::MemberProfit> sums;
  for (const engine::MemberProfit& row : found_.result.members) {
    const ProceedsLabel& label = found_.labels[row.label];
    add_to(sums[{label.case_id, std::string(split_of(label)), row.asset}], row);
  }
  Table table({id("case"), text(name), asset_code(), money("lower"), money("profit"),
               money("gross"), money("cost"), money("unexplained")});
  for (const auto& [key, sum] : sums) {
    const auto& [case_id, part, asset_id] = key;
    HEADWATER_ASSIGN_OR_RETURN(const std::string case_name, names_.name(case_id));
    const graph::Asset& of = asset(asset_id);
    RowWriter(table)
        .text(case_name)
        .text(part)
        .text(of.code)
        .amount(sum.lower(), of)
        .amount(sum.profit, of)
        .amount(sum.gross, of)
        .amount(sum.cost, of)
        .amount(sum.unexplained, of)
        .done();
  }
  return table;
}

Result<Table> AttributionTables::by_standard() {
  return split("standard", [](const ProceedsLabel& label) { return label.standard; });
}

Result<Table> AttributionTables::components() {
  return split("component", [](const ProceedsLabel& label) { return to_string(label.component); });
}

Result<Table> AttributionTables::withheld_wages() {
  Table table({id("id"), id("case"), id("territory"), text("form"), text("sector"),
               text("standard"), money("amount"), asset_code(), count("assertions")});
  for (const WithheldWages& row : found_.withheld) {
    std::string member;
    if (row.member != engine::kNoHolder) {
      HEADWATER_ASSIGN_OR_RETURN(member, names_.name(found_.members[row.member].entity));
    }
    HEADWATER_ASSIGN_OR_RETURN(const std::string case_name, names_.name(row.label.case_id));
    HEADWATER_ASSIGN_OR_RETURN(const std::string territory, names_.name(row.label.territory));
    RowWriter(table)
        .text(member)
        .text(case_name)
        .text(territory)
        .text(row.label.form)
        .text(row.label.sector)
        .text(row.label.standard)
        .money(row.amount, asset(row.asset))
        .count(row.assertions)
        .done();
  }
  return table;
}

Result<Table> AttributionTables::members() {
  std::vector<std::uint64_t> accounts(found_.members.size(), 0);
  for (const std::uint32_t member : found_.only_member) {
    if (member != engine::kNoHolder) ++accounts[member];
  }
  Table table(
      {id("id"), text("name"), text("roles"), text("basis"), text("cases"), count("accounts")});
  for (std::size_t i = 0; i < found_.members.size(); ++i) {
    const CaseMember& member = found_.members[i];
    HEADWATER_ASSIGN_OR_RETURN(const std::string entity, names_.name(member.entity));
    HEADWATER_ASSIGN_OR_RETURN(const std::string name, shown_name(view_, member.entity));
    std::vector<std::string> cases;
    for (const EntityId case_id : member.cases) {
      HEADWATER_ASSIGN_OR_RETURN(std::string case_name, names_.name(case_id));
      cases.push_back(case_name.empty() ? "no case named" : std::move(case_name));
    }
    RowWriter(table)
        .text(entity)
        .text(name)
        .text(joined_words(member.roles))
        .text(joined_words(member.bases))
        .text(joined_words(cases))
        .count(accounts[i])
        .done();
  }
  return table;
}

Result<Table> AttributionTables::transfers() {
  std::map<std::tuple<EntityId, std::uint32_t, std::uint32_t, AssetId>, WideMinorUnits> sums;
  for (const engine::MemberTransfer& row : found_.result.transfers) {
    sums[{found_.labels[row.label].case_id, row.from_member, row.to_member, row.asset}] +=
        row.amount;
  }
  Table table({id("case"), id("from"), id("to"), money("amount"), asset_code()});
  for (const auto& [key, amount] : sums) {
    const auto& [case_id, from_member, to_member, asset_id] = key;
    HEADWATER_ASSIGN_OR_RETURN(const std::string case_name, names_.name(case_id));
    HEADWATER_ASSIGN_OR_RETURN(const std::string from,
                               names_.name(found_.members[from_member].entity));
    HEADWATER_ASSIGN_OR_RETURN(const std::string to, names_.name(found_.members[to_member].entity));
    RowWriter(table).text(case_name).text(from).text(to).money(amount, asset(asset_id)).done();
  }
  return table;
}

Result<Table> AttributionTables::identities(
    const std::map<GroupKeyOfSum, AttributedSum>& rows) const {
  std::set<AssetId> assets;
  for (const engine::CaseTotals& row : found_.result.cases) assets.insert(row.asset);
  for (const AssertedProceeds& row : found_.asserted) assets.insert(row.asset);
  for (const auto& [key, row] : rows) {
    if (row.is_known) assets.insert(key.second);
  }
  Table table({text("identity"), asset_code(), money("left"), money("right"), money("difference")});
  for (const AssetId asset_id : assets) {
    for (const Identity& identity : identities_of(asset_id, found_, rows)) {
      if (identity.left != identity.right) return broken_identity();
      const graph::Asset& of = asset(asset_id);
      RowWriter(table)
          .text(identity.name)
          .text(of.code)
          .amount(identity.left, of)
          .amount(identity.right, of)
          .amount(identity.left - identity.right, of)
          .done();
    }
  }
  return table;
}

Document AttributionTables::summary() const {
  std::set<std::uint32_t> known;
  for (const engine::MemberProfit& row : found_.result.members) known.insert(row.member);
  const EvidenceNotes& notes = found_.notes;
  const engine::TraceResult& trace = found_.result.trace;
  return std::move(
      Document::object()
          .set("members", Document(std::uint64_t{found_.members.size()}))
          .set("members_without_known_money",
               Document(std::uint64_t{found_.members.size() - known.size()}))
          .set("proceeds_assertions", Document(notes.proceeds_assertions))
          .set("cost_assertions", Document(notes.cost_assertions))
          .set("wage_assertions", Document(notes.wage_assertions))
          .set("indicated_assertions", Document(notes.indicated))
          .set("disputed_assertions", Document(notes.disputed))
          .set("over_claimed_transactions", Document(notes.over_claimed))
          .set("capped_payments", Document(found_.result.payments_capped))
          .set("transactions_run", Document(trace.transactions_run))
          .set("accounts_with_inferred_opening", Document(trace.accounts_with_inferred_opening))
          .set("accounts_in_debt", Document(trace.accounts_in_debt)));
}

}  // namespace headwater::queries::internal
