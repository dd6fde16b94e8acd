// Small writes from many threads: what was acknowledged is there, whole and once; what is said in
// small writes is what a load of the same would have said. small_writes_crash_test.cc kills them.
#include <atomic>
#include <map>
#include <thread>

#include "graph/backup.h"
#include "graph/compact.h"
#include "graph/edge_cursor.h"
#include "graph/internal/store_state.h"
#include "graph/seal.h"
#include "tests/graph/small_writes_fixture.h"

namespace headwater::graph::store_tests {
namespace {

namespace fs = std::filesystem;

TEST_F(SmallWritesTest, SayWhatLoadsOfTheSameWouldHaveSaid) {
  std::map<std::uint64_t, Say> said;
  {
    const auto store = open(OpenMode::kCreate);
    const auto feed = value(SmallWrites::begin(*store, context_));
    said = write_from_all(*feed, 25);
    ASSERT_TRUE(feed->finish().ok());
    EXPECT_EQ(store->latest_commit().value, said.size());
  }
  const std::string loaded = digest_of_loads(said);
  EXPECT_EQ(digest(), loaded) << "from the log";
  {
    const auto store = open(OpenMode::kWrite);
    const std::uint64_t count = unsealed_transactions(*store);
    EXPECT_EQ(value(seal(*store, context_)).sealed_now, count);
    EXPECT_TRUE(value(store->internal().database->is_empty(internal::Family::kTail))) << "folded";
    EXPECT_LT(value(sizes_by_family(*store)).at("ledger"), count * 24) << "into full segments";
  }
  EXPECT_EQ(digest(), loaded) << "sealed";
}

// The views are made while the writers write.
TEST_F(SmallWritesTest, AViewShowsWholeCommitsThatWereAcknowledgedOrWillBe) {
  const auto store = open(OpenMode::kCreate);
  const auto feed = value(SmallWrites::begin(*store, context_));
  std::atomic<bool> is_over{false};
  std::thread reader([&] {
    std::uint64_t last = 0;
    while (!is_over) {
      const auto view = value(store->view({}));
      EXPECT_GE(view->as_of().value, last) << "none goes back";
      last = view->as_of().value;
      std::uint64_t count = 0;
      const Status status =
          view->for_each_transaction([&](TransactionId, const Transaction&) -> Status {
            ++count;
            return {};
          });
      EXPECT_TRUE(status.ok()) << status.message();
      EXPECT_EQ(count, view->counters().transactions);
      EXPECT_EQ(view->manifests().size(), last);
    }
  });
  const auto said = write_from_all(*feed, 25);
  is_over = true;
  reader.join();
  EXPECT_EQ(value(store->view({}))->as_of().value, said.size()) << "readable at once";
}

// Another one that opens the store meanwhile, at any moment between a write and a seal: what the
// index of accounts says is what the ledger says.
TEST_F(SmallWritesTest, WhoeverOpensTheStoreMeanwhileSeesOneWholeState) {
  open(OpenMode::kCreate);
  std::atomic<bool> is_over{false};
  std::atomic<int> opened{0};
  std::thread reader([&] {
    for (; !is_over; ++opened) {
      const auto store = open(OpenMode::kRead);
      const auto view = value(store->view({}));
      std::uint64_t in_ledger = 0, in_index = 0;
      EXPECT_TRUE(view->for_each_transaction([&](TransactionId, const Transaction&) -> Status {
                        ++in_ledger;
                        return {};
                      })
                      .ok());
      EXPECT_EQ(in_ledger, view->counters().transactions);
      const auto cursor = value(EdgeCursor::make(*view, context_));
      for (std::uint64_t i = 0;
           i < view->counters().entities[static_cast<int>(EntityKind::kAccount)]; ++i) {
        EdgeRequest request;
        request.account = EntityId(EntityKind::kAccount, i);
        EXPECT_TRUE(cursor
                        ->for_each(request,
                                   [&](const AdjacentTransaction&) {
                                     ++in_index;
                                     return true;
                                   })
                        .ok());
      }
      EXPECT_EQ(in_index, in_ledger) << "as of " << view->as_of().value;
    }
  });
  const auto store = open(OpenMode::kWrite);
  for (int round = 0; round < 20; ++round) {
    std::this_thread::sleep_for(std::chrono::milliseconds(50));  // else nobody gets in
    {
      const auto feed = value(SmallWrites::begin(*store, context_));
      for (int turn = 0; turn < 5; ++turn) {
        const Say what{round, turn};
        value(feed->write(feed_manifest(),
                          [&](CommitWriter& writer) { return say_payments(writer, what); }));
      }
    }
    if (round % 2 == 0) value(seal(*store, context_));
    if (round % 8 == 7) value(compact(*store, context_));
  }
  is_over = true;
  reader.join();
  EXPECT_GT(opened, 0);
}

TEST_F(SmallWritesTest, OneThatFailsLeavesNothing) {
  const auto store = open(OpenMode::kCreate);
  const auto feed = value(SmallWrites::begin(*store, context_));
  EXPECT_EQ(value(feed->write(feed_manifest(),
                              [](CommitWriter& w) {
                                return say_payments(w, {0, 0});
                              }))
                .value,
            1u);
  const auto refused = feed->write(feed_manifest(), [](CommitWriter& writer) -> Status {
    HEADWATER_RETURN_IF_ERROR(say_payments(writer, {1, 5}));
    HEADWATER_ASSIGN_OR_RETURN([[maybe_unused]] const EntityId nobody,
                               writer.entity({EntityKind::kPerson, "bank", "nobody"}));
    return input_error("write", "a row", "no amount", "give one");
  });
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), StatusCode::kInput);
  EXPECT_EQ(value(feed->write(feed_manifest(),
                              [](CommitWriter& w) {
                                return say_payments(w, {2, 1});
                              }))
                .value,
            2u);
  const auto view = value(store->view({}));
  EXPECT_EQ(view->counters().transactions, 3u);
  EXPECT_FALSE(value(view->find({EntityKind::kPerson, "bank", "nobody"})).has_value());
  EXPECT_FALSE(view->resolve_transaction("transaction:bank/1-5-0").has_value());
}

