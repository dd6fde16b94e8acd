// Refreshing snapshots: after any commit, what was refreshed is what a snapshot of that commit
// would be; what did not change is shared.
#include "graph/snapshot_refresh.h"

#include <map>

#include "graph/seal.h"
#include "tests/engine/thread_counts.h"
#include "tests/graph/snapshot_refresh_fixture.h"
#include "tests/support/rounds.h"

namespace headwater::graph::store_tests {
namespace {

using Way = RefreshedSnapshot::Way;

class SnapshotRefreshTest : public SnapshotRefreshFixture {};

TEST_F(SnapshotRefreshTest, AfterAnyCommitItIsTheSnapshotOfThatCommit) {
  std::map<Way, int> ways;
  for (std::uint64_t seed = 1; seed <= tests::rounds(24) && !HasFailure(); ++seed) {
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
    EXPECT_GE(ways[way], static_cast<int>(tests::rounds(24) / 4)) << static_cast<int>(way);
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

}  // namespace
}  // namespace headwater::graph::store_tests
