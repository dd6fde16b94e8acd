#include "queries/flow/internal/trace_tables.h"

#include <algorithm>
#include <tuple>

#include "queries/internal/columns.h"
#include "queries/internal/row_writer.h"

namespace headwater::queries::internal {
namespace {

using engine::HoldingKind;
using graph::ColumnType;
using graph::EntityId;
using graph::Result;
using graph::Table;
using graph::VertexIndex;
using graph::WideMinorUnits;

constexpr std::string_view kProtectedPersons = "protected persons";

std::string_view to_text(HoldingKind kind) {
  switch (kind) {
    case HoldingKind::kHeld:
      return "held";
    case HoldingKind::kPooled:
      return "pooled";
    case HoldingKind::kCashedOut:
      return "cashed-out";
    case HoldingKind::kExternal:
      return "external";
    case HoldingKind::kDissipated:
      return "dissipated";
    case HoldingKind::kSpent:
      return "spent";
  }
  return "";
}

bool stands_before(const HoldingRow& a, const HoldingRow& b) {
  if (a.asset != b.asset) return a.asset < b.asset;
  if (a.amount != b.amount) return a.amount > b.amount;
  if (a.id.empty() != b.id.empty()) return b.id.empty();  // whoever is not named comes last
  return std::tie(a.id, a.kind, a.label, a.case_name, a.form, a.territory) <
         std::tie(b.id, b.kind, b.label, b.case_name, b.form, b.territory);
}

using columns::asset_code;
using columns::id;
using columns::money;
using columns::text;

// Labelled money that one transaction carried, of one asset.
struct Carried {
  std::uint32_t position;
  graph::AssetId asset;
  WideMinorUnits amount = 0, newly_labelled = 0;
};

std::vector<Carried> carried_by_payments(const engine::TraceResult& result) {
  std::vector<Carried> payments;
  std::size_t first = 0;  // of the transaction at hand
  for (const engine::TracedMovement& movement : result.movements) {
    if (payments.empty() || payments.back().position != movement.position) first = payments.size();
    std::size_t at = first;
    while (at < payments.size() && payments[at].asset != movement.asset) ++at;
    if (at == payments.size()) payments.push_back({movement.position, movement.asset});
    payments[at].amount += movement.amount;
    if (movement.newly_labelled) payments[at].newly_labelled += movement.amount;
  }
  return payments;
}

struct Converted {
  std::uint32_t position;
  graph::AssetId paid_asset, received_asset;
  WideMinorUnits paid = 0, received = 0;
};

std::vector<Converted> converted_by_payments(const engine::TraceResult& result) {
  std::vector<Converted> payments;
  for (const engine::Conversion& part : result.conversions) {
    if (payments.empty() || payments.back().position != part.position) {
      payments.push_back({part.position, part.paid_asset, part.received_asset});
    }
    payments.back().paid += part.paid;
    payments.back().received += part.received;
  }
  return payments;
}

// Received for one paid, in major units, with six decimals; empty when nothing was paid. Of the
// whole payment: the labelled shares are rounded, and the rate of a few cents would be another.
std::string implied_rate(std::int64_t whole_paid, std::int64_t whole_received,
                         const graph::Asset& paid, const graph::Asset& received) {
  constexpr int kDecimals = 6;
  WideMinorUnits numerator = whole_received, denominator = whole_paid;
  if (denominator == 0) return "";
  int shift = kDecimals + paid.exponent - received.exponent;
  for (; shift > 0; --shift) {
    if (__builtin_mul_overflow(numerator, WideMinorUnits{10}, &numerator)) return "";
  }
  for (; shift < 0; ++shift) {
    if (__builtin_mul_overflow(denominator, WideMinorUnits{10}, &denominator)) return "";
  }
  return graph::format_major_units((numerator + denominator / 2) / denominator, kDecimals);
}

// An account that was given up before then has no owner in the answer.
graph::Timestamp end_of_run(const TracedMoney& money) {
  if (money.until.is_known()) return money.until;
  const auto& times = money.snapshot->transactions().time_ms;
  return times.empty() ? graph::kUnknownTime : graph::Timestamp{times.back()};
}

std::size_t shown_of(std::size_t found, std::size_t limit) {
  return limit == 0 ? found : std::min(found, limit);
}

}  // namespace

TraceTables::TraceTables(const TracedMoney& money)
    : money_(money),
      protected_(*money.snapshot, *money.resolved),
      last_owners_(graph::account_owners(*money.snapshot, money.resolved->representative,
                                         end_of_run(money))),
      names_(money.view, money.snapshot->vertices()) {}

Result<std::string> TraceTables::owner_name(VertexIndex account) {
  if (is_protected(account)) return std::string(kProtectedPersons);
  const VertexIndex owner = last_owners_.owner[account];
  const auto called = money_.called.find(owner);
  return called == money_.called.end() ? names_.name(owner) : names_.name(called->second);
}

std::string TraceTables::label_name(std::uint32_t label) const {
  const std::string& name = money_.labels[label].name;
  return name.empty() ? std::to_string(label + 1) : name;
}

// A transaction's name would mark the account: whoever has the bank's file could look it up there.
template <typename Payment>
void TraceTables::erase_protected(std::vector<Payment>& payments) const {
  const graph::TransactionLayer& layer = money_.snapshot->transactions();
  std::erase_if(payments, [&](const Payment& payment) {
    return is_protected(layer.from[payment.position]) || is_protected(layer.to[payment.position]);
  });
}

Result<HoldingRow> TraceTables::holding_row(const HoldingKey& key, WideMinorUnits amount) {
  const auto& [asset_id, kind, account, label, case_id, territory, form] = key;
  HoldingRow row;
  row.asset = asset({asset_id}).code;
  row.exponent = asset({asset_id}).exponent;
  row.amount = amount;
  row.kind = to_text(kind);
  row.label = label;
  row.form = form;
  row.owner = kProtectedPersons;
  HEADWATER_ASSIGN_OR_RETURN(row.id, names_.name(account));
  if (account != graph::kNoVertex) {
    HEADWATER_ASSIGN_OR_RETURN(row.owner, owner_name(account));
  }
  HEADWATER_ASSIGN_OR_RETURN(row.case_name, names_.name(case_id));
  HEADWATER_ASSIGN_OR_RETURN(row.territory, names_.name(territory));
  return row;
}

Result<Table> TraceTables::holdings() {
  std::map<HoldingKey, WideMinorUnits> sums;
  std::vector<VertexIndex> vertices;
  for (const engine::LabelledHolding& holding : money_.result.holdings) {
    const TraceLabel& label = money_.labels[holding.label];
    const bool is_hidden = is_protected(holding.account);
    sums[{holding.asset.value, holding.kind, is_hidden ? graph::kNoVertex : holding.account,
          label.name, label.label.case_id, label.label.territory, label.label.form}] +=
        holding.amount;
    if (!is_hidden) vertices.push_back(holding.account);
  }
  HEADWATER_RETURN_IF_ERROR(names_.prepare(vertices));
  std::vector<HoldingRow> rows;
  for (const auto& [key, amount] : sums) {
    HEADWATER_ASSIGN_OR_RETURN(HoldingRow row, holding_row(key, amount));
    rows.push_back(std::move(row));
  }
  std::sort(rows.begin(), rows.end(), stands_before);
  Table table({text("kind"), id("id"), id("owner"), text("label"), id("case"), text("form"),
               id("territory"), money("amount"), asset_code("asset")});
  for (const HoldingRow& row : rows) {
    RowWriter(table)
        .text(row.kind)
        .text(row.id)
        .text(row.owner)
        .text(row.label)
        .text(row.case_name)
        .text(row.form)
        .text(row.territory)
        .text(graph::format_major_units(row.amount, row.exponent))
        .text(row.asset)
        .done();
  }
  return table;
}

Result<Table> TraceTables::payments(std::size_t limit, std::size_t& found) {
  std::vector<Carried> payments = carried_by_payments(money_.result);
  erase_protected(payments);
  const graph::TransactionLayer& layer = money_.snapshot->transactions();
  found = payments.size();
  payments.resize(shown_of(found, limit));
  Table table({id("transaction"),
               {"time", ColumnType::kText, "time"},
               id("from"),
               id("to"),
               money("amount"),
               money("newly_labelled"),
               asset_code("asset")});
  std::vector<VertexIndex> vertices;
  for (const Carried& payment : payments) {
    vertices.push_back(layer.from[payment.position]);
    vertices.push_back(layer.to[payment.position]);
  }
  HEADWATER_RETURN_IF_ERROR(names_.prepare(vertices));
  for (const Carried& payment : payments) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string name,
                               money_.view.name_of(layer.id(payment.position)));
    HEADWATER_ASSIGN_OR_RETURN(const std::string from, names_.name(layer.from[payment.position]));
    HEADWATER_ASSIGN_OR_RETURN(const std::string to, names_.name(layer.to[payment.position]));
    RowWriter(table)
        .text(name)
        .time(graph::Timestamp{layer.time_ms[payment.position]})
        .text(from)
        .text(to)
        .amount(payment.amount, asset(payment.asset))
        .money(payment.newly_labelled, asset(payment.asset))
        .done();
  }
  return table;
}

