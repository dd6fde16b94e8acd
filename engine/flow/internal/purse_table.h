// Dense numbers for (account, asset): an account has few assets, so each account heads a short
// list.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/snapshot.h"

namespace headwater::engine::internal {

class PurseTable {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;
  struct Entry {
    graph::VertexIndex account;
    graph::AssetId asset;
    std::uint32_t next;
  };

  explicit PurseTable(graph::VertexIndex vertices) : first_(vertices, kNone) {}

  // kNone when it has no number yet. O(assets of the account); safe beside other readers.
  std::uint32_t find(graph::VertexIndex account, graph::AssetId asset) const {
    std::uint32_t number = first_[account];
    while (number != kNone && entries_[number].asset != asset) number = entries_[number].next;
    return number;
  }
  // Numbers it if need be.
  std::uint32_t number(graph::VertexIndex account, graph::AssetId asset) {
    const std::uint32_t known = find(account, asset);
    if (known != kNone) return known;
    const auto fresh = static_cast<std::uint32_t>(entries_.size());
    entries_.push_back({account, asset, first_[account]});
    first_[account] = fresh;
    return fresh;
  }
  const std::vector<Entry>& entries() const { return entries_; }

 private:
  std::vector<std::uint32_t> first_;  // by vertex
  std::vector<Entry> entries_;
};

}  // namespace headwater::engine::internal
