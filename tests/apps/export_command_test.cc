// headwater export: a folder that appears whole or not at all, readable by its owner alone, and
// loaded again by the command that its help names.
#include <sys/stat.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <filesystem>

#include "tests/support/command_fixture.h"

namespace headwater::tests {
namespace {

namespace fs = std::filesystem;

class ExportCommand : public CommandTest {
 protected:
  void SetUp() override { load_bank(); }

  static Words exported(const Words& more) {
    Words words = {"export", "store"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  unsigned mode_of(const fs::path& file) const {
    struct stat status = {};
    EXPECT_EQ(::stat(file.c_str(), &status), 0);
    return status.st_mode & 0777u;
  }
};

TEST_F(ExportCommand, ACsvExportIsLoadedAgain) {
  const auto made = answer(exported({"out", "--format", "csv"}));
  EXPECT_EQ(made.at("records").at("transactions"), 3);
  EXPECT_EQ(made.at("directory"), "out");
  EXPECT_EQ(made.at("parameters").at("audience"), "publication");
  EXPECT_EQ(made.at("content_digest"), answer({"verify", "store"}).at("content_digest"));
  const auto loaded = answer({"ingest", "copy", "out", "--format", "case"});
  EXPECT_EQ(loaded.at("quarantined"), 0);
  EXPECT_EQ(facts("copy").content_digest, facts().content_digest);
}

TEST_F(ExportCommand, OnlyItsOwnerReadsIt) {
  for (const char* format : {"csv", "graphml", "gexf", "ftm"}) {
    answer(exported({format, "--format", format}));
    EXPECT_EQ(mode_of(path(format)), 0700u);
    std::size_t files = 0;
    for (const auto& entry : fs::recursive_directory_iterator(path(format))) {
      EXPECT_EQ(mode_of(entry.path()), entry.is_directory() ? 0700u : 0600u) << entry.path();
      ++files;
    }
    EXPECT_GE(files, 2u);
    EXPECT_TRUE(fs::exists(path(format) + "/manifest.json"));
  }
}

TEST_F(ExportCommand, AFolderThatHoldsSomethingIsLeftAlone) {
  fs::create_directory(path("taken"));
  write("taken/notes.txt", "mine");
  write("file", "mine");
  expect_refused(exported({"taken", "--format", "csv"}), 1);
  expect_refused(exported({"file", "--format", "csv"}), 1);
  EXPECT_EQ(bytes_of("taken/notes.txt"), "mine");
  fs::create_directory(path("empty"));
  EXPECT_EQ(run(exported({"empty/", "--format", "csv"})).exit_code, 0);
  EXPECT_TRUE(fs::exists(path("empty/case.json")));
  expect_refusal(run(exported({"empty", "--format", "csv"})), 1);
  expect_refusal(run(exported({"no-such/folder", "--format", "csv"})), 2);
}

TEST_F(ExportCommand, QuestionsItCannotAnswerAreRefused) {
  const auto before = names_here();
  for (const Words& words :
       {Words{"out", "--format", "SECRET"}, Words{"out"}, Words{"out", "--format", "goaml"},
        Words{"out", "--format", "csv", "--layers", "SECRET"},
        Words{"out", "--format", "csv", "--from", "SECRET"},
        Words{"out", "--format", "csv", "--audience", "SECRET"},
        Words{"out", "--format", "csv", "--as-of-seq", "99"}}) {
    SCOPED_TRACE(::testing::PrintToString(words));
    expect_refusal(run(exported(words)), 1);
    EXPECT_EQ(names_here(), before);
  }
  const CommandResult later = run(exported({"out", "--format", "parquet"}));
  EXPECT_NE(later.err.find("later"), std::string::npos) << later.err;
  expect_refusal(run({"export", "no-store", "out", "--format", "csv"}), 2);
  EXPECT_EQ(names_here(), before);
}

// How a full disk looks from inside: no file may grow beyond the limit.
TEST_F(ExportCommand, AFullDiskLeavesNothingBehind) {
  write("big.csv", kBankHeader + random_payments(3'000, 5));
  ASSERT_EQ(run({"ingest", "store", "big.csv", "--format", "workload"}).exit_code, 0);
  const auto before = names_here();
  for (const char* format : {"csv", "graphml", "gexf", "ftm"}) {
    for (const std::uint64_t limit : {0u, 1'000u, 100'000u}) {
      SCOPED_TRACE(format + std::string(", ") + std::to_string(limit));
      const CommandResult full =
          run(exported({"out", "--format", format}),
              {.directory = {}, .environment = {}, .file_size_limit = limit});
      expect_refusal(full, 2);
      EXPECT_NE(full.err.find("disk is full"), std::string::npos) << full.err;
      EXPECT_EQ(names_here(), before);
    }
    EXPECT_EQ(run(exported({"out", "--format", format})).exit_code, 0);
    fs::remove_all(path("out"));
  }
}

class ExportCommandSlow : public ExportCommand {};

TEST_F(ExportCommandSlow, CtrlCLeavesNothingBehind) {
  write("big.csv", kBankHeader + random_payments(120'000, 6));
  ASSERT_EQ(run({"ingest", "store", "big.csv", "--format", "workload"}).exit_code, 0);
  const auto start = std::chrono::steady_clock::now();
  ASSERT_EQ(run(exported({"whole", "--format", "gexf"})).exit_code, 0);
  const auto duration = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::chrono::steady_clock::now() - start);
  const auto before = names_here();
  int stopped = 0;
  for (int tenth = 1; tenth <= 9; ++tenth) {
    RunningCommand command(exported({"out", "--format", "gexf"}), {.directory = folder_.path()});
    command.send_after(duration * tenth / 10, tenth % 2 == 0 ? SIGINT : SIGTERM);
    const CommandResult result = command.wait();
    if (result.exit_code == 0) {
      EXPECT_EQ(bytes_of("out/graph.gexf"), bytes_of("whole/graph.gexf"));
      fs::remove_all(path("out"));
    } else {
      ++stopped;
      if (result.signal == 0) expect_refusal(result, 130);
    }
    EXPECT_EQ(names_here(), before);
  }
  EXPECT_GT(stopped, 0);
}

}  // namespace
}  // namespace headwater::tests
