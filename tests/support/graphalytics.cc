#include "tests/support/graphalytics.h"

#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <utility>

namespace headwater::tests {
namespace {

using IdPair = std::pair<std::uint64_t, std::uint64_t>;

GraphalyticsGraph number_vertices(const std::set<std::uint64_t>& ids,
                                  const std::vector<IdPair>& edges, bool directed) {
  GraphalyticsGraph result;
  std::map<std::uint64_t, std::uint32_t> number;
  for (const std::uint64_t id : ids) {
    number[id] = static_cast<std::uint32_t>(result.ids.size());
    result.ids.push_back(id);
  }
  result.graph.vertex_count = static_cast<std::uint32_t>(result.ids.size());
  result.graph.directed = directed;
  result.graph.collapse_parallel = true;
  for (const auto& [from, to] : edges) {
    result.graph.edges.push_back({number.at(from), number.at(to), 1.0});
  }
  return result;
}

}  // namespace

GraphalyticsGraph read_adjacency(const std::filesystem::path& file, bool directed) {
  std::set<std::uint64_t> ids;
  std::vector<IdPair> edges;
  std::ifstream input(file);
  for (std::string line; std::getline(input, line);) {
    std::istringstream fields(line);
    std::uint64_t from = 0;
    if (!(fields >> from)) continue;
    ids.insert(from);
    for (std::uint64_t to = 0; fields >> to;) {
      ids.insert(to);
      edges.emplace_back(from, to);
    }
  }
  return number_vertices(ids, edges, directed);
}

GraphalyticsGraph read_vertices_and_edges(const std::filesystem::path& vertices,
                                          const std::filesystem::path& edges, bool directed) {
  std::set<std::uint64_t> ids;
  std::vector<IdPair> pairs;
  std::ifstream vertex_input(vertices);
  for (std::uint64_t id = 0; vertex_input >> id;) ids.insert(id);
  std::ifstream edge_input(edges);
  for (std::string line; std::getline(edge_input, line);) {
    std::istringstream fields(line);
    IdPair pair;
    if (fields >> pair.first >> pair.second) pairs.push_back(pair);
  }
  return number_vertices(ids, pairs, directed);
}

std::map<std::uint64_t, double> read_values(const std::filesystem::path& file) {
  std::map<std::uint64_t, double> values;
  std::ifstream input(file);
  std::uint64_t id = 0;
  std::string value;
  while (input >> id >> value) values[id] = std::stod(value);
  return values;
}

}  // namespace headwater::tests
