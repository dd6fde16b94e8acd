// What is stopped in the middle was never there: Ctrl-C, a termination request, a kill at any
// moment; and doing it again completes it.
#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <filesystem>
#include <random>

#include "tests/support/command_fixture.h"

namespace headwater::tests {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr int kPayments = 120'000;

class InterruptedSlow : public CommandTest {
 protected:
  // `store` with a small file, and `big.csv`; how long loading it takes, and what comes of it.
  void SetUp() override {
    load_bank("base");
    before_ = facts("base");
    write("big.csv", kBankHeader + random_payments(kPayments, 1));
    make_store();
    const auto start = steady_clock::now();
    ASSERT_EQ(run(words()).exit_code, 0);
    duration_ = std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
    after_ = facts();
  }

  void make_store() {
    fs::remove_all(path("store"));
    fs::copy(path("base"), path("store"), fs::copy_options::recursive);
  }
  static Words words() { return {"ingest", "store", "big.csv", "--format", "workload", "--json"}; }

  // Sends `signal` after `delay` to a load into a fresh store.
  CommandResult stop_after(milliseconds delay, int signal) {
    make_store();
    RunningCommand command(words(), {.directory = folder_.path()});
    command.send_after(delay, signal);
    return command.wait();
  }
  // A moment of the load, its beginning and its end included.
  milliseconds moment(std::mt19937_64& random) const {
    return milliseconds(random() % static_cast<std::uint64_t>(duration_.count() + 1));
  }
  // Exit 130 and one line that says so.
  void expect_stopped(const CommandResult& result) const { expect_refusal(result, 130); }
  void expect_completes() {
    const CommandResult again = run(words());
    EXPECT_EQ(again.exit_code, 0) << again.describe();
    EXPECT_EQ(facts().content_digest, after_.content_digest);
    EXPECT_FALSE(fs::exists(path("store/scratch")));
  }

  StoreFacts before_, after_;
  milliseconds duration_{0};
};

TEST_F(InterruptedSlow, CtrlCAtAnyMomentLeavesTheStoreAsItWas) {
  for (const int signal : {SIGINT, SIGTERM}) {
    int stopped = 0;
    for (std::uint64_t seed = 1; seed <= 5; ++seed) {
      SCOPED_TRACE("signal " + std::to_string(signal) + ", seed " + std::to_string(seed));
      std::mt19937_64 random(seed);
      const CommandResult result = stop_after(moment(random), signal);
      if (result.exit_code == 0) {  // it had been published already
        EXPECT_EQ(facts().content_digest, after_.content_digest);
        continue;
      }
      ++stopped;
      // Before the program took charge of signals, the system ends it.
      if (result.signal != signal) expect_stopped(result);
      EXPECT_EQ(facts(), before_);
      expect_completes();
    }
    EXPECT_GE(stopped, 1);
  }
}

TEST_F(InterruptedSlow, AKillAtAnyMomentLeavesNothingHalfWritten) {
  int killed = 0;
  for (std::uint64_t seed = 11; seed <= 18; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const CommandResult result = stop_after(moment(random), SIGKILL);
    const StoreFacts found = facts();
    if (result.signal == SIGKILL && found == before_) {
      ++killed;
    } else {
      EXPECT_EQ(found.content_digest, after_.content_digest);
    }
    expect_completes();
  }
  EXPECT_GE(killed, 1);
}

TEST_F(InterruptedSlow, TheFirstFileOfANewStoreToo) {
  for (std::uint64_t seed = 21; seed <= 24; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    fs::remove_all(path("store"));
    RunningCommand command(words(), {.directory = folder_.path()});
    command.send_after(moment(random), seed % 2 == 0 ? SIGKILL : SIGINT);
    command.wait();
    const CommandResult again = run(words());
    EXPECT_EQ(again.exit_code, 0) << again.describe();
    EXPECT_EQ(answer({"stats", "store"}).at("transactions").to_number<int>(), kPayments);
  }
}

// What was answered before the request to stop stands on stdout in whole lines.
TEST_F(InterruptedSlow, ABatchOfQuestionsStopsBetweenAnswers) {
  std::string questions;
  for (int i = 0; i < 20'000; ++i) {
    questions += "{\"query\":\"profile\",\"params\":{\"entity\":\"account:workload/A" +
                 std::to_string(i % 7919) + "\"}}\n";
  }
  write("questions.jsonl", questions);
  RunningCommand command({"query", "store", "--batch", "questions.jsonl", "--json"},
                         {.directory = folder_.path()});
  command.send_after(milliseconds(1500), SIGINT);
  const CommandResult result = command.wait();
  EXPECT_EQ(result.exit_code, 130) << result.describe();
  EXPECT_TRUE(result.out.empty() || result.out.ends_with("}\n"));
  EXPECT_TRUE(result.err.starts_with("headwater: ")) << result.err;
  EXPECT_EQ(facts().content_digest, after_.content_digest);
}

// Between the start of the program, the command and the program's end, a request to stop is either
// honoured and said, or comes too late for an answer that is whole.
TEST_F(InterruptedSlow, AShortCommandAnswersInFullOrSaysThatItWasStopped) {
  const auto without_engine = [](const std::string& answer) {  // how long it took differs
    return answer.substr(0, answer.find(",\"engine\""));
  };
  const std::string whole = without_engine(run({"stats", "base", "--json"}).out);
  for (int tenths = 0; tenths < 300; tenths += 2) {
    SCOPED_TRACE("after " + std::to_string(tenths) + " tenths of a millisecond");
    RunningCommand command({"stats", "base", "--json"}, {.directory = folder_.path()});
    command.send_after(std::chrono::microseconds(tenths * 100), SIGTERM);
    const CommandResult result = command.wait();
    if (result.signal == SIGTERM) continue;  // the program had not taken charge of signals
    if (result.exit_code == 0) {
      EXPECT_EQ(without_engine(result.out), whole);
      EXPECT_TRUE(result.out.ends_with("}\n"));
      EXPECT_EQ(result.err, "");
    } else {
      expect_refusal(result, 130);
    }
  }
}

TEST_F(InterruptedSlow, GeneratingStopsToo) {
  RunningCommand command({"generate", "case", "--scale", "40"}, {.directory = folder_.path()});
  command.send_after(milliseconds(400), SIGINT);
  expect_refusal(command.wait(), 130);
}

}  // namespace
}  // namespace headwater::tests
