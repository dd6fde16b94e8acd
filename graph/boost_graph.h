// Boost.Graph on Headwater's graphs: light views, no copy, that any Boost.Graph algorithm accepts.
//
//   const auto g = as_undirected(projection);
//   std::vector<std::uint32_t> label(num_vertices(g));
//   boost::connected_components(g, label.data());
//
// A view holds a pointer: the graph must outlive it. `as_directed` is a BidirectionalGraph; of an
// undirected projection it shows each edge as two arcs. `as_undirected` shows each edge once in
// edges() and from both ends in out_edges(). `as_boost(snapshot)` shows the transaction layer, one
// edge a transaction, in ledger order at every vertex and in edges(). All are VertexListGraph,
// EdgeListGraph, AdjacencyGraph and BidirectionalGraph with property maps vertex_index, edge_index
// and edge_weight.
//
// Complexity: every operation O(1), except reading an in-edge, or an undirected edge from its
// larger end: O(log degree), to find the one descriptor by which an edge is known from both ends.
// Reading is thread-safe. Target headwater::boost_graph; the one public header that includes Boost.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <utility>

#include <boost/graph/graph_traits.hpp>
#include <boost/graph/properties.hpp>
#include <boost/iterator/counting_iterator.hpp>
#include <boost/iterator/iterator_facade.hpp>
#include <boost/property_map/property_map.hpp>

#include "graph/projection.h"
#include "graph/snapshot.h"
#include "graph/status.h"

namespace headwater::graph {

// An edge as seen from `from`; `index` is the same from either end, and dense only where the view
// says so.
struct BoostEdge {
  std::uint32_t from = 0, to = 0;
  std::uint64_t index = 0;
  friend bool operator==(const BoostEdge& a, const BoostEdge& b) { return a.index == b.index; }
  friend bool operator<(const BoostEdge& a, const BoostEdge& b) { return a.index < b.index; }
};

struct BoostTraversal : virtual boost::bidirectional_graph_tag,
                        virtual boost::adjacency_graph_tag,
                        virtual boost::vertex_list_graph_tag,
                        virtual boost::edge_list_graph_tag {};

// A projection. `edge_index` is a position in projection.out(): below out().targets.size(), dense
// when directed; of an undirected edge, its position in the row of the smaller end.
template <typename Direction>
class ProjectionView {
 public:
  static constexpr bool kIsUndirected = std::is_same_v<Direction, boost::undirected_tag>;
  using directed_category = Direction;
  using adjacency_iterator = const std::uint32_t*;

  ProjectionView() = default;
  explicit ProjectionView(const Projection& projection) : projection_(&projection) {
    HEADWATER_CHECK(!kIsUndirected || !projection.is_directed(),
                    "an undirected view is of an undirected projection");
  }
  const Projection& projection() const { return *projection_; }

  std::uint32_t vertex_count() const { return projection_->vertex_count(); }
  std::uint64_t edge_count() const {
    return kIsUndirected ? projection_->edge_count() : projection_->out().targets.size();
  }
  std::uint64_t out_begin(std::uint32_t v) const { return projection_->out().offsets[v]; }
  std::uint64_t out_end(std::uint32_t v) const { return projection_->out().offsets[v + 1]; }
  std::uint64_t in_begin(std::uint32_t v) const { return projection_->in().offsets[v]; }
  std::uint64_t in_end(std::uint32_t v) const { return projection_->in().offsets[v + 1]; }

  BoostEdge out_edge(std::uint32_t v, std::uint64_t position) const {
    const std::uint32_t to = projection_->out().targets[position];
    if (kIsUndirected && to < v) return {v, to, mirrored(projection_->out(), v, position)};
    return {v, to, position};
  }
  BoostEdge in_edge(std::uint32_t v, std::uint64_t position) const {
    const std::uint32_t from = projection_->in().targets[position];
    if (kIsUndirected && v <= from) return {from, v, position};
    return {from, v, mirrored(projection_->in(), v, position)};
  }
  std::pair<adjacency_iterator, adjacency_iterator> neighbours(std::uint32_t v) const {
    const auto row = projection_->out().neighbours(v);
    return {row.data(), row.data() + row.size()};
  }
  double weight(const BoostEdge& edge) const {
    return projection_->is_weighted() ? projection_->out().weights[edge.index] : 1.0;
  }

