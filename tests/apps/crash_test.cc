// SIGKILL at random moments of whatever writes: afterwards the store is as it was before or as it
// is after, every commit that was acknowledged is there once, nothing else is, and the same
// command, run again, comes to the same end as one that was never disturbed.
//
// A few rounds a scenario here; at full length:
//   HEADWATER_CRASH_ROUNDS=200 build/release/bin/apps_tests --gtest_filter='*Crash*'
#include <sys/types.h>

#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <set>

#include "tests/support/command_fixture.h"

namespace headwater::tests {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using WordList = std::vector<std::vector<std::string>>;

struct CrashScenario {
  const char* name;
  WordList before;                   // makes the store
  std::vector<std::string> command;  // is killed
  // What may be found beside the state before and the one after: the states after these commands.
  WordList between = {};
};

void PrintTo(const CrashScenario& scenario, std::ostream* out) { *out << scenario.name; }

const std::vector<std::string> kLoadA = {"ingest", "store", "a.csv", "--format", "workload"};
const std::vector<std::string> kLoadB = {"ingest",   "store",    "b.csv",
                                         "--format", "workload", "--append"};

const CrashScenario kScenarios[] = {
    {"LoadOfTwoFiles",
     {},
     {"ingest", "store", "a.csv", "b.csv", "--format", "workload", "--append"},
     {kLoadA}},
    {"LoadInOneCommit",
     {kLoadA},
     {"ingest", "store", "b.csv", "c.csv", "--format", "workload", "--append", "--batch", "all"}},
    {"LoadAndSeal",
     {kLoadA},
     {"ingest", "store", "b.csv", "--format", "workload", "--append", "--seal"},
     {kLoadB}},
    {"Seal", {kLoadA, kLoadB}, {"seal", "store"}},
    {"SealOfLateArrivals", {kLoadB, {"seal", "store"}, kLoadA}, {"seal", "store"}},
    {"Compact", {kLoadA, {"seal", "store"}, kLoadB}, {"compact", "store"}},
    {"Retraction", {kLoadA, kLoadB}, {"retract", "store", "commit:2"}},
    {"Backup", {kLoadA, {"seal", "store"}}, {"backup", "store", "copy"}},
    {"Restore", {kLoadA, {"backup", "store", "copy"}}, {"restore", "copy", "back"}},
    {"Migration", {}, {"migrate", "store"}},  // of the golden store of format 0
};

class CrashSlow : public CommandTest, public testing::WithParamInterface<CrashScenario> {
 protected:
  void SetUp() override {
    load_bank("base");
    write("a.csv", kBankHeader + random_payments(12'000, 1));
    write("b.csv", kBankHeader + random_payments(9'000, 2));
    write("c.csv", kBankHeader + random_payments(3'000, 3));
    if (is("Migration")) {
      fs::remove_all(path("base"));
      fs::copy(fs::path(HEADWATER_SOURCE_DIR) / "tests/graph/golden/format_0", path("base"),
               fs::copy_options::recursive);
    }
    fs::rename(path("base"), path("store"));
    for (const Words& words : GetParam().before) ASSERT_EQ(run(words).exit_code, 0);
    fs::rename(path("store"), path("base"));
    states_.insert(state_after({}));
    for (const Words& words : GetParam().between) states_.insert(state_after(words));
    after_ = state_after(GetParam().command);
    states_.insert(after_);
  }

  static bool is(const char* name) { return std::string(GetParam().name) == name; }

  void make_store() {
    for (const char* name : {"store", "copy.partial", "back", "back.partial"}) {
      fs::remove_all(path(name));
    }
    if (!is("Restore")) fs::remove_all(path("copy"));
    fs::copy(path("base"), path("store"), fs::copy_options::recursive);
  }

  std::string digest_of(const std::string& store) const {
    const auto verified = answer({"verify", store, "--deep"});
    EXPECT_TRUE(verified.at("ok").as_bool());
    return std::string(verified.at("content_digest").as_string());
  }
  // What is in each store there is, all of them sound in every byte.
  std::string state() const {
    if (is("Migration")) {
      const CommandResult result = run({"stats", "store"});
      if (result.exit_code == 2 && result.err.find("headwater migrate") != std::string::npos) {
        return "format 0";
      }
    }
    const auto stats = answer({"stats", "store", "--sizes"});
    std::string found =
        digest_of("store") + " " +
        std::to_string(stats.at("unsealed_transactions").to_number<std::uint64_t>());
    for (const char* further : {"copy", "back"}) {
      if (fs::exists(path(further))) found += std::string(" ") + further + digest_of(further);
    }
    return found;
  }
  std::string state_after(const Words& words) {
    make_store();
    const auto start = steady_clock::now();
    if (!words.empty()) {
      EXPECT_EQ(run(words).exit_code, 0);
    }
    duration_ = std::chrono::duration_cast<milliseconds>(steady_clock::now() - start);
    return state();
  }
  static int rounds() {
    const char* asked = std::getenv("HEADWATER_CRASH_ROUNDS");
    return asked == nullptr ? 4 : std::atoi(asked);
  }

  std::set<std::string> states_;
  std::string after_;
  milliseconds duration_{0};  // of the command that ran last
};

TEST_P(CrashSlow, LeavesTheStateBeforeOrAfterAndRunsAgainToTheSameEnd) {
  std::mt19937_64 random(17);
  int killed = 0;
  for (int round = 0; round < rounds(); ++round) {
    SCOPED_TRACE("round " + std::to_string(round));
    make_store();
    RunningCommand command(GetParam().command, {.directory = folder_.path()});
    const milliseconds delay(random() % static_cast<std::uint64_t>(duration_.count() + 1));
    command.send_after(delay, SIGKILL);
    const CommandResult result = command.wait();
    killed += result.signal == SIGKILL ? 1 : 0;
    const std::string found = state();
    EXPECT_TRUE(states_.contains(found)) << "a state between before and after";
    if (result.exit_code == 0) {
      EXPECT_EQ(found, after_) << "what was acknowledged is there";
    }
    if (found == after_) continue;
    EXPECT_EQ(run(GetParam().command).exit_code, 0);
    EXPECT_EQ(state(), after_);
    EXPECT_FALSE(fs::exists(path("store/scratch")));
  }
  EXPECT_GE(killed, 1);
}

INSTANTIATE_TEST_SUITE_P(Scenarios, CrashSlow, testing::ValuesIn(kScenarios),
                         [](const auto& scenario) { return std::string(scenario.param.name); });

}  // namespace
}  // namespace headwater::tests
