// What a refresh keeps and what it reads anew, whom it refuses, and what it may use.
#include "graph/snapshot_refresh.h"

#include <filesystem>

#include "graph/boost_graph.h"
#include "graph/erasure.h"
#include "tests/graph/snapshot_refresh_fixture.h"
#include "tests/support/rounds.h"

namespace headwater::graph::store_tests {
namespace {

using Way = RefreshedSnapshot::Way;

class SnapshotRefreshRulesTest : public SnapshotRefreshFixture {};

TEST_F(SnapshotRefreshRulesTest, WhoWasHiddenIsPresentOnceALaterCommitNamesThem) {
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

TEST_F(SnapshotRefreshRulesTest, ProtectionBeginsAndEndsWithTheRelationThatGivesIt) {
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

TEST_F(SnapshotRefreshRulesTest, BoostSeesTheDeltaBehindTheBase) {
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

TEST_F(SnapshotRefreshRulesTest, WhatCannotBeKeptIsBuiltAnewAndSaidWhy) {
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

TEST_F(SnapshotRefreshRulesTest, AStoreThatWasRestoredAndWentOnOtherwiseIsReadAnew) {
  {
    const auto store = open(OpenMode::kCreate);
    load_in_order(*store, 0, 100);
  }
  std::filesystem::copy(path(), folder_ / "copy", std::filesystem::copy_options::recursive);
  std::shared_ptr<const Snapshot> snapshot;
  {
    const auto store = open(OpenMode::kWrite);
    load_in_order(*store, 100, 50);
    snapshot = built(*store, with_room());
  }
  for (const std::int64_t rows : {10, 50, 80}) {  // fewer than were lost, as many, more
    std::filesystem::remove_all(path());
    std::filesystem::copy(folder_ / "copy", path(), std::filesystem::copy_options::recursive);
    const auto store = open(OpenMode::kWrite);
    load_in_order(*store, 300, rows);
    load_in_order(*store, 400, 5);
    const auto next = refreshed(snapshot, *store);
    EXPECT_EQ(next.way, Way::kRebuilt);
    EXPECT_NE(next.reason.find("restored"), std::string::npos) << next.reason;
    tests::expect_same_snapshot(*next.snapshot, *built(*store, {}));
  }
}

TEST_F(SnapshotRefreshRulesTest, WithinAClearanceItFollowsWhatMayBeSeen) {
  for (std::uint64_t seed = 1; seed <= tests::rounds(6) && !HasFailure(); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    random_.seed(seed);
    std::filesystem::remove_all(path());
    const auto store = open(OpenMode::kCreate);
    const ViewOptions seen{.clearance = Clearance{HandlingCode::kGreen, {}, ""}};
    std::shared_ptr<const Snapshot> snapshot;
    for (int step = 0; step < 12 && !HasFailure(); ++step) {
      handling_code_ = below(2) == 0 ? "TLP:GREEN" : "TLP:RED";
      load_something(*store, true);
      const auto view = value(store->view(seen));
      const auto expected = value(build_snapshot(*view, with_room(), context_));
      if (snapshot == nullptr) snapshot = expected;
      snapshot = value(refresh_snapshot(snapshot, *view, {}, context_)).snapshot;
      tests::expect_same_snapshot(*snapshot, *expected);
    }
  }
}

TEST_F(SnapshotRefreshRulesTest, ACorrectionUnderTheSourcesIdIsReadAnew) {
  const auto store = open(OpenMode::kCreate);
  auto snapshot = std::shared_ptr<const Snapshot>();
  for (const std::int64_t amount : {10, 20}) {
    const auto writer = begin(*store);
    Transaction t = transfer(*writer, "1", "2", amount, 1);
    t.origin.source_id = "T1";
    value(writer->add(t));
    value(writer->publish());
    if (snapshot == nullptr) snapshot = built(*store, with_room());
  }
  const auto next = refreshed(snapshot, *store);
  EXPECT_EQ(next.way, Way::kRebuilt);
  EXPECT_EQ(next.snapshot->transactions().size(), 1u);
  tests::expect_same_snapshot(*next.snapshot, *built(*store, {}));
}

// Many later payments outside the window need no memory; where there is none to fold, nothing is.
TEST_F(SnapshotRefreshRulesTest, TheBudgetIsOfWhatIsAskedFor) {
  const auto store = open(OpenMode::kCreate);
  load_in_order(*store, 0, 1'000);
  SnapshotRequest narrow = with_room();
  narrow.window = {{0}, {500'000}};
  const auto window = built(*store, narrow), whole = built(*store, with_room());
  load_in_order(*store, 1'000, 50'000);
  const auto view = value(store->view({}));
  const ExecutionContext tight({.threads = 1, .memory_budget_bytes = 1'000'000});
  EXPECT_EQ(value(refresh_snapshot(window, *view, {}, tight)).way, Way::kDelta);
  EXPECT_EQ(refresh_snapshot(whole, *view, {}, tight).error().code(), StatusCode::kOverBudget);
  const ExecutionContext enough({.threads = 1, .memory_budget_bytes = 5'400'000});
  const RefreshOptions at_once{{0}, 0};
  EXPECT_EQ(value(refresh_snapshot(whole, *view, at_once, enough)).way, Way::kDelta);
  EXPECT_EQ(value(refresh_snapshot(whole, *view, at_once, context_)).way, Way::kFolded);
}

TEST_F(SnapshotRefreshRulesTest, AViewThatDoesNotFitIsRefused) {
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

TEST_F(SnapshotRefreshRulesTest, StopsWhenAskedToAndKeepsToTheBudget) {
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
