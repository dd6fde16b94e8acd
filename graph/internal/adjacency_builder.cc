#include "graph/internal/adjacency_builder.h"

#include <algorithm>

#include <tbb/parallel_for.h>

namespace headwater::graph::internal {
namespace {

constexpr std::size_t kSmallestBlock = 1 << 16;
constexpr std::size_t kMostBlocks = 8;  // bounds the memory of the counts

std::size_t block_count(std::size_t entries, int threads) {
  const std::size_t useful = entries / kSmallestBlock + 1;
  return std::min({useful, static_cast<std::size_t>(threads), kMostBlocks});
}

}  // namespace

AdjacencyRows build_adjacency(VertexIndex vertices, std::span<const VertexIndex> owners,
                              std::span<const VertexIndex> peers, std::uint32_t first,
                              const ExecutionContext& context) {
  const std::size_t entries = owners.size();
  const std::size_t blocks = block_count(entries, context.threads());
  const auto begin_of = [&](std::size_t block) { return entries * block / blocks; };
  std::vector<std::vector<std::uint32_t>> next(blocks);
  AdjacencyRows adjacency;
  adjacency.offsets.resize(std::size_t{vertices} + 1);
  adjacency.positions.resize(entries);
  adjacency.peers.resize(entries);
  context.run([&] {
    // Each block counts its own entries: no two threads write one counter.
    tbb::parallel_for(std::size_t{0}, blocks, [&](std::size_t block) {
      next[block].assign(vertices, 0);
      for (std::size_t p = begin_of(block); p < begin_of(block + 1); ++p) ++next[block][owners[p]];
    });
    // A vertex's entries of block 0 come first, then those of block 1, ...
    std::uint32_t offset = 0;
    for (VertexIndex v = 0; v < vertices; ++v) {
      adjacency.offsets[v] = offset;
      for (std::size_t block = 0; block < blocks; ++block) {
        const std::uint32_t count = next[block][v];
        next[block][v] = offset;
        offset += count;
      }
    }
    adjacency.offsets[vertices] = offset;
    tbb::parallel_for(std::size_t{0}, blocks, [&](std::size_t block) {
      for (std::size_t p = begin_of(block); p < begin_of(block + 1); ++p) {
        const std::uint32_t at = next[block][owners[p]]++;
        adjacency.positions[at] = first + static_cast<std::uint32_t>(p);
        adjacency.peers[at] = peers[p];
      }
    });
  });
  return adjacency;
}

}  // namespace headwater::graph::internal
