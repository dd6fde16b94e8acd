// The truth of a generated case is for judging only: no answer depends on it.
#include <csignal>
#include <filesystem>
#include <map>

#include "tests/support/command_fixture.h"
#include "tests/support/generated_case.h"
#include "tests/support/victim_case.h"
#include "tests/support/victim_commands.h"

namespace headwater::tests {
namespace {

namespace fs = std::filesystem;

class Truth : public CommandTest {
 protected:
  // Words -> what the command answered, for every command that reads; from a new store.
  std::map<std::string, std::string> ask_everything(const std::string& store) {
    const CommandResult loaded =
        run({"ingest", store, "case", "--format", "case", "--victim-key", "victims.key"});
    EXPECT_EQ(loaded.exit_code, 0) << loaded.describe();
    std::map<std::string, std::string> answers;
    for (const SampleCommand& sample : commands_on_case(store, true, folder_.path())) {
      const bool is_json =
          std::find(sample.words.begin(), sample.words.end(), "--json") != sample.words.end();
      if (sample.changes_store || sample.tells_records || sample.name == "ingest") continue;
      if (!is_json) continue;
      std::string name;
      for (const std::string& word : sample.words) name += word == store ? "STORE " : word + ' ';
      const CommandResult result = run(sample.words);
      boost::json::error_code error;
      const auto document = boost::json::parse(result.out, error);
      answers[name] = error ? result.out + result.err : comparable(document);
      if (!sample.output_file.empty()) {
        const bool is_folder = fs::is_directory(path(sample.output_file));
        if (!is_folder) answers[name] += bytes_of(sample.output_file);  // its answer has hashes
        fs::remove_all(path(sample.output_file));
      }
    }
    return answers;
  }
};

class TruthSlow : public Truth {};

TEST_F(TruthSlow, NoAnswerChangesWhenItIsDeleted) {
  ASSERT_EQ(run({"generate", "case", "--scale", "0.05", "--seed", "9"}).exit_code, 0);
  ASSERT_EQ(run({"key", "new", "victims.key"}).exit_code, 0);
  const auto with_truth = ask_everything("first");
  ASSERT_GT(fs::remove_all(path("case-truth")), 1u);
  const auto without = ask_everything("second");
  EXPECT_GE(with_truth.size(), 12u);
  ASSERT_EQ(with_truth.size(), without.size());
  for (const auto& [name, answer] : with_truth) {
    EXPECT_TRUE(without.contains(name) && without.at(name) == answer) << name;
  }
  std::size_t digests = 0;
  for (const auto& [name, answer] : with_truth) {
    digests += answer.find("\"digest\":\"") != std::string::npos ? 1 : 0;
  }
  EXPECT_GE(digests, 12u);
}

// A case is one folder and its truth another; neither lies inside the other.
TEST_F(Truth, IsNeverWrittenIntoTheCase) {
  expect_refusal(run({"generate", "case", "--scale", "0.02", "--truth", "case/truth"}), 1);
  EXPECT_FALSE(fs::exists(path("case")));
  ASSERT_EQ(run({"generate", "case", "--scale", "0.02", "--seed", "2"}).exit_code, 0);
  ASSERT_EQ(run({"generate", "again", "--scale", "0.02", "--seed", "2"}).exit_code, 0);
  EXPECT_EQ(read_folder(path("case")), read_folder(path("again"))) << "equal seeds, equal bytes";
  EXPECT_EQ(read_folder(path("case-truth")), read_folder(path("again-truth")));
  expect_refusal(run({"generate", "case", "--scale", "0.02", "--seed", "2"}), 1);
  for (const char* scale : {"0", "-1", "nan", "1e9", "SECRET"}) {
    expect_refusal(run({"generate", "other", "--scale", scale}), 1);
  }
  EXPECT_FALSE(fs::exists(path("other")));
}

// Judging a method on made-up cases needs folders of its own, and leaves none, stopped or not.
TEST_F(Truth, JudgingLeavesNothingBehindSlow) {
  fs::create_directory(path("temporary"));
  const CommandOptions options{.directory = folder_.path(),
                               .environment = {{"TMPDIR", path("temporary")}}};
  const Words words = {"rank", "evaluate", "--seeds", "2", "--scale", "0.02", "--json"};
  const CommandResult done = run_command(words, options);
  EXPECT_EQ(done.exit_code, 0) << done.describe();
  EXPECT_TRUE(fs::is_empty(path("temporary")));
  RunningCommand stopped({"rank", "evaluate", "--seeds", "50", "--scale", "0.05"}, options);
  stopped.send_after(std::chrono::milliseconds(700), SIGINT);
  expect_refusal(stopped.wait(), 130);
  EXPECT_TRUE(fs::is_empty(path("temporary")));
}

}  // namespace
}  // namespace headwater::tests
