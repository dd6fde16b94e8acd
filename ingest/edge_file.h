// Plain graph files for analyses without a store: edge lists, Graphalytics .v/.e, adjacency lines.
//
//   EdgeFileRequest request{.edges = "example-directed.e", .vertices = "example-directed.v"};
//   Result<EdgeList> graph = read_edge_file(request, context);
//
// These files carry no money and no time; what goes into a store is read by the format `edgelist`.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/execution_context.h"
#include "graph/status.h"

namespace headwater::ingest {

struct EdgeFileRequest {
  std::string edges;        // `source target [weight [time]]` a line; the time is not read
  std::string vertices;     // empty: those of the edges; else one id a line, more cells are ignored
  bool adjacency = false;   // `edges` holds lines `v n1 n2 ...`; `v` alone is an isolated vertex
  bool undirected = false;  // `a b` and `b a` are one edge
};

struct EdgeList {
  struct Edge {
    std::uint32_t from = 0, to = 0;  // indices into ids
    friend bool operator==(const Edge&, const Edge&) = default;
  };
  std::vector<std::string> ids;  // ascending: as integers when all are, else bytewise
  std::vector<Edge> edges;       // in file order; directed: repeated lines are parallel edges
  std::vector<double> weights;   // one an edge, finite; empty where the file has none
};

// Cells are parted by blanks, tabs; lines starting with # or % are skipped. Errors: kInput with
// `path:row` for a line with too few or too many cells, a weight that is no finite number, weights
// on some lines only, an undirected edge with two weights, an edge whose end the vertex file lacks;
// kOverBudget above 2^32 - 2 vertices; kCancelled. O(lines log vertices) time, O(graph) memory.
graph::Result<EdgeList> read_edge_file(const EdgeFileRequest& request,
                                       const graph::ExecutionContext& context);

}  // namespace headwater::ingest
