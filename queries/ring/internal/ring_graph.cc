#include "queries/ring/internal/ring_graph.h"

#include <algorithm>

namespace headwater::queries::internal {
namespace {

bool is_party(graph::EntityKind kind) {
  return kind == graph::EntityKind::kPerson || kind == graph::EntityKind::kCompany;
}

graph::Status known_error(std::string found, std::string remedy) {
  return graph::question_error("rank a ring", "the known members", std::move(found),
                               std::move(remedy));
}

// By vertex: true where anything that is the same as it is protected.
std::vector<bool> protected_groups(const graph::Snapshot& snapshot,
                                   const graph::Resolution& resolution) {
  const graph::ResolvedVertices resolved = graph::resolve_vertices(snapshot, resolution);
  std::vector<bool> result(snapshot.vertices().size(), false);
  for (graph::VertexIndex v = 0; v < result.size(); ++v) {
    if (snapshot.has_flag(v, graph::kProtected)) result[resolved.representative[v]] = true;
  }
  return result;
}

}  // namespace

graph::ProjectionRequest projection_request(const RingRequest& request) {
  graph::ProjectionRequest projection;
  projection.layers = request.layers;
  projection.directed = false;
  projection.window = request.window;
  // Amounts of several assets are never added; their logarithms only order the one-hop baseline.
  const bool by_amount = request.weight == graph::Weight::kAmount;
  projection.weight = by_amount ? graph::Weight::kLogAmount : request.weight;
  projection.contract_owners = true;
  projection.resolution = request.resolution;
  return projection;
}

graph::Result<RingGraph> RingGraph::build(const graph::Snapshot& snapshot,
                                          const RingRequest& request,
                                          const graph::ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(graph::Projection projection,
                             graph::project(snapshot, projection_request(request), context));
  RingGraph ring(snapshot, std::move(projection));
  const std::vector<bool> is_protected = protected_groups(snapshot, request.resolution);
  HEADWATER_RETURN_IF_ERROR(ring.place_known(request, is_protected));
  ring.list_candidates(is_protected);
  return ring;
}

// Whoever is protected is passed over like somebody without a tie: an error of its own would say
// who is a victim.
graph::Status RingGraph::place_known(const RingRequest& request,
                                     const std::vector<bool>& is_protected) {
  if (request.known.empty()) {
    return known_error("none", "name one, or assert one with `member-of`");
  }
  const graph::ResolvedVertices resolved = graph::resolve_vertices(*snapshot_, request.resolution);
  for (const graph::EntityId id : request.known) {
    const graph::VertexIndex vertex = snapshot_->vertices().find(id);
    if (vertex == graph::kNoVertex || !is_party(id.kind())) {
      return known_error("one that is no person or company of this snapshot",
                         "name persons or companies");
    }
    const graph::VertexIndex representative = resolved.representative[vertex];
    const std::uint32_t v = projection_.find(representative);
    if (v == graph::kNoVertex || is_protected[representative]) continue;
    known_.push_back(v);
    known_vertices_.push_back(representative);
  }
  for (auto* list : {&known_, &known_vertices_}) {
    std::sort(list->begin(), list->end());
    list->erase(std::unique(list->begin(), list->end()), list->end());
  }
  if (known_.empty()) {
    return known_error("none that has a tie in these layers and may start a ranking",
                       "add layers, widen the window, or name others");
  }
  return {};
}

void RingGraph::list_candidates(const std::vector<bool>& is_protected) {
  for (std::uint32_t v = 0; v < projection_.vertex_count(); ++v) {
    const graph::VertexIndex vertex = projection_.snapshot_vertices()[v];
    if (!is_party(snapshot_->vertices().kind(vertex))) continue;
    if (!projection_.is_rankable(v) || is_protected[vertex]) {
      ++protected_left_out_;
    } else if (!std::binary_search(known_.begin(), known_.end(), v)) {
      candidates_.push_back(v);
    }
  }
}

RankedEntity RingGraph::entity(std::uint32_t v) const {
  RankedEntity entity;
  entity.vertex = projection_.snapshot_vertices()[v];
  entity.entity = snapshot_->vertices().entity(entity.vertex);
  entity.ties = projection_.out().degree(v);
  return entity;
}

RingRanking RingGraph::empty_ranking() const {
  RingRanking ranking;
  ranking.known = known_vertices_;
  ranking.protected_left_out = protected_left_out_;
  ranking.notes = projection_.notes();
  return ranking;
}

}  // namespace headwater::queries::internal
