#include "tests/support/money_snapshot.h"

#include <algorithm>
#include <numeric>
#include <random>

namespace headwater::tests {

using graph::EntityKind;
using graph::RelationKind;
using graph::VertexIndex;

MoneySnapshot::MoneySnapshot(std::uint32_t accounts, std::uint32_t persons)
    : accounts_(accounts), persons_(persons), flags_(accounts + persons, graph::kPresent) {}

MoneySnapshot& MoneySnapshot::pay(std::uint32_t from, std::uint32_t to, std::int64_t time_ms,
                                  std::int64_t amount, std::uint16_t flags, std::uint16_t asset) {
  payments_.push_back({from, to, time_ms, amount, flags, asset, asset, amount});
  return *this;
}

MoneySnapshot& MoneySnapshot::pay_undated(std::uint32_t from, std::uint32_t to) {
  return pay(from, to, graph::kUnknownTime.ms, 1, graph::kUndated);
}

MoneySnapshot& MoneySnapshot::received(std::uint16_t asset, std::int64_t amount) {
  payments_.back().received_asset = asset;
  payments_.back().received_amount = amount;
  return *this;
}

MoneySnapshot& MoneySnapshot::relate(VertexIndex from, VertexIndex to, RelationKind kind) {
  graph::RelationLayer::Edge edge{};
  edge.from = from;
  edge.to = to;
  edge.kind = kind;
  edge.probability = {graph::BasisPoints::kWhole};
  edge.id = {relations_.size()};
  relations_.push_back(edge);
  return *this;
}

MoneySnapshot& MoneySnapshot::owns(std::uint32_t owner, std::uint32_t owned,
                                   const graph::TimeWindow& period) {
  relate(person(owner), account(owned), RelationKind::kOwnsAccount);
  relations_.back().valid_from = period.from;
  relations_.back().valid_to = period.to;
  return *this;
}
MoneySnapshot& MoneySnapshot::same_accounts(std::uint32_t a, std::uint32_t b) {
  return relate(account(a), account(b), RelationKind::kSameAs);
}
MoneySnapshot& MoneySnapshot::same_persons(std::uint32_t a, std::uint32_t b) {
  return relate(person(a), person(b), RelationKind::kSameAs);
}
MoneySnapshot& MoneySnapshot::flag_account(std::uint32_t index, graph::VertexFlag flag) {
  flags_[account(index)] |= flag;
  return *this;
}

std::shared_ptr<const graph::Snapshot> MoneySnapshot::build() const {
  graph::Counters counters;
  counters.entities[static_cast<int>(EntityKind::kPerson)] = persons_;
  counters.entities[static_cast<int>(EntityKind::kAccount)] = accounts_;
  graph::Snapshot::Parts parts;
  parts.commit = {1};
  parts.vertices = graph::VertexTable(counters);
  parts.vertex_flags = flags_;
  parts.assets = {{"EUR", graph::AssetKind::kFiat, 2}, {"BTC", graph::AssetKind::kCrypto, 8}};
  std::vector<std::uint32_t> order(payments_.size());
  std::iota(order.begin(), order.end(), 0u);
  std::stable_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return payments_[a].time_ms < payments_[b].time_ms;
  });
  graph::TransactionColumns& layer = parts.transactions;
  for (const std::uint32_t number : order) {
    const Payment& payment = payments_[number];
    if (payment.received_asset != payment.asset) {
      layer.received.push_back({layer.size(), {payment.received_asset}, payment.received_amount});
    }
    layer.time_ms.push_back(payment.time_ms);
    layer.amount.push_back(payment.amount);
    layer.from.push_back(account(payment.from));
    layer.to.push_back(account(payment.to));
    layer.asset.push_back(payment.asset);
    layer.kind.push_back(static_cast<std::uint8_t>(graph::TransactionKind::kTransfer));
    layer.flags.push_back(static_cast<std::uint8_t>(payment.flags));
    layer.numbers.push_back(number);
  }
  parts.relations.edges = relations_;
  const graph::ExecutionContext context({.threads = 1});
  return graph::Snapshot::assemble(std::move(parts), context);
}

MoneySnapshot random_money_snapshot(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint32_t limit) {
    return static_cast<std::uint32_t>(random() % limit);
  };
  const std::uint32_t accounts = 2 + below(23);
  const std::uint32_t persons = 1 + below(5);
  MoneySnapshot snapshot(accounts, persons);
  const std::uint32_t instants = 1 + below(seed % 3 == 0 ? 4 : 40);
  const std::uint32_t payments = below(120);
  const bool has_hub = below(2) == 0;
  for (std::uint32_t i = 0; i < payments; ++i) {
    const std::uint32_t from = has_hub && below(3) == 0 ? 0 : below(accounts);
    const std::uint32_t to = has_hub && below(4) == 0 ? 0 : below(accounts);
    if (below(15) == 0) {
      snapshot.pay_undated(from, to);
      continue;
    }
    const std::uint16_t flags = below(12) == 0 ? graph::kAggregate : 0;
    const auto asset = static_cast<std::uint16_t>(below(2));
    snapshot.pay(from, to, below(instants) * 1000, below(500), flags, asset);
    if (below(10) == 0) snapshot.received(static_cast<std::uint16_t>(1 - asset), below(500));
  }
  for (std::uint32_t i = below(4); i > 0; --i) snapshot.owns(below(persons), below(accounts));
  for (std::uint32_t i = below(3); i > 0; --i) {
    snapshot.same_accounts(below(accounts), below(accounts));
  }
  if (below(3) == 0) snapshot.flag_account(below(accounts), graph::kPooled);
  if (below(3) == 0) snapshot.flag_account(below(accounts), graph::kBoundary);
  return snapshot;
}

}  // namespace headwater::tests
