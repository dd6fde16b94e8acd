#include "graph/internal/ledger_output.h"

#include <utility>

#include "graph/internal/bytes.h"

namespace headwater::graph::internal {

LedgerOutput::~LedgerOutput() noexcept { wait(); }

// In the context, where the tasks are: an arena of one thread has nobody else to run them. The
// caller takes part in whatever work the arena has; isolated, it could not take these tasks, which
// were started outside of the isolation.
void LedgerOutput::wait() {
  context_.run([this] { tasks_.wait(); });
}

Status LedgerOutput::put(std::uint64_t first, SegmentBuilder segment) {
  Waiting* one = nullptr;
  {
    const std::lock_guard lock(mutex_);
    if (!failure_.ok()) return failure_;
    waiting_.push_back(std::make_unique<Waiting>(first, std::move(segment)));
    one = waiting_.back().get();
  }
  context_.run([this, one] { tasks_.run([this, one] { encode(*one); }); });
  if (waiting_count() < kMostWaiting) return {};
  return finish();
}

Status LedgerOutput::finish() {
  wait();
  write_what_is_ready();
  return failure();
}

void LedgerOutput::encode(Waiting& one) {
  std::string bytes = one.segment.finish();
  {
    const std::lock_guard lock(mutex_);
    one.bytes = std::move(bytes);
    one.is_encoded = true;
  }
  // Whoever writes now may have looked before this one was ready: it stays for the next who comes,
  // at the latest for `finish`.
  write_what_is_ready();
}

bool LedgerOutput::take_ready(std::unique_ptr<Waiting>& one) {
  const std::lock_guard lock(mutex_);
  if (waiting_.empty() || !waiting_.front()->is_encoded) return false;
  one = std::move(waiting_.front());
  waiting_.pop_front();
  return true;
}

void LedgerOutput::write_what_is_ready() {
  const std::unique_lock writer(writing_, std::try_to_lock);
  if (!writer.owns_lock()) return;
  std::unique_ptr<Waiting> one;
  while (take_ready(one)) {
    if (!failure().ok()) continue;  // nothing more is written, and nothing waits for ever
    Status status = output_.put(big_endian_key(one->first), one->bytes);
    const std::lock_guard lock(mutex_);
    if (!status.ok()) failure_ = std::move(status);
  }
}

std::size_t LedgerOutput::waiting_count() {
  const std::lock_guard lock(mutex_);
  return waiting_.size();
}

Status LedgerOutput::failure() {
  const std::lock_guard lock(mutex_);
  return failure_;
}

}  // namespace headwater::graph::internal
