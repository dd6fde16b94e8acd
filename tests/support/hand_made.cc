#include "tests/support/hand_made.h"

#include <algorithm>

namespace headwater::tests {

std::shared_ptr<const graph::Snapshot> hand_made_snapshot(
    std::uint32_t accounts, std::vector<HandMadeTransfer> transfers,
    const std::vector<std::uint32_t>& boundary, const std::vector<std::uint32_t>& pooled) {
  std::stable_sort(transfers.begin(), transfers.end(),
                   [](const auto& a, const auto& b) { return a.time < b.time; });
  graph::Snapshot::Parts parts;
  graph::Counters counters;
  counters.entities[static_cast<int>(graph::EntityKind::kAccount)] = accounts;
  parts.vertices = graph::VertexTable(counters);
  parts.vertex_flags.assign(accounts, graph::kPresent);
  for (const std::uint32_t v : boundary) {
    parts.vertex_flags[v] |= graph::kBoundary | graph::kCashBoundary;
  }
  for (const std::uint32_t v : pooled) parts.vertex_flags[v] |= graph::kPooled;
  parts.assets = {{"EUR", graph::AssetKind::kFiat, 2}, {"USD", graph::AssetKind::kFiat, 2}};
  graph::TransactionColumns& layer = parts.transactions;
  for (const HandMadeTransfer& transfer : transfers) {
    const auto position = static_cast<std::uint32_t>(layer.time_ms.size());
    layer.time_ms.push_back(transfer.time);
    layer.amount.push_back(transfer.amount);
    layer.from.push_back(transfer.from);
    layer.to.push_back(transfer.to);
    layer.asset.push_back(transfer.asset);
    layer.kind.push_back(static_cast<std::uint8_t>(graph::TransactionKind::kTransfer));
    layer.flags.push_back(transfer.flags);
    const std::int64_t received = transfer.received < 0 ? transfer.amount : transfer.received;
    if (transfer.received_asset != transfer.asset || received != transfer.amount) {
      layer.received.push_back({position, {transfer.received_asset}, received});
    }
  }
  return graph::Snapshot::assemble(std::move(parts), graph::ExecutionContext());
}

}  // namespace headwater::tests