  // Walks all edges: rows one after another, of an undirected graph the arcs to a vertex not below.
  struct EdgePlace {
    std::uint32_t vertex = 0;
    std::uint64_t position = 0;
  };
  EdgePlace first_edge() const { return settled({0, 0}); }
  EdgePlace end_edge() const { return {vertex_count(), projection_->out().targets.size()}; }
  EdgePlace next_edge(EdgePlace place) const { return settled({place.vertex, place.position + 1}); }
  BoostEdge edge_at(EdgePlace place) const { return out_edge(place.vertex, place.position); }

 private:
  // The arc of the other end's row in out() that stands for the same edge: parallel edges keep
  // their order in both rows.
  std::uint64_t mirrored(const CompressedRows& rows, std::uint32_t v,
                         std::uint64_t position) const {
    const std::uint32_t other = rows.targets[position];
    const auto begin = rows.targets.begin();
    const auto first =
        std::lower_bound(begin + offset(rows.offsets[v]), begin + offset(position), other);
    const std::uint64_t rank = position - static_cast<std::uint64_t>(first - begin);
    const auto row = projection_->out().neighbours(other);
    const auto match = std::lower_bound(row.begin(), row.end(), v);
    return out_begin(other) + static_cast<std::uint64_t>(match - row.begin()) + rank;
  }
  static std::ptrdiff_t offset(std::uint64_t position) {
    return static_cast<std::ptrdiff_t>(position);
  }
  EdgePlace settled(EdgePlace place) const {
    const auto& targets = projection_->out().targets;
    while (place.vertex < vertex_count()) {
      if (place.position == out_end(place.vertex)) {
        ++place.vertex;
      } else if (kIsUndirected && targets[place.position] < place.vertex) {
        ++place.position;
      } else {
        break;
      }
    }
    return place;
  }

  const Projection* projection_ = nullptr;
};

// The transaction layer of a snapshot. Vertices are the snapshot's; those that are not present, and
// numbers that no entity has yet, are isolated ones. `edge_index` is the position in ledger order,
// dense; `edge_weight` the minor units paid, of whatever asset: never add weights of several.
class TransactionView {
 public:
  using directed_category = boost::bidirectional_tag;
  using adjacency_iterator = SplitSpan<VertexIndex>::Iterator;

  TransactionView() = default;
  explicit TransactionView(const Snapshot& snapshot) : snapshot_(&snapshot) {}
  const Snapshot& snapshot() const { return *snapshot_; }
  const TransactionLayer& layer() const { return snapshot_->transactions(); }

  std::uint32_t vertex_count() const { return snapshot_->vertices().size(); }
  std::uint64_t edge_count() const { return layer().size(); }
  std::uint64_t out_begin(std::uint32_t) const { return 0; }  // places are a vertex's own
  std::uint64_t out_end(std::uint32_t v) const { return layer().out.degree(v); }
  std::uint64_t in_begin(std::uint32_t) const { return 0; }
  std::uint64_t in_end(std::uint32_t v) const { return layer().in.degree(v); }
  BoostEdge out_edge(std::uint32_t v, std::uint64_t place) const {
    return {v, layer().out.neighbours(v)[place], layer().out.edges(v)[place]};
  }
  BoostEdge in_edge(std::uint32_t v, std::uint64_t place) const {
    return {layer().in.neighbours(v)[place], v, layer().in.edges(v)[place]};
  }
  std::pair<adjacency_iterator, adjacency_iterator> neighbours(std::uint32_t v) const {
    const auto peers = layer().out.neighbours(v);
    return {peers.begin(), peers.end()};
  }
  std::int64_t weight(const BoostEdge& edge) const { return layer().amount[edge.index]; }

  using EdgePlace = std::uint64_t;
  EdgePlace first_edge() const { return 0; }
  EdgePlace end_edge() const { return edge_count(); }
  EdgePlace next_edge(EdgePlace place) const { return place + 1; }
  BoostEdge edge_at(EdgePlace place) const {
    return {layer().from[place], layer().to[place], place};
  }

