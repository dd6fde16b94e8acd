#include "graph/execution_context.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include <tbb/global_control.h>
#include <tbb/info.h>
#include <tbb/task_arena.h>

namespace headwater::graph {

struct ExecutionContext::Arena {
  explicit Arena(int threads) : arena(threads) {
    if (threads <= tbb::info::default_concurrency()) return;
    // More threads than processors: asked for, so granted, and without TBB's warning on stderr.
    more_threads.emplace(tbb::global_control::max_allowed_parallelism,
                         static_cast<std::size_t>(threads));
  }
  std::optional<tbb::global_control> more_threads;
  tbb::task_arena arena;  // starts at its first work, under the control above
};

namespace {
// More threads than that only wait for each other.
int thread_count(int wanted) {
  const int processors = tbb::info::default_concurrency();
  return wanted > 0 ? std::min(wanted, std::max(processors, 256)) : processors;
}

// Rounded up, in whole MiB, or KiB below 10 MiB, so that what is over a budget reads as more.
std::string rounded_bytes(std::uint64_t bytes) {
  const bool few = bytes < 10u << 20;
  const unsigned shift = few ? 10 : 20;
  const std::uint64_t units = (bytes + (std::uint64_t{1} << shift) - 1) >> shift;
  return std::to_string(units) + (few ? " KiB" : " MiB");
}
}  // namespace

ExecutionContext::ExecutionContext(ExecutionOptions options)
    : options_(std::move(options)),
      threads_(thread_count(options_.threads)),
      arena_(std::make_unique<Arena>(threads_)) {}

ExecutionContext::~ExecutionContext() = default;

void ExecutionContext::run(const std::function<void()>& work) const { arena_->arena.execute(work); }

Status ExecutionContext::check_cancelled(std::string_view what) const {
  if (!is_cancelled()) return {};
  return Status(StatusCode::kCancelled,
                {std::string(what), "", "interrupted on request", "start it again"});
}

Status ExecutionContext::check_memory(std::uint64_t bytes, std::string_view what,
                                      std::string_view remedy) const {
  if (options_.memory_budget_bytes == 0 || bytes <= options_.memory_budget_bytes) return {};
  return Status(StatusCode::kOverBudget,
                {std::string(what), "",
                 "needs about " + rounded_bytes(bytes) + ", the budget is " +
                     rounded_bytes(options_.memory_budget_bytes),
                 std::string(remedy)});
}

}  // namespace headwater::graph