TEST_F(SmallWritesTest, WhatOneThrowsIsThrownToItsOwnThreadAndTheOthersGoOn) {
  const auto store = open(OpenMode::kCreate);
  auto feed = value(SmallWrites::begin(*store, context_));
  std::vector<std::thread> threads;
  std::atomic<int> thrown{0}, written{0};
  for (int i = 0; i < kWriters; ++i) {
    threads.emplace_back([&, i] {
      for (int turn = 0; turn < 20; ++turn) {
        const Say what{i, turn};
        try {
          value(feed->write(feed_manifest(), [&](CommitWriter& writer) -> Status {
            HEADWATER_RETURN_IF_ERROR(say_payments(writer, what));
            if (turn % 5 == i % 5) throw i;
            return {};
          }));
          ++written;
        } catch (const int thrower) {
          EXPECT_EQ(thrower, i);
          EXPECT_EQ(turn % 5, i % 5);
          ++thrown;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(thrown, kWriters * 4);
  EXPECT_EQ(written, kWriters * 16);
  EXPECT_EQ(store->latest_commit().value, std::uint64_t{kWriters} * 16);
  feed.reset();
  const VerifyReport report = value(verify(*store, true, context_));
  EXPECT_TRUE(report.ok()) << report.problems.front();
}

TEST_F(SmallWritesTest, SeeWhatTheWriteBeforeHasSaid) {
  const auto store = open(OpenMode::kCreate);
  const auto feed = value(SmallWrites::begin(*store, context_));
  const auto outcome_of = [&](std::int64_t amount) {
    KeyOutcome outcome = KeyOutcome::kNew;
    value(feed->write(feed_manifest(), [&](CommitWriter& writer) -> Status {
      Transaction t = transfer(writer, "1", "2", amount, 1);
      t.origin.source_id = "T1";
      outcome = value(writer.check_source_id(t));
      if (outcome == KeyOutcome::kDuplicate) return writer.note_duplicate(t);
      value(writer.add(t));
      return {};
    }));
    return outcome;
  };
  EXPECT_EQ(outcome_of(5), KeyOutcome::kNew);
  EXPECT_EQ(outcome_of(5), KeyOutcome::kDuplicate);
  EXPECT_EQ(outcome_of(6), KeyOutcome::kConflict);
  const auto view = value(store->view({}));
  const auto id = value(view->resolve_transaction("transaction:bank/T1"));
  EXPECT_EQ(value(view->transaction(id))->amount.value, 6);
  EXPECT_EQ(id.value, 1u);
  const auto before = value(store->view({.as_of = CommitSeq{2}, .victim_key = {}}));
  EXPECT_EQ(value(before->transaction({0}))->amount.value, 5);
}

TEST_F(SmallWritesTest, ALargeOneIsPublishedAsALoadIs) {
  constexpr std::uint64_t kRows = 60'000;  // more than is held in memory
  {
    const auto store = open(OpenMode::kCreate);
    const auto feed = value(SmallWrites::begin(*store, context_));
    value(feed->write(feed_manifest(), [](CommitWriter& writer) {
      return say_payments(writer, {0, 0});
    }));
    value(feed->write(feed_manifest(), [&](CommitWriter& writer) -> Status {
      for (std::uint64_t row = 1; row <= kRows; ++row) {
        Transaction t = transfer(writer, std::to_string(row % 50), "sink", 7, row);
        t.origin.source_id = std::string(60, 'L') + std::to_string(row);
        value(writer.add(t));
      }
      return {};
    }));
    value(feed->write(feed_manifest(), [](CommitWriter& writer) {
      return say_payments(writer, {0, 1});
    }));
  }
  EXPECT_EQ(digest().size(), 64u);
  const auto store = open(OpenMode::kRead);
  const auto view = value(store->view({}));
  EXPECT_EQ(view->counters().transactions, kRows + 3);
  EXPECT_EQ(value(view->transaction({kRows}))->amount.value, 7);
  EXPECT_EQ(value(view->transaction({kRows + 2}))->amount.value, 100);
}

TEST_F(SmallWritesTest, AreTheOnlyWriterWhileTheyLast) {
  const auto store = open(OpenMode::kCreate);
  {
    const auto feed = value(SmallWrites::begin(*store, context_));
    EXPECT_EQ(SmallWrites::begin(*store, context_).error().code(), StatusCode::kLocked);
    EXPECT_EQ(CommitWriter::begin(*store, feed_manifest(), context_).error().code(),
              StatusCode::kLocked);
    EXPECT_EQ(seal(*store, context_).error().code(), StatusCode::kLocked);
    EXPECT_EQ(compact(*store, context_).error().code(), StatusCode::kLocked);
    EXPECT_EQ(verify(*store, true, context_).error().code(), StatusCode::kLocked);
    value(feed->write(feed_manifest(), [&](CommitWriter& writer) {
      EXPECT_EQ(seal(*store, context_).error().code(), StatusCode::kLocked) << "in the middle";
      return say_payments(writer, {0, 0});
    }));
    EXPECT_EQ(backup(*store, folder_ / "copy", context_).error().code(), StatusCode::kLocked);
  }
  EXPECT_TRUE(CommitWriter::begin(*store, feed_manifest(), context_).has_value());
  const auto reader = open(OpenMode::kRead);
  EXPECT_EQ(SmallWrites::begin(*reader, context_).error().code(), StatusCode::kLocked);
}

TEST_F(SmallWritesTest, StandInABackup) {
  std::string copied;
  {
    const auto store = open(OpenMode::kCreate);
    const auto feed = value(SmallWrites::begin(*store, context_));
    value(feed->write(feed_manifest(), [](CommitWriter& writer) {
      return say_payments(writer, {3, 2});
    }));
    ASSERT_TRUE(feed->finish().ok());
  }
  copied = value(backup(*open(OpenMode::kWrite), folder_ / "copy", context_)).content_digest;
  EXPECT_EQ(digest(), copied);
  fs::remove_all(path());
  EXPECT_EQ(value(restore(folder_ / "copy", path(), context_)).content_digest, copied);
  EXPECT_EQ(digest(), copied);
}

TEST_F(SmallWritesTest, AStoreThatLosesItsLogIsFoundOut) {
  {
    const auto store = open(OpenMode::kCreate);
    const auto feed = value(SmallWrites::begin(*store, context_));
    value(feed->write(feed_manifest(), [](CommitWriter& writer) {
      return say_payments(writer, {0, 0});
    }));
    ASSERT_TRUE(feed->finish().ok());
  }
  int cut = 0;
  for (const auto& entry : fs::directory_iterator(path() + "/rocksdb")) {
    if (entry.path().extension() != ".log" || entry.file_size() == 0) continue;
    fs::resize_file(entry.path(), entry.file_size() - 1);
    ++cut;
  }
  ASSERT_EQ(cut, 1);
  for (const OpenMode mode : {OpenMode::kRead, OpenMode::kWrite}) {
    EXPECT_EQ(Store::open(path(), {mode}).error().code(), StatusCode::kCorrupt);
  }
}

}  // namespace
}  // namespace headwater::graph::store_tests
