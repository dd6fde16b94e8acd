#include "graph/manifest_list.h"

#include <algorithm>
#include <utility>

namespace headwater::graph {

std::shared_ptr<ManifestList::Block> ManifestList::copied(const Block& block, std::size_t size) {
  auto copy = std::make_shared<Block>();
  std::copy_n(block.manifests.begin(), size, copy->manifests.begin());
  copy->used = size;
  return copy;
}

// Of the lists that share a block one goes on in it; the next one that does so copies it.
ManifestList::Block& ManifestList::block_to_extend() {
  const std::size_t own = size_ % kBlock;
  if (own == 0) {
    blocks_.resize(size_ / kBlock);
    blocks_.push_back(std::make_shared<Block>());
  }
  std::size_t expected = own;
  if (!blocks_.back()->used.compare_exchange_strong(expected, own + 1)) {
    blocks_.back() = copied(*blocks_.back(), own);
    blocks_.back()->used = own + 1;
  }
  return *blocks_.back();
}

void ManifestList::push_back(Manifest manifest) {
  block_to_extend().manifests[size_ % kBlock] = std::move(manifest);
  ++size_;
}

void ManifestList::rewrite(const std::function<std::optional<Manifest>(const Manifest&)>& other) {
  std::size_t own_block = blocks_.size();  // the one that was copied
  for (std::size_t at = 0; at < size_; ++at) {
    std::optional<Manifest> manifest = other((*this)[at]);
    if (!manifest) continue;
    const std::size_t block = at / kBlock;
    if (block != own_block) {
      blocks_[block] = copied(*blocks_[block], std::min(kBlock, size_ - block * kBlock));
      own_block = block;
    }
    blocks_[block]->manifests[at % kBlock] = std::move(*manifest);
  }
}

void ManifestList::follow(const ManifestList& longer, std::size_t size) {
  if (&longer == this) return;
  const std::size_t whole = size_ / kBlock;
  const std::size_t blocks = (size + kBlock - 1) / kBlock;
  if (whole > 0 && blocks_[whole - 1] != longer.blocks_[whole - 1]) {
    blocks_.clear();
  } else {
    blocks_.resize(std::min(whole, blocks_.size()));
  }
  blocks_.insert(blocks_.end(),
                 longer.blocks_.begin() + static_cast<std::ptrdiff_t>(blocks_.size()),
                 longer.blocks_.begin() + static_cast<std::ptrdiff_t>(blocks));
  size_ = size;
}

}  // namespace headwater::graph
