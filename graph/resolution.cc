// Resolution of `same-as` by union-find with the smallest vertex as root, so that the result does
// not depend on the order of the relations.
#include <algorithm>
#include <numeric>
#include <set>

#include "graph/snapshot.h"

namespace headwater::graph {
namespace {

class DisjointSets {
 public:
  explicit DisjointSets(std::size_t size) : parent_(size) {
    std::iota(parent_.begin(), parent_.end(), VertexIndex{0});
  }
  VertexIndex find(VertexIndex v) {
    while (parent_[v] != v) {
      parent_[v] = parent_[parent_[v]];
      v = parent_[v];
    }
    return v;
  }
  void unite(VertexIndex a, VertexIndex b) {
    a = find(a);
    b = find(b);
    if (a != b) parent_[std::max(a, b)] = std::min(a, b);
  }

 private:
  std::vector<VertexIndex> parent_;
};

std::pair<VertexIndex, VertexIndex> unordered(const RelationLayer::Edge& edge) {
  return std::minmax(edge.from, edge.to);
}

}  // namespace

ResolvedVertices resolve_vertices(const Snapshot& snapshot, const Resolution& resolution) {
  ResolvedVertices resolved;
  DisjointSets sets(snapshot.vertices().size());
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
      if (edge.kind == RelationKind::kNotSameAs && sets.find(edge.from) == sets.find(edge.to)) {
        resolved.contradicted.push_back(edge.id);
      }
    }
  }
  resolved.representative.resize(snapshot.vertices().size());
  for (VertexIndex v = 0; v < snapshot.vertices().size(); ++v) {
    resolved.representative[v] = sets.find(v);
  }
  return resolved;
}

}  // namespace headwater::graph
