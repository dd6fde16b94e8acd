// Reads the plain text files of LDBC Graphalytics: graphs and expected values.
//
//   GraphalyticsGraph g = read_adjacency(folder / "wcc/dir-input", true);
//   std::map<std::uint64_t, double> expected = read_values(folder / "pr/dir-output");
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <vector>

#include "tests/reference/edge_list_graph.h"

namespace headwater::tests {

struct GraphalyticsGraph {
  std::vector<std::uint64_t> ids;  // ascending; position = vertex
  reference::EdgeListGraph graph;  // unweighted, collapsed
};

// Lines `v n1 n2 ...`; a line `v` alone is an isolated vertex.
GraphalyticsGraph read_adjacency(const std::filesystem::path& file, bool directed);
// A file of vertices and a file of edges `from to [weight]`.
GraphalyticsGraph read_vertices_and_edges(const std::filesystem::path& vertices,
                                          const std::filesystem::path& edges, bool directed);
// Lines `v value`.
std::map<std::uint64_t, double> read_values(const std::filesystem::path& file);

}  // namespace headwater::tests
