// Processes that read while another loads, withdraws, seals and compacts: each answer is that of
// one whole commit, and no process sees an earlier one than before.
#include <atomic>
#include <filesystem>
#include <thread>

#include "tests/support/command_fixture.h"

namespace headwater::tests {
namespace {

class BesideAWriterSlow : public CommandTest {
 protected:
  static std::vector<Words> history() {
    const auto load = [](const char* file) {
      return Words{"ingest", "store", file, "--format", "workload", "--append"};
    };
    return {load("a.csv"),
            load("b.csv"),
            {"seal", "store"},
            {"retract", "store", "commit:2"},
            load("c.csv"),
            {"compact", "store"},
            load("d.csv"),
            {"seal", "store"},
            {"retract", "store", "commit:5"},
            {"compact", "store"}};
  }
  // Digests in the order in which commits make them.
  std::string digest() const {
    return std::string(answer({"verify", "store"}).at("content_digest").as_string());
  }
};

TEST_F(BesideAWriterSlow, EveryAnswerIsOfOneWholeCommitAndNoneGoesBack) {
  write("a.csv", kBankHeader + random_payments(2'000, 1));
  write("b.csv", kBankHeader + random_payments(1'500, 2));
  write("c.csv", kBankHeader + random_payments(1'000, 3));
  write("d.csv", kBankHeader + random_payments(500, 4));
  load_bank("base");
  std::filesystem::copy(path("base"), path("store"), std::filesystem::copy_options::recursive);
  // An undisturbed run tells which states there are. One that is withdrawn may come twice.
  std::vector<std::string> states = {digest()};
  for (const Words& words : history()) {
    ASSERT_EQ(run(words).exit_code, 0);
    if (const std::string now = digest(); now != states.back()) states.push_back(now);
  }
  ASSERT_GE(states.size(), 6u);

  std::filesystem::remove_all(path("store"));
  std::filesystem::rename(path("base"), path("store"));
  std::atomic<bool> stop{false};
  std::atomic<int> answers{0};
  std::vector<std::thread> readers;
  for (int reader = 0; reader < 2; ++reader) {
    readers.emplace_back([&] {
      std::size_t at = 0;
      while (!stop && !HasFailure()) {
        const CommandResult result = run({"verify", "store", "--json"});
        ASSERT_EQ(result.exit_code, 0) << result.describe();
        const auto found = boost::json::parse(result.out).at("content_digest");
        while (at < states.size() && states[at] != found.as_string()) ++at;
        ASSERT_LT(at, states.size()) << "no state of the history, or an earlier one than before";
        ++answers;
      }
    });
  }
  for (const Words& words : history()) {
    const CommandResult result = run(words);
    EXPECT_EQ(result.exit_code, 0) << result.describe();
    // Some reader meets it.
    for (const int before = answers; answers == before && !HasFailure();) {
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
  }
  stop = true;
  for (std::thread& reader : readers) reader.join();
  EXPECT_EQ(digest(), states.back());
  EXPECT_GE(answers, static_cast<int>(history().size()));
}

}  // namespace
}  // namespace headwater::tests
