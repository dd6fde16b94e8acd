// SIGKILL of a process that writes from many threads: what was acknowledged is there, once, and the
// store is sound. A few rounds here; HEADWATER_CRASH_ROUNDS=200 for more.
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <random>
#include <sstream>
#include <thread>

#include "graph/seal.h"
#include "tests/graph/small_writes_fixture.h"

namespace headwater::graph::store_tests {
namespace {

namespace fs = std::filesystem;

constexpr char kFeedChild[] = "HEADWATER_FEED_CHILD";

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
        const auto commit = feed->write(
            feed_manifest(), [&](CommitWriter& writer) { return say_payments(writer, what); });
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
