// A disk that fails while many threads write, some of what they write large: what was acknowledged
// is there, whatever became of the writes that were staged with it.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <random>
#include <sstream>
#include <thread>

#include "tests/graph/small_writes_fixture.h"
#include "tests/support/faulty_disk.h"
#include "tests/support/rounds.h"

namespace headwater::graph::store_tests {
namespace {

namespace fs = std::filesystem;
using tests::Fault;
using tests::FaultKind;

constexpr char kFault[] = "HEADWATER_FEED_FAULT";
constexpr int kTurns = 12;
constexpr std::size_t kLargeText = 5 << 20;  // more than is held in memory

// A large one now and then, by one of the writers.
Status say_payments_or_many(CommitWriter& writer, const Say& what) {
  HEADWATER_RETURN_IF_ERROR(say_payments(writer, what));
  if (what.writer != 0 || what.turn % 4 != 2) return {};
  Transaction t;
  HEADWATER_ASSIGN_OR_RETURN(t.from, writer.entity({EntityKind::kAccount, "bank", "one"}));
  HEADWATER_ASSIGN_OR_RETURN(t.to, writer.entity({EntityKind::kAccount, "bank", "other"}));
  HEADWATER_ASSIGN_OR_RETURN(t.asset, writer.asset({"EUR", AssetKind::kFiat, 2}));
  t.received_asset = t.asset;
  t.amount = t.received_amount = {7};
  t.origin.row = 99;
  t.origin.source_id = "large-" + std::to_string(what.turn);
  t.attributes = {{"text", std::string(kLargeText, 'x')}};
  const auto added = writer.add(t);
  return added.has_value() ? Status() : added.error();
}

// Started by the test below: says what it was told and how it ended on its third descriptor.
TEST(SmallWritesChild, WritesOnADiskThatFails) {
  const char* told = std::getenv(kFault);
  if (told == nullptr) GTEST_SKIP() << "started by SmallWritesTest";
  std::istringstream words(told);
  std::string folder;
  int kind = 0;
  Fault fault;
  words >> folder >> kind >> fault.at >> fault.lasts >> fault.seed;
  fault.kind = static_cast<FaultKind>(kind);
  std::mt19937_64 random(fault.seed);
  tests::FaultyDisk disk(folder + "/store", folder + "/shadow");
  {
    const ExecutionContext context;
    const auto store = value(Store::open(folder + "/store", {OpenMode::kWrite}));
    const auto feed = value(SmallWrites::begin(*store, context));
    disk.arm(fault);
    std::vector<std::thread> threads;
    for (int i = 0; i < kWriters; ++i) {
      threads.emplace_back([&, i] {
        for (int turn = 0; turn < kTurns; ++turn) {
          const Say what{i, turn};
          const auto commit = feed->write(feed_manifest(), [&](CommitWriter& writer) {
            return say_payments_or_many(writer, what);
          });
          if (!commit.has_value()) return;
          const std::string line = std::to_string(commit->value) + " " + what.id(0) + "\n";
          if (::write(3, line.data(), line.size()) < 0) ::_exit(1);
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
  }
  if (random() % 2 == 0) disk.cut_power();
  disk.settle(random() % 2 == 0 ? nullptr : &random);
  ::_exit(disk.has_struck() ? 10 : 11);
}

// Places that every run has: each turn of a writer waits for a sync, each commit is written, and
// large ones make and take away files.
std::uint64_t places_of(FaultKind kind) {
  return kind == FaultKind::kSyncError ? 10 : kind == FaultKind::kNameError ? 12 : 60;
}

class SmallWritesFaultTest : public SmallWritesTest {
 protected:
  // What the child acknowledged, "COMMIT ID" a line; whether the fault struck in `struck`.
  std::string write_on(const Fault& fault, bool& struck) const {
    std::ostringstream told;
    told << folder_.path().string() << ' ' << static_cast<int>(fault.kind) << ' ' << fault.at << ' '
         << fault.lasts << ' ' << fault.seed;
    const std::string words = told.str();
    const std::string program = fs::read_symlink("/proc/self/exe").string();
    int pipe[2];
    EXPECT_EQ(::pipe(pipe), 0);
    const pid_t child = ::fork();
    if (child == 0) {
      ::setenv(kFault, words.c_str(), 1);
      ::dup2(pipe[1], 3);
      ::dup2(::open("/dev/null", O_WRONLY), 2);
      ::execl(program.c_str(), program.c_str(), "--gtest_brief=1",
              "--gtest_filter=SmallWritesChild.WritesOnADiskThatFails", nullptr);
      ::_exit(1);
    }
    ::close(pipe[1]);
    std::string news;
    char buffer[512];
    for (ssize_t n = 0; (n = ::read(pipe[0], buffer, sizeof buffer)) > 0;) {
      news.append(buffer, static_cast<std::size_t>(n));
    }
    ::close(pipe[0]);
    int status = 0;
    ::waitpid(child, &status, 0);
    // RocksDB ends the process where it does not know better.
    const bool was_aborted = WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
    EXPECT_TRUE(was_aborted || (WIFEXITED(status) && WEXITSTATUS(status) >= 10)) << status;
    struck = was_aborted || WEXITSTATUS(status) == 10;
    return news;
  }
};

TEST_F(SmallWritesFaultTest, WhatWasAcknowledgedOutlivesADiskThatFails) {
  constexpr FaultKind kKinds[] = {
      FaultKind::kNone,     FaultKind::kPowerCut,  FaultKind::kTornWrite, FaultKind::kWriteError,
      FaultKind::kFullDisk, FaultKind::kSyncError, FaultKind::kNameError};
  std::mt19937_64 random(5);
  int large = 0;
  for (std::uint64_t round = 0; round < 7 * tests::rounds(4); ++round) {
    fs::remove_all(path());
    fs::remove_all(folder_ / "shadow");
    open(OpenMode::kCreate);
    const FaultKind kind = kKinds[round % 7];
    const Fault fault{kind, random() % places_of(kind), random() % 2 == 0, random()};
    SCOPED_TRACE("round " + std::to_string(round) + ", at " + std::to_string(fault.at));
    bool struck = false;
    std::istringstream lines(write_on(fault, struck));
    EXPECT_EQ(struck, kind != FaultKind::kNone) << "kind " << static_cast<int>(kind);
    const auto store = open(OpenMode::kWrite);
    const auto view = value(store->view({}));
    std::string id;
    int acknowledged = 0;
    for (std::uint64_t commit = 0; lines >> commit >> id; ++acknowledged) {
      const auto found = view->resolve_transaction("transaction:bank/" + id);
      ASSERT_TRUE(found.has_value()) << id << " was acknowledged: " << found.error().message();
      EXPECT_EQ(value(view->transaction(*found))->origin.commit.value, commit);
      const int turn = std::atoi(id.c_str() + 2);
      if (id[0] != '0' || turn % 4 != 2) continue;
      ++large;
      EXPECT_TRUE(
          view->resolve_transaction("transaction:bank/large-" + std::to_string(turn)).has_value());
    }
    if (kind == FaultKind::kNone) {
      EXPECT_EQ(acknowledged, kWriters * kTurns) << "nothing failed";
    }
    const VerifyReport report = value(verify(*store, true, context_));
    EXPECT_TRUE(report.ok()) << report.problems.front();
  }
  EXPECT_GT(large, 0) << "large ones were acknowledged";
}

}  // namespace
}  // namespace headwater::graph::store_tests
