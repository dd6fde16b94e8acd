// LedgerOutput: writes the ledger's segments to files while the next ones are gathered.
//
// Segments are encoded by any thread of the context and put down in the order in which they were
// handed over, so the files do not depend on threads. A bounded number waits at once: then the
// caller encodes with the others. Calls come from one thread at a time. Memory: kMostWaiting
// segments of about 0.4 MB.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <string>

#include <tbb/task_group.h>

#include "graph/execution_context.h"
#include "graph/internal/ledger_segment.h"
#include "graph/internal/sst_output.h"

namespace headwater::graph::internal {

class LedgerOutput {
 public:
  static constexpr std::size_t kMostWaiting = 16;

  // Both outlive it.
  LedgerOutput(SstOutput& output, const ExecutionContext& context)
      : output_(output), context_(context) {}
  ~LedgerOutput() noexcept;  // a task_group's own might throw, had nobody waited for it
  LedgerOutput(const LedgerOutput&) = delete;
  LedgerOutput& operator=(const LedgerOutput&) = delete;

  // A segment whose first transaction has the number `first`; numbers ascend. Errors: kIo, also of
  // segments handed over before.
  Status put(std::uint64_t first, SegmentBuilder segment);
  // Waits until all are in the output. Errors: kIo.
  Status finish();

 private:
  struct Waiting {
    Waiting(std::uint64_t number, SegmentBuilder rows) : first(number), segment(std::move(rows)) {}
    std::uint64_t first;
    SegmentBuilder segment;
    std::string bytes;  // once encoded
    bool is_encoded = false;
  };

  void wait();
  void encode(Waiting& one);
  void write_what_is_ready();
  bool take_ready(std::unique_ptr<Waiting>& one);
  std::size_t waiting_count();
  Status failure();

  SstOutput& output_;  // under writing_
  const ExecutionContext& context_;
  tbb::task_group tasks_;
  std::mutex writing_;                            // held by the one that writes
  std::mutex mutex_;                              // of what stands below
  std::deque<std::unique_ptr<Waiting>> waiting_;  // in order
  Status failure_;
};

}  // namespace headwater::graph::internal
