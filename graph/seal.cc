#include "graph/seal.h"

#include <atomic>
#include <mutex>
#include <utility>
#include <vector>

#include "graph/internal/files.h"
#include "graph/internal/index_builder.h"
#include "graph/internal/ledger_reader.h"
#include "graph/internal/ledger_segment.h"
#include "graph/internal/sst_output.h"
#include "graph/internal/store_state.h"
#include "graph/internal/tail_folder.h"

namespace headwater::graph {
namespace {

using internal::Family;

constexpr char kSealing[] = "seal the ledger";

// The blocks of one task, as table files in a folder of its own.
class StagedBlocks final : public internal::BlockSink {
 public:
  StagedBlocks(const internal::Database& database, Family family, std::string folder,
               std::function<void(internal::TableFiles, std::uint64_t, std::uint64_t)> done)
      : output_(database, family, std::move(folder)), done_(std::move(done)) {}

  Status put(std::string_view key, std::string_view block) override {
    ++written_;
    return output_.put(key, block);
  }
  Status remove(std::string_view key) override {
    ++removed_;
    return output_.remove(key);
  }
  Status finish() override {
    HEADWATER_ASSIGN_OR_RETURN(internal::TableFiles files, output_.finish());
    done_(std::move(files), written_, removed_);
    return {};
  }

 private:
  internal::SstOutput output_;
  std::function<void(internal::TableFiles, std::uint64_t, std::uint64_t)> done_;
  std::uint64_t written_ = 0, removed_ = 0;
};

// Shared between tasks: the lists of files under a mutex, the numbers of folders.
class Seal {
 public:
  Seal(Store::Internal& state, const ExecutionContext& context)
      : state_(state), context_(context), folder_(state.scratch()) {}
  ~Seal() { internal::remove_tree(folder_); }

  Result<SealReport> run() {
    internal::MetaRecord meta = state_.meta;
    const internal::TransactionRange range{meta.sealed, meta.counters.transactions};
    report_.sealed = range.end;
    report_.sealed_now = range.end - range.begin;
    if (report_.sealed_now == 0) return report_;
    HEADWATER_RETURN_IF_ERROR(internal::make_folder(folder_, kSealing));
    const internal::RocksStoreView view(state_, ViewOptions{}, /*sees_everything=*/true);
    internal::IndexRequest request;
    request.transactions = range;
    request.is_merged = range.begin > 0;
    HEADWATER_RETURN_IF_ERROR(internal::build_index(
        view.internal(), request,
        [&](Direction direction, std::string_view, std::string_view) { return stage(direction); },
        context_));
    HEADWATER_RETURN_IF_ERROR(note_kinds(view.internal(), range, meta));
    HEADWATER_RETURN_IF_ERROR(fold_tail(view.internal(), range));
    meta.sealed = range.end;
    HEADWATER_RETURN_IF_ERROR(publish(meta));
    return report_;
  }

 private:
  Result<std::unique_ptr<internal::BlockSink>> stage(Direction direction) {
    const std::string folder = folder_ + "/" + std::to_string(next_folder_++);
    HEADWATER_RETURN_IF_ERROR(internal::make_folder(folder, kSealing));
    const Family family = internal::index_family(direction);
    return std::unique_ptr<internal::BlockSink>(std::make_unique<StagedBlocks>(
        *state_.database, family, folder,
        [this, direction](internal::TableFiles files, std::uint64_t written,
                          std::uint64_t removed) {
          const std::lock_guard lock(mutex_);
          auto& all = files_[static_cast<std::size_t>(direction)];
          all.insert(all.end(), files.begin(), files.end());
          report_.blocks_written += written;
          report_.blocks_removed += removed;
        }));
  }

  // From zone maps.
  static Status note_kinds(const StoreView::Internal& view, const internal::TransactionRange& range,
                           internal::MetaRecord& meta) {
    return internal::for_each_segment(
        view, range.begin, range.end, [&](std::uint64_t first, std::string_view value) -> Status {
          HEADWATER_ASSIGN_OR_RETURN(const internal::SegmentHeader header,
                                     internal::decode_segment_header(value, first));
          meta.sealed_kinds = static_cast<std::uint16_t>(meta.sealed_kinds | header.kinds);
          return {};
        });
  }

  // Small writes, until now a segment each, become segments of up to 4,096 where they follow one
  // another.
  Status fold_tail(const StoreView::Internal& view, const internal::TransactionRange& range) {
    internal::SstOutput ledger(*state_.database, Family::kLedger, folder_);
    internal::SstOutput tail(*state_.database, Family::kTail, folder_);
    internal::TailFolder folder([&](std::uint64_t first, std::string_view segment) {
      return ledger.put(internal::big_endian_key(first), segment);
    });
    HEADWATER_RETURN_IF_ERROR(state_.database->scan(
        Family::kTail, internal::big_endian_key(range.begin), internal::big_endian_key(range.end),
        view.snapshot, [&](std::string_view key, std::string_view value) -> Status {
          HEADWATER_RETURN_IF_ERROR(folder.add(internal::read_big_endian(key, 0), value));
          return tail.remove(key);
        }));
    HEADWATER_RETURN_IF_ERROR(folder.finish());
    for (internal::SstOutput* output : {&ledger, &tail}) {
      HEADWATER_ASSIGN_OR_RETURN(internal::TableFiles written, output->finish());
      if (written.empty()) continue;
      families_.push_back(output->family());
      staged_.push_back(std::move(written));
    }
    return {};
  }

  Status publish(const internal::MetaRecord& meta) {
    internal::SstOutput row(*state_.database, Family::kMeta, folder_);
    HEADWATER_RETURN_IF_ERROR(row.put(internal::kMetaKey, internal::encode_meta(meta)));
    HEADWATER_ASSIGN_OR_RETURN(internal::TableFiles meta_files, row.finish());
    std::vector<Family> families = families_;
    std::vector<internal::TableFiles> files = staged_;
    families.push_back(Family::kMeta);
    files.push_back(std::move(meta_files));
    for (const Direction direction : {Direction::kOut, Direction::kIn}) {
      auto& of_direction = files_[static_cast<std::size_t>(direction)];
      if (of_direction.empty()) continue;
      families.push_back(internal::index_family(direction));
      files.push_back(std::move(of_direction));
    }
    HEADWATER_RETURN_IF_ERROR(context_.check_cancelled(kSealing));
    // A view is made of the store before or after, never of the one's blocks and the other's
    // watermark.
    const std::lock_guard lock(state_.publishing);
    HEADWATER_RETURN_IF_ERROR(state_.database->ingest(families, files));
    state_.shown = state_.meta = meta;
    return {};
  }

  Store::Internal& state_;
  const ExecutionContext& context_;
  std::string folder_;
  std::mutex mutex_;
  std::atomic<int> next_folder_{0};
  internal::TableFiles files_[2];  // by direction
  std::vector<Family> families_;   // of what was folded
  std::vector<internal::TableFiles> staged_;
  SealReport report_;
};

}  // namespace

std::uint64_t unsealed_transactions(const Store& store) {
  const std::lock_guard lock(store.internal().publishing);
  const internal::MetaRecord& meta = store.internal().shown;
  return meta.counters.transactions - meta.sealed;
}

Result<SealReport> seal(Store& store, const ExecutionContext& context) {
  Store::Internal& state = store.internal();
  HEADWATER_RETURN_IF_ERROR(state.check_may_write(kSealing));
  return Seal(state, context).run();
}

}  // namespace headwater::graph
