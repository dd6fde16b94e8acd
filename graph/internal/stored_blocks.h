// The blocks of one owner and kind that the index holds, from a place on.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <rocksdb/iterator.h>

#include "graph/internal/edge_block.h"
#include "graph/internal/store_view.h"

namespace headwater::graph::internal {

class StoredBlocks {
 public:
  // One iterator, for many owners in ascending order or not.
  StoredBlocks(const StoreView::Internal& view, Family family);

  // Goes to the last block that begins at or before the edge, or to the first. False: there is none
  // of this owner and kind. Errors: kIo.
  Result<bool> seek(std::uint64_t entity, std::uint8_t kind, const Edge& edge);
  // To the next; false behind the last. Errors: kIo.
  Result<bool> next();
  // Of the block where it stands.
  std::string_view key() const;
  std::string_view value() const;
  Status decode(std::vector<Edge>& edges) const;

 private:
  bool is_here() const;
  Status failure() const;

  Family family_;
  std::unique_ptr<rocksdb::Iterator> iterator_;
  std::string prefix_;  // entity and kind
};

}  // namespace headwater::graph::internal
