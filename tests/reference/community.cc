#include "tests/reference/community.h"

#include <algorithm>
#include <map>
#include <numeric>

namespace headwater::reference {

std::vector<std::uint32_t> components_by_flooding(const EdgeListGraph& graph) {
  std::vector<std::uint32_t> label(graph.vertex_count);
  std::iota(label.begin(), label.end(), 0u);
  for (bool changed = true; changed;) {
    changed = false;
    for (const auto& edge : graph.edges) {
      const std::uint32_t low = std::min(label[edge.from], label[edge.to]);
      changed = changed || label[edge.from] != low || label[edge.to] != low;
      label[edge.from] = label[edge.to] = low;
    }
  }
  return label;
}

Labelling label_propagation_by_maps(const EdgeListGraph& graph, int rounds, bool use_weights) {
  Labelling result;
  result.label.resize(graph.vertex_count);
  std::iota(result.label.begin(), result.label.end(), 0u);
  const auto arcs = graph.arcs();
  while (result.rounds < rounds && !result.converged) {
    std::vector<std::map<std::uint32_t, double>> totals(graph.vertex_count);
    for (const auto& arc : arcs) {
      const double weight = use_weights ? arc.weight : 1;
      totals[arc.from][result.label[arc.to]] += weight;
      if (graph.directed) totals[arc.to][result.label[arc.from]] += weight;
    }
    std::vector<std::uint32_t> next = result.label;
    for (std::uint32_t v = 0; v < graph.vertex_count; ++v) {
      if (totals[v].empty()) continue;
      // max_element keeps the first of equals, and a map is sorted by label.
      next[v] =
          std::max_element(totals[v].begin(), totals[v].end(), [](const auto& a, const auto& b) {
            return a.second < b.second;
          })->first;
    }
    result.converged = next == result.label;
    result.label = next;
    ++result.rounds;
  }
  return result;
}

}  // namespace headwater::reference
