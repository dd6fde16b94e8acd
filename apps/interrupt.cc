#include "apps/interrupt.h"

#include <unistd.h>

#include <atomic>
#include <csignal>

namespace headwater::apps {
namespace {

// Signal handlers can reach only globals; lock-free atomics are safe in them.
std::atomic<graph::ExecutionContext*> target{nullptr};
std::atomic<int> signals_received{0};

void on_signal(int) {
  if (signals_received.fetch_add(1) > 0) ::_exit(130);
  if (graph::ExecutionContext* context = target.load()) {
    context->cancel();
  } else {
    ::_exit(130);
  }
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

void set_interrupt_target(graph::ExecutionContext* context) { target.store(context); }

}  // namespace headwater::apps
