#include "graph/boost_graph.h"

#include <algorithm>
#include <limits>
#include <map>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>
#include <boost/graph/betweenness_centrality.hpp>
#include <boost/graph/biconnected_components.hpp>
#include <boost/graph/breadth_first_search.hpp>
#include <boost/graph/connected_components.hpp>
#include <boost/graph/dijkstra_shortest_paths.hpp>
#include <boost/graph/graph_concepts.hpp>
#include <boost/graph/kruskal_min_spanning_tree.hpp>
#include <boost/graph/page_rank.hpp>
#include <boost/graph/strong_components.hpp>

#include "tests/support/money_snapshot.h"
#include "tests/support/random_graph.h"

namespace headwater::graph {
namespace {

using Directed = ProjectionView<boost::bidirectional_tag>;
using Undirected = ProjectionView<boost::undirected_tag>;
using Edge = Projection::Edge;

template <typename View>
struct ModelsTheConcepts {
  BOOST_CONCEPT_ASSERT((boost::VertexListGraphConcept<View>));
  BOOST_CONCEPT_ASSERT((boost::EdgeListGraphConcept<View>));
  BOOST_CONCEPT_ASSERT((boost::IncidenceGraphConcept<View>));
  BOOST_CONCEPT_ASSERT((boost::BidirectionalGraphConcept<View>));
  BOOST_CONCEPT_ASSERT((boost::AdjacencyGraphConcept<View>));
  BOOST_CONCEPT_ASSERT(
      (boost::ReadablePropertyGraphConcept<View, std::uint32_t, boost::vertex_index_t>));
  BOOST_CONCEPT_ASSERT(
      (boost::ReadablePropertyGraphConcept<View, BoostEdge, boost::edge_weight_t>));
  BOOST_CONCEPT_ASSERT((boost::ReadablePropertyGraphConcept<View, BoostEdge, boost::edge_index_t>));
};
template struct ModelsTheConcepts<Directed>;
template struct ModelsTheConcepts<Undirected>;
template struct ModelsTheConcepts<TransactionView>;

Projection project(std::uint32_t vertices, const std::vector<Edge>& edges, bool directed) {
  return Projection::from_edges(vertices, edges, directed, true, false, true);
}

TEST(BoostGraph, FindsConnectedComponents) {
  const Projection p = project(6, {{0, 1}, {1, 2}, {3, 4}, {4, 3}}, false);
  std::vector<int> label(6);
  EXPECT_EQ(boost::connected_components(as_undirected(p), label.data()), 3);
  EXPECT_EQ(label, (std::vector<int>{0, 0, 0, 1, 1, 2}));
}

TEST(BoostGraph, FindsStrongComponents) {
  const Projection p = project(5, {{0, 1}, {1, 2}, {2, 0}, {2, 3}, {3, 4}, {4, 3}}, true);
  std::vector<int> label(5);
  EXPECT_EQ(boost::strong_components(as_directed(p), label.data()), 2);
  EXPECT_EQ(label[0], label[1]);
  EXPECT_EQ(label[0], label[2]);
  EXPECT_EQ(label[3], label[4]);
  EXPECT_NE(label[0], label[3]);
}

TEST(BoostGraph, FindsShortestPathsByWeight) {
  // The lighter of two parallel edges counts; 2 is nearer by way of 1.
  const Projection p = project(4, {{0, 2, 10}, {0, 1, 4}, {0, 1, 2}, {1, 2, 3}}, true);
  std::vector<double> distance(4);
  boost::dijkstra_shortest_paths(as_directed(p), 0u, boost::distance_map(distance.data()));
  EXPECT_EQ(distance[1], 2);
  EXPECT_EQ(distance[2], 5);
  EXPECT_EQ(distance[3], std::numeric_limits<double>::max());
}

TEST(BoostGraph, RanksPagesOfASymmetricRingAlike) {
  const Projection p = project(4, {{0, 1}, {1, 2}, {2, 3}, {3, 0}}, true);
  std::vector<double> rank(4);
  boost::graph::page_rank(as_directed(p), rank.data(), boost::graph::n_iterations(200));
  for (const double value : rank) EXPECT_NEAR(value, 1.0, 1e-9);
}

TEST(BoostGraph, FindsBetweennessOfAPath) {
  const Projection p = project(4, {{0, 1}, {1, 2}, {2, 3}}, false);
  std::vector<double> centrality(4);
  boost::brandes_betweenness_centrality(as_undirected(p), centrality.data());
  EXPECT_EQ(centrality, (std::vector<double>{0, 2, 2, 0}));
}

TEST(BoostGraph, FindsArticulationPointsAndASpanningTree) {
  const Projection p = project(5, {{0, 1, 1}, {1, 2, 2}, {2, 0, 5}, {2, 3, 1}, {3, 4, 1}}, false);
  std::vector<std::uint32_t> points;
  boost::articulation_points(as_undirected(p), std::back_inserter(points));
  std::sort(points.begin(), points.end());
  EXPECT_EQ(points, (std::vector<std::uint32_t>{2, 3}));
  std::vector<BoostEdge> tree;
  boost::kruskal_minimum_spanning_tree(as_undirected(p), std::back_inserter(tree));
  double weight = 0;
  for (const BoostEdge& edge : tree) weight += get(boost::edge_weight, as_undirected(p), edge);
  EXPECT_EQ(tree.size(), 4u);
  EXPECT_EQ(weight, 5);
}

using Arc = std::tuple<std::uint32_t, std::uint32_t, double>;

std::vector<Arc> sorted(std::vector<Arc> arcs) {
  std::sort(arcs.begin(), arcs.end());
  return arcs;
}

template <typename View, typename Range>
void collect(const View& view, Range range, std::vector<Arc>& arcs,
             std::map<std::uint64_t, int>& seen) {
  for (; range.first != range.second; ++range.first) {
    const BoostEdge edge = *range.first;
    arcs.emplace_back(source(edge, view), target(edge, view), get(boost::edge_weight, view, edge));
    ++seen[get(boost::edge_index, view, edge)];
  }
}

// Out-edges, in-edges and the edge list tell of the same edges, by one descriptor each.
template <typename View>
void expect_one_story(const View& view, const reference::EdgeListGraph& graph, bool undirected) {
  std::vector<Arc> outgoing, incoming, listed, expected, expected_listed;
  std::map<std::uint64_t, int> out_seen, in_seen, list_seen;
  for (const auto& edge : graph.arcs()) expected.emplace_back(edge.from, edge.to, edge.weight);
  for (const auto& edge : undirected ? graph.stored_edges() : graph.arcs()) {
    expected_listed.emplace_back(edge.from, edge.to, edge.weight);
  }
  for (std::uint32_t v = 0; v < num_vertices(view); ++v) {
    collect(view, out_edges(v, view), outgoing, out_seen);
    collect(view, in_edges(v, view), incoming, in_seen);
  }
  collect(view, edges(view), listed, list_seen);
  EXPECT_EQ(sorted(outgoing), sorted(expected));
  EXPECT_EQ(sorted(incoming), sorted(expected));
  EXPECT_EQ(sorted(listed), sorted(expected_listed));
  EXPECT_EQ(listed.size(), num_edges(view));
  EXPECT_EQ(list_seen.size(), listed.size());
  EXPECT_EQ(out_seen, in_seen);
  EXPECT_EQ(out_seen.size(), list_seen.size());
}

TEST(BoostGraph, TellsOfTheSameEdgesFromEverySide) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const reference::EdgeListGraph graph = tests::random_graph(seed);
    const Projection p = graph.project();
    expect_one_story(as_directed(p), graph, false);
    if (!graph.directed) expect_one_story(as_undirected(p), graph, true);
  }
}