 private:
  const Snapshot* snapshot_ = nullptr;
};

template <typename View>
struct IsBoostView : std::false_type {};
template <typename Direction>
struct IsBoostView<ProjectionView<Direction>> : std::true_type {};
template <>
struct IsBoostView<TransactionView> : std::true_type {};
template <typename View>
concept BoostView = IsBoostView<View>::value;

inline auto as_directed(const Projection& projection) {
  return ProjectionView<boost::bidirectional_tag>(projection);
}
// The projection must be undirected.
inline auto as_undirected(const Projection& projection) {
  return ProjectionView<boost::undirected_tag>(projection);
}
inline TransactionView as_boost(const Snapshot& snapshot) { return TransactionView(snapshot); }
// A view points at the graph: never at one that ends with the expression.
void as_directed(const Projection&&) = delete;
void as_undirected(const Projection&&) = delete;
void as_boost(const Snapshot&&) = delete;

// Edges of one vertex.
template <BoostView View, bool kIncoming>
class BoostVertexEdges : public boost::iterator_facade<BoostVertexEdges<View, kIncoming>, BoostEdge,
                                                       std::random_access_iterator_tag, BoostEdge> {
 public:
  BoostVertexEdges() = default;
  BoostVertexEdges(View view, std::uint32_t vertex, std::uint64_t position)
      : view_(view), vertex_(vertex), position_(position) {}

 private:
  friend class boost::iterator_core_access;
  BoostEdge dereference() const {
    return kIncoming ? view_.in_edge(vertex_, position_) : view_.out_edge(vertex_, position_);
  }
  void increment() { ++position_; }
  void decrement() { --position_; }
  void advance(std::ptrdiff_t steps) { position_ += static_cast<std::uint64_t>(steps); }
  std::ptrdiff_t distance_to(const BoostVertexEdges& other) const {
    return static_cast<std::ptrdiff_t>(other.position_ - position_);
  }
  bool equal(const BoostVertexEdges& other) const { return position_ == other.position_; }

  View view_;
  std::uint32_t vertex_ = 0;
  std::uint64_t position_ = 0;
};

// All edges.
template <BoostView View>
class BoostAllEdges : public boost::iterator_facade<BoostAllEdges<View>, BoostEdge,
                                                    std::forward_iterator_tag, BoostEdge> {
 public:
  BoostAllEdges() = default;
  BoostAllEdges(View view, typename View::EdgePlace place) : view_(view), place_(place) {}

 private:
  friend class boost::iterator_core_access;
  BoostEdge dereference() const { return view_.edge_at(place_); }
  void increment() { place_ = view_.next_edge(place_); }
  bool equal(const BoostAllEdges& other) const {
    if constexpr (std::is_integral_v<typename View::EdgePlace>) {
      return place_ == other.place_;
    } else {
      return place_.position == other.place_.position;
    }
  }

  View view_;
  typename View::EdgePlace place_{};
};

template <BoostView View>
struct BoostWeightMap {
  using key_type = BoostEdge;
  using value_type = decltype(std::declval<View>().weight(BoostEdge{}));
  using reference = value_type;
  using category = boost::readable_property_map_tag;
  View view;
  friend reference get(const BoostWeightMap& map, const BoostEdge& edge) {
    return map.view.weight(edge);
  }
};

struct BoostEdgeIndexMap {
  using key_type = BoostEdge;
  using value_type = std::uint64_t;
  using reference = value_type;
  using category = boost::readable_property_map_tag;
  friend reference get(const BoostEdgeIndexMap&, const BoostEdge& edge) { return edge.index; }
};

// The operations that Boost.Graph looks for.
template <BoostView View>
std::uint32_t num_vertices(const View& view) {
  return view.vertex_count();
}
template <BoostView View>
std::uint64_t num_edges(const View& view) {
  return view.edge_count();
}
template <BoostView View>
auto vertices(const View& view) {
  using Iterator = boost::counting_iterator<std::uint32_t>;
  return std::pair(Iterator(0), Iterator(view.vertex_count()));
}
template <BoostView View>
auto edges(const View& view) {
  using Iterator = BoostAllEdges<View>;
  return std::pair(Iterator(view, view.first_edge()), Iterator(view, view.end_edge()));
}
template <BoostView View>
auto out_edges(std::uint32_t v, const View& view) {
  using Iterator = BoostVertexEdges<View, false>;
  return std::pair(Iterator(view, v, view.out_begin(v)), Iterator(view, v, view.out_end(v)));
}
template <BoostView View>
auto in_edges(std::uint32_t v, const View& view) {
  using Iterator = BoostVertexEdges<View, true>;
  return std::pair(Iterator(view, v, view.in_begin(v)), Iterator(view, v, view.in_end(v)));
}
template <BoostView View>
auto adjacent_vertices(std::uint32_t v, const View& view) {
  return view.neighbours(v);
}
template <BoostView View>
std::uint64_t out_degree(std::uint32_t v, const View& view) {
  return view.out_end(v) - view.out_begin(v);
}
template <BoostView View>
std::uint64_t in_degree(std::uint32_t v, const View& view) {
  return view.in_end(v) - view.in_begin(v);
}
// Of an undirected graph its edges, a self-loop once.
template <BoostView View>
std::uint64_t degree(std::uint32_t v, const View& view) {
  if constexpr (std::is_same_v<typename View::directed_category, boost::undirected_tag>) {
    return out_degree(v, view);
  } else {
    return out_degree(v, view) + in_degree(v, view);
  }
}
template <BoostView View>
std::uint32_t source(const BoostEdge& edge, const View&) {
  return edge.from;
}
template <BoostView View>
std::uint32_t target(const BoostEdge& edge, const View&) {
  return edge.to;
}
template <BoostView View>
auto get(boost::vertex_index_t, const View&) {
  return boost::typed_identity_property_map<std::uint32_t>();
}
template <BoostView View>
std::uint32_t get(boost::vertex_index_t, const View&, std::uint32_t v) {
  return v;
}
template <BoostView View>
BoostEdgeIndexMap get(boost::edge_index_t, const View&) {
  return {};
}
template <BoostView View>
std::uint64_t get(boost::edge_index_t, const View&, const BoostEdge& edge) {
  return edge.index;
}
template <BoostView View>
BoostWeightMap<View> get(boost::edge_weight_t, const View& view) {
  return {view};
}
template <BoostView View>
auto get(boost::edge_weight_t, const View& view, const BoostEdge& edge) {
  return view.weight(edge);
}

}  // namespace headwater::graph