Result<Table> TraceTables::conversions(std::size_t limit, std::size_t& found) {
  std::vector<Converted> payments = converted_by_payments(money_.result);
  erase_protected(payments);
  found = payments.size();
  payments.resize(shown_of(found, limit));
  const graph::TransactionLayer& layer = money_.snapshot->transactions();
  Table table({id("transaction"),
               {"time", ColumnType::kText, "time"},
               money("paid"),
               asset_code("paid_asset"),
               money("received"),
               asset_code("received_asset"),
               money("payment_paid"),
               money("payment_received"),
               text("rate")});
  for (const Converted& payment : payments) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string name,
                               money_.view.name_of(layer.id(payment.position)));
    const graph::Asset& paid = asset(payment.paid_asset);
    const graph::Asset& received = asset(payment.received_asset);
    const std::int64_t whole_paid = layer.amount[payment.position];
    const auto* arrived = layer.find_received(payment.position);
    HEADWATER_CHECK(arrived != nullptr, "a conversion is a payment that arrives in another asset");
    RowWriter(table)
        .text(name)
        .time(graph::Timestamp{layer.time_ms[payment.position]})
        .money(payment.paid, paid)
        .money(payment.received, received)
        .amount(whole_paid, paid)
        .amount(arrived->amount, received)
        .text(implied_rate(whole_paid, arrived->amount, paid, received))
        .done();
  }
  return table;
}

