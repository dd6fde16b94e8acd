// A graph as a plain list of edges, with what Projection::from_edges promises about it spelled out
// in the most obvious way: what the slow references work on.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/projection.h"

namespace headwater::reference {

struct EdgeListGraph {
  std::uint32_t vertex_count = 0;
  std::vector<graph::Projection::Edge> edges;
  bool directed = true;
  bool weighted = false;
  bool collapse_parallel = false;
  bool self_loops = true;

  // Each kept edge once: self-loops dropped and parallel edges merged where asked for, weight 1
  // when unweighted, sorted by (from, to); undirected edges as (smaller, larger).
  std::vector<graph::Projection::Edge> stored_edges() const;
  // Edges as seen when walking: undirected ones in both directions, a self-loop once.
  std::vector<graph::Projection::Edge> arcs() const;
  graph::Projection project() const;
  std::string describe() const;
};

}  // namespace headwater::reference
