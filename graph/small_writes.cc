#include "graph/small_writes.h"

#include <condition_variable>
#include <mutex>
#include <utility>

#include "graph/internal/files.h"
#include "graph/internal/head_file.h"
#include "graph/internal/staged_commit.h"

namespace headwater::graph {
namespace {

constexpr char kWriting[] = "write to the store";
constexpr std::size_t kHeldBytes = 4 << 20;  // of a family in one commit

}  // namespace

// Whoever finds nobody at the disk syncs the log for all that stands in it; meanwhile others stage.
class SmallWrites::Implementation {
 public:
  Implementation(Store::Internal& state, const ExecutionContext& context)
      : state_(state), context_(context), before_(state, ViewOptions{}, /*sees_everything=*/true) {
    state_.has_small_writes = true;
  }
  ~Implementation() {
    static_cast<void>(finish());
    state_.has_small_writes = false;
  }

  Result<CommitSeq> write(Manifest manifest, const Saying& say) {
    std::unique_lock lock(mutex_);
    HEADWATER_RETURN_IF_ERROR(failure_);
    HEADWATER_RETURN_IF_ERROR(stage(std::move(manifest), say));
    const CommitSeq commit = state_.meta.commit;
    HEADWATER_RETURN_IF_ERROR(wait_until_durable(commit, lock));
    return commit;
  }

  Status finish() {
    const std::lock_guard lock(mutex_);
    const CommitSeq durable = state_.shown.commit;
    if (!failure_.ok() || noted_ == durable) return failure_;
    HEADWATER_RETURN_IF_ERROR(internal::stage_head(state_.scratch(), durable));
    HEADWATER_RETURN_IF_ERROR(internal::move_head(state_.scratch(), state_.path));
    noted_ = durable;
    return {};
  }

 private:
  Status stage(Manifest manifest, const Saying& say) {
    internal::StagedCommit commit(state_, std::move(manifest), context_, {&before_, kHeldBytes});
    HEADWATER_RETURN_IF_ERROR(say(commit));
    const CommitSeq newest = state_.meta.commit;
    Status status = commit.publish_through_log();
    if (state_.meta.commit == newest) {
      // Of a write that failed half-way nobody knows what the log holds.
      if (status.code() == StatusCode::kIo) fail(status);
      return status;
    }
    before_.advance(state_);
    return {};
  }

  Status wait_until_durable(CommitSeq commit, std::unique_lock<std::mutex>& lock) {
    while (failure_.ok() && state_.shown.commit < commit) {
      if (is_syncing_) {
        synced_.wait(lock);
        continue;
      }
      is_syncing_ = true;
      const internal::MetaRecord written = state_.meta;
      lock.unlock();
      const Status status = state_.database->sync_log();
      if (status.ok()) static_cast<void>(state_.database->remove_replaced_files_if_due());
      lock.lock();
      is_syncing_ = false;
      if (status.ok()) {
        state_.show(written);
      } else {
        fail(status);
      }
      synced_.notify_all();
    }
    return state_.shown.commit < commit ? failure_ : Status();
  }

  void fail(const Status& status) {
    failure_ = status;
    state_.has_failed_log = true;
  }

  Store::Internal& state_;
  const ExecutionContext& context_;
  std::mutex mutex_;  // of all below, and of what the store is staged upon
  std::condition_variable synced_;
  internal::RocksStoreView before_;
  CommitSeq noted_;
  bool is_syncing_ = false;
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
