// Small writes from many threads: what was acknowledged is there, whole and once, also when the
// process is killed; what is said in small writes is what a load of the same would have said.
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <thread>

#include "graph/backup.h"
#include "graph/compact.h"
#include "graph/edge_cursor.h"
#include "graph/internal/store_state.h"
#include "graph/seal.h"
#include "graph/small_writes.h"
#include "tests/graph/store_fixture.h"

namespace headwater::graph::store_tests {
namespace {

namespace fs = std::filesystem;

constexpr int kWriters = 8;
constexpr char kFeedChild[] = "HEADWATER_FEED_CHILD";

// A few payments with ids of their own, between accounts that all writers share.
struct Say {
  int writer = 0, turn = 0;
  std::string id(int part) const {
    return std::to_string(writer) + "-" + std::to_string(turn) + "-" + std::to_string(part);
  }
  int parts() const { return 1 + turn % 3; }
};

Status say(CommitWriter& writer, const Say& what) {
  HEADWATER_ASSIGN_OR_RETURN(const AssetId euro, writer.asset({"EUR", AssetKind::kFiat, 2}));
  for (int part = 0; part < what.parts(); ++part) {
    Transaction t;
    const auto account = [&](int number) {
      return writer.entity({EntityKind::kAccount, "bank", std::to_string(number)});
    };
    HEADWATER_ASSIGN_OR_RETURN(t.from, account((what.writer * 7 + what.turn) % 23));
    HEADWATER_ASSIGN_OR_RETURN(t.to, account((what.turn + part) % 31));
    t.time = {std::int64_t{what.turn} * 1000};
    t.amount = t.received_amount = {100 + what.writer};
    t.asset = t.received_asset = euro;
    t.origin.row = static_cast<std::uint64_t>(part) + 1;
    t.origin.source_id = what.id(part);
    HEADWATER_ASSIGN_OR_RETURN([[maybe_unused]] const TransactionId added, writer.add(t));
  }
  return {};
}

Manifest manifest() {
  Manifest manifest;
  manifest.format = "feed";
  manifest.namespace_name = "bank";
  manifest.sources.push_back({"feed", std::string(64, 'f'), "feed", 0, 0, 0, 0, false});
  return manifest;
}

class SmallWritesTest : public StoreFixture {
 protected:
  // What each commit says, by its number, as its writer was told.
  std::map<std::uint64_t, Say> write_from_all(SmallWrites& feed, int turns) {
    std::map<std::uint64_t, Say> said;
    std::mutex mutex;
    std::vector<std::thread> threads;
    for (int i = 0; i < kWriters; ++i) {
      threads.emplace_back([&, i] {
        for (int turn = 0; turn < turns; ++turn) {
          const Say what{i, turn};
          const auto commit =
              feed.write(manifest(), [&](CommitWriter& writer) { return say(writer, what); });
          ASSERT_TRUE(commit.has_value()) << commit.error().message();
          const std::lock_guard lock(mutex);
          EXPECT_TRUE(said.emplace(commit->value, what).second) << "one number twice";
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    return said;
  }
  // The store that a load, commit by commit, makes of the same.
  std::string digest_of_loads(const std::map<std::uint64_t, Say>& said) {
    const std::string folder = folder_ / "loaded";
    const auto store = value(Store::open(folder, {OpenMode::kCreate}));
    for (const auto& [commit, what] : said) {
      const auto writer = value(CommitWriter::begin(*store, manifest(), context_));
      EXPECT_TRUE(say(*writer, what).ok());
      EXPECT_EQ(value(writer->publish()).value, commit);
    }
    const VerifyReport report = value(verify(*store, true, context_));
    EXPECT_TRUE(report.ok()) << report.problems.front();
    return report.content_digest;
  }
};

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
        value(feed->write(manifest(), [&](CommitWriter& writer) { return say(writer, what); }));
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
  EXPECT_EQ(value(feed->write(manifest(),
                              [](CommitWriter& w) {
                                return say(w, {0, 0});
                              }))
                .value,
            1u);
  const auto refused = feed->write(manifest(), [](CommitWriter& writer) -> Status {
    HEADWATER_RETURN_IF_ERROR(say(writer, {1, 5}));
    HEADWATER_ASSIGN_OR_RETURN([[maybe_unused]] const EntityId nobody,
                               writer.entity({EntityKind::kPerson, "bank", "nobody"}));
    return input_error("write", "a row", "no amount", "give one");
  });
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), StatusCode::kInput);
  EXPECT_EQ(value(feed->write(manifest(),
                              [](CommitWriter& w) {
                                return say(w, {2, 1});
                              }))
                .value,
            2u);
  const auto view = value(store->view({}));
  EXPECT_EQ(view->counters().transactions, 3u);
  EXPECT_FALSE(value(view->find({EntityKind::kPerson, "bank", "nobody"})).has_value());
  EXPECT_FALSE(view->resolve_transaction("transaction:bank/1-5-0").has_value());
}

TEST_F(SmallWritesTest, SeeWhatTheWriteBeforeHasSaid) {
  const auto store = open(OpenMode::kCreate);
  const auto feed = value(SmallWrites::begin(*store, context_));
  const auto outcome_of = [&](std::int64_t amount) {
    KeyOutcome outcome = KeyOutcome::kNew;
    value(feed->write(manifest(), [&](CommitWriter& writer) -> Status {
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
    value(feed->write(manifest(), [](CommitWriter& writer) { return say(writer, {0, 0}); }));
    value(feed->write(manifest(), [&](CommitWriter& writer) -> Status {
      for (std::uint64_t row = 1; row <= kRows; ++row) {
        Transaction t = transfer(writer, std::to_string(row % 50), "sink", 7, row);
        t.origin.source_id = std::string(60, 'L') + std::to_string(row);
        value(writer.add(t));
      }
      return {};
    }));
    value(feed->write(manifest(), [](CommitWriter& writer) { return say(writer, {0, 1}); }));
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
    EXPECT_EQ(CommitWriter::begin(*store, manifest(), context_).error().code(),
              StatusCode::kLocked);
    EXPECT_EQ(seal(*store, context_).error().code(), StatusCode::kLocked);
    EXPECT_EQ(compact(*store, context_).error().code(), StatusCode::kLocked);
    EXPECT_EQ(verify(*store, true, context_).error().code(), StatusCode::kLocked);
    value(feed->write(manifest(), [&](CommitWriter& writer) {
      EXPECT_EQ(seal(*store, context_).error().code(), StatusCode::kLocked) << "in the middle";
      return say(writer, {0, 0});
    }));
    EXPECT_EQ(backup(*store, folder_ / "copy", context_).error().code(), StatusCode::kLocked);
  }
  EXPECT_TRUE(CommitWriter::begin(*store, manifest(), context_).has_value());
  const auto reader = open(OpenMode::kRead);
  EXPECT_EQ(SmallWrites::begin(*reader, context_).error().code(), StatusCode::kLocked);
}

TEST_F(SmallWritesTest, StandInABackup) {
  std::string copied;
  {
    const auto store = open(OpenMode::kCreate);
    const auto feed = value(SmallWrites::begin(*store, context_));
    value(feed->write(manifest(), [](CommitWriter& writer) { return say(writer, {3, 2}); }));
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
    value(feed->write(manifest(), [](CommitWriter& writer) { return say(writer, {0, 0}); }));
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

// Started by the test below: writes, and tells of each commit once it is acknowledged.
TEST(SmallWritesChild, WritesUntilItIsKilled) {
  const char* folder = std::getenv(kFeedChild);
  if (folder == nullptr) GTEST_SKIP() << "started by SmallWritesTest";
  const ExecutionContext context;
  const auto store = value(Store::open(std::string(folder) + "/store", {OpenMode::kCreate}));
  const auto feed = value(SmallWrites::begin(*store, context));
  const std::uint64_t before = store->latest_commit().value;
  std::vector<std::thread> threads;
  for (int i = 0; i < kWriters; ++i) {
    threads.emplace_back([&, i] {
      for (int turn = 0;; ++turn) {
        const Say what{i, static_cast<int>(before) * 1000 + turn};
        const auto commit =
            feed->write(manifest(), [&](CommitWriter& writer) { return say(writer, what); });
        if (!commit.has_value()) ::_exit(1);
        const std::string line = std::to_string(commit->value) + " " + what.id(0) + "\n";
        if (::write(3, line.data(), line.size()) < 0) ::_exit(1);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
}

TEST_F(SmallWritesTest, WhatWasAcknowledgedSurvivesAKill) {
  const std::string program = fs::read_symlink("/proc/self/exe").string();
  const char* asked = std::getenv("HEADWATER_CRASH_ROUNDS");
  const int rounds = asked == nullptr ? 5 : std::atoi(asked);
  std::mt19937_64 random(20);
  std::size_t acknowledged = 0;
  std::string ids;
  for (int round = 0; round < rounds; ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    if (round % 10 == 0) {
      fs::remove_all(path());
      ids.clear();
    }
    int pipe[2];
    ASSERT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::setenv(kFeedChild, folder_.path().c_str(), 1);
      ::dup2(pipe[1], 3);
      ::execl(program.c_str(), program.c_str(), "--gtest_brief=1",
              "--gtest_filter=SmallWritesChild.*", nullptr);
      ::_exit(1);
    }
    ::close(pipe[1]);
    // Up to so many bytes of news, then the end.
    const std::size_t most = 1 + random() % 20'000;
    char buffer[512];
    std::size_t read = 0;
    for (ssize_t n = 0; read < most && (n = ::read(pipe[0], buffer, sizeof buffer)) > 0;) {
      read += static_cast<std::size_t>(n);
      ids.append(buffer, static_cast<std::size_t>(n));
    }
    ::kill(child, SIGKILL);
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    for (ssize_t n = 0; (n = ::read(pipe[0], buffer, sizeof buffer)) > 0;) {
      ids.append(buffer, static_cast<std::size_t>(n));
    }
    ::close(pipe[0]);

    EXPECT_EQ(digest().size(), 64u);
    const auto store = open(OpenMode::kRead);
    const auto view = value(store->view({}));
    std::istringstream lines(ids);
    std::string id;
    for (std::uint64_t commit = 0; lines >> commit >> id; ++acknowledged) {
      const auto found = view->resolve_transaction("transaction:bank/" + id);
      ASSERT_TRUE(found.has_value()) << id << " was acknowledged: " << found.error().message();
      const auto payment = value(view->transaction(*found));
      EXPECT_EQ(payment->origin.commit.value, commit);
    }
    if (round % 3 == 2) value(seal(*open(OpenMode::kWrite), context_));
  }
  EXPECT_GT(acknowledged, 0u);
}

}  // namespace
}  // namespace headwater::graph::store_tests
