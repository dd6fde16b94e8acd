#include "queries/flow/internal/transaction_positions.h"

#include <algorithm>

namespace headwater::queries::internal {

TransactionPositions::TransactionPositions(const graph::TransactionLayer& layer) : layer_(layer) {
  if (layer.is_numbered_by_position()) return;
  std::uint64_t last = 0;
  for (std::uint32_t position = 0; position < layer.size(); ++position) {
    last = std::max(last, layer.id(position).value);
  }
  positions_.assign(last + 1, kNone);
  for (std::uint32_t position = 0; position < layer.size(); ++position) {
    positions_[layer.id(position).value] = position;
  }
}

std::optional<std::uint32_t> TransactionPositions::find(graph::TransactionId id) const {
  if (layer_.is_numbered_by_position()) {
    if (id.value >= layer_.size()) return std::nullopt;
    return static_cast<std::uint32_t>(id.value);
  }
  if (id.value >= positions_.size() || positions_[id.value] == kNone) return std::nullopt;
  return positions_[id.value];
}

}  // namespace headwater::queries::internal
