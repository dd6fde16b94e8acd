#include "graph/internal/tail_edges.h"

namespace headwater::graph::internal {
namespace {

TransactionRange unsealed(const StoreView::Internal& view) {
  return {std::min(view.sealed, view.counters.transactions), view.counters.transactions};
}

}  // namespace

TailEdges::TailEdges(const StoreView::Internal& view)
    : by_direction_{EdgeCollector(view, unsealed(view)), EdgeCollector(view, unsealed(view))} {}

Result<std::shared_ptr<const TailEdges>> TailEdges::read(const StoreView::Internal& view,
                                                         const ExecutionContext& context) {
  std::shared_ptr<TailEdges> tail(new TailEdges(view));
  for (const Direction direction : {Direction::kOut, Direction::kIn}) {
    EdgeCollector& edges = tail->by_direction_[static_cast<int>(direction)];
    HEADWATER_RETURN_IF_ERROR(edges.count(context));
    HEADWATER_RETURN_IF_ERROR(edges.collect(direction, {0, edges.vertices().size()}, context));
  }
  return std::shared_ptr<const TailEdges>(std::move(tail));
}

std::span<const Edge> TailEdges::of(Direction direction, EntityId owner) const {
  const EdgeCollector& edges = by_direction_[static_cast<int>(direction)];
  const VertexIndex vertex = edges.vertices().find(owner);
  return vertex == kNoVertex ? std::span<const Edge>() : edges.edges_of(vertex);
}

}  // namespace headwater::graph::internal
