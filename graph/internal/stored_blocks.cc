#include "graph/internal/stored_blocks.h"

#include "graph/internal/rocks_status.h"

namespace headwater::graph::internal {

StoredBlocks::StoredBlocks(const StoreView::Internal& view, Family family)
    : family_(family), iterator_(view.database->iterator(family, view.snapshot)) {}

bool StoredBlocks::is_here() const {
  return iterator_->Valid() && iterator_->key().starts_with(prefix_);
}

Status StoredBlocks::failure() const {
  return from_rocks(iterator_->status(), "read the index", name_of(family_));
}

Result<bool> StoredBlocks::seek(std::uint64_t entity, std::uint8_t kind, const Edge& edge) {
  const std::string wanted = encode_block_key({entity, kind, edge.time_ms, edge.transaction});
  prefix_ = wanted.substr(0, sizeof(entity) + sizeof(kind));
  iterator_->SeekForPrev(wanted);
  HEADWATER_RETURN_IF_ERROR(failure());
  if (is_here()) return true;
  iterator_->Seek(wanted);
  HEADWATER_RETURN_IF_ERROR(failure());
  return is_here();
}

Result<bool> StoredBlocks::next() {
  iterator_->Next();
  HEADWATER_RETURN_IF_ERROR(failure());
  return is_here();
}

std::string_view StoredBlocks::key() const {
  return {iterator_->key().data(), iterator_->key().size()};
}

std::string_view StoredBlocks::value() const {
  return {iterator_->value().data(), iterator_->value().size()};
}

Status StoredBlocks::decode(std::vector<Edge>& edges) const {
  return decode_block(value(), key(), name_of(family_), edges);
}

}  // namespace headwater::graph::internal
