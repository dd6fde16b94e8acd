// EdgeCollector: the edges of a range of the ledger, sorted by owner, in bounded memory.
//
//   EdgeCollector collector(view, {0, counters.transactions});
//   HEADWATER_RETURN_IF_ERROR(collector.count(context));
//   for (const OwnerRange& range : collector.ranges(Direction::kOut, 16 << 20)) {
//     HEADWATER_RETURN_IF_ERROR(collector.collect(Direction::kOut, range, context));
//     ... collector.edges_of(owner) ...
//   }
//
// Every pass decodes the ledger in parallel; edges are scattered to their owners by counting sort
// and each owner's are then sorted by kind and ledger order, so that the result does not depend on
// the threads. Memory: 8 bytes a vertex, and 40 bytes an edge of one range.
#pragma once

#include <atomic>
#include <cstdint>
#include <span>
#include <vector>

#include "graph/edge_cursor.h"
#include "graph/execution_context.h"
#include "graph/internal/edge_block.h"
#include "graph/internal/ledger_segment.h"
#include "graph/internal/store_view.h"
#include "graph/snapshot.h"

namespace headwater::graph::internal {

struct TransactionRange {
  std::uint64_t begin = 0, end = 0;  // numbers
};
struct OwnerRange {
  VertexIndex begin = 0, end = 0;  // by VertexTable(view.counters)
};

class EdgeCollector {
 public:
  EdgeCollector(const StoreView::Internal& view, TransactionRange transactions);

  // Counts edges by owner; before all else. Errors: kCorrupt, kCancelled.
  Status count(const ExecutionContext& context);
  // Owners in order, in ranges of at most `most_edges`, unless one owner has more.
  std::vector<OwnerRange> ranges(Direction direction, std::uint64_t most_edges) const;
  // The edges of a range of owners; forgets those collected before.
  Status collect(Direction direction, const OwnerRange& range, const ExecutionContext& context);

  std::uint64_t count_of(Direction direction, VertexIndex owner) const {
    return counts_[static_cast<int>(direction)][owner];
  }
  // Of what was collected last: by kind, within a kind in ledger order.
  std::span<const Edge> edges_of(VertexIndex owner) const;
  const VertexTable& vertices() const { return vertices_; }

 private:
  Status for_each_chunk(const ExecutionContext& context,
                        const std::function<Status(std::uint64_t, std::uint64_t)>& read) const;
  Status count_chunk(std::uint64_t begin, std::uint64_t end);
  Status collect_chunk(Direction direction, const OwnerRange& range, std::uint64_t begin,
                       std::uint64_t end);
  struct Placed {
    std::uint64_t place = 0;  // first the owner, from the range's beginning; then of its edge
    std::size_t row = 0;      // of the segment
  };
  bool find_owners(const DecodedSegment& segment, Direction direction,
                   std::vector<VertexIndex>& owners) const;
  void find_places(std::span<const VertexIndex> owners, const OwnerRange& range,
                   std::vector<Placed>& placed);
  void put_edges(const DecodedSegment& segment, std::uint64_t first, Direction direction,
                 std::span<const Placed> placed);

  const StoreView::Internal& view_;
  TransactionRange transactions_;
  VertexTable vertices_;
  std::vector<std::atomic<std::uint32_t>> counts_[2];  // by direction, owner
  OwnerRange collected_;
  std::vector<std::uint64_t> offsets_;              // of the range's owners, and the end
  std::vector<std::atomic<std::uint32_t>> filled_;  // edges of each owner that are in place
  std::vector<Edge> edges_;
};

}  // namespace headwater::graph::internal
