// Resolution of `same-as` by union-find, the surest link first. Every set keeps the sets that a
// `not-same-as` holds apart from it, so that a link is refused when it would bring any two such ids
// together, however many links lie between them. This is Kruskal's order under constraints that
// forbid a union: greedy, so that a link gives way to those that are surer than itself, and never
// to a weaker one. The root is the smallest vertex of its set, so representatives do not depend on
// the order of unions.
#include <algorithm>
#include <map>
#include <unordered_map>

#include "graph/disjoint_sets.h"
#include "graph/snapshot.h"

namespace headwater::graph {
namespace {

using SamenessEdge = RelationLayer::Edge;

// Sets of vertices, some pairs of which must never become one.
class ConstrainedSets {
 public:
  explicit ConstrainedSets(VertexIndex size) : sets_(size) {
    for (VertexIndex v = 0; v < size; ++v) sets_.reset(v);
  }

  VertexIndex find(VertexIndex v) {
    sets_.compress(v);
    return sets_.parent(v);
  }

  // Before any union.
  void hold_apart(VertexIndex a, VertexIndex b, RelationId by) {
    if (a == b) return;  // nobody is another than oneself
    keep_smaller(apart_[a], b, by);
    keep_smaller(apart_[b], a, by);
  }

  // Null when nothing holds the two sets apart; else the smallest relation that does.
  const RelationId* apart(VertexIndex a, VertexIndex b) {
    const auto known = apart_.find(find(a));
    if (known == apart_.end()) return nullptr;
    const auto found = known->second.find(find(b));
    return found == known->second.end() ? nullptr : &found->second;
  }

  void unite(VertexIndex a, VertexIndex b) {
    a = find(a);
    b = find(b);
    if (a == b) return;
    sets_.unite(a, b);
    const VertexIndex gone = std::max(a, b), root = std::min(a, b);
    const auto known = apart_.find(gone);
    if (known == apart_.end()) return;
    const std::map<VertexIndex, RelationId> others = std::move(known->second);
    apart_.erase(known);
    for (const auto& [other, by] : others) {
      apart_[other].erase(gone);
      keep_smaller(apart_[other], root, by);
      keep_smaller(apart_[root], other, by);
    }
  }

 private:
  static void keep_smaller(std::map<VertexIndex, RelationId>& relations, VertexIndex other,
                           RelationId by) {
    const auto [at, is_new] = relations.try_emplace(other, by);
    if (!is_new && by < at->second) at->second = by;
  }

  DisjointSets sets_;
  std::unordered_map<VertexIndex, std::map<VertexIndex, RelationId>> apart_;  // by root
};

// The links at or above the level, the surest first.
std::vector<const SamenessEdge*> links_in_order(const std::vector<SamenessEdge>& edges,
                                                const Resolution& resolution) {
  const BasisPoints threshold = resolution.level == Resolution::Level::kConfirmed
                                    ? BasisPoints{BasisPoints::kWhole}
                                    : resolution.threshold;
  std::vector<const SamenessEdge*> links;
  for (const SamenessEdge& edge : edges) {
    const bool counts = edge.kind == RelationKind::kSameAs && !(edge.probability < threshold);
    if (counts) links.push_back(&edge);
  }
  std::sort(links.begin(), links.end(), [](const SamenessEdge* a, const SamenessEdge* b) {
    if (a->probability != b->probability) return b->probability < a->probability;
    return a->id < b->id;
  });
  return links;
}

void join_links(const std::vector<SamenessEdge>& edges, const Resolution& resolution,
                ConstrainedSets& sets, ResolvedVertices& resolved) {
  for (const SamenessEdge& edge : edges) {
    if (edge.kind == RelationKind::kNotSameAs) sets.hold_apart(edge.from, edge.to, edge.id);
  }
  std::map<RelationId, RelationId> blocked;
  for (const SamenessEdge* link : links_in_order(edges, resolution)) {
    if (const RelationId* by = sets.apart(link->from, link->to)) {
      blocked.emplace(link->id, *by);
      continue;
    }
    sets.unite(link->from, link->to);
    resolved.used.push_back(link->id);
  }
  std::sort(resolved.used.begin(), resolved.used.end());
  for (const auto& [link, by] : blocked) {
    resolved.blocked.push_back(link);
    resolved.blocked_by.push_back(by);
  }
}

}  // namespace

ResolvedVertices resolve_vertices(const Snapshot& snapshot, const Resolution& resolution) {
  ResolvedVertices resolved;
  const VertexIndex size = snapshot.vertices().size();
  ConstrainedSets sets(size);
  if (resolution.level != Resolution::Level::kNone) {
    join_links(snapshot.relations().edges, resolution, sets, resolved);
  }
  resolved.representative.resize(size);
  for (VertexIndex v = 0; v < size; ++v) resolved.representative[v] = sets.find(v);
  return resolved;
}

}  // namespace headwater::graph