TEST(BoostGraph, ShowsTransactionsInLedgerOrder) {
  const auto snapshot = tests::MoneySnapshot(3)
                            .pay(0, 1, 30, 5)
                            .pay(0, 2, 10, 7)
                            .pay(0, 1, 20, 9)
                            .pay(1, 1, 40, 1)
                            .build();
  const TransactionView view = as_boost(*snapshot);
  EXPECT_EQ(num_vertices(view), 3u);
  EXPECT_EQ(num_edges(view), 4u);
  EXPECT_EQ(out_degree(0, view), 3u);
  EXPECT_EQ(in_degree(1, view), 3u);
  std::vector<std::int64_t> amounts;
  for (auto [edge, end] = out_edges(0, view); edge != end; ++edge) {
    amounts.push_back(get(boost::edge_weight, view, *edge));
    EXPECT_EQ(source(*edge, view), 0u);
  }
  EXPECT_EQ(amounts, (std::vector<std::int64_t>{7, 9, 5}));
  std::vector<std::int64_t> distance(3);
  boost::dijkstra_shortest_paths(view, 0u, boost::distance_map(distance.data()));
  EXPECT_EQ(distance, (std::vector<std::int64_t>{0, 5, 7}));
  std::vector<int> label(3);
  EXPECT_EQ(boost::strong_components(view, label.data()), 3);
}

}  // namespace
}  // namespace headwater::graph
