// What came in, what went out, when, and with whom: per asset, in 128-bit sums.
#include <algorithm>
#include <map>
#include <tuple>

#include "queries/internal/columns.h"
#include "queries/internal/row_writer.h"
#include "queries/internal/values.h"
#include "queries/profile/internal/profile_parts.h"

namespace headwater::queries::internal {
namespace {

using graph::Status;
using graph::Table;
using graph::VertexIndex;

struct Side {
  std::uint64_t transactions = 0;
  graph::WideMinorUnits amount = 0;
  void add(std::int64_t units) {
    ++transactions;
    amount += units;
  }
};
struct AssetTotals {
  Side in, out, internal;
};
struct Counterparty {
  Side in, out;  // as seen by the subject
  std::uint64_t transactions() const { return in.transactions + out.transactions; }
  graph::WideMinorUnits amount() const { return in.amount + out.amount; }
};
// Asset, the other's representative, and who owned it as of the payment.
using CounterpartyKey = std::tuple<std::uint16_t, VertexIndex, VertexIndex>;

struct MoneyFindings {
  std::map<std::uint16_t, AssetTotals> totals;
  std::map<CounterpartyKey, Counterparty> counterparties;
  std::uint64_t in = 0, out = 0, internal = 0, aggregates = 0, undated = 0;
  std::uint64_t of_others = 0;  // of the accounts, while they were not the subject's
  graph::Timestamp first, last;
};

class MoneyReader {
 public:
  MoneyReader(const ProfileSubject& subject, ProfileFindings& findings)
      : subject_(subject),
        findings_(findings),
        layer_(subject.snapshot.transactions()),
        ownership_(graph::account_ownership(subject.snapshot, subject.resolved.representative)) {}

  MoneyFindings read() {
    for (const VertexIndex account : subject_.accounts) {
      for (const std::uint32_t position : layer_.out.edges(account)) {
        if (counts(position)) add(position);
      }
      for (const std::uint32_t position : layer_.in.edges(account)) {
        // Money between own accounts was met on its way out.
        if (counts(position) && !subject_.is_account(layer_.from[position])) add(position);
      }
    }
    return std::move(money_);
  }

 private:
  bool counts(std::uint32_t position) const {
    return subject_.request.window.contains(graph::Timestamp{layer_.time_ms[position]});
  }

  graph::Timestamp time(std::uint32_t position) const {
    return graph::Timestamp{layer_.time_ms[position]};
  }

  void add(std::uint32_t position) {
    const bool pays = subject_.owns(layer_.from[position], time(position));
    const bool receives = subject_.owns(layer_.to[position], time(position));
    if (pays) {
      add_outgoing(position, receives);
    } else if (receives) {
      add_incoming(position);
    } else {
      ++money_.of_others;
    }
  }

  void add_outgoing(std::uint32_t position, bool is_internal) {
    remember(position);
    const std::uint16_t asset = layer_.asset[position];
    const std::int64_t units = layer_.amount[position];
    if (is_internal) {
      ++money_.internal;
      money_.totals[asset].internal.add(units);
      return;
    }
    ++money_.out;
    money_.totals[asset].out.add(units);
    if (auto* other = counterparty(asset, layer_.to[position], time(position)))
      other->out.add(units);
  }

  void add_incoming(std::uint32_t position) {
    remember(position);
    const auto* received = layer_.find_received(position);
    const std::uint16_t asset = received ? received->asset.value : layer_.asset[position];
    const std::int64_t units = received ? received->amount : layer_.amount[position];
    ++money_.in;
    money_.totals[asset].in.add(units);
    if (auto* other = counterparty(asset, layer_.from[position], time(position)))
      other->in.add(units);
  }

  // Protected accounts are in no list that is sorted by amount or number.
  Counterparty* counterparty(std::uint16_t asset, VertexIndex other, graph::Timestamp at) {
    if (subject_.snapshot.has_flag(other, graph::kProtected)) return nullptr;
    return &money_.counterparties[{asset, subject_.resolved.representative[other],
                                   ownership_.owner_at(other, at)}];
  }

  void remember(std::uint32_t position) {
    findings_.transactions.insert(layer_.id(position).value);
    if ((layer_.flags[position] & graph::kAggregate) != 0) ++money_.aggregates;
    const graph::Timestamp at = time(position);
    if (!at.is_known()) {
      ++money_.undated;
      return;
    }
    if (!money_.first.is_known() || at < money_.first) money_.first = at;
    if (!money_.last.is_known() || at > money_.last) money_.last = at;
  }

