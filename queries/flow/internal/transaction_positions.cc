#include "queries/flow/internal/transaction_positions.h"

#include <algorithm>

namespace headwater::queries::internal {

TransactionPositions::TransactionPositions(const graph::TransactionLayer& layer) : layer_(layer) {
  if (layer.numbers.empty()) return;
  positions_.assign(*std::max_element(layer.numbers.begin(), layer.numbers.end()) + std::size_t{1},
                    kNone);
  for (std::uint32_t position = 0; position < layer.size(); ++position) {
    positions_[layer.numbers[position]] = position;
  }
}

std::optional<std::uint32_t> TransactionPositions::find(graph::TransactionId id) const {
  if (id.value < layer_.first_number) return std::nullopt;
  const std::uint64_t number = id.value - layer_.first_number;
  if (layer_.numbers.empty()) {
    if (number >= layer_.size()) return std::nullopt;
    return static_cast<std::uint32_t>(number);
  }
  if (number >= positions_.size() || positions_[number] == kNone) return std::nullopt;
  return positions_[number];
}

}  // namespace headwater::queries::internal
