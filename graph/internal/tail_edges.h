// The edges of the transactions that are in no index, by owner.
#pragma once

#include <memory>
#include <span>

#include "graph/internal/edge_collector.h"

namespace headwater::graph::internal {

class TailEdges {
 public:
  // O(V + unsealed) time and memory. Errors: kCorrupt, kIo, kCancelled.
  static Result<std::shared_ptr<const TailEdges>> read(const StoreView::Internal& view,
                                                       const ExecutionContext& context);

  // By kind, within a kind in ledger order. Thread-safe.
  std::span<const Edge> of(Direction direction, EntityId owner) const;

 private:
  explicit TailEdges(const StoreView::Internal& view);
  EdgeCollector by_direction_[2];
};

}  // namespace headwater::graph::internal
