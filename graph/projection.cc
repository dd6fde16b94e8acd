// Rows are built by a stable counting sort and each is sorted by neighbour, ties in edge order: so
// weights of parallel edges are added in one fixed order, whatever the number of threads.
#include "graph/projection.h"

#include <algorithm>

#include <tbb/parallel_for.h>

#include "graph/internal/projection_builder.h"

namespace headwater::graph {
namespace {

using Edge = Projection::Edge;

struct Arc {
  std::uint32_t target;
  double weight;
};

// Runs `work(vertex)` for every vertex, in parallel where there is a context.
template <typename Work>
void for_each_vertex(std::uint32_t vertices, const ExecutionContext* context, const Work& work) {
  if (context == nullptr) {
    for (std::uint32_t v = 0; v < vertices; ++v) work(v);
    return;
  }
  context->run([&] {
    tbb::parallel_for(tbb::blocked_range<std::uint32_t>(0, vertices, 256),
                      [&](const tbb::blocked_range<std::uint32_t>& range) {
                        for (std::uint32_t v = range.begin(); v < range.end(); ++v) work(v);
                      });
  });
}

// Calls `emit(owner, target, weight)` for every arc that an edge makes in one direction.
template <typename Emit>
void for_each_arc(std::span<const Edge> edges, ProjectionBuilder::Shape shape, bool reversed,
                  const Emit& emit) {
  for (const Edge& edge : edges) {
    if (edge.from == edge.to && !shape.self_loops) continue;
    if (shape.directed) {
      emit(reversed ? edge.to : edge.from, reversed ? edge.from : edge.to, edge.weight);
      continue;
    }
    emit(edge.from, edge.to, edge.weight);
    if (edge.from != edge.to) emit(edge.to, edge.from, edge.weight);
  }
}

// Sorts a row and, if asked, joins equal targets; returns how many arcs are left.
std::size_t settle_row(std::span<Arc> row, bool collapse) {
  std::stable_sort(row.begin(), row.end(),
                   [](const Arc& a, const Arc& b) { return a.target < b.target; });
  if (!collapse || row.empty()) return row.size();
  std::size_t last = 0;
  for (std::size_t i = 1; i < row.size(); ++i) {
    if (row[i].target == row[last].target) {
      row[last].weight += row[i].weight;
    } else {
      row[++last] = row[i];
    }
  }
  return last + 1;
}

CompressedRows build_rows(std::uint32_t vertices, std::span<const Edge> edges,
                          ProjectionBuilder::Shape shape, bool reversed,
                          const ExecutionContext* context) {
  std::vector<std::uint64_t> begin(std::size_t{vertices} + 1, 0);
  for_each_arc(edges, shape, reversed, [&](std::uint32_t owner, std::uint32_t, double) {
    HEADWATER_CHECK(owner < vertices, "edges stay within the vertices");
    ++begin[std::size_t{owner} + 1];
  });
  for (std::size_t v = 0; v < vertices; ++v) begin[v + 1] += begin[v];
  std::vector<Arc> arcs(begin[vertices]);
  std::vector<std::uint64_t> next(begin.begin(), begin.end() - 1);
  for_each_arc(edges, shape, reversed,
               [&](std::uint32_t owner, std::uint32_t target, double weight) {
                 arcs[next[owner]++] = {target, weight};
               });
  std::vector<std::uint64_t> kept(vertices);
  for_each_vertex(vertices, context, [&](std::uint32_t v) {
    kept[v] = settle_row(std::span<Arc>(arcs).subspan(begin[v], begin[v + 1] - begin[v]),
                         shape.collapse_parallel);
  });
  CompressedRows rows;
  rows.offsets.assign(std::size_t{vertices} + 1, 0);
  for (std::size_t v = 0; v < vertices; ++v) rows.offsets[v + 1] = rows.offsets[v] + kept[v];
  rows.targets.resize(rows.offsets[vertices]);
  if (shape.weighted) rows.weights.resize(rows.offsets[vertices]);
  for_each_vertex(vertices, context, [&](std::uint32_t v) {
    for (std::uint64_t i = 0; i < kept[v]; ++i) {
      rows.targets[rows.offsets[v] + i] = arcs[begin[v] + i].target;
      if (shape.weighted) rows.weights[rows.offsets[v] + i] = arcs[begin[v] + i].weight;
    }
  });
  return rows;
}

std::uint64_t self_loop_count(const CompressedRows& rows, std::uint32_t vertices) {
  std::uint64_t loops = 0;
  for (std::uint32_t v = 0; v < vertices; ++v) {
    const auto neighbours = rows.neighbours(v);
    const auto range = std::equal_range(neighbours.begin(), neighbours.end(), v);
    loops += static_cast<std::uint64_t>(range.second - range.first);
  }
  return loops;
}

}  // namespace

Projection ProjectionBuilder::build(std::uint32_t vertex_count, std::span<const Edge> edges,
                                    Shape shape, const ExecutionContext* context) {
  Projection projection;
  projection.vertex_count_ = vertex_count;
  projection.directed_ = shape.directed;
  projection.out_ = build_rows(vertex_count, edges, shape, false, context);
  projection.edge_count_ = projection.out_.targets.size();
  if (shape.directed) {
    projection.in_ = build_rows(vertex_count, edges, shape, true, context);
  } else {
    projection.edge_count_ =
        (projection.edge_count_ + self_loop_count(projection.out_, vertex_count)) / 2;
  }
  return projection;
}

void ProjectionBuilder::attach(Projection& projection, std::vector<VertexIndex> snapshot_vertices,
                               std::vector<std::uint32_t> vertex_of_snapshot,
                               std::vector<std::uint8_t> rankable, ProjectionNotes notes) {
  projection.snapshot_vertices_ = std::move(snapshot_vertices);
  projection.vertex_of_snapshot_ = std::move(vertex_of_snapshot);
  projection.rankable_ = std::move(rankable);
  projection.notes_ = std::move(notes);
}

Projection Projection::from_edges(std::uint32_t vertex_count, std::span<const Edge> edges,
                                  bool directed, bool weighted, bool collapse_parallel,
                                  bool self_loops) {
  return ProjectionBuilder::build(vertex_count, edges,
                                  {directed, weighted, collapse_parallel, self_loops}, nullptr);
}

Projection Projection::from_edges(std::uint32_t vertex_count, std::span<const Edge> edges,
                                  bool directed, bool weighted, bool collapse_parallel,
                                  bool self_loops, const ExecutionContext& context) {
  return ProjectionBuilder::build(vertex_count, edges,
                                  {directed, weighted, collapse_parallel, self_loops}, &context);
}

std::uint32_t Projection::find(VertexIndex snapshot_vertex) const {
  if (snapshot_vertex >= vertex_of_snapshot_.size()) return kNoVertex;
  return vertex_of_snapshot_[snapshot_vertex];
}

}  // namespace headwater::graph
