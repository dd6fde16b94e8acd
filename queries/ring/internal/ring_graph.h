// The graph that all ways of ranking share: one projection, the known members in it, and who may be
// ranked.
#pragma once

#include <cstdint>
#include <vector>

#include "queries/ring/ring_ranking.h"

namespace headwater::queries::internal {

// Undirected, accounts contracted to owners.
graph::ProjectionRequest projection_request(const RingRequest& request);

class RingGraph {
 public:
  static graph::Result<RingGraph> build(const graph::Snapshot& snapshot, const RingRequest& request,
                                        const graph::ExecutionContext& context);

  const graph::Projection& projection() const { return projection_; }
  const std::vector<std::uint32_t>& known() const { return known_; }  // vertices of the projection
  const std::vector<std::uint32_t>& candidates() const { return candidates_; }  // ascending
  RankedEntity entity(std::uint32_t v) const;                                   // without scores
  RingRanking empty_ranking() const;

 private:
  RingGraph(const graph::Snapshot& snapshot, graph::Projection projection)
      : snapshot_(&snapshot), projection_(std::move(projection)) {}
  graph::Status place_known(const RingRequest& request, const std::vector<bool>& is_protected);
  void list_candidates(const std::vector<bool>& is_protected);

  const graph::Snapshot* snapshot_;
  graph::Projection projection_;
  std::vector<std::uint32_t> known_, candidates_;
  std::vector<graph::VertexIndex> known_vertices_;
  std::uint64_t protected_left_out_ = 0;
};

}  // namespace headwater::queries::internal
