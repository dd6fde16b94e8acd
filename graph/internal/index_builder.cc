// An owner's edges of one kind are cut into blocks from some block's beginning on; where blocks end
// depends on the edges alone (`block_length`), so a merge begins at the block that the first new
// edge falls into, cuts anew, and is through as soon as it stands at the beginning of a stored
// block before the next new edge: all blocks up to that one's are as they were.
#include "graph/internal/index_builder.h"

#include <algorithm>

#include <tbb/parallel_for.h>

#include "graph/internal/bytes.h"
#include "graph/internal/stored_blocks.h"

namespace headwater::graph::internal {
namespace {

constexpr std::uint64_t kEdgesATask = std::uint64_t{1} << 19;

class OwnerWriter {
 public:
  OwnerWriter(const StoreView::Internal& view, Family family, bool is_merged, BlockSink& sink)
      : sink_(sink) {
    if (is_merged) stored_ = std::make_unique<StoredBlocks>(view, family);
  }

  // All edges of one owner, by kind and in ledger order.
  Status write(std::uint64_t entity, std::span<const Edge> edges) {
    while (!edges.empty()) {
      const auto end = std::find_if(edges.begin(), edges.end(), [&](const Edge& edge) {
        return edge.kind != edges.front().kind;
      });
      const auto size = static_cast<std::size_t>(end - edges.begin());
      HEADWATER_RETURN_IF_ERROR(write_kind(entity, edges.first(size)));
      edges = edges.subspan(size);
    }
    return {};
  }

 private:
  Status write_kind(std::uint64_t entity, std::span<const Edge> added) {
    if (stored_ == nullptr) return cut(entity, added);
    while (!added.empty()) {
      HEADWATER_ASSIGN_OR_RETURN(const bool found,
                                 stored_->seek(entity, added.front().kind, added.front()));
      if (!found) return cut(entity, added);
      HEADWATER_ASSIGN_OR_RETURN(const std::size_t taken, merge(entity, added));
      added = added.subspan(taken);
    }
    return {};
  }

  Status cut(std::uint64_t entity, std::span<const Edge> edges) {
    while (!edges.empty()) {
      const std::size_t length = block_length(edges);
      HEADWATER_RETURN_IF_ERROR(put(entity, edges.first(length)));
      edges = edges.subspan(length);
    }
    return {};
  }

  Status put(std::uint64_t entity, std::span<const Edge> block) {
    const Edge& first = block.front();
    const std::string key =
        encode_block_key({entity, first.kind, first.time_ms, first.transaction});
    HEADWATER_RETURN_IF_ERROR(remove_up_to(key));
    return sink_.put(key, encode_block(block));
  }

  // Blocks that were taken in lose their keys, in order; one whose key is written again does not.
  Status remove_up_to(std::string_view key) {
    while (next_gone_ < gone_.size() && gone_[next_gone_] < key) {
      HEADWATER_RETURN_IF_ERROR(sink_.remove(gone_[next_gone_++]));
    }
    if (next_gone_ < gone_.size() && gone_[next_gone_] == key) ++next_gone_;
    return {};
  }

  // From the block where `stored_` stands on, until blocks are as they were. Returns how many of
  // the added edges are in.
  Result<std::size_t> merge(std::uint64_t entity, std::span<const Edge> added) {
    waiting_.clear();
    marks_.clear();
    gone_.clear();
    next_gone_ = 0;
    std::size_t taken = 0;
    bool has_more = true;
    while (true) {
      HEADWATER_ASSIGN_OR_RETURN(has_more, fill(added, taken, has_more));
      if (waiting_.empty()) break;
      const auto length = static_cast<std::ptrdiff_t>(block_length(waiting_));
      HEADWATER_RETURN_IF_ERROR(put(entity, {waiting_.begin(), waiting_.begin() + length}));
      waiting_.erase(waiting_.begin(), waiting_.begin() + length);
      marks_.erase(marks_.begin(), marks_.begin() + length);
      if (is_as_before(added, taken, has_more)) break;
    }
    while (next_gone_ < gone_.size()) {
      HEADWATER_RETURN_IF_ERROR(sink_.remove(gone_[next_gone_++]));
    }
    return taken;
  }

  // Whether all that follows stands in blocks as they are stored, up to the block that the next
  // added edge falls into. What was taken of them in vain is given back.
  bool is_as_before(std::span<const Edge> added, std::size_t taken, bool has_more) {
    if (waiting_.empty()) {
      return !has_more || taken == added.size() || !in_ledger_order(added[taken], first_of_next());
    }
    const bool has_added = std::any_of(marks_.begin(), marks_.end(),
                                       [](std::uint8_t mark) { return (mark & kAdded) != 0; });
    if (has_added || (marks_.front() & kBegins) == 0) return false;
    const auto blocks = std::count_if(marks_.begin(), marks_.end(),
                                      [](std::uint8_t mark) { return (mark & kBegins) != 0; });
    gone_.resize(gone_.size() - static_cast<std::size_t>(blocks));
    return true;
  }

  Edge first_of_next() const {
    const BlockKey key = decode_block_key(stored_->key());
    Edge edge;
    edge.time_ms = key.time_ms;
    edge.transaction = key.transaction;
    return edge;
  }

