#include "apps/interrupt.h"

#include <unistd.h>

#include <atomic>
#include <csignal>
#include <string_view>

namespace headwater::apps {
namespace {

// Signal handlers can reach only globals; lock-free atomics are safe in them.
std::atomic<graph::ExecutionContext*> target{nullptr};
std::atomic<bool> had_a_target{false};
std::atomic<int> signals_received{0};

[[noreturn]] void exit_at_once(std::string_view why) {
  // Nothing can be done about a line that cannot be written.
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, why.data(), why.size());
  ::_exit(130);
}

void on_signal(int) {
  if (signals_received.fetch_add(1) > 0) {
    exit_at_once(
        "headwater: stop: the command: asked a second time, ended at once: run it again; what was "
        "not published was never there\n");
  }
  if (graph::ExecutionContext* context = target.load()) {
    context->cancel();
  } else if (!had_a_target.load()) {
    exit_at_once(
        "headwater: run the command: the command line: stopped by a signal before it began: run "
        "it again\n");
  }  // else the work is done, and the exit code says how it ended
}

}  // namespace

void install_interrupt_handlers() {
  struct sigaction action = {};
  action.sa_handler = on_signal;
  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, nullptr);
  sigaction(SIGTERM, &action, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
}

void set_interrupt_target(graph::ExecutionContext* context) {
  if (context != nullptr) had_a_target.store(true);
  target.store(context);
}

}  // namespace headwater::apps
