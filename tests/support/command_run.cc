#include "tests/support/command_run.h"

#include <fcntl.h>
#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <cstdlib>

extern char** environ;

namespace headwater::tests {

namespace {

// Everything that the child needs, made before the fork: after it, only system calls.
struct ChildPlan {
  std::string program, directory;
  std::vector<std::string> words, environment;
  std::vector<char*> argv, envp;
  std::optional<std::uint64_t> file_size_limit;
};

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> result;
  for (std::string& word : words) result.push_back(word.data());
  result.push_back(nullptr);
  return result;
}

[[noreturn]] void become(ChildPlan& plan, int out, int err) {
  const int nothing = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  ::dup2(nothing, STDIN_FILENO);
  ::dup2(out, STDOUT_FILENO);
  ::dup2(err, STDERR_FILENO);
  if (!plan.directory.empty() && ::chdir(plan.directory.c_str()) != 0) ::_exit(126);
  if (plan.file_size_limit) {
    const rlimit limit{*plan.file_size_limit, *plan.file_size_limit};
    if (::setrlimit(RLIMIT_FSIZE, &limit) != 0) ::_exit(126);
  }
  ::execve(plan.program.c_str(), plan.argv.data(), plan.envp.data());
  ::_exit(127);
}

bool read_some(int& descriptor, std::string& text) {
  std::array<char, 1 << 16> buffer;
  const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
  if (count > 0) {
    text.append(buffer.data(), static_cast<std::size_t>(count));
    return true;
  }
  ::close(descriptor);
  descriptor = -1;
  return false;
}

}  // namespace

std::string CommandResult::describe() const {
  std::string text = "exit " + std::to_string(exit_code);
  if (signal != 0) text += ", signal " + std::to_string(signal);
  if (!in_time) text += ", too slow";
  return text + "\nstdout: " + out.substr(0, 2000) + "\nstderr: " + err.substr(0, 2000);
}

std::filesystem::path command_path() {
  return std::filesystem::path(HEADWATER_BINARY_DIR) / "bin" / "headwater";
}

RunningCommand::RunningCommand(const std::vector<std::string>& arguments,
                               const CommandOptions& options) {
  start(command_path(), arguments, options);
}

RunningCommand::RunningCommand(const std::filesystem::path& program,
                               const std::vector<std::string>& arguments,
                               const CommandOptions& options) {
  start(program, arguments, options);
}

void RunningCommand::start(const std::filesystem::path& program,
                           const std::vector<std::string>& arguments,
                           const CommandOptions& options) {
  ChildPlan plan;
  plan.program = program.string();
  plan.directory = options.directory.string();
  plan.file_size_limit = options.file_size_limit;
  plan.words.push_back(plan.program);
  plan.words.insert(plan.words.end(), arguments.begin(), arguments.end());
  for (char** entry = environ; *entry != nullptr; ++entry) plan.environment.emplace_back(*entry);
  for (const auto& [name, value] : options.environment) {
    std::erase_if(plan.environment, [&name = name](const std::string& entry) {
      return entry.starts_with(name + "=");
    });
    plan.environment.push_back(name + "=" + value);
  }
  plan.argv = pointers(plan.words);
  plan.envp = pointers(plan.environment);
  deadline_ = std::chrono::steady_clock::now() + options.time_limit;
  std::array<int, 2> out{-1, -1};
  std::array<int, 2> err{-1, -1};
  if (::pipe2(out.data(), O_CLOEXEC) != 0 || ::pipe2(err.data(), O_CLOEXEC) != 0) std::abort();
  process_ = ::fork();
  if (process_ < 0) std::abort();
  if (process_ == 0) become(plan, out[1], err[1]);
  ::close(out[1]);
  ::close(err[1]);
  out_ = out[0];
  err_ = err[0];
}

RunningCommand::~RunningCommand() {
  if (is_running()) {
    ::kill(process_, SIGKILL);
    int status = 0;
    ::waitpid(process_, &status, 0);
  }
  if (out_ >= 0) ::close(out_);
  if (err_ >= 0) ::close(err_);
}

bool RunningCommand::is_running() {
  if (status_) return false;
  int status = 0;
  if (::waitpid(process_, &status, WNOHANG) != process_) return true;
  status_ = status;
  return false;
}

// A process that was reaped is signalled no more: its number may be another's by now.
void RunningCommand::send(int signal) {
  if (is_running()) ::kill(process_, signal);
}

void RunningCommand::send_after(std::chrono::microseconds delay, int signal) {
  signal_ = signal;
  signal_time_ = std::chrono::steady_clock::now() + delay;
}

void RunningCommand::send_what_is_due() {
  if (signal_ == 0 || std::chrono::steady_clock::now() < signal_time_) return;
  send(signal_);
  signal_ = 0;
}

void RunningCommand::read_available(CommandResult& result, int timeout_ms) {
  std::array<pollfd, 2> sources{pollfd{out_, POLLIN, 0}, pollfd{err_, POLLIN, 0}};
  if (::poll(sources.data(), sources.size(), timeout_ms) <= 0) return;
  if (out_ >= 0 && sources[0].revents != 0) read_some(out_, result.out);
  if (err_ >= 0 && sources[1].revents != 0) read_some(err_, result.err);
}

void RunningCommand::collect_status(int status, CommandResult& result) {
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  if (WIFSIGNALED(status)) result.signal = WTERMSIG(status);
}

CommandResult RunningCommand::wait() {
  CommandResult result;
  while (out_ >= 0 || err_ >= 0) {
    if (result.in_time && std::chrono::steady_clock::now() > deadline_) {
      result.in_time = false;
      send(SIGKILL);
    }
    send_what_is_due();
    read_available(result, signal_ == 0 ? 100 : 1);
  }
  if (!status_) {
    int status = 0;
    ::waitpid(process_, &status, 0);
    status_ = status;
  }
  collect_status(*status_, result);
  return result;
}

CommandResult run_command(const std::vector<std::string>& arguments,
                          const CommandOptions& options) {
  return RunningCommand(arguments, options).wait();
}

}  // namespace headwater::tests
