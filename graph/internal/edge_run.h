// EdgeRun: an account's edges of one kind from the index or the tail, forwards or backwards, one at
// a time; a block is read when the run comes to it.
#pragma once

#include <span>
#include <string>
#include <vector>

#include <rocksdb/iterator.h>

#include "graph/edge_cursor.h"
#include "graph/internal/edge_block.h"

namespace headwater::graph::internal {

// Which edges a run has.
struct RunRequest {
  std::uint64_t entity = 0;
  std::uint8_t kind = 0;
  TimeWindow window;
  bool backwards = false;
};

class EdgeRun {
 public:
  // From sealed blocks. The iterator is of the family named, and the run's alone while it is used.
  Status start(const RunRequest& request, rocksdb::Iterator& iterator, std::string_view family);
  // From edges of one kind in ledger order, which must stand while the run does.
  Status start(const RunRequest& request, std::span<const Edge> edges);

  bool at_end() const { return at_end_; }
  const Edge& edge() const { return block_[position_]; }
  Status next();

 private:
  Status find_first_block();
  Status step_to_block();
  Status read_block();
  void enter_window();
  bool holds_block() const;
  bool is_past(const Edge& edge) const;

  RunRequest request_;
  rocksdb::Iterator* iterator_ = nullptr;  // null: `block_` is all there is
  std::string_view family_;
  std::string prefix_, key_;
  std::vector<Edge> stored_;
  std::span<const Edge> block_;
  std::size_t position_ = 0;
  bool at_end_ = true;
};

}  // namespace headwater::graph::internal
