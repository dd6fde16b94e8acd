// The entities that a SnapshotRequest names, to ask of one id after another.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "graph/ids.h"

namespace headwater::graph::internal {

class EntitySubset {
 public:
  // In any order, repeated or not; none: all that there are.
  explicit EntitySubset(const std::vector<EntityId>& entities) {
    ids_.reserve(entities.size());
    for (const EntityId id : entities) ids_.push_back(id.value());
    std::sort(ids_.begin(), ids_.end());
  }
  bool is_everybody() const { return ids_.empty(); }
  // O(log n).
  bool holds(std::uint64_t id) const {
    return ids_.empty() || std::binary_search(ids_.begin(), ids_.end(), id);
  }
  bool holds(EntityId id) const { return holds(id.value()); }

 private:
  std::vector<std::uint64_t> ids_;  // EntityId::value, ascending
};

}  // namespace headwater::graph::internal
