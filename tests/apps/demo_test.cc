// The demonstration as it stands in scripts/demo.sh, run by the very script on a small case: only
// installing and building are left out.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <sstream>

#include "tests/support/command_fixture.h"
#include "tests/support/victim_commands.h"

namespace headwater::tests {
namespace {

namespace fs = std::filesystem;

// In the place of scripts/prepare.sh.
constexpr char kNothingToPrepare[] =
    "set -eu\n"
    "project_folder=$(CDPATH='' cd -- \"$(dirname -- \"$0\")/..\" && pwd)\n"
    "install_packages() { :; }\n"
    "configure_and_build() { :; }\n";

class DemoSlow : public CommandTest {
 protected:
  void SetUp() override {
    std::ifstream in(fs::path(HEADWATER_SOURCE_DIR) / "scripts/demo.sh");
    script_.assign(std::istreambuf_iterator<char>(in), {});
    ASSERT_FALSE(script_.empty());
  }
  // "analyze", "rank ring", ...: the commands that the script runs.
  std::set<std::string> commands_of_script() const {
    std::set<std::string> commands;
    std::istringstream text(script_);
    const std::vector<std::string> known = command_names();
    for (std::string line; std::getline(text, line);) {
      if (!line.starts_with("run ")) continue;
      std::istringstream words(line.substr(4));
      std::string first, second;
      words >> first >> second;
      const bool is_group = std::find(known.begin(), known.end(), first) == known.end() &&
                            second.find_first_of("\"$-/") == std::string::npos;
      commands.insert(is_group ? first + ' ' + second : first);
    }
    return commands;
  }
  // The script, `headwater` beside it where it looks for it; twenty seeds of the evaluation are
  // two.
  void write_project() {
    write("scripts/demo.sh", script_);
    write("scripts/prepare.sh", kNothingToPrepare);
    write("build/release/bin/headwater",
          "#!/bin/sh\necho \"$*\" >> \"$DEMO_LOG\"\n"
          "if [ \"$1 $2\" = 'rank evaluate' ]; then set -- rank evaluate --seeds 2; fi\n"
          "exec '" +
              command_path().string() + "' \"$@\"\n");
    fs::permissions(path("build/release/bin/headwater"), fs::perms::owner_all);
  }

  std::string script_;
};

TEST_F(DemoSlow, RunsToItsEndAndLeavesTheReport) {
  const std::vector<std::string> known = command_names();
  const std::set<std::string> wanted = commands_of_script();
  EXPECT_GE(wanted.size(), 10u);
  for (const std::string& command : wanted) {
    ASSERT_TRUE(std::find(known.begin(), known.end(), command) != known.end())
        << "there is no command `" << command << "`";
  }
  write_project();
  RunningCommand script("/bin/sh", {"scripts/demo.sh", "--scale", "0.05", "--seed", "7"},
                        {.directory = folder_.path(),
                         .time_limit = std::chrono::seconds(900),
                         .environment = {{"DEMO_LOG", path("log")}}});
  const CommandResult result = script.wait();
  EXPECT_EQ(result.exit_code, 0)
      << result.describe()
      << result.out.substr(result.out.size() - std::min<std::size_t>(result.out.size(), 3000));
  EXPECT_TRUE(fs::exists(path("demo/report.html")));
  EXPECT_GT(fs::file_size(path("demo/report.html")), 10'000u);
  // A published board that shows a count, hides one and has one that nobody knows.
  const auto shows = [&](const std::string& form, const std::string& status) {
    std::istringstream text(result.out);
    for (std::string line; std::getline(text, line);) {
      if (line.starts_with(form + " ") && line.find(' ' + status) != std::string::npos) return true;
    }
    return false;
  };
  EXPECT_TRUE(shows("sexual-exploitation", "shown"));
  EXPECT_TRUE(shows("forced-labour", "hidden"));
  EXPECT_TRUE(shows("forced-labour", "unknown"));
  std::ifstream log(path("log"));
  std::size_t runs = 0;
  for (std::string line; std::getline(log, line);) ++runs;
  std::size_t lines = 0;
  for (const std::string start : {"\nrun ", "\n\"$headwater\" "}) {
    for (std::size_t at = script_.find(start); at != std::string::npos;
         at = script_.find(start, at + 1)) {
      ++lines;
    }
  }
  EXPECT_EQ(runs, lines) << "every line of the script was run";
}

}  // namespace
}  // namespace headwater::tests
