// Refreshing snapshots: after any commit, what was refreshed is what a snapshot of that commit
// would be; what did not change is shared; what cannot be kept is read anew, and said.
#include "graph/snapshot_refresh.h"

#include <random>
#include <string>
#include <vector>

#include "graph/boost_graph.h"
#include "graph/erasure.h"
#include "graph/seal.h"
#include "graph/small_writes.h"
#include "tests/engine/thread_counts.h"
#include "tests/graph/sealed_store_fixture.h"
#include "tests/support/same_snapshot.h"

namespace headwater::graph::store_tests {
namespace {

using Way = RefreshedSnapshot::Way;

class SnapshotRefreshTest : public SealedStoreFixture {
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
      t.to = value(writer.entity({EntityKind::kAccount, "cash", below(2) == 0 ? "ESP" : "FRA"}));
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
  void load_something(Store& store, bool may_withdraw) {
    const CommitSeq newest = store.latest_commit();
    const auto writer = begin(store);
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

  std::mt19937_64 random_;
  std::uint64_t accounts_ = 10;
  std::int64_t time_ = 0;
  TransactionId last_transaction_;
  std::optional<RelationId> last_relation_;
  std::optional<VictimFlowId> last_flow_;
};

TEST_F(SnapshotRefreshTest, AfterAnyCommitItIsTheSnapshotOfThatCommit) {
  std::map<Way, int> ways;
  for (std::uint64_t seed = 1; seed <= 24 && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    random_.seed(seed);
    std::filesystem::remove_all(path());
    accounts_ = 10;
    time_ = 0;
    last_relation_ = {};
    last_flow_ = {};
    const auto store = open(OpenMode::kCreate);
    load_something(*store, false);
    const SnapshotRequest asked = request();
    const RefreshOptions options{{static_cast<std::int32_t>(below(2) == 0 ? 1'250 : 10'000)},
                                 static_cast<std::uint32_t>(below(3) * 20)};
    const bool sees_victims = seed % 2 == 0;
    const ViewOptions seen{.victim_key = sees_victims ? std::optional(key()) : std::nullopt};
    {
      const auto writer = begin(*store);
      add_victims(*writer);
      value(writer->publish());
    }
    auto snapshot = value(build_snapshot(*value(store->view(seen)), asked, context_));
    for (int step = 0; step < 14 && !HasFailure(); ++step) {
      SCOPED_TRACE("step " + std::to_string(step));
      const std::uint64_t dice = below(8);
      if (dice < 5) load_something(*store, seed % 3 != 0);
      if (dice == 5 || dice == 6) feed_something(*store);
      if (dice == 7) value(seal(*store, context_));
      if (below(4) == 0) continue;  // refreshed over several commits
      const auto view = value(store->view(seen));
      const RefreshedSnapshot next = value(refresh_snapshot(snapshot, *view, options, context_));
      EXPECT_EQ(next.way == Way::kRebuilt, !next.reason.empty());
      ++ways[next.way];
      snapshot = next.snapshot;
      tests::for_thread_counts([&](const ExecutionContext& context) {
        tests::expect_same_snapshot(*snapshot, *value(build_snapshot(*view, asked, context)));
      });
    }
  }
  for (const Way way : {Way::kUnchanged, Way::kDelta, Way::kFolded, Way::kRebuilt}) {
    EXPECT_GT(ways[way], 5) << static_cast<int>(way);
  }
}

TEST_F(SnapshotRefreshTest, OfAnyNumberOfThreadsItIsTheSame) {
  const auto store = open(OpenMode::kCreate);
  load_in_order(*store, 0, 150'000);
  const auto before = built(*store, with_room());
  load_in_order(*store, 149'000, 140'000);  // a thousand of them late
  const auto view = value(store->view({}));
  const auto expected = built(*store, {});
  for (const std::int32_t share : {10'000, 100}) {
    tests::for_thread_counts([&](const ExecutionContext& context) {
      const auto next = value(refresh_snapshot(before, *view, {{share}, 1'000}, context));
      EXPECT_EQ(next.way, share == 100 ? Way::kFolded : Way::kDelta);
      tests::expect_same_snapshot(*next.snapshot, *expected);
    });
  }
}

TEST_F(SnapshotRefreshTest, WhatDidNotChangeIsShared) {
  const auto store = open(OpenMode::kCreate);
  load_in_order(*store, 0, 10'000);
  {
    const auto writer = begin(*store);
    add_relations(*writer, 5);
    value(writer->publish());
  }
  const auto before = built(*store, with_room());
  load_in_order(*store, 10'000, 100);
  const auto next = refreshed(before, *store);
  EXPECT_EQ(next.way, Way::kDelta);
  const TransactionLayer &old = before->transactions(), &now = next.snapshot->transactions();
  EXPECT_EQ(now.base(), old.base());
  EXPECT_EQ(now.out.base(), old.out.base());
  EXPECT_EQ(now.delta_size(), 100u);
  EXPECT_EQ(&next.snapshot->relations(), &before->relations());
  EXPECT_EQ(&next.snapshot->victim_flows(), &before->victim_flows());
  EXPECT_TRUE(now.is_numbered_by_position());
  EXPECT_EQ(before->transactions().size(), 10'000u) << "whoever holds the old one keeps it";
  // Late by 50: those of the base that stand behind it move.
  load_in_order(*store, 9'950, 1);
  const auto late = refreshed(next.snapshot, *store);
  EXPECT_EQ(late.snapshot->transactions().base(), old.base());
  EXPECT_EQ(late.snapshot->transactions().delta_size(), 49u + 100u + 1u);
  tests::expect_same_snapshot(*late.snapshot, *built(*store, {}));
  tests::expect_same_snapshot(
      *next.snapshot, *value(build_snapshot(*value(store->view({.as_of = {3}})), {}, context_)));
}

TEST_F(SnapshotRefreshTest, WhoWasHiddenIsPresentOnceALaterCommitNamesThem) {
  const auto store = open(OpenMode::kCreate);
  load_in_order(*store, 0, 10);
  {
    const auto writer = begin(*store);
    person(*writer, "named again");
    person(*writer, "not named again");
    value(writer->publish());
  }
  const CommitSeq hidden = store->latest_commit();
  {
    const auto writer = begin(*store);
    ASSERT_TRUE(writer->retract(hidden).ok());
    value(writer->publish());
  }
  const auto before = built(*store, with_room());
  {
    const auto writer = begin(*store);
    person(*writer, "named again");
    person(*writer, "new");
    value(writer->entity(pooled_account_of({EntityKind::kPerson, "bank", "new"})));
    value(writer->publish());
  }
  const auto next = refreshed(before, *store);
  EXPECT_EQ(next.way, Way::kDelta);
  tests::expect_same_snapshot(*next.snapshot, *built(*store, {}));
  const VertexIndex first = next.snapshot->vertices().base(EntityKind::kPerson);
  EXPECT_TRUE(next.snapshot->has_flag(first, kPresent));
  EXPECT_FALSE(next.snapshot->has_flag(first + 1, kPresent));
  EXPECT_TRUE(next.snapshot->has_flag(first + 2, kPresent));
}

TEST_F(SnapshotRefreshTest, ProtectionBeginsAndEndsWithTheRelationThatGivesIt) {
  const auto store = open(OpenMode::kCreate);
  load_in_order(*store, 0, 10);
  const auto expect_protected = [&](const std::shared_ptr<const Snapshot>& snapshot, bool is) {
    tests::expect_same_snapshot(*snapshot, *built(*store, {}));
    const EntityId used = value(value(store->view({}))->resolve("account:bank/used-by-1"));
    EXPECT_EQ(snapshot->has_flag(snapshot->vertices().find(used), kProtected), is);
  };
  {
    const auto writer = begin(*store);
    account(*writer, "used-by-1");
    value(writer->publish());
  }
  auto snapshot = built(*store, with_room());
  expect_protected(snapshot, false);
  RelationId relation;
  {
    const auto writer = begin(*store);
    ASSERT_TRUE(writer->bind_victim_key(key()).ok());
    relation = value(writer->add(use_of_account(*writer, "1", "111")));
    value(writer->publish());
  }
  snapshot = refreshed(snapshot, *store).snapshot;
  expect_protected(snapshot, true);
  {
    const auto writer = begin(*store);
    ASSERT_TRUE(writer->retract(relation).ok());
    value(writer->publish());
  }
  const auto next = refreshed(snapshot, *store);
  EXPECT_EQ(next.way, Way::kDelta);
  expect_protected(next.snapshot, false);
}

TEST_F(SnapshotRefreshTest, BoostSeesTheDeltaBehindTheBase) {
  const auto store = open(OpenMode::kCreate);
  load_in_order(*store, 0, 1'000);
  const auto before = built(*store, with_room());
  load_in_order(*store, 990, 100);
  const auto snapshot = refreshed(before, *store).snapshot;
  ASSERT_GT(snapshot->transactions().delta_size(), 100u);
  const TransactionView view = as_boost(*snapshot);
  std::size_t edges = 0;
  for (VertexIndex v = 0; v < snapshot->vertices().size(); ++v) {
    std::uint32_t last = 0;
    for (auto [edge, end] = out_edges(v, view); edge != end; ++edge, ++edges) {
      EXPECT_EQ(source(*edge, view), v);
      EXPECT_EQ(target(*edge, view), snapshot->transactions().to[(*edge).index]);
      EXPECT_GE((*edge).index, last) << "in ledger order";
      last = static_cast<std::uint32_t>((*edge).index);
    }
  }
  EXPECT_EQ(edges, 1'100u);
}

TEST_F(SnapshotRefreshTest, WhatCannotBeKeptIsBuiltAnewAndSaidWhy) {
  const auto store = open(OpenMode::kCreate);
  load_in_order(*store, 0, 100);
  {
    const auto writer = begin(*store);
    person(*writer, "somebody");
    value(writer->publish());
  }
  auto snapshot = built(*store, with_room());
  const auto expect_anew = [&](const std::string& why) {
    const auto next = refreshed(snapshot, *store);
    EXPECT_EQ(next.way, Way::kRebuilt);
    EXPECT_NE(next.reason.find(why), std::string::npos) << next.reason;
    tests::expect_same_snapshot(*next.snapshot, *built(*store, {}));
    snapshot = next.snapshot;
  };
  {
    const auto writer = begin(*store);
    ASSERT_TRUE(writer->retract(TransactionId{7}).ok());
    value(writer->publish());
  }
  expect_anew("transaction");
  value(erase(*store, {{"person:bank/somebody"}, "", {}}, context_));
  expect_anew("erased");
  load_in_order(*store, 100, 10);
  const CommitSeq loaded = store->latest_commit();
  snapshot = refreshed(snapshot, *store).snapshot;
  {
    const auto writer = begin(*store);
    ASSERT_TRUE(writer->retract(loaded).ok());
    value(writer->publish());
  }
  expect_anew("commit");
  {
    const auto writer = begin(*store);
    for (int i = 0; i < 1'100; ++i) person(*writer, "new " + std::to_string(i));
    value(writer->publish());
  }
  expect_anew("room");
  EXPECT_EQ(refreshed(snapshot, *store).way, Way::kUnchanged);
}

TEST_F(SnapshotRefreshTest, AViewThatDoesNotFitIsRefused) {
  const auto store = open(OpenMode::kCreate);
  fill(*store, key());
  load_in_order(*store, 0, 10);
  const auto snapshot = built(*store, with_room());
  EXPECT_EQ(refusal(snapshot, *value(store->view({}))), StatusCode::kOk);
  EXPECT_EQ(refusal(snapshot, *value(store->view({.as_of = {1}}))), StatusCode::kQuestion);
  EXPECT_EQ(refusal(snapshot, *value(store->view({.victim_key = key()}))), StatusCode::kQuestion);
  EXPECT_EQ(refusal(snapshot, *value(store->view({.clearance = Clearance{}}))),
            StatusCode::kQuestion);
  EXPECT_EQ(refusal(Snapshot::assemble({}, context_), *value(store->view({}))),
            StatusCode::kQuestion);
  const auto other = value(Store::open(folder_ / "other", {OpenMode::kCreate}));
  load_in_order(*other, 0, 10);
  EXPECT_EQ(refusal(snapshot, *value(other->view({}))), StatusCode::kQuestion);
}

TEST_F(SnapshotRefreshTest, StopsWhenAskedToAndKeepsToTheBudget) {
  const auto store = open(OpenMode::kCreate);
  load_in_order(*store, 0, 1'000);
  const auto snapshot = built(*store, with_room());
  load_in_order(*store, 1'000, 1'000);
  const auto view = value(store->view({}));
  ExecutionContext stopped({.threads = 1});
  stopped.cancel();
  EXPECT_EQ(refresh_snapshot(snapshot, *view, {}, stopped).error().code(), StatusCode::kCancelled);
  const ExecutionContext tight({.threads = 1, .memory_budget_bytes = 1'000});
  EXPECT_EQ(refresh_snapshot(snapshot, *view, {}, tight).error().code(), StatusCode::kOverBudget);
}

}  // namespace
}  // namespace headwater::graph::store_tests
