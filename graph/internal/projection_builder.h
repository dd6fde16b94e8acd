// Assembles a Projection from an edge list: counting sort into rows, rows sorted by neighbour,
// parallel edges joined.
#pragma once

#include <span>
#include <vector>

#include "graph/projection.h"

namespace headwater::graph {

class ProjectionBuilder {
 public:
  struct Shape {
    bool directed = true, weighted = false, collapse_parallel = true, self_loops = false;
  };
  // `context` may be null: then one thread does it. Equal either way.
  static Projection build(std::uint32_t vertex_count, std::span<const Projection::Edge> edges,
                          Shape shape, const ExecutionContext* context);
  static void attach(Projection& projection, std::vector<VertexIndex> snapshot_vertices,
                     std::vector<std::uint32_t> vertex_of_snapshot,
                     std::vector<std::uint8_t> rankable, ProjectionNotes notes);
};

}  // namespace headwater::graph
