// Small snapshots with money in them, written out by hand or from a seed, without a store.
//
//   MoneySnapshot graph = MoneySnapshot(4).pay(0, 1, 10, 500).pay(1, 2, 20, 400);
//   std::shared_ptr<const graph::Snapshot> snapshot = graph.build();
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "graph/snapshot.h"

namespace headwater::tests {

class MoneySnapshot {
 public:
  // Accounts 0 .. accounts - 1 and persons 0 .. persons - 1.
  explicit MoneySnapshot(std::uint32_t accounts, std::uint32_t persons = 0);

  // Numbers are transaction numbers in the order of the calls; `time_ms` in ledger order or not.
  MoneySnapshot& pay(std::uint32_t from, std::uint32_t to, std::int64_t time_ms,
                     std::int64_t amount = 1, std::uint16_t flags = 0, std::uint16_t asset = 0);
  MoneySnapshot& pay_undated(std::uint32_t from, std::uint32_t to);
  // The last payment arrives in another asset.
  MoneySnapshot& received(std::uint16_t asset, std::int64_t amount);
  MoneySnapshot& owns(std::uint32_t person, std::uint32_t account,
                      const graph::TimeWindow& period = {});
  MoneySnapshot& same_accounts(std::uint32_t a, std::uint32_t b);
  MoneySnapshot& same_persons(std::uint32_t a, std::uint32_t b);
  MoneySnapshot& flag_account(std::uint32_t account, graph::VertexFlag flag);

  graph::VertexIndex account(std::uint32_t index) const { return persons_ + index; }
  graph::VertexIndex person(std::uint32_t index) const { return index; }
  std::shared_ptr<const graph::Snapshot> build() const;

 private:
  struct Payment {
    std::uint32_t from, to;
    std::int64_t time_ms, amount;
    std::uint16_t flags, asset;
    std::uint16_t received_asset;
    std::int64_t received_amount;
  };
  MoneySnapshot& relate(graph::VertexIndex from, graph::VertexIndex to, graph::RelationKind kind);

  std::uint32_t accounts_, persons_;
  std::vector<Payment> payments_;
  std::vector<graph::RelationLayer::Edge> relations_;
  std::vector<std::uint8_t> flags_;
};

// 2 to 24 accounts, some owned, some the same, some pooled or boundary; up to 120 payments with
// many equal times, hubs, self-transfers, parallel payments, aggregates and undated ones, two
// assets.
MoneySnapshot random_money_snapshot(std::uint64_t seed);

}  // namespace headwater::tests
