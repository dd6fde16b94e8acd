// Parallel passes over the vertices of a projection, the same for any number of threads.
//
//   VertexBlocks blocks(projection.vertex_count(), projection.in());
//   for_each_block(blocks, context, [&](std::uint32_t begin, std::uint32_t end) { ... });
//
// A block holds consecutive vertices with about kWorkPerBlock arcs, so that a few hubs do not leave
// the other threads idle. Bodies write only what belongs to their own vertices. Sums of floating
// point go through `sum_over_vertices`, whose tree depends on the vertex count alone. Call both
// inside ExecutionContext::run. A cancelled pass leaves blocks out: check the context afterwards.
#pragma once

#include <tbb/blocked_range.h>
#include <tbb/parallel_for.h>
#include <tbb/parallel_reduce.h>
#include <tbb/partitioner.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <utility>

#include "graph/execution_context.h"
#include "graph/projection.h"

namespace headwater::engine::internal {

class VertexBlocks {
 public:
  static constexpr std::uint64_t kWorkPerBlock = 1 << 14;  // arcs and vertices

  VertexBlocks(std::uint32_t vertex_count, const graph::CompressedRows& rows)
      : vertex_count_(vertex_count), first_(&rows) {}
  // For passes that read both adjacencies of a directed graph; `second` may be the same object.
  VertexBlocks(std::uint32_t vertex_count, const graph::CompressedRows& first,
               const graph::CompressedRows& second)
      : vertex_count_(vertex_count),
        first_(&first),
        second_(&first == &second ? nullptr : &second) {}

  std::size_t count() const {
    return static_cast<std::size_t>((work_before(vertex_count_) + kWorkPerBlock - 1) /
                                    kWorkPerBlock);
  }
  // Vertices [first, second) of block `index`; empty where one hub fills several blocks.
  std::pair<std::uint32_t, std::uint32_t> block(std::size_t index) const {
    return {boundary(index), boundary(index + 1)};
  }

 private:
  // Arcs and vertices before vertex v: strictly increasing in v.
  std::uint64_t work_before(std::uint32_t v) const {
    if (vertex_count_ == 0) return 0;
    return v + first_->offsets[v] + (second_ == nullptr ? 0 : second_->offsets[v]);
  }
  std::uint32_t boundary(std::size_t index) const {
    const std::uint64_t wanted = index * kWorkPerBlock;
    std::uint32_t low = 0, high = vertex_count_;
    while (low < high) {
      const std::uint32_t middle = low + (high - low) / 2;
      if (work_before(middle) < wanted) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  std::uint32_t vertex_count_;
  const graph::CompressedRows* first_;
  const graph::CompressedRows* second_ = nullptr;
};

// body(begin, end) for every block, in any order.
template <typename Body>
void for_each_block(const VertexBlocks& blocks, const graph::ExecutionContext& context,
                    const Body& body) {
  tbb::parallel_for(std::size_t{0}, blocks.count(), [&](std::size_t index) {
    if (context.is_cancelled()) return;
    const auto [begin, end] = blocks.block(index);
    if (begin < end) body(begin, end);
  });
}

inline constexpr std::uint32_t kVerticesPerLeaf = 4096;

// body(begin, end) for ranges of vertices, for passes whose work is the same at every vertex.
template <typename Body>
void for_each_range(std::uint32_t vertex_count, const graph::ExecutionContext& context,
                    const Body& body) {
  tbb::parallel_for(tbb::blocked_range<std::uint32_t>(0, vertex_count, kVerticesPerLeaf),
                    [&](const tbb::blocked_range<std::uint32_t>& range) {
                      if (!context.is_cancelled()) body(range.begin(), range.end());
                    });
}

// The sum of leaf(begin, end) over all vertices; `Sum` needs operator+ and a default of nothing.
// The ranges and the order of the additions are fixed by the vertex count.
template <typename Sum, typename Leaf>
Sum sum_over_vertices(std::uint32_t vertex_count, const graph::ExecutionContext& context,
                      const Leaf& leaf) {
  return tbb::parallel_deterministic_reduce(
      tbb::blocked_range<std::uint32_t>(0, vertex_count, kVerticesPerLeaf), Sum{},
      [&](const tbb::blocked_range<std::uint32_t>& range, const Sum& before) {
        return context.is_cancelled() ? before : before + leaf(range.begin(), range.end());
      },
      std::plus<>(), tbb::simple_partitioner());
}

}  // namespace headwater::engine::internal
