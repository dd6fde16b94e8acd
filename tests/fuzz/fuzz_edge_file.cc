// Any bytes as a file of edges, in each of its shapes: refused or read, never a crash, and every
// edge lies between known vertices. The first byte chooses the shape.
#include <cstdint>
#include <cstdlib>
#include <string>

#include "ingest/edge_file.h"
#include "tests/support/staging.h"
#include "tests/support/temporary_directory.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  static const headwater::tests::TemporaryDirectory directory;
  static const headwater::graph::ExecutionContext context({.threads = 1});
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  headwater::ingest::EdgeFileRequest request;
  request.edges = directory / "edges";
  request.adjacency = (data[0] & 1) != 0;
  request.undirected = (data[0] & 2) != 0;
  headwater::tests::write_file(request.edges, std::string(bytes));
  if ((data[0] & 4) != 0) {
    request.vertices = directory / "vertices";
    headwater::tests::write_file(request.vertices, std::string(bytes.substr(bytes.size() / 2)));
  }
  const auto read = headwater::ingest::read_edge_file(request, context);
  if (!read.has_value()) return 0;
  if (!read->weights.empty() && read->weights.size() != read->edges.size()) std::abort();
  for (const auto& edge : read->edges) {
    if (edge.from >= read->ids.size() || edge.to >= read->ids.size()) std::abort();
  }
  return 0;
}
