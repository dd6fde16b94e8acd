// The ledger of a view, segment by segment.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/internal/store_view.h"

namespace headwater::graph::internal {

// Whole values of the published segments whose first transaction lies in [begin, end), ascending,
// those of small writes in their places; retracted commits' segments too. Slices are valid only
// during the call; checksums are the decoder's to check. Several threads may read disjoint ranges
// at once.
Status for_each_segment(const StoreView::Internal& view, std::uint64_t begin, std::uint64_t end,
                        const std::function<Status(std::uint64_t first, std::string_view)>& visit);

// The segment that holds a transaction; nothing where none does. Errors: kCorrupt, kIo.
struct FoundSegment {
  std::uint64_t first = 0;
  std::string value;
};
Result<std::optional<FoundSegment>> find_segment(const StoreView::Internal& view, TransactionId id);

// Numbers of the transactions that visible marks hide, ascending.
Result<std::vector<std::uint64_t>> hidden_transactions(const StoreView::Internal& view);

}  // namespace headwater::graph::internal