  // Until enough edges wait for a block to be cut, or there are no more.
  Result<bool> fill(std::span<const Edge> added, std::size_t& taken, bool has_more) {
    while (waiting_.size() < kMostBlockEdges) {
      const bool has_added = taken < added.size();
      if (has_more && (!has_added || !in_ledger_order(added[taken], first_of_next()))) {
        HEADWATER_ASSIGN_OR_RETURN(has_more, take_stored());
      } else if (!has_added) {
        break;
      }
      taken += merge_in(added.subspan(taken), has_more);
    }
    return has_more;
  }

  // Takes the block where `stored_` stands among the edges that wait; they all come before it.
  Result<bool> take_stored() {
    HEADWATER_RETURN_IF_ERROR(stored_->decode(block_));
    gone_.emplace_back(stored_->key());
    marks_.push_back(kBegins);
    marks_.resize(marks_.size() + block_.size() - 1, 0);
    waiting_.insert(waiting_.end(), block_.begin(), block_.end());
    return stored_->next();
  }

  // Puts the added edges that come before the next stored block among those that wait.
  std::size_t merge_in(std::span<const Edge> added, bool has_more) {
    std::size_t count = added.size();
    if (has_more) {
      const Edge bound = first_of_next();
      count = static_cast<std::size_t>(
          std::lower_bound(added.begin(), added.end(), bound, in_ledger_order) - added.begin());
    }
    if (count == 0) return 0;
    std::vector<Edge> edges;
    std::vector<std::uint8_t> marks;
    std::size_t i = 0, j = 0;
    while (i < waiting_.size() || j < count) {
      const bool is_added =
          i == waiting_.size() || (j < count && in_ledger_order(added[j], waiting_[i]));
      edges.push_back(is_added ? added[j] : waiting_[i]);
      marks.push_back(is_added ? kAdded : marks_[i]);
      ++(is_added ? j : i);
    }
    waiting_ = std::move(edges);
    marks_ = std::move(marks);
    return count;
  }

  static constexpr std::uint8_t kAdded = 1, kBegins = 2;

  BlockSink& sink_;
  std::unique_ptr<StoredBlocks> stored_;  // null: nothing is stored
  std::vector<Edge> waiting_, block_;
  std::vector<std::uint8_t> marks_;  // of those that wait: added, or the first of a stored block
  std::vector<std::string> gone_;    // keys of blocks taken in, ascending
  std::size_t next_gone_ = 0;
};

// Ranges of owners with about as many edges each.
std::vector<OwnerRange> tasks_of(const EdgeCollector& collector, Direction direction,
                                 const OwnerRange& range) {
  std::vector<OwnerRange> tasks;
  OwnerRange task{range.begin, range.begin};
  std::uint64_t edges = 0;
  for (VertexIndex owner = range.begin; owner < range.end; ++owner) {
    edges += collector.count_of(direction, owner);
    task.end = owner + 1;
    if (edges < kEdgesATask && task.end != range.end) continue;
    tasks.push_back(task);
    task.begin = task.end;
    edges = 0;
  }
  return tasks;
}

Status write_task(const StoreView::Internal& view, const EdgeCollector& collector,
                  Direction direction, const OwnerRange& task, bool is_merged,
                  const SinkMaker& make_sink) {
  const VertexTable& vertices = collector.vertices();
  const std::string begin = big_endian_key(vertices.entity(task.begin).value());
  const std::string end = big_endian_key(vertices.entity(task.end - 1).value() + 1);
  HEADWATER_ASSIGN_OR_RETURN(const std::unique_ptr<BlockSink> sink,
                             make_sink(direction, begin, end));
  OwnerWriter writer(view, index_family(direction), is_merged, *sink);
  for (VertexIndex owner = task.begin; owner < task.end; ++owner) {
    const std::span<const Edge> edges = collector.edges_of(owner);
    if (edges.empty()) continue;
    HEADWATER_RETURN_IF_ERROR(writer.write(vertices.entity(owner).value(), edges));
  }
  return sink->finish();
}

}  // namespace

Status build_index(const StoreView::Internal& view, const IndexRequest& request,
                   const SinkMaker& make_sink, const ExecutionContext& context) {
  EdgeCollector collector(view, request.transactions);
  HEADWATER_RETURN_IF_ERROR(collector.count(context));
  for (const Direction direction : {Direction::kOut, Direction::kIn}) {
    for (const OwnerRange& range : collector.ranges(direction, request.most_edges)) {
      HEADWATER_RETURN_IF_ERROR(collector.collect(direction, range, context));
      const std::vector<OwnerRange> tasks = tasks_of(collector, direction, range);
      std::vector<Status> failures(tasks.size());
      context.run([&] {
        tbb::parallel_for(std::size_t{0}, tasks.size(), [&](std::size_t i) {
          failures[i] = context.check_cancelled("seal the ledger");
          if (!failures[i].ok()) return;
          failures[i] =
              write_task(view, collector, direction, tasks[i], request.is_merged, make_sink);
        });
      });
      for (const Status& failure : failures) HEADWATER_RETURN_IF_ERROR(failure);
    }
  }
  return {};
}

}  // namespace headwater::graph::internal
