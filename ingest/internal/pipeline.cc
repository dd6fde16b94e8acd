// Shared between threads: the pool of batches (under a mutex) and `stopping` (atomic). Each batch
// belongs to one pipeline stage at a time; the row source is touched by the first stage only, the
// consumer by the last only, and both of these are serial and in order, so the result does not
// depend on the number of threads.
#include "ingest/internal/pipeline.h"

#include <atomic>
#include <memory>
#include <mutex>
#include <vector>

#include <tbb/parallel_pipeline.h>

#include "ingest/internal/row_reader.h"

namespace headwater::ingest::internal {

using graph::Result;
using graph::Status;

namespace {

class BatchPool {
 public:
  DraftBatch* take() {
    const std::lock_guard lock(mutex_);
    if (free_.empty()) {
      owned_.push_back(std::make_unique<DraftBatch>());
      return owned_.back().get();
    }
    DraftBatch* batch = free_.back();
    free_.pop_back();
    return batch;
  }
  void give_back(DraftBatch* batch) {
    const std::lock_guard lock(mutex_);
    free_.push_back(batch);
  }

 private:
  std::mutex mutex_;
  std::vector<std::unique_ptr<DraftBatch>> owned_;
  std::vector<DraftBatch*> free_;
};

class BatchPipeline {
 public:
  BatchPipeline(const Binding& binding, const ReadRequest& request, ByteSource source,
                const graph::ExecutionContext& context,
                const std::function<Status(DraftBatch&)>& consume)
      : binding_(binding),
        request_(request),
        context_(context),
        consume_(consume),
        stage_("reading " + request.shown),
        size_(source.opened_as().size),
        rows_(open_rows(std::move(source), *binding.part, request.block_bytes, request.row_limit)) {
  }

  Status run() {
    context_.run([this] {
      using Mode = tbb::filter_mode;
      const auto tokens = 2 * static_cast<std::size_t>(context_.threads()) + 2;
      tbb::parallel_pipeline(
          tokens,
          tbb::make_filter<void, DraftBatch*>(
              Mode::serial_in_order, [this](tbb::flow_control& flow) { return split(flow); }) &
              tbb::make_filter<DraftBatch*, DraftBatch*>(
                  Mode::parallel, [this](DraftBatch* batch) { return read(batch); }) &
              tbb::make_filter<DraftBatch*, void>(Mode::serial_in_order,
                                                  [this](DraftBatch* batch) { finish(batch); }));
    });
    if (!split_failure_.ok()) return split_failure_;
    if (!consume_failure_.ok()) return consume_failure_;
    return check_unchanged();
  }

  const UnreadNames& passed_over() const { return rows_->passed_over(); }

 private:
  DraftBatch* split(tbb::flow_control& flow) {
    DraftBatch* batch = pool_.take();
    if (context_.is_cancelled()) split_failure_ = context_.check_cancelled(stage_);
    if (split_failure_.ok() && !stopping_.load(std::memory_order_relaxed)) {
      const Result<bool> more = rows_->next(batch->raw);
      if (more.has_value() && *more) return batch;
      if (!more.has_value()) split_failure_ = more.error();
    }
    pool_.give_back(batch);
    flow.stop();
    return nullptr;
  }

  DraftBatch* read(DraftBatch* batch) const {
    RowReader(binding_, *batch).read_all();
    if (request_.hasher) batch->hash_keys(*request_.hasher);
    return batch;
  }

  void finish(DraftBatch* batch) {
    if (consume_failure_.ok()) {
      const std::uint64_t end = batch->raw.read_to;
      const std::uint64_t rows = batch->raw.first_row - 1 + batch->raw.rows.size();
      consume_failure_ = consume_(*batch);
      context_.report({stage_, end, size_, "bytes", rows, "rows"});
      if (!consume_failure_.ok()) stopping_.store(true, std::memory_order_relaxed);
    }
    pool_.give_back(batch);
  }

  Status check_unchanged() const {
    if (!request_.expected) return {};
    HEADWATER_ASSIGN_OR_RETURN(const FileState now, rows_->source().state_now());
    if (now == *request_.expected && rows_->source().opened_as() == now) return {};
    return graph::input_error("read a file", request_.path, "it was changed while being read",
                              "load it again when nobody writes to it");
  }

