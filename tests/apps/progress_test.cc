// What people who look on see of long work: on a terminal one line that is redrawn and cleared at
// the end; elsewhere nothing.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <regex>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/command_run.h"
#include "tests/support/temporary_directory.h"

namespace headwater::tests {
namespace {

constexpr int kRows = 1'000'000;

class Progress : public testing::Test {
 protected:
  void SetUp() override {
    std::ofstream file(folder_ / "edges.txt");
    for (int i = 0; i < kRows; ++i) file << i % 49'999 << ' ' << i % 50'021 << '\n';
  }
  std::vector<std::string> words() const {
    return {"ingest", folder_ / "store", folder_ / "edges.txt", "--format", "edgelist"};
  }
  // What the command writes to a terminal that is its standard error; its exit code in `status`.
  std::string seen_on_terminal(int& status) const {
    const int terminal = ::posix_openpt(O_RDWR | O_NOCTTY);
    EXPECT_GE(terminal, 0);
    EXPECT_EQ(::grantpt(terminal), 0);
    EXPECT_EQ(::unlockpt(terminal), 0);
    const int errors = ::open(::ptsname(terminal), O_WRONLY | O_NOCTTY | O_CLOEXEC);
    EXPECT_GE(errors, 0);
    const std::string program = command_path().string();
    std::vector<std::string> all = words();
    all.insert(all.begin(), program);
    std::vector<char*> arguments;
    for (std::string& word : all) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
      const int nowhere = ::open("/dev/null", O_WRONLY);
      ::dup2(errors, STDERR_FILENO);
      ::dup2(nowhere, STDOUT_FILENO);
      ::execv(program.c_str(), arguments.data());
      ::_exit(127);
    }
    ::close(errors);
    std::string seen;
    char piece[4096];
    // Reading fails once the last who holds the other end has closed it.
    for (ssize_t size; (size = ::read(terminal, piece, sizeof(piece))) > 0;) {
      seen.append(piece, static_cast<std::size_t>(size));
    }
    ::waitpid(child, &status, 0);
    ::close(terminal);
    return seen;
  }

  TemporaryDirectory folder_;
};

TEST_F(Progress, OnATerminalALineTellsRowsASecondAndTheTimeLeft) {
  int status = 0;
  const std::string seen = seen_on_terminal(status);
  EXPECT_EQ(status, 0) << seen;
  const std::regex line(
      "edges\\.txt: [1-9][0-9]* rows, [1-9][0-9]* rows/s, [0-9]+ % done, [0-9]+ s left");
  EXPECT_TRUE(std::regex_search(seen, line)) << seen;
  const std::size_t last = seen.rfind(" left");
  ASSERT_NE(last, std::string::npos);
  EXPECT_NE(seen.find("\r\x1b[K", last), std::string::npos) << "cleared at the end: " << seen;
}

TEST_F(Progress, WhereNobodyLooksNothingIsDrawn) {
  const CommandResult result = run_command(words());
  EXPECT_EQ(result.exit_code, 0) << result.describe();
  EXPECT_THAT(result.err, testing::Not(testing::HasSubstr("rows/s")));
  EXPECT_THAT(result.out + result.err, testing::Not(testing::HasSubstr("\x1b")));
}

}  // namespace
}  // namespace headwater::tests
