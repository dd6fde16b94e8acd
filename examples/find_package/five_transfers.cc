// Five transfers written out by hand, and who stands in their middle.
#include <cstdio>
#include <vector>

#include "engine/centrality/pagerank.h"

using headwater::engine::pagerank;
using headwater::graph::ExecutionContext;
using headwater::graph::Projection;

int main() {
  // 0 and 1 pay 2, which pays 3; 3 pays 4 and 0.
  const std::vector<Projection::Edge> transfers = {{0, 2}, {1, 2}, {2, 3}, {3, 4}, {3, 0}};
  const Projection graph = Projection::from_edges(5, transfers, /*directed=*/true,
                                                  /*weighted=*/false, /*collapse_parallel=*/true,
                                                  /*self_loops=*/false);
  const ExecutionContext context;
  const auto ranks = pagerank(graph, {}, context);
  if (!ranks.has_value()) {
    std::fprintf(stderr, "%s\n", ranks.error().message().c_str());
    return 1;
  }
  for (std::size_t account = 0; account < ranks->scores.size(); ++account) {
    std::printf("account %zu  %.4f\n", account, ranks->scores[account]);
  }
  return 0;
}
