// Where transactions stand in a snapshot's layer, by their number in the store.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "graph/snapshot.h"

namespace headwater::queries::internal {

class TransactionPositions {
 public:
  // O(T) time and 4 bytes a transaction, unless the ledger was in order already: then none.
  explicit TransactionPositions(const graph::TransactionLayer& layer);

  // Nothing for a transaction that is not loaded.
  std::optional<std::uint32_t> find(graph::TransactionId id) const;

 private:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
  const graph::TransactionLayer& layer_;
  std::vector<std::uint32_t> positions_;  // by number
};

}  // namespace headwater::queries::internal
