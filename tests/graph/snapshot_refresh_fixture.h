// What tests of refreshed snapshots share: a store that grows by random commits of every kind.
#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "graph/small_writes.h"
#include "graph/snapshot_refresh.h"
#include "tests/graph/sealed_store_fixture.h"
#include "tests/support/same_snapshot.h"

namespace headwater::graph::store_tests {

class SnapshotRefreshFixture : public SealedStoreFixture {
 protected:
  std::uint64_t below(std::uint64_t bound) { return random_() % bound; }

  Transaction payment(CommitWriter& writer, std::uint64_t row) {
    Transaction t =
        transfer(writer, std::to_string(below(accounts_)), std::to_string(below(accounts_)),
                 static_cast<std::int64_t>(1 + below(1000)), row);
    // Mostly in order; some late, some equal, some without a date.
    time_ += static_cast<std::int64_t>(below(3));
    t.time = {below(6) == 0
                  ? static_cast<std::int64_t>(below(static_cast<std::uint64_t>(time_) + 1))
                  : time_};
    if (below(30) == 0) t.time = kUnknownTime;
    if (below(25) == 0) {
      const std::string schemes[] = {"cash", "external"};
      t.to = value(writer.entity({EntityKind::kAccount, schemes[below(2)], "ESP"}));
    } else if (below(25) == 0) {
      const EntityKey holder{EntityKind::kPerson, "bank", std::to_string(below(9))};
      t.to = value(writer.entity(pooled_account_of(holder)));
    }
    if (below(8) == 0) {
      t.received_asset = value(writer.asset({"BTC", AssetKind::kCrypto, 8}));
      t.received_amount = {static_cast<std::int64_t>(below(500))};
    }
    if (below(8) == 0) t.count = static_cast<std::uint32_t>(below(4));
    return t;
  }
  void add_payments(CommitWriter& writer, std::uint64_t rows) {
    for (std::uint64_t row = 1; row <= rows; ++row) {
      last_transaction_ = value(writer.add(payment(writer, row)));
    }
  }
  void add_relations(CommitWriter& writer, std::uint64_t count) {
    for (; count > 0; --count) {
      Relation owns;
      owns.from = person(writer, std::to_string(below(9)));
      owns.to = account(writer, std::to_string(below(accounts_)));
      owns.kind = RelationKind::kOwnsAccount;
      last_relation_ = value(writer.add(owns));
    }
  }
  void add_victims(CommitWriter& writer) {
    ASSERT_TRUE(writer.bind_victim_key(key()).ok());
    const std::string id = std::to_string(below(5));
    last_flow_ = value(writer.add(flow(writer, id, "111")));
    if (below(2) == 0) value(writer.add(use_of_account(writer, id, "111")));
  }
  void withdraw_something(CommitWriter& writer, CommitSeq newest) {
    switch (below(4)) {
      case 0:
        static_cast<void>(writer.retract(TransactionId{below(last_transaction_.value + 1)}));
        break;
      case 1:
        if (last_relation_) static_cast<void>(writer.retract(*last_relation_));
        break;
      case 2:
        if (last_flow_) static_cast<void>(writer.retract(*last_flow_));
        break;
      default:
        static_cast<void>(writer.retract(CommitSeq{1 + below(newest.value)}));
    }
  }
  std::unique_ptr<CommitWriter> begin_with_code(Store& store) {
    Manifest manifest;
    manifest.format = "test";
    manifest.namespace_name = "bank";
    manifest.handling_code = handling_code_;
    manifest.sources.push_back({"file.csv", std::string(64, 'a'), "file.csv", 0, 0, 0, 0, false});
    return value(CommitWriter::begin(store, std::move(manifest), context_));
  }
  void load_something(Store& store, bool may_withdraw) {
    const CommitSeq newest = store.latest_commit();
    const auto writer = begin_with_code(store);
    const std::uint64_t dice = below(10);
    if (dice < 7) add_payments(*writer, below(60));
    if (dice == 5 || dice == 7) add_relations(*writer, 1 + below(4));
    if (dice == 6 || dice == 8) add_victims(*writer);
    if (dice == 9 && may_withdraw && newest.value > 0) withdraw_something(*writer, newest);
    if (below(4) == 0) accounts_ += below(10);
    value(writer->publish());
  }
  void feed_something(Store& store) {
    const auto feed = value(SmallWrites::begin(store, context_));
    for (std::uint64_t i = 1 + below(4); i > 0; --i) {
      Manifest manifest;
      manifest.format = "test";
      manifest.namespace_name = "bank";
      manifest.sources.push_back({"feed", std::string(64, 'f'), "feed", 0, 0, 0, 0, false});
      value(feed->write(manifest, [&](CommitWriter& writer) {
        add_payments(writer, 1 + below(5));
        return Status();
      }));
    }
  }
  SnapshotRequest request() {
    SnapshotRequest request;
    request.room_for_more = below(4) != 0;
    if (below(3) == 0) request.window.from = {static_cast<std::int64_t>(below(60))};
    if (below(3) == 0) request.window.to = {static_cast<std::int64_t>(60 + below(200))};
    if (below(4) == 0) request.assets = {{0}};
    if (below(6) == 0) request.kinds = {TransactionKind::kTransfer};
    if (below(5) == 0) {
      request.entities.emplace();
      for (std::uint64_t i = 0; i < 16; ++i) {
        request.entities->push_back({EntityKind::kAccount, below(24)});
        request.entities->push_back({EntityKind::kPerson, below(8)});
        request.entities->push_back({EntityKind::kVictim, below(4)});
      }
    }
    request.transactions = below(12) != 0;
    request.relations = below(5) != 0;
    request.victim_flows = below(5) != 0;
    return request;
  }
  static SnapshotRequest with_room() {
    SnapshotRequest request;
    request.room_for_more = true;
    return request;
  }
  std::shared_ptr<const Snapshot> built(const Store& store, const SnapshotRequest& request) const {
    return value(build_snapshot(*value(store.view({})), request, context_));
  }
  RefreshedSnapshot refreshed(const std::shared_ptr<const Snapshot>& snapshot, const Store& store,
                              const RefreshOptions& options = {}) {
    return value(refresh_snapshot(snapshot, *value(store.view({})), options, context_));
  }
  // A store of `rows` payments in order of time, one a second.
  void load_in_order(Store& store, std::int64_t first, std::int64_t rows) {
    const auto writer = begin(store);
    for (std::int64_t row = first; row < first + rows; ++row) {
      value(writer->add(transfer(*writer, std::to_string(row % 7), std::to_string(row % 5), row + 1,
                                 static_cast<std::uint64_t>(row))));
    }
    value(writer->publish());
  }
  StatusCode refusal(const std::shared_ptr<const Snapshot>& snapshot, const StoreView& view) {
    const auto result = refresh_snapshot(snapshot, view, {}, context_);
    return result.has_value() ? StatusCode::kOk : result.error().code();
  }

  std::string handling_code_;
  std::mt19937_64 random_;
  std::uint64_t accounts_ = 10;
  std::int64_t time_ = 0;
  TransactionId last_transaction_;
  std::optional<RelationId> last_relation_;
  std::optional<VictimFlowId> last_flow_;
};

}  // namespace headwater::graph::store_tests
