#include "tests/reference/centrality.h"

namespace headwater::reference {

std::vector<double> strength_by_edge_list(const EdgeListGraph& graph, engine::Direction direction,
                                          bool use_weights) {
  std::vector<double> sums(graph.vertex_count);
  for (const auto& edge : graph.stored_edges()) {
    const double weight = use_weights ? edge.weight : 1;
    const bool both = !graph.directed || direction == engine::Direction::kTotal;
    if (both || direction == engine::Direction::kOut) sums[edge.from] += weight;
    if (both || direction == engine::Direction::kIn) sums[edge.to] += weight;
  }
  return sums;
}

std::vector<long double> pagerank_by_dense_matrix(
    const EdgeListGraph& graph, double damping, int rounds,
    const std::vector<std::pair<std::uint32_t, double>>& start) {
  const std::size_t n = graph.vertex_count;
  std::vector<long double> restart(n, start.empty() ? 1.0L / static_cast<long double>(n) : 0.0L);
  long double total = 0;
  for (const auto& [vertex, weight] : start) total += weight;
  for (const auto& [vertex, weight] : start) restart[vertex] += weight / total;

  std::vector<std::vector<long double>> step(n, std::vector<long double>(n, 0));
  std::vector<long double> out(n, 0);
  const auto arcs = graph.arcs();
  for (const auto& arc : arcs) out[arc.from] += arc.weight;
  for (const auto& arc : arcs) {
    if (out[arc.from] > 0) step[arc.from][arc.to] += arc.weight / out[arc.from];
  }
  for (std::size_t u = 0; u < n; ++u) {
    for (std::size_t v = 0; v < n; ++v) {
      const long double followed = out[u] > 0 ? step[u][v] : restart[v];
      step[u][v] = damping * followed + (1 - static_cast<long double>(damping)) * restart[v];
    }
  }
  std::vector<long double> score = restart;
  for (int round = 0; round < rounds; ++round) {
    std::vector<long double> next(n, 0);
    for (std::size_t u = 0; u < n; ++u) {
      for (std::size_t v = 0; v < n; ++v) next[v] += score[u] * step[u][v];
    }
    score = next;
  }
  return score;
}

}  // namespace headwater::reference
