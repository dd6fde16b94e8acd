#pragma once

#include <cstdint>
#include <vector>

namespace headwater::graph::internal {

// Of memory, room for more included.
template <typename T>
std::uint64_t held_bytes(const std::vector<T>& values) {
  return values.capacity() * sizeof(T);
}

}  // namespace headwater::graph::internal
