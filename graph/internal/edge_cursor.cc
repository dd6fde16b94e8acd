// A cursor merges the runs of the kinds that were asked for: of each kind one from the index and
// one from the tail. Its iterators and buffers serve one question after another.
#include "graph/edge_cursor.h"

#include <algorithm>

#include "graph/internal/edge_run.h"
#include "graph/internal/index_builder.h"
#include "graph/internal/tail_edges.h"

namespace headwater::graph {
namespace internal {
namespace {

constexpr int kKindBits = 16;

std::uint16_t mask_of(const std::vector<TransactionKind>& kinds) {
  if (kinds.empty()) return 0xFFFF;
  std::uint16_t mask = 0;
  for (const TransactionKind kind : kinds) {
    mask = static_cast<std::uint16_t>(mask | 1u << static_cast<unsigned>(kind));
  }
  return mask;
}

AdjacentTransaction adjacent(const Edge& edge) {
  AdjacentTransaction result;
  result.id.value = edge.transaction;
  result.time.ms = edge.time_ms;
  result.peer = EntityId::from_value(edge.peer);
  result.amount.value = edge.amount;
  result.asset.value = edge.asset;
  result.kind = static_cast<TransactionKind>(edge.kind);
  result.channel = static_cast<Channel>(edge.channel);
  return result;
}

class RocksEdgeCursor final : public EdgeCursor {
 public:
  explicit RocksEdgeCursor(const StoreView::Internal& view) : view_(view) {}

  Status prepare(const ExecutionContext& context) {
    HEADWATER_ASSIGN_OR_RETURN(hidden_, view_.view->hidden());
    HEADWATER_ASSIGN_OR_RETURN(tail_, view_.view->tail(context));
    filters_ =
        !hidden_->empty() || view_.sealed > view_.counters.transactions ||
        std::find(view_.visible.begin() + 1, view_.visible.end(), false) != view_.visible.end();
    return {};
  }

  Status for_each(const EdgeRequest& request,
                  const std::function<bool(const AdjacentTransaction&)>& visit) override {
    HEADWATER_RETURN_IF_ERROR(start_runs(request));
    while (EdgeRun* run = first_run(request.newest_first)) {
      const Edge& edge = run->edge();
      if (is_visible(edge.transaction) && !visit(adjacent(edge))) return {};
      HEADWATER_RETURN_IF_ERROR(run->next());
    }
    return {};
  }

 private:
  Status start_runs(const EdgeRequest& request) {
    used_ = 0;
    const std::uint16_t mask = mask_of(request.kinds);
    RunRequest wanted{request.account.value(), 0, request.window, request.newest_first};
    const Family family = index_family(request.direction);
    auto& iterators = iterators_[static_cast<int>(request.direction)];
    std::size_t next_iterator = 0;
    for (int kind = 0; kind < kKindBits; ++kind) {
      if ((mask & view_.sealed_kinds & 1u << kind) == 0) continue;
      wanted.kind = static_cast<std::uint8_t>(kind);
      if (next_iterator == iterators.size()) {
        iterators.push_back(view_.database->iterator(family, view_.snapshot));
      }
      HEADWATER_RETURN_IF_ERROR(
          free_run().start(wanted, *iterators[next_iterator++], name_of(family)));
      keep_if_any();
    }
    if (tail_ == nullptr) return {};
    std::span<const Edge> edges = tail_->of(request.direction, request.account);
    while (!edges.empty()) {
      wanted.kind = edges.front().kind;
      const auto end = std::find_if(edges.begin(), edges.end(),
                                    [&](const Edge& edge) { return edge.kind != wanted.kind; });
      const auto size = static_cast<std::size_t>(end - edges.begin());
      if ((mask & 1u << wanted.kind) != 0) {
        HEADWATER_RETURN_IF_ERROR(free_run().start(wanted, edges.first(size)));
        keep_if_any();
      }
      edges = edges.subspan(size);
    }
    return {};
  }

  EdgeRun& free_run() {
    if (used_ == runs_.size()) runs_.emplace_back();
    return runs_[used_];
  }
  void keep_if_any() {
    if (!runs_[used_].at_end()) ++used_;
  }

  EdgeRun* first_run(bool newest_first) {
    EdgeRun* first = nullptr;
    for (std::size_t i = 0; i < used_; ++i) {
      if (runs_[i].at_end()) continue;
      const bool comes_before =
          first == nullptr || (newest_first ? in_ledger_order(first->edge(), runs_[i].edge())
                                            : in_ledger_order(runs_[i].edge(), first->edge()));
      if (comes_before) first = &runs_[i];
    }
    return first;
  }

  bool is_visible(std::uint64_t number) const {
    if (!filters_) return true;
    return number < view_.counters.transactions &&
           view_.is_visible(view_.view->commit_of(TransactionId{number})) &&
           !std::binary_search(hidden_->begin(), hidden_->end(), number);
  }

  const StoreView::Internal& view_;
  std::shared_ptr<const std::vector<std::uint64_t>> hidden_;  // retracted, ascending
  std::shared_ptr<const TailEdges> tail_;                     // null: all is sealed
  bool filters_ = false;
  std::vector<std::unique_ptr<rocksdb::Iterator>> iterators_[2];  // by direction
  std::vector<EdgeRun> runs_;
  std::size_t used_ = 0;
};

}  // namespace
}  // namespace internal

Result<std::unique_ptr<EdgeCursor>> EdgeCursor::make(const StoreView& view,
                                                     const ExecutionContext& context) {
  auto cursor = std::make_unique<internal::RocksEdgeCursor>(view.internal());
  HEADWATER_RETURN_IF_ERROR(cursor->prepare(context));
  return std::unique_ptr<EdgeCursor>(std::move(cursor));
}

}  // namespace headwater::graph
