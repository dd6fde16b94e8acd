#include "tests/reference/edge_list_graph.h"

#include <algorithm>
#include <map>
#include <utility>

namespace headwater::reference {

using Edge = graph::Projection::Edge;

std::vector<Edge> EdgeListGraph::stored_edges() const {
  std::vector<Edge> kept;
  for (Edge edge : edges) {
    if (edge.from == edge.to && !self_loops) continue;
    if (!directed && edge.from > edge.to) std::swap(edge.from, edge.to);
    if (!weighted) edge.weight = 1;
    kept.push_back(edge);
  }
  std::stable_sort(kept.begin(), kept.end(), [](const Edge& a, const Edge& b) {
    return std::pair(a.from, a.to) < std::pair(b.from, b.to);
  });
  if (!collapse_parallel) return kept;
  std::map<std::pair<std::uint32_t, std::uint32_t>, double> merged;
  for (const Edge& edge : kept) {
    double& weight = merged[{edge.from, edge.to}];
    weight = weighted ? weight + edge.weight : 1;
  }
  kept.clear();
  for (const auto& [ends, weight] : merged) kept.push_back({ends.first, ends.second, weight});
  return kept;
}

std::vector<Edge> EdgeListGraph::arcs() const {
  std::vector<Edge> result;
  for (const Edge& edge : stored_edges()) {
    result.push_back(edge);
    if (!directed && edge.from != edge.to) result.push_back({edge.to, edge.from, edge.weight});
  }
  return result;
}

graph::Projection EdgeListGraph::project() const {
  return graph::Projection::from_edges(vertex_count, edges, directed, weighted, collapse_parallel,
                                       self_loops);
}

std::string EdgeListGraph::describe() const {
  return std::to_string(vertex_count) + " vertices, " + std::to_string(edges.size()) + " edges, " +
         (directed ? "directed" : "undirected") + (weighted ? ", weighted" : "") +
         (collapse_parallel ? ", collapsed" : "") + (self_loops ? ", self-loops" : "");
}

}  // namespace headwater::reference
