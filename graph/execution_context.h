// ExecutionContext: what a long computation is given by its caller: threads, a way to stop, a
// memory budget and a place to report progress.
//
//   ExecutionContext context({.threads = 2});
//   Result<Snapshot> s = build_snapshot(view, request, context);
//
// Parts start parallel work only inside `context.run`, so that one budget rules the process.
// Thread-safe except for construction; cheap to pass by reference.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

#include "graph/status.h"

namespace headwater::graph {

struct ProgressReport {
  std::string_view stage;   // "reading transactions.csv"
  std::uint64_t done = 0;   // in `unit`s
  std::uint64_t total = 0;  // 0: unknown
  std::string_view unit;    // "rows", "bytes", "segments"
  // What people count where `done` measures something else: 5,000 rows within so many bytes.
  std::uint64_t items = 0;
  std::string_view item_unit = {};  // empty: nothing beside `done`
};

struct ExecutionOptions {
  int threads = 0;  // 0: all that the machine has; at most 256, or those if they are more
  std::uint64_t memory_budget_bytes = 0;                   // 0: no limit
  std::function<void(const ProgressReport&)> on_progress;  // may be called from any thread
};

class ExecutionContext {
 public:
  explicit ExecutionContext(ExecutionOptions options = {});
  ~ExecutionContext();
  ExecutionContext(const ExecutionContext&) = delete;
  ExecutionContext& operator=(const ExecutionContext&) = delete;

  int threads() const { return threads_; }
  // Runs `work` inside the arena and waits; TBB algorithms called from it use its threads only.
  void run(const std::function<void()>& work) const;

  // Asks every computation with this context to stop soon; safe to call from a signal handler.
  void cancel() noexcept { cancelled_.store(true, std::memory_order_relaxed); }
  bool is_cancelled() const noexcept { return cancelled_.load(std::memory_order_relaxed); }
  // kCancelled if asked to stop.
  Status check_cancelled(std::string_view what) const;

  std::uint64_t memory_budget_bytes() const { return options_.memory_budget_bytes; }
  // kOverBudget when `bytes` exceed the budget; the message names `what` and the remedy.
  Status check_memory(std::uint64_t bytes, std::string_view what, std::string_view remedy) const;

  void report(const ProgressReport& progress) const {
    if (options_.on_progress) options_.on_progress(progress);
  }

 private:
  struct Arena;
  ExecutionOptions options_;
  int threads_;
  std::unique_ptr<Arena> arena_;
  std::atomic<bool> cancelled_{false};
};

}  // namespace headwater::graph
