// What a snapshot holds beside its transactions, read from a view.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "graph/internal/store_view.h"
#include "graph/snapshot.h"

namespace headwater::graph::internal {

Result<std::shared_ptr<const SnapshotOrigin>> origin_of(const StoreView& view,
                                                        const SnapshotRequest& request);

// A hash of the manifests up to a commit: two histories that began as one differ in it.
std::uint64_t history_of(const StoreView& view, CommitSeq commit);

// Transactions numbered `first` and up that zone maps do not rule out, but for the rest of a
// segment that begins before.
Result<std::uint64_t> count_possible_rows(const StoreView& view, const SnapshotRequest& request,
                                          std::uint64_t first);

// Sets kPresent, kPooled, kBoundary and kCashBoundary; `flags` of all vertices, zero.
Status read_presence(const StoreView& view, const VertexTable& vertices,
                     std::vector<std::uint8_t>& flags);
// `flags` are those of an earlier commit, of vertices `before`: only what may differ is read.
Status read_presence_since(const StoreView& view, const VertexTable& before,
                           const VertexTable& vertices, std::vector<std::uint8_t>& flags);
// Takes what was read of those whom the request does not name away.
void leave_out_others(const SnapshotRequest& request, const VertexTable& vertices,
                      std::vector<std::uint8_t>& flags);
// Adds kProtected.
Status read_protection(const StoreView& view, const VertexTable& vertices,
                       std::vector<std::uint8_t>& flags);

// Without adjacency.
Status read_relations(const StoreView& view, const SnapshotRequest& request,
                      const VertexTable& vertices, RelationLayer& layer);
Status read_victim_flows(const StoreView& view, const SnapshotRequest& request,
                         const VertexTable& vertices, VictimFlowLayer& layer);

}  // namespace headwater::graph::internal
