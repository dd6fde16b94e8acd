#include "graph/internal/ledger_reader.h"

#include <algorithm>

#include "graph/internal/bytes.h"

namespace headwater::graph::internal {

Status for_each_segment(const StoreView::Internal& view, std::uint64_t begin, std::uint64_t end,
                        const std::function<Status(std::uint64_t, std::string_view)>& visit) {
  end = std::min(end, view.counters.transactions);
  if (begin >= end) return {};
  return view.database->scan(Family::kLedger, big_endian_key(begin), big_endian_key(end),
                             view.snapshot, [&](std::string_view key, std::string_view value) {
                               return visit(read_big_endian(key, 0), value);
                             });
}

// mark: key `tx8 . commit8`.
Result<std::vector<std::uint64_t>> hidden_transactions(const StoreView::Internal& view) {
  std::vector<std::uint64_t> hidden;
  HEADWATER_RETURN_IF_ERROR(view.database->scan(
      Family::kMark, "", "", view.snapshot, [&](std::string_view key, std::string_view) -> Status {
        const std::uint64_t transaction = read_big_endian(key, 0);
        if (!view.is_in_force({read_big_endian(key, 8)})) return {};
        if (hidden.empty() || hidden.back() != transaction) hidden.push_back(transaction);
        return {};
      }));
  return hidden;
}

}  // namespace headwater::graph::internal
