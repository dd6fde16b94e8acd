// Weakly connected components, after Afforest (Sutton, Ben-Nun, Barak 2018).
//
// Idea: union-find over the arcs, but most arcs of a real network lie inside one giant component
// and need not be looked at. First only two neighbours of every vertex are united; a fixed sample
// of vertices then shows the largest set so far; its members skip the rest of their arcs. An arc
// that leaves the giant set is still met from its other end (by its incoming arcs when directed),
// so nothing is lost.
//
// Shared: the parents, written by compare-and-swap as disjoint_sets.h describes. The sample only
// decides how much work is skipped; the labels are the smallest vertex of each component whatever
// the order of the tasks, so they are the same for any number of threads.
#include "engine/community/components.h"

#include <algorithm>
#include <atomic>

#include "engine/internal/vertex_blocks.h"
#include "graph/disjoint_sets.h"

namespace headwater::engine {
namespace {

using graph::CompressedRows;
using graph::ExecutionContext;
using graph::Projection;
using graph::Result;

constexpr std::uint64_t kNeighbourRounds = 2;
constexpr std::uint32_t kSampleSize = 1024;

class ComponentSearch {
 public:
  ComponentSearch(const Projection& projection, const ExecutionContext& context)
      : projection_(projection),
        context_(context),
        vertex_count_(projection.vertex_count()),
        sets_(vertex_count_) {}

  void run();
  Communities take_communities();

 private:
  void unite_first_neighbours();
  void compress_all();
  std::uint32_t most_frequent_in_sample() const;
  void unite_the_rest(std::uint32_t giant);

  const Projection& projection_;
  const ExecutionContext& context_;
  const std::uint32_t vertex_count_;
  graph::DisjointSets sets_;
};

void ComponentSearch::run() {
  if (vertex_count_ == 0) return;
  internal::for_each_range(vertex_count_, context_, [&](std::uint32_t begin, std::uint32_t end) {
    for (std::uint32_t v = begin; v < end; ++v) sets_.reset(v);
  });
  if (context_.is_cancelled()) return;
  unite_first_neighbours();
  compress_all();
  unite_the_rest(most_frequent_in_sample());
  compress_all();
}

void ComponentSearch::unite_first_neighbours() {
  internal::for_each_range(vertex_count_, context_, [&](std::uint32_t begin, std::uint32_t end) {
    for (std::uint32_t v = begin; v < end; ++v) {
      const auto row = projection_.out().neighbours(v);
      for (std::size_t i = 0; i < std::min<std::size_t>(row.size(), kNeighbourRounds); ++i) {
        sets_.unite(v, row[i]);
      }
    }
  });
}

void ComponentSearch::compress_all() {
  internal::for_each_range(vertex_count_, context_, [&](std::uint32_t begin, std::uint32_t end) {
    for (std::uint32_t v = begin; v < end; ++v) sets_.compress(v);
  });
}

std::uint32_t ComponentSearch::most_frequent_in_sample() const {
  std::vector<std::uint32_t> sample;
  const std::uint32_t stride = std::max<std::uint32_t>(1, vertex_count_ / kSampleSize);
  for (std::uint64_t v = 0; v < vertex_count_; v += stride) {
    sample.push_back(sets_.parent(static_cast<std::uint32_t>(v)));
  }
  std::sort(sample.begin(), sample.end());
  std::uint32_t best = 0;
  std::size_t best_count = 0;
  for (std::size_t begin = 0, end = 0; begin < sample.size(); begin = end) {
    while (end < sample.size() && sample[end] == sample[begin]) ++end;
    if (end - begin > best_count) {
      best = sample[begin];
      best_count = end - begin;
    }
  }
  return best;
}

void ComponentSearch::unite_the_rest(std::uint32_t giant) {
  const internal::VertexBlocks blocks(vertex_count_, projection_.out(), projection_.in());
  internal::for_each_block(blocks, context_, [&](std::uint32_t begin, std::uint32_t end) {
    for (std::uint32_t v = begin; v < end; ++v) {
      if (sets_.parent(v) == giant) continue;
      const auto out = projection_.out().neighbours(v);
      for (std::size_t i = kNeighbourRounds; i < out.size(); ++i) sets_.unite(v, out[i]);
      if (!projection_.is_directed()) continue;
      for (const std::uint32_t source : projection_.in().neighbours(v)) sets_.unite(v, source);
    }
  });
}

Communities ComponentSearch::take_communities() {
  Communities communities;
  communities.label.resize(vertex_count_);
  std::vector<std::atomic<std::uint32_t>> sizes(vertex_count_);
  internal::for_each_range(vertex_count_, context_, [&](std::uint32_t begin, std::uint32_t end) {
    for (std::uint32_t v = begin, run_begin = begin; v < end; ++v) {
      communities.label[v] = sets_.parent(v);
      const bool run_ends = v + 1 == end || sets_.parent(v + 1) != communities.label[v];
      if (!run_ends) continue;
      sizes[communities.label[v]].fetch_add(v + 1 - run_begin, std::memory_order_relaxed);
      run_begin = v + 1;
    }
  });
  for (const auto& size : sizes) {
    if (size == 0) continue;
    ++communities.count;
    communities.largest = std::max(communities.largest, size.load());
  }
  return communities;
}

}  // namespace

Result<Communities> weakly_connected_components(const Projection& projection,
                                                const ExecutionContext& context) {
  Communities communities;
  context.run([&] {
    ComponentSearch search(projection, context);
    search.run();
    if (!context.is_cancelled()) communities = search.take_communities();
  });
  HEADWATER_RETURN_IF_ERROR(context.check_cancelled("weakly connected components"));
  return communities;
}

}  // namespace headwater::engine