  const Binding& binding_;
  const ReadRequest& request_;
  const graph::ExecutionContext& context_;
  const std::function<Status(DraftBatch&)>& consume_;
  std::string stage_;
  std::uint64_t size_;
  std::unique_ptr<RowSource> rows_;
  BatchPool pool_;
  std::atomic<bool> stopping_{false};
  Status split_failure_, consume_failure_;
};

// How often each cell occurs in the store already.
Status count_known_cells(const graph::StoreView* view, StatisticCells& cells) {
  if (view == nullptr) return {};
  return view->for_each_statistic([&](graph::StatisticId, const graph::Statistic& statistic) {
    HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view->key_of(statistic.territory));
    auto& count = cells.counts[statistic_cell(key.scheme, key.external_id, statistic)];
    ++count.total;
    ++count.seen;
    return Status();
  });
}

Status read_descriptions(const Binding& binding, const ReadRequest& request,
                         const graph::ExecutionContext& context, DescribedKinds& kinds,
                         StatementHistory& history) {
  Binding first = binding;
  first.reads_descriptions_only = true;
  HEADWATER_RETURN_IF_ERROR(read_batches(first, request, context, [&](DraftBatch& batch) {
    for (const DescribedKind& one : batch.described) kinds.add(one);
    for (const StatementNote& one : batch.notes) history.add(one);
    return Status();
  }));
  kinds.seal();
  history.seal();
  return {};
}

// Looks for what the references of a file mean. A file none of whose transactions is there was
// loaded too early: it is refused, because what it says would be lost.
Status find_referred(const Binding& binding, const ReadRequest& request,
                     const StageOptions& options, const graph::ExecutionContext& context,
                     ReferredTransactions& referred) {
  HEADWATER_RETURN_IF_ERROR(read_batches(binding, request, context,
                                         [&](DraftBatch& batch) { return referred.ask(batch); }));
  HEADWATER_RETURN_IF_ERROR(referred.find());
  const bool is_too_early = options.view != nullptr && referred.finds_nothing_asked();
  if (!is_too_early || options.is_known) return {};
  return graph::input_error("look for the transactions of a file", request.shown,
                            "none of them is in the store",
                            "load the transactions first, under the same namespace, and in a "
                            "commit of their own");
}

}  // namespace

Status read_batches(const Binding& binding, const ReadRequest& request,
                    const graph::ExecutionContext& context,
                    const std::function<Status(DraftBatch&)>& consume, UnreadNames* passed_over) {
  HEADWATER_ASSIGN_OR_RETURN(ByteSource source, ByteSource::open(request.path));
  BatchPipeline pipeline(binding, request, std::move(source), context, consume);
  HEADWATER_RETURN_IF_ERROR(pipeline.run());
  if (passed_over != nullptr) passed_over->add(pipeline.passed_over());
  return {};
}

Result<RowCounts> stage_source(const Binding& binding, const ReadRequest& request,
                               const StageOptions& options, graph::CommitWriter& writer,
                               const graph::ExecutionContext& context) {
  DescribedKinds kinds(options.view);
  Binding bound = binding;
  StatementHistory history;
  if (binding.part->describes_kinds() || binding.part->statements.is_given()) {
    HEADWATER_RETURN_IF_ERROR(read_descriptions(binding, request, context, kinds, history));
    bound.described = &kinds;
    bound.history = &history;
  }
  ReferredTransactions referred(options.view);
  StageOptions staged = options;
  if (binding.part->has_references) {
    HEADWATER_RETURN_IF_ERROR(find_referred(bound, request, options, context, referred));
    staged.referred = &referred;
  }
  StatisticCells cells;
  if (binding.part->has_statistics) {
    HEADWATER_RETURN_IF_ERROR(count_known_cells(options.view, cells));
    HEADWATER_RETURN_IF_ERROR(read_batches(bound, request, context, [&](DraftBatch& batch) {
      for (const DraftStatistic& draft : batch.statistics) ++cells.counts[draft.cell].total;
      return Status();
    }));
  }
  Resolver resolver(writer, bound, staged, &cells);
  UnreadNames passed_over;
  ReadRequest hashing = request;
  hashing.hasher = writer.key_hasher();
  HEADWATER_RETURN_IF_ERROR(read_batches(
      bound, hashing, context, [&](DraftBatch& batch) { return resolver.stage(batch); },
      &passed_over));
  RowCounts counts = resolver.counts();
  counts.unread.add(passed_over);
  return counts;
}

}  // namespace headwater::ingest::internal
