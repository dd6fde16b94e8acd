// Runs the built command as its users do: another process, in a directory of its own, with a time
// limit; nothing of it is linked in.
//
//   CommandResult result = run_command({"stats", "case.hw", "--json"}, {.directory = folder});
//   EXPECT_EQ(result.exit_code, 0) << result.err;
//
//   RunningCommand ingest({"ingest", ...}, {.directory = folder});   // works beside the test
//   ingest.send_after(std::chrono::milliseconds(70), SIGINT);
//   CommandResult result = ingest.wait();
#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace headwater::tests {

struct CommandResult {
  int exit_code = -1;    // -1: ended by a signal
  int signal = 0;        // that ended it; 0: it exited
  bool in_time = true;   // false: the time limit ended it
  std::string out, err;  // everything it printed
  // For people who read a failed test.
  std::string describe() const;
};

struct CommandOptions {
  std::filesystem::path directory;  // to run in; empty: the test's
  std::chrono::seconds time_limit{300};
  std::vector<std::pair<std::string, std::string>> environment;  // beside the test's own
  // No file may grow beyond this many bytes: how a full disk looks from inside.
  std::optional<std::uint64_t> file_size_limit;
};

// build/<preset>/bin/headwater of this build.
std::filesystem::path command_path();

// Started by the constructor; a process that nobody waited for is killed by the destructor.
class RunningCommand {
 public:
  RunningCommand(const std::vector<std::string>& arguments, const CommandOptions& options);
  // Any other program, by its path.
  RunningCommand(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                 const CommandOptions& options);
  ~RunningCommand();
  RunningCommand(const RunningCommand&) = delete;
  RunningCommand& operator=(const RunningCommand&) = delete;

  // While `wait` waits, once so much time has passed; nothing to a process that has ended.
  void send_after(std::chrono::microseconds delay, int signal);
  bool is_running();
  // Reads what it prints until it ends or the time limit kills it. Once only.
  CommandResult wait();

 private:
  void start(const std::filesystem::path& program, const std::vector<std::string>& arguments,
             const CommandOptions& options);
  void send(int signal);
  void send_what_is_due();
  void read_available(CommandResult& result, int timeout_ms);
  void collect_status(int status, CommandResult& result);

  std::chrono::steady_clock::time_point deadline_;
  pid_t process_ = -1;
  std::optional<int> status_;  // once it was reaped
  int signal_ = 0;             // still to be sent; 0: none
  std::chrono::steady_clock::time_point signal_time_;
  int out_ = -1, err_ = -1;
};

CommandResult run_command(const std::vector<std::string>& arguments,
                          const CommandOptions& options = {});

}  // namespace headwater::tests
