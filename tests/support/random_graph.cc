#include "tests/support/random_graph.h"

#include <algorithm>
#include <random>

namespace headwater::tests {
namespace {

using reference::EdgeListGraph;

class Maker {
 public:
  explicit Maker(std::uint64_t seed) : random_(seed) {}

  // Uniform enough in [0, limit) for tests, and the same with every standard library.
  std::uint32_t below(std::uint32_t limit) { return static_cast<std::uint32_t>(random_() % limit); }
  bool coin() { return (random_() & 1) != 0; }
  // Zero now and then; multiples of 1/4 add up exactly.
  double weight() { return below(9) / 4.0; }

  void add(EdgeListGraph& graph, std::uint32_t from, std::uint32_t to) {
    graph.edges.push_back({from, to, weight()});
    if (below(8) == 0) graph.edges.push_back({from, to, weight()});
    if (below(16) == 0) graph.edges.push_back({to, from, weight()});
    if (below(24) == 0) graph.edges.push_back({from, from, weight()});
  }

 private:
  std::mt19937_64 random_;
};

void add_uniform(EdgeListGraph& graph, Maker& maker, std::uint32_t count) {
  for (std::uint32_t i = 0; i < count; ++i) {
    maker.add(graph, maker.below(graph.vertex_count), maker.below(graph.vertex_count));
  }
}

void add_star(EdgeListGraph& graph, Maker& maker) {
  const std::uint32_t hub = maker.below(graph.vertex_count);
  for (std::uint32_t v = 0; v < graph.vertex_count; ++v) {
    if (maker.coin()) {
      maker.add(graph, hub, v);
    } else {
      maker.add(graph, v, hub);
    }
  }
}

void add_islands(EdgeListGraph& graph, Maker& maker) {
  const std::uint32_t size = 1 + maker.below(7);
  for (std::uint32_t i = 0; i < 2 * graph.vertex_count; ++i) {
    const std::uint32_t from = maker.below(graph.vertex_count);
    const std::uint32_t to = from / size * size + maker.below(size);
    if (to < graph.vertex_count) maker.add(graph, from, to);
  }
}

void add_path(EdgeListGraph& graph, Maker& maker) {
  for (std::uint32_t v = 1; v < graph.vertex_count; ++v) maker.add(graph, v - 1, v);
}

void add_clique(EdgeListGraph& graph, Maker& maker) {
  const std::uint32_t size = std::min<std::uint32_t>(graph.vertex_count, 14);
  for (std::uint32_t a = 0; a < size; ++a) {
    for (std::uint32_t b = 0; b < a; ++b) maker.add(graph, a, b);
  }
}

}  // namespace

EdgeListGraph random_graph(std::uint64_t seed) {
  Maker maker(seed);
  EdgeListGraph graph;
  graph.directed = maker.coin();
  graph.weighted = maker.coin();
  graph.collapse_parallel = maker.coin();
  graph.self_loops = maker.coin();
  const std::uint64_t shape = seed % 10;
  graph.vertex_count = shape == 0 ? maker.below(2) : 1 + maker.below(120);
  if (graph.vertex_count == 0) return graph;
  if (shape == 1 || shape == 6) add_star(graph, maker);
  if (shape == 2 || shape == 7) add_islands(graph, maker);
  if (shape == 3 || shape == 8) add_path(graph, maker);
  if (shape == 4 || shape == 8) add_clique(graph, maker);
  if (shape == 5) add_uniform(graph, maker, 6 * graph.vertex_count);
  if (shape != 2 && shape != 9) add_uniform(graph, maker, graph.vertex_count / 2);
  return graph;
}

EdgeListGraph random_hub_graph(std::uint64_t seed, std::uint32_t vertices, std::uint32_t edges,
                               bool directed, bool weighted) {
  Maker maker(seed);
  EdgeListGraph graph;
  graph.vertex_count = vertices;
  graph.directed = directed;
  graph.weighted = weighted;
  const auto end = [&] {
    const bool hub = maker.below(3) == 0;
    return maker.below(hub ? std::min<std::uint32_t>(vertices, 3) : vertices);
  };
  graph.edges.reserve(edges);
  for (std::uint32_t i = 0; i < edges; ++i) {
    const std::uint32_t from = end();
    graph.edges.push_back({from, end(), 1.0 / (1 + maker.below(1000))});
  }
  return graph;
}

}  // namespace headwater::tests