namespace boost {

template <headwater::graph::BoostView View>
struct graph_traits<View> {
  using vertex_descriptor = std::uint32_t;
  using edge_descriptor = headwater::graph::BoostEdge;
  using directed_category = typename View::directed_category;
  using edge_parallel_category = allow_parallel_edge_tag;
  using traversal_category = headwater::graph::BoostTraversal;
  using vertex_iterator = counting_iterator<std::uint32_t>;
  using edge_iterator = headwater::graph::BoostAllEdges<View>;
  using out_edge_iterator = headwater::graph::BoostVertexEdges<View, false>;
  using in_edge_iterator = headwater::graph::BoostVertexEdges<View, true>;
  using adjacency_iterator = typename View::adjacency_iterator;
  using vertices_size_type = std::uint32_t;
  using edges_size_type = std::uint64_t;
  using degree_size_type = std::uint64_t;
  static constexpr vertex_descriptor null_vertex() { return headwater::graph::kNoVertex; }
};

// Some algorithms name the traits of a constant graph.
template <headwater::graph::BoostView View>
struct graph_traits<const View> : graph_traits<View> {};

template <headwater::graph::BoostView View>
struct property_map<View, vertex_index_t> {
  using type = typed_identity_property_map<std::uint32_t>;
  using const_type = type;
};
template <headwater::graph::BoostView View>
struct property_map<View, edge_index_t> {
  using type = headwater::graph::BoostEdgeIndexMap;
  using const_type = type;
};
template <headwater::graph::BoostView View>
struct property_map<View, edge_weight_t> {
  using type = headwater::graph::BoostWeightMap<View>;
  using const_type = type;
};

}  // namespace boost
