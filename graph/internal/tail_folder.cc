#include "graph/internal/tail_folder.h"

namespace headwater::graph::internal {

Status TailFolder::add(std::uint64_t first, std::string_view segment) {
  if (first != next_) HEADWATER_RETURN_IF_ERROR(finish());
  HEADWATER_RETURN_IF_ERROR(decode_segment(segment, first, decoded_));
  next_ = first;
  for (std::size_t i = 0; i < decoded_.header.count; ++i) {
    const SegmentOrigin& origin = decoded_.origin(i);
    builder_.begin(origin.commit, origin.source);
    builder_.add(decoded_.transaction(i));
    ++next_;
    if (builder_.size() == kSegmentCapacity) HEADWATER_RETURN_IF_ERROR(finish());
  }
  return {};
}

Status TailFolder::finish() {
  const std::uint64_t rows = builder_.size();
  if (rows == 0) return {};
  return put_(next_ - rows, builder_.finish());
}

}  // namespace headwater::graph::internal