  const ProfileSubject& subject_;
  ProfileFindings& findings_;
  const graph::TransactionLayer& layer_;
  const graph::AccountOwnership ownership_;
  MoneyFindings money_;
};

Table totals_table(const ProfileSubject& subject, const MoneyFindings& money) {
  Table table({columns::asset_code(), columns::count("transactions_in"),
               columns::money("amount_in"), columns::count("transactions_out"),
               columns::money("amount_out"), columns::count("transactions_internal"),
               columns::money("amount_internal")});
  for (const auto& [asset_number, totals] : money.totals) {
    const graph::Asset& asset = subject.snapshot.assets()[asset_number];
    RowWriter(table)
        .text(asset.code)
        .count(totals.in.transactions)
        .amount(totals.in.amount, asset)
        .count(totals.out.transactions)
        .amount(totals.out.amount, asset)
        .count(totals.internal.transactions)
        .amount(totals.internal.amount, asset)
        .done();
  }
  return table;
}

struct CounterpartyRow {
  std::uint16_t asset;
  std::string name, owner;
  const Counterparty* money;
};

// The first `top` of each asset, by amount or by number of transactions, ties by name.
std::vector<CounterpartyRow> first_of_each_asset(std::vector<CounterpartyRow> rows, bool by_amount,
                                                 std::size_t top) {
  std::sort(rows.begin(), rows.end(), [&](const CounterpartyRow& a, const CounterpartyRow& b) {
    if (a.asset != b.asset) return a.asset < b.asset;
    if (by_amount && a.money->amount() != b.money->amount()) {
      return a.money->amount() > b.money->amount();
    }
    if (!by_amount && a.money->transactions() != b.money->transactions()) {
      return a.money->transactions() > b.money->transactions();
    }
    return std::tie(a.name, a.owner) < std::tie(b.name, b.owner);
  });
  std::size_t taken = 0;
  std::uint16_t asset = 0;
  std::erase_if(rows, [&](const CounterpartyRow& row) {
    if (row.asset != asset) taken = 0;
    asset = row.asset;
    return top != 0 && taken++ >= top;
  });
  return rows;
}

Table counterparty_table(const ProfileSubject& subject, const std::vector<CounterpartyRow>& rows) {
  Table table({columns::asset_code(), columns::id("id"), columns::id("owner"),
               columns::count("transactions_in"), columns::money("amount_in"),
               columns::count("transactions_out"), columns::money("amount_out")});
  for (const CounterpartyRow& row : rows) {
    const graph::Asset& asset = subject.snapshot.assets()[row.asset];
    RowWriter(table)
        .text(asset.code)
        .text(row.name)
        .text(row.owner)
        .count(row.money->in.transactions)
        .amount(row.money->in.amount, asset)
        .count(row.money->out.transactions)
        .amount(row.money->out.amount, asset)
        .done();
  }
  return table;
}

Status add_counterparties(const ProfileSubject& subject, ProfileFindings& findings,
                          const MoneyFindings& money, Document& result) {
  std::vector<VertexIndex> others;
  for (const auto& [key, counterparty] : money.counterparties) {
    others.push_back(std::get<1>(key));
    others.push_back(std::get<2>(key));
  }
  HEADWATER_RETURN_IF_ERROR(findings.names.prepare(others));
  std::vector<CounterpartyRow> rows;
  for (const auto& [key, counterparty] : money.counterparties) {
    const auto& [asset, other, owner] = key;
    HEADWATER_ASSIGN_OR_RETURN(std::string name, findings.names.name(other));
    HEADWATER_ASSIGN_OR_RETURN(std::string owner_name, findings.names.name(owner));
    rows.push_back({asset, std::move(name), std::move(owner_name), &counterparty});
  }
  for (const bool by_amount : {true, false}) {
    result.set(by_amount ? "counterparties_by_amount" : "counterparties_by_count",
               Document(counterparty_table(
                   subject, first_of_each_asset(rows, by_amount, subject.request.top))));
  }
  return {};
}

}  // namespace

Status add_money(const ProfileSubject& subject, ProfileFindings& findings, Document& result) {
  const MoneyFindings money = MoneyReader(subject, findings).read();
  result.set("totals", Document(totals_table(subject, money)))
      .set("transactions",
           Document::object()
               .set("in", Document(money.in))
               .set("out", Document(money.out))
               .set("internal", Document(money.internal))
               .set("aggregates", Document(money.aggregates))
               .set("undated", Document(money.undated))
               .set("counterparties_listed", Document(std::uint64_t{money.counterparties.size()}))
               .set("first_seen", time_document(money.first))
               .set("last_seen", time_document(money.last)));
  if (money.aggregates > 0) {
    findings.notes.push_back(std::to_string(money.aggregates) +
                             " of the transactions are aggregates: each sums several payments");
  }
  if (money.undated > 0) {
    findings.notes.push_back(std::to_string(money.undated) +
                             " of the transactions have no date: first and last leave them out");
  }
  if (money.of_others > 0) {
    findings.notes.push_back(std::to_string(money.of_others) +
                             " payments of these accounts are not counted: made while they were "
                             "not its, or undated where ownership has a beginning or an end");
  }
  if (subject.snapshot.vertices().count(graph::EntityKind::kVictim) > 0) {
    findings.notes.emplace_back(
        "accounts under a victim's identity count in the totals and stand in no list");
  }
  return add_counterparties(subject, findings, money, result);
}

}  // namespace headwater::queries::internal
