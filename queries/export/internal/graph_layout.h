// A store as one graph, for GraphML and GEXF: entities are nodes, transactions and relations edges.
// What both formats share; each only spells it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "queries/export/internal/export_run.h"

namespace headwater::queries::internal {

enum class GraphColumnType : std::uint8_t { kString, kLong };

struct GraphColumn {
  std::string title;
  GraphColumnType type = GraphColumnType::kString;
};

// Values stand in the order of the columns; an empty one is absent.
struct GraphNode {
  std::string id;  // of its name: see `node_id`
  std::string_view label;
  std::vector<std::string> values;
};
struct GraphEdge {
  std::string id;  // "t1", "t2", ... transactions; "r1", ... relations: in the order of the file
  std::string source, target;
  std::string_view label;       // the kind
  graph::Timestamp start, end;  // unknown: none
  std::vector<std::string> values;
};

// What spells a graph in one format. Calls come in this order: begin, nodes, begin_edges, edges,
// end.
class GraphSpelling {
 public:
  virtual ~GraphSpelling() = default;
  virtual graph::Status begin(const std::vector<GraphColumn>& of_nodes,
                              const std::vector<GraphColumn>& of_edges) = 0;
  virtual graph::Status node(const GraphNode& node) = 0;
  virtual graph::Status begin_edges() = 0;
  virtual graph::Status edge(const GraphEdge& edge) = 0;
  virtual graph::Status end() = 0;
};

// "n" and the first 32 hex digits of the SHA-256 of the printed name: the same in every export, and
// it tells nothing but the name.
std::string node_id(std::string_view printed_name);

graph::Status write_graph(ExportRun& run, GraphSpelling& spelling);

}  // namespace headwater::queries::internal
