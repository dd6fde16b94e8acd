// The adjacency index from a range of the ledger: blocks in key order, handed to sinks.
#pragma once

#include <functional>
#include <memory>
#include <string_view>

#include "graph/internal/edge_collector.h"

namespace headwater::graph::internal {

// Where the blocks of a range of owners go. One task uses a sink; keys ascend.
class BlockSink {
 public:
  virtual ~BlockSink() = default;
  virtual Status put(std::string_view key, std::string_view block) = 0;
  // A block of the index is there no more.
  virtual Status remove(std::string_view key) = 0;
  virtual Status finish() = 0;
};

// Makes the sink for the owners whose keys lie in [begin, end).
using SinkMaker = std::function<Result<std::unique_ptr<BlockSink>>(
    Direction direction, std::string_view begin, std::string_view end)>;

struct IndexRequest {
  TransactionRange transactions;
  bool is_merged = false;  // with what the index holds of earlier transactions
  std::uint64_t most_edges = std::uint64_t{16} << 20;  // in memory at once, 40 bytes each
};

// Every block that the index has anew once the transactions are in it. Blocks that stay as they are
// are not mentioned. Time O(transactions * passes + blocks touched), a pass for each `most_edges`
// edges and direction; the blocks are equal for any number of threads. Errors: kCorrupt, kIo,
// kCancelled, those of the sinks.
Status build_index(const StoreView::Internal& view, const IndexRequest& request,
                   const SinkMaker& make_sink, const ExecutionContext& context);

inline Family index_family(Direction direction) {
  return direction == Direction::kOut ? Family::kOut : Family::kIn;
}

}  // namespace headwater::graph::internal
