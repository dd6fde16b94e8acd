#include "graph/small_writes.h"

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <utility>
#include <vector>

#include "graph/internal/files.h"
#include "graph/internal/head_file.h"
#include "graph/internal/staged_commit.h"

namespace headwater::graph {
namespace {

constexpr char kWriting[] = "write to the store";
constexpr std::size_t kHeldBytes = 4 << 20;  // of a family in one commit

}  // namespace

// Two things are done for all who write by one of them at a time: staging what was asked for since,
// and syncing the log for all that stands in it. The one goes on beside the other, and whoever has
// nothing to do sleeps until its write is durable: where every thread stages for itself, most of
// the time goes into waking threads for their turn.
class SmallWrites::Implementation {
 public:
  Implementation(Store::Internal& state, const ExecutionContext& context)
      : state_(state),
        context_(context),
        before_(state, ViewOptions{}, /*sees_everything=*/true),
        written_(state.meta),
        durable_(state.shown.commit) {
    state_.has_small_writes = true;
  }
  ~Implementation() {
    static_cast<void>(finish());
    state_.has_small_writes = false;
  }

  Result<CommitSeq> write(Manifest manifest, const Saying& say) {
    Request own{std::move(manifest), say};
    std::unique_lock lock(mutex_);
    asked_.push_back(&own);
    while (own.step != Step::kDone) {
      if (own.step == Step::kAsked && !is_staging_) {
        stage_all(lock);
      } else if (own.step == Step::kStaged && !is_syncing_) {
        sync_all(lock);
      } else {
        own.turn.wait(lock);
      }
    }
    if (own.thrown) std::rethrow_exception(own.thrown);
    return std::move(own.outcome);
  }

  Status finish() {
    const std::lock_guard lock(mutex_);
    if (!failure_.ok() || noted_ == durable_) return failure_;
    HEADWATER_RETURN_IF_ERROR(internal::stage_head(state_.scratch(), durable_));
    HEADWATER_RETURN_IF_ERROR(internal::move_head(state_.scratch(), state_.path));
    noted_ = durable_;
    return {};
  }

 private:
  enum class Step { kAsked, kStaged, kDone };
  struct Request {
    Manifest manifest;
    const Saying& say;
    Step step = Step::kAsked;
    Result<CommitSeq> outcome = CommitSeq{};
    std::exception_ptr thrown{};
    std::condition_variable turn{};  // its thread is woken to go on
  };

  // All that were asked for by now; the lock is held before and after. The others wait for whoever
  // is here: an exception ends the process rather than leave them waiting.
  void stage_all(std::unique_lock<std::mutex>& lock) noexcept {
    is_staging_ = true;
    const std::vector<Request*> taken = std::exchange(asked_, {});
    Status failed = failure_;
    lock.unlock();
    for (Request* request : taken) request->outcome = stage(*request, failed);
    internal::MetaRecord written = state_.meta;
    const CommitSeq shown = state_.shown_commit();
    lock.lock();
    is_staging_ = false;
    written_ = std::move(written);
    durable_ = std::max(durable_, shown);  // one that was published as a load is
    for (Request* request : taken) {
      request->step = Step::kStaged;
      staged_.push_back(request);
    }
    if (!failed.ok()) fail(failed);
    end_those_decided();
    pass_on();
  }

  Result<CommitSeq> stage(Request& request, Status& failed) {
    HEADWATER_RETURN_IF_ERROR(failed);
    internal::StagedCommit commit(state_, std::move(request.manifest), context_,
                                  {&before_, kHeldBytes});
    HEADWATER_RETURN_IF_ERROR(say(request, commit));
    const CommitSeq newest = state_.meta.commit;
    const Status status = commit.publish_through_log();
    if (state_.meta.commit == newest) {
      // Of a write that failed half-way nobody knows what the log holds.
      if (status.code() == StatusCode::kIo) failed = status;
      return status;
    }
    before_.advance(state_);
    return state_.meta.commit;
  }

  // What it throws is thrown in the thread that asked.
  static Status say(Request& request, CommitWriter& writer) {
    try {
      return request.say(writer);
    } catch (...) {
      request.thrown = std::current_exception();
      return Status(StatusCode::kInternal,
                    {kWriting, "", "what the commit says ended in an exception", "see to it"});
    }
  }

  void sync_all(std::unique_lock<std::mutex>& lock) noexcept {
    is_syncing_ = true;
    internal::MetaRecord written = written_;
    lock.unlock();
    const Status status = state_.database->sync_log();
    if (status.ok()) static_cast<void>(state_.database->remove_replaced_files_if_due());
    lock.lock();
    is_syncing_ = false;
    if (status.ok()) {
      durable_ = std::max(durable_, written.commit);
      state_.show(std::move(written));
    } else {
      fail(status);
    }
    pass_on();  // before the others wake
    end_those_decided();
    pass_on();
  }

  // What is to be done and nobody does, one of those does who wait for it.
  void pass_on() {
    if (!is_staging_ && !asked_.empty()) asked_.front()->turn.notify_one();
    if (!is_syncing_ && !staged_.empty()) staged_.back()->turn.notify_one();
  }

  // Those that are durable, and those that will not be. An ended request is its thread's again, and
  // may be gone.
  void end_those_decided() {
    const bool is_over = !failure_.ok() && !is_syncing_;
    std::vector<Request*> others;
    for (Request* request : staged_) {
      const bool is_staged = request->outcome.has_value();
      const bool is_durable = is_staged && *request->outcome <= durable_;
      if (is_staged && !is_durable && !is_over) {
        others.push_back(request);
        continue;
      }
      if (is_staged && !is_durable) request->outcome = failure_;
      request->step = Step::kDone;
      request->turn.notify_one();
    }
    staged_ = std::move(others);
  }
  void fail(const Status& status) {
    failure_ = status;
    state_.has_failed_log = true;
  }

  Store::Internal& state_;
  const ExecutionContext& context_;
  internal::RocksStoreView before_;  // of who stages

  std::mutex mutex_;  // of all below, and of the requests
  std::vector<Request*> asked_, staged_;
  bool is_staging_ = false, is_syncing_ = false;
  internal::MetaRecord written_;  // to the log
  CommitSeq durable_, noted_;
  Status failure_;
};

SmallWrites::SmallWrites(std::unique_ptr<Implementation> implementation)
    : implementation_(std::move(implementation)) {}
SmallWrites::~SmallWrites() = default;

Result<std::unique_ptr<SmallWrites>> SmallWrites::begin(Store& store,
                                                        const ExecutionContext& context) {
  Store::Internal& state = store.internal();
  HEADWATER_RETURN_IF_ERROR(state.check_may_write(kWriting));
  HEADWATER_RETURN_IF_ERROR(internal::make_folder(state.scratch(), kWriting));
  return std::unique_ptr<SmallWrites>(
      new SmallWrites(std::make_unique<Implementation>(state, context)));
}

Result<CommitSeq> SmallWrites::write(Manifest manifest, const Saying& say) {
  return implementation_->write(std::move(manifest), say);
}

Status SmallWrites::finish() { return implementation_->finish(); }

}  // namespace headwater::graph
