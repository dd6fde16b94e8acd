#include "graph/internal/edge_run.h"

#include <algorithm>
#include <limits>

#include "graph/internal/rocks_status.h"

namespace headwater::graph::internal {
namespace {

constexpr std::uint64_t kLastTransaction = std::numeric_limits<std::uint64_t>::max();
constexpr std::int64_t kLastTime = std::numeric_limits<std::int64_t>::max();

std::string_view as_view(const rocksdb::Slice& slice) { return {slice.data(), slice.size()}; }

bool is_before(const TimeWindow& window, const Edge& edge) {
  return window.is_bounded() && (edge.time_ms == kUnknownTime.ms ||
                                 (window.from.is_known() && edge.time_ms < window.from.ms));
}

bool is_behind(const TimeWindow& window, const Edge& edge) {
  return window.to.is_known() && edge.time_ms >= window.to.ms;
}

}  // namespace

Status EdgeRun::start(const RunRequest& request, rocksdb::Iterator& iterator,
                      std::string_view family) {
  request_ = request;
  iterator_ = &iterator;
  family_ = family;
  HEADWATER_RETURN_IF_ERROR(find_first_block());
  while (!at_end_ && position_ >= block_.size()) HEADWATER_RETURN_IF_ERROR(step_to_block());
  at_end_ = at_end_ || is_past(edge());
  return {};
}

Status EdgeRun::start(const RunRequest& request, std::span<const Edge> edges) {
  request_ = request;
  iterator_ = nullptr;
  block_ = edges;
  enter_window();
  at_end_ = position_ >= block_.size() || is_past(edge());
  return {};
}

bool EdgeRun::holds_block() const {
  return iterator_->Valid() && iterator_->key().starts_with(prefix_);
}

// Forwards the last block that begins before the window does, for it may reach into it; backwards
// the last that begins before the window's end.
Status EdgeRun::find_first_block() {
  BlockKey wanted{request_.entity, request_.kind, kUnknownTime.ms, 0};
  const TimeWindow& window = request_.window;
  if (request_.backwards) {
    wanted.time_ms = window.to.is_known() ? window.to.ms : kLastTime;
    wanted.transaction = window.to.is_known() ? 0 : kLastTransaction;
  } else if (window.from.is_known()) {
    wanted.time_ms = window.from.ms;
  }
  key_ = encode_block_key(wanted);
  prefix_.assign(key_, 0, sizeof(request_.entity) + sizeof(request_.kind));
  if (request_.backwards || window.from.is_known()) iterator_->SeekForPrev(key_);
  if (!request_.backwards && (!window.from.is_known() || !holds_block())) iterator_->Seek(key_);
  HEADWATER_RETURN_IF_ERROR(from_rocks(iterator_->status(), "read the index", family_));
  return read_block();
}

Status EdgeRun::step_to_block() {
  if (iterator_ == nullptr) {
    at_end_ = true;
    return {};
  }
  if (request_.backwards) {
    iterator_->Prev();
  } else {
    iterator_->Next();
  }
  HEADWATER_RETURN_IF_ERROR(from_rocks(iterator_->status(), "read the index", family_));
  return read_block();
}

Status EdgeRun::read_block() {
  at_end_ = !holds_block();
  block_ = {};
  position_ = 0;
  if (at_end_) return {};
  HEADWATER_RETURN_IF_ERROR(
      decode_block(as_view(iterator_->value()), as_view(iterator_->key()), family_, stored_));
  block_ = stored_;
  enter_window();
  return {};
}

// To the first edge of the block within the window, in the run's direction; its size: there is
// none.
void EdgeRun::enter_window() {
  const TimeWindow& window = request_.window;
  if (request_.backwards) {
    const auto end = std::partition_point(
        block_.begin(), block_.end(), [&](const Edge& edge) { return !is_behind(window, edge); });
    position_ =
        end == block_.begin() ? block_.size() : static_cast<std::size_t>(end - block_.begin()) - 1;
  } else {
    const auto begin = std::partition_point(
        block_.begin(), block_.end(), [&](const Edge& edge) { return is_before(window, edge); });
    position_ = static_cast<std::size_t>(begin - block_.begin());
  }
}

bool EdgeRun::is_past(const Edge& edge) const {
  return request_.backwards ? is_before(request_.window, edge) : is_behind(request_.window, edge);
}

Status EdgeRun::next() {
  const bool leaves_block = request_.backwards ? position_ == 0 : position_ + 1 == block_.size();
  if (!leaves_block) {
    position_ = request_.backwards ? position_ - 1 : position_ + 1;
  } else {
    position_ = block_.size();
    while (!at_end_ && position_ >= block_.size()) HEADWATER_RETURN_IF_ERROR(step_to_block());
  }
  at_end_ = at_end_ || is_past(edge());
  return {};
}

}  // namespace headwater::graph::internal
