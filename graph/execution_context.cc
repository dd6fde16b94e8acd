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

std::string mebibytes(std::uint64_t bytes) {
  return std::to_string((bytes + (1u << 20) - 1) >> 20) + " MiB";
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
  return Status(StatusCode::kOverBudget, {std::string(what), "",
                                          "needs about " + mebibytes(bytes) + ", the budget is " +
                                              mebibytes(options_.memory_budget_bytes),
                                          std::string(remedy)});
}

}  // namespace headwater::graph
