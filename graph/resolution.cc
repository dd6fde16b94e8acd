// Resolution of `same-as` by union-find with the smallest vertex as root, so that the result does
// not depend on the order of the relations.
#include <algorithm>
#include <set>

#include "graph/disjoint_sets.h"
#include "graph/snapshot.h"

namespace headwater::graph {
namespace {

std::pair<VertexIndex, VertexIndex> unordered(const RelationLayer::Edge& edge) {
  return std::minmax(edge.from, edge.to);
}

VertexIndex root(DisjointSets& sets, VertexIndex v) {
  sets.compress(v);
  return sets.parent(v);
}

}  // namespace

ResolvedVertices resolve_vertices(const Snapshot& snapshot, const Resolution& resolution) {
  ResolvedVertices resolved;
  const VertexIndex size = snapshot.vertices().size();
  DisjointSets sets(size);
  for (VertexIndex v = 0; v < size; ++v) sets.reset(v);
  const auto& edges = snapshot.relations().edges;
  if (resolution.level != Resolution::Level::kNone) {
    const BasisPoints threshold = resolution.level == Resolution::Level::kConfirmed
                                      ? BasisPoints{BasisPoints::kWhole}
                                      : resolution.threshold;
    std::set<std::pair<VertexIndex, VertexIndex>> blocked;
    for (const auto& edge : edges) {
      if (edge.kind == RelationKind::kNotSameAs) blocked.insert(unordered(edge));
    }
    for (const auto& edge : edges) {
      if (edge.kind != RelationKind::kSameAs || edge.probability < threshold) continue;
      if (blocked.count(unordered(edge)) != 0) {
        resolved.blocked.push_back(edge.id);
        continue;
      }
      sets.unite(edge.from, edge.to);
      resolved.used.push_back(edge.id);
    }
    for (const auto& edge : edges) {
      if (edge.kind == RelationKind::kNotSameAs && root(sets, edge.from) == root(sets, edge.to)) {
        resolved.contradicted.push_back(edge.id);
      }
    }
  }
  resolved.representative.resize(size);
  for (VertexIndex v = 0; v < size; ++v) resolved.representative[v] = root(sets, v);
  return resolved;
}

}  // namespace headwater::graph
