// The entities that a SnapshotRequest names, to ask of one id after another.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "graph/ids.h"

namespace headwater::graph::internal {

class EntitySubset {
 public:
  // In any order, repeated or not; nothing: all that there are.
  explicit EntitySubset(const std::optional<std::vector<EntityId>>& entities)
      : is_everybody_(!entities) {
    if (is_everybody_) return;
    ids_.reserve(entities->size());
    for (const EntityId id : *entities) ids_.push_back(id.value());
    std::sort(ids_.begin(), ids_.end());
  }
  bool is_everybody() const { return is_everybody_; }
  // O(log n).
  bool holds(std::uint64_t id) const {
    return is_everybody_ || std::binary_search(ids_.begin(), ids_.end(), id);
  }
  bool holds(EntityId id) const { return holds(id.value()); }

 private:
  bool is_everybody_;
  std::vector<std::uint64_t> ids_;  // EntityId::value, ascending
};

}  // namespace headwater::graph::internal
