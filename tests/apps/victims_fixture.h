// What the tests about victims share: the case with its marks, loaded, and searches for marks.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "graph/victim_key.h"
#include "tests/support/command_fixture.h"
#include "tests/support/victim_case.h"
#include "tests/support/victim_commands.h"

namespace headwater::tests {

class VictimsTest : public CommandTest {
 protected:
  void SetUp() override {
    made_ = write_victim_case(folder_.path());
    std::filesystem::create_directory(path("temporary"));
  }

  static Words ingest_case(const Words& more) {
    return joined({"ingest", "store", "case", "--format", "case"}, more);
  }
  static Words ingest_shelter(const Words& more) {
    return joined(
        {"ingest", "store", "shelter.csv", "--format", "csv", "--mapping", "shelter.json"}, more);
  }
  static Words ingest_outreach(const Words& more) {
    return joined(
        {"ingest", "store", "outreach.csv", "--format", "csv", "--mapping", "outreach.json"}, more);
  }
  static Words joined(Words words, const Words& more) {
    words.insert(words.end(), more.begin(), more.end());
    return words;
  }
  void load_all() {
    for (const Words& words : {ingest_case(kKey), ingest_shelter(kKey), ingest_outreach(kKey)}) {
      const CommandResult loaded = run(words);
      ASSERT_EQ(loaded.exit_code, 0) << loaded.describe();
      expect_without(loaded.out + loaded.err, marks_never_published(), words);
    }
  }
  // In raw files of a store three letters stand by chance: megabytes of keyed hashes and encrypted
  // records hold any of them now and then. There only longer marks are looked for.
  static void expect_without(const std::string& text, const std::vector<std::string>& marks,
                             const Words& words) {
    const bool is_raw = text.find('\0') != std::string::npos;
    for (const std::string& mark : marks) {
      if (is_raw && mark.size() < 4) continue;
      const std::size_t at = text.find(mark);
      EXPECT_EQ(at, std::string::npos)
          << mark << " in the output of " << ::testing::PrintToString(words) << ": ..."
          << text.substr(at < 200 ? 0 : at - 200, 300);
    }
  }
  std::vector<std::string> protected_ids() const {
    return {made_.protected_ids.begin(), made_.protected_ids.end()};
  }
  // Runs a command with its temporary files in a folder of the test.
  CommandResult run_watched(const Words& words) {
    return run(
        words,
        {.directory = {}, .environment = {{"TMPDIR", path("temporary")}}, .file_size_limit = {}});
  }
  // What a sample printed and wrote.
  std::string everything_of(const SampleCommand& sample, const CommandResult& result) const {
    std::string text = result.out + result.err;
    if (sample.output_file.empty()) return text;
    const bool is_folder = std::filesystem::is_directory(path(sample.output_file));
    const std::string page =
        is_folder ? bytes_below(sample.output_file) : bytes_of(sample.output_file);
    EXPECT_GT(page.size(), 1'000u) << sample.output_file;
    return text + page;
  }
  std::string pseudonym(const std::string& id) {
    return graph::VictimKey::load(path("victims.key"))->pseudonym("shelter", id);
  }

  inline static const Words kKey = {"--victim-key", "victims.key"};
  VictimCase made_;
};

}  // namespace headwater::tests
