// Boost.Graph as an independent oracle: its own connected components and PageRank on its own
// adjacency lists.
#include <gtest/gtest.h>

#include <boost/graph/adjacency_list.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/page_rank.hpp>

#include <map>

#include "engine/centrality/pagerank.h"
#include "engine/community/components.h"
#include "tests/support/random_graph.h"

namespace headwater::engine {
namespace {

using graph::ExecutionContext;
using reference::EdgeListGraph;
using Undirected = boost::adjacency_list<boost::vecS, boost::vecS, boost::undirectedS>;
using Bidirectional = boost::adjacency_list<boost::vecS, boost::vecS, boost::bidirectionalS>;

template <typename BoostGraph>
BoostGraph to_boost(const EdgeListGraph& graph) {
  BoostGraph result(graph.vertex_count);
  for (const auto& edge : graph.stored_edges()) boost::add_edge(edge.from, edge.to, result);
  return result;
}

TEST(BoostOracle, FindsTheSameComponents) {
  const ExecutionContext context({.threads = 2, .on_progress = {}});
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    const EdgeListGraph graph = tests::random_graph(seed);
    const auto found = weakly_connected_components(graph.project(), context).value();
    const Undirected oracle = to_boost<Undirected>(graph);
    std::vector<int> component(graph.vertex_count);
    const int count = boost::connected_components(oracle, component.data());
    ASSERT_EQ(static_cast<std::uint32_t>(count), found.count) << "seed " << seed;
    std::map<int, std::uint32_t> smallest;
    for (std::uint32_t v = 0; v < graph.vertex_count; ++v) {
      smallest.try_emplace(component[v], v);
      EXPECT_EQ(found.label[v], smallest[component[v]]) << "seed " << seed;
    }
  }
}

// Boost's ranks sum to V, and it loses the mass of dangling vertices: every vertex gets an arc.
TEST(BoostOracle, RanksTheSameWhereNoVertexIsDangling) {
  const ExecutionContext context({.threads = 2, .on_progress = {}});
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    EdgeListGraph graph = tests::random_graph(seed);
    if (graph.vertex_count == 0) continue;
    graph.directed = true;
    graph.weighted = false;
    graph.self_loops = true;
    for (std::uint32_t v = 0; v < graph.vertex_count; ++v) {
      graph.edges.push_back({v, (v + 1) % graph.vertex_count});
    }
    const auto found =
        pagerank(graph.project(), {.tolerance = 1e-14, .start = {}}, context).value();
    const Bidirectional oracle = to_boost<Bidirectional>(graph);
    std::vector<double> rank(graph.vertex_count);
    const auto index = boost::get(boost::vertex_index, oracle);
    boost::graph::page_rank(oracle, boost::make_iterator_property_map(rank.begin(), index),
                            boost::graph::n_iterations(250), 0.85);
    for (std::uint32_t v = 0; v < graph.vertex_count; ++v) {
      EXPECT_NEAR(found.scores[v] * graph.vertex_count, rank[v], 1e-9) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace headwater::engine
