#include "queries/ring/internal/ring_walk.h"

#include <vector>

#include "queries/ring/internal/ring_graph.h"

namespace headwater::queries::internal {
namespace {

using Edge = graph::Projection::Edge;

double tie_weight(const graph::CompressedRows& rows, std::uint32_t u, std::size_t i) {
  return rows.weights.empty() ? 1.0 : rows.weights[rows.offsets[u] + i];
}

std::vector<double> strengths(const graph::Projection& layer) {
  std::vector<double> result(layer.vertex_count(), 0);
  for (std::uint32_t u = 0; u < layer.vertex_count(); ++u) {
    const std::size_t degree = layer.out().neighbours(u).size();
    for (std::size_t i = 0; i < degree; ++i) result[u] += tie_weight(layer.out(), u, i);
  }
  return result;
}

// Ties of one layer, or of one asset of the money layer. `activity` says by vertex of `ties` how
// large a part the plane is of its layer there: payments counted, or 1.
struct Plane {
  graph::Layer layer = graph::Layer::kMoney;
  graph::Projection ties;
  std::vector<double> activity;
};

// What part of a step is spent in a plane, by place: an even part for each layer met there, and
// within money for each asset by the number of payments, for amounts of two assets are never added.
class StepShares {
 public:
  StepShares(const std::vector<Plane>& planes, const graph::Projection& base)
      : layers_(base.vertex_count(), 0), payments_(base.vertex_count(), 0) {
    for (const Plane& plane : planes) {
      for (std::uint32_t u = 0; u < plane.ties.vertex_count(); ++u) {
        if (plane.ties.out().degree(u) == 0) continue;
        const std::uint32_t v = base.find(plane.ties.snapshot_vertices()[u]);
        const bool is_money = plane.layer == graph::Layer::kMoney;
        if (!is_money || payments_[v] == 0) ++layers_[v];
        if (is_money) payments_[v] += plane.activity[u];
      }
    }
  }
  double of(const Plane& plane, std::uint32_t u, std::uint32_t in_base) const {
    const double share = 1.0 / layers_[in_base];
    if (plane.layer != graph::Layer::kMoney) return share;
    return share * plane.activity[u] / payments_[in_base];
  }

 private:
  std::vector<std::uint32_t> layers_;
  std::vector<double> payments_;
};

void add_plane(const Plane& plane, const graph::Projection& base, const StepShares& shares,
               HubDiscount discount, std::vector<Edge>& edges) {
  const graph::CompressedRows& rows = plane.ties.out();
  const std::vector<double> strength = strengths(plane.ties);
  std::vector<double> chances;
  for (std::uint32_t u = 0; u < plane.ties.vertex_count(); ++u) {
    const auto neighbours = rows.neighbours(u);
    chances.clear();
    double total = 0;
    for (std::size_t i = 0; i < neighbours.size(); ++i) {
      chances.push_back(discounted(tie_weight(rows, u, i), strength[neighbours[i]], discount));
      total += chances.back();
    }
    if (total <= 0) continue;
    const std::uint32_t from = base.find(plane.ties.snapshot_vertices()[u]);
    const double share = shares.of(plane, u, from);
    for (std::size_t i = 0; i < neighbours.size(); ++i) {
      const std::uint32_t to = base.find(plane.ties.snapshot_vertices()[neighbours[i]]);
      edges.push_back({from, to, share * chances[i] / total});
    }
  }
}

graph::Result<Plane> plane_of(const graph::Snapshot& snapshot, graph::Layer layer,
                              graph::ProjectionRequest request,
                              const graph::ExecutionContext& context) {
  Plane plane;
  plane.layer = layer;
  HEADWATER_ASSIGN_OR_RETURN(plane.ties, graph::project(snapshot, request, context));
  if (request.weight != graph::Weight::kAmount) {
    plane.activity.assign(plane.ties.vertex_count(), 1.0);
    return plane;
  }
  request.weight = graph::Weight::kCount;  // the same vertices and ties
  HEADWATER_ASSIGN_OR_RETURN(const graph::Projection counts,
                             graph::project(snapshot, request, context));
  plane.activity = strengths(counts);
  return plane;
}

graph::Result<std::vector<Plane>> planes_of(const graph::Snapshot& snapshot,
                                            const RingRequest& request,
                                            const graph::ExecutionContext& context) {
  std::vector<Plane> planes;
  for (const graph::Layer layer : request.layers) {
    graph::ProjectionRequest projection = projection_request(request);
    projection.layers = {layer};
    const bool is_money = layer == graph::Layer::kMoney;
    projection.weight = is_money ? request.weight : graph::Weight::kNone;
    const bool by_amount = is_money && request.weight == graph::Weight::kAmount;
    const std::size_t count = by_amount ? snapshot.assets().size() : 1;
    for (std::size_t asset = 0; asset < count; ++asset) {
      if (by_amount) projection.assets = {graph::AssetId{static_cast<std::uint16_t>(asset)}};
      HEADWATER_ASSIGN_OR_RETURN(Plane plane, plane_of(snapshot, layer, projection, context));
      planes.push_back(std::move(plane));
    }
  }
  return planes;
}

}  // namespace

graph::Result<graph::Projection> walk_graph(const graph::Snapshot& snapshot,
                                            const RingRequest& request,
                                            const graph::Projection& base,
                                            const graph::ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<Plane> planes,
                             planes_of(snapshot, request, context));
  const StepShares shares(planes, base);
  std::vector<Edge> edges;
  for (const Plane& plane : planes) {
    add_plane(plane, base, shares, request.tie_discount, edges);
  }
  return graph::Projection::from_edges(base.vertex_count(), edges, true, true, true, false);
}

}  // namespace headwater::queries::internal