Result<Table> TraceTables::conservation() {
  Table table({text("label"), asset_code("asset"), money("newly_labelled"), money("converted_in"),
               money("held"), money("pooled"), money("cashed_out"), money("external"),
               money("dissipated"), money("spent"), money("converted_out"), money("difference"),
               money("already_labelled"), money("not_placed")});
  for (const engine::LabelBalance& balance : money_.result.balances) {
    const WideMinorUnits difference = balance.newly_labelled + balance.converted_in - balance.held -
                                      balance.pooled - balance.cashed_out - balance.external -
                                      balance.dissipated - balance.spent - balance.converted_out;
    if (difference != 0) {
      return graph::Status(graph::StatusCode::kInternal,
                           {"trace money", "", "labelled money is not conserved",
                            "please report it: the answer would have been wrong and is not given"});
    }
    RowWriter row(table);
    row.text(label_name(balance.label)).text(asset(balance.asset).code);
    for (const WideMinorUnits amount :
         {balance.newly_labelled, balance.converted_in, balance.held, balance.pooled,
          balance.cashed_out, balance.external, balance.dissipated, balance.spent,
          balance.converted_out, difference, balance.already_labelled, balance.not_placed}) {
      row.amount(amount, asset(balance.asset));
    }
    row.done();
  }
  return table;
}

Result<Table> TraceTables::labels() {
  Table table({text("label"), id("case"), id("territory"), text("form"), text("sector"),
               text("component"), text("standard")});
  for (std::uint32_t number = 0; number < money_.labels.size(); ++number) {
    const TraceLabel& label = money_.labels[number];
    HEADWATER_ASSIGN_OR_RETURN(const std::string case_name, names_.name(label.label.case_id));
    HEADWATER_ASSIGN_OR_RETURN(const std::string territory, names_.name(label.label.territory));
    RowWriter(table)
        .text(label_name(number))
        .text(case_name)
        .text(territory)
        .text(label.label.form)
        .text(label.label.sector)
        .text(label.name.empty() ? to_string(label.label.component) : "")
        .text(label.label.standard)
        .done();
  }
  return table;
}

template <typename Rows, typename Amount>
Document TraceTables::by_asset(const Rows& rows, Amount amount_of) const {
  std::map<std::string, std::pair<WideMinorUnits, int>> sums;  // code -> sum, exponent
  for (const auto& row : rows) {
    const graph::Asset& of = asset(row.asset);
    sums[of.code].first += amount_of(row);
    sums[of.code].second = of.exponent;
  }
  Document amounts = Document::object();
  for (const auto& [code, sum] : sums) {
    amounts.set(code, Document(graph::format_major_units(sum.first, sum.second)));
  }
  return amounts;
}

Document TraceTables::summary() const {
  using engine::LabelBalance;
  const engine::TraceResult& result = money_.result;
  const auto of_balances = [&](WideMinorUnits LabelBalance::*amount) {
    return by_asset(result.balances, [&](const LabelBalance& row) { return row.*amount; });
  };
  Document summary = std::move(
      Document::object()
          .set("transactions_run", Document(result.transactions_run))
          .set("aggregates_left_out", Document(result.aggregates_left_out))
          .set("undated_left_out", Document(result.undated_left_out))
          .set("accounts_with_inferred_opening", Document(result.accounts_with_inferred_opening))
          .set("accounts_in_debt", Document(result.accounts_in_debt))
          .set("movements", Document(std::uint64_t{result.movements.size()}))
          .set("newly_labelled", of_balances(&LabelBalance::newly_labelled))
          .set("already_labelled", of_balances(&LabelBalance::already_labelled))
          .set("not_placed", of_balances(&LabelBalance::not_placed)));
  if (money_.asserted.empty()) return summary;
  const auto of_assertions = [&](WideMinorUnits AssertedProceeds::*amount) {
    return by_asset(money_.asserted, [&](const AssertedProceeds& row) { return row.*amount; });
  };
  return std::move(summary.set("over_claimed", of_assertions(&AssertedProceeds::over_claimed))
                       .set("not_run", of_assertions(&AssertedProceeds::not_run))
                       .set("asserted_proceeds", of_assertions(&AssertedProceeds::claimed)));
}

}  // namespace headwater::queries::internal
