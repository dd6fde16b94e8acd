#include "graph/snapshot_layers.h"

#include <algorithm>

#include "graph/internal/held_bytes.h"
#include "graph/status.h"

namespace headwater::graph {
namespace {

using internal::held_bytes;

constexpr std::uint64_t kLeastRoom = 1024;
constexpr std::uint64_t kRoomShare = 8;  // an eighth of what is used

template <typename Entry>
const Entry* find_entry(const std::vector<Entry>& entries, std::uint32_t position) {
  const auto found = std::lower_bound(
      entries.begin(), entries.end(), position,
      [](const Entry& entry, std::uint32_t wanted) { return entry.position < wanted; });
  return found != entries.end() && found->position == position ? &*found : nullptr;
}

}  // namespace

VertexTable::VertexTable(const Counters& counters, Room room) {
  std::uint64_t next = 0;
  for (int kind = 1; kind <= kEntityKindCount; ++kind) {
    const std::uint64_t used = counters.entities[kind];
    base_[kind] = static_cast<VertexIndex>(next);
    count_[kind] = static_cast<VertexIndex>(used);
    next += used;
    if (room == Room::kForMore) next += std::max(kLeastRoom, used / kRoomShare);
  }
  HEADWATER_CHECK(next < kNoVertex, "the caller counts the vertices first");
  base_[kEntityKindCount + 1] = static_cast<VertexIndex>(next);
}

std::optional<VertexTable> VertexTable::with(const Counters& counters) const {
  VertexTable grown = *this;
  for (int kind = 1; kind <= kEntityKindCount; ++kind) {
    if (counters.entities[kind] > base_[kind + 1] - base_[kind]) return std::nullopt;
    grown.count_[kind] = static_cast<VertexIndex>(counters.entities[kind]);
  }
  return grown;
}

VertexIndex VertexTable::find(EntityId id) const {
  const auto kind = static_cast<int>(id.kind());
  if (kind < 1 || kind > kEntityKindCount || id.index() >= count_[kind]) return kNoVertex;
  return base_[kind] + static_cast<VertexIndex>(id.index());
}

EntityKind VertexTable::kind(VertexIndex vertex) const {
  int kind = 1;
  while (vertex >= base_[kind + 1]) ++kind;
  return static_cast<EntityKind>(kind);
}

EntityId VertexTable::entity(VertexIndex vertex) const {
  const EntityKind of = kind(vertex);
  return EntityId(of, vertex - base(of));
}

std::uint64_t AdjacencyRows::resident_bytes() const {
  return held_bytes(offsets) + held_bytes(positions) + held_bytes(peers);
}

std::uint64_t Adjacency::resident_bytes() const {
  return (base_ == nullptr ? 0 : base_->resident_bytes()) +
         (ends_ == nullptr ? 0 : held_bytes(*ends_)) +
         (delta_ == nullptr ? 0 : delta_->resident_bytes());
}

std::uint64_t TransactionColumns::resident_bytes() const {
  return held_bytes(time_ms) + held_bytes(amount) + held_bytes(from) + held_bytes(to) +
         held_bytes(asset) + held_bytes(kind) + held_bytes(flags) + held_bytes(numbers) +
         held_bytes(received) + held_bytes(counts);
}

TransactionLayer::TransactionLayer(std::shared_ptr<const TransactionColumns> base,
                                   Adjacency outgoing, Adjacency incoming)
    : TransactionLayer(base, base->size(), nullptr, std::move(outgoing), std::move(incoming)) {}

TransactionLayer::TransactionLayer(std::shared_ptr<const TransactionColumns> base,
                                   std::uint32_t split,
                                   std::shared_ptr<const TransactionColumns> delta,
                                   Adjacency outgoing, Adjacency incoming)
    : out(std::move(outgoing)),
      in(std::move(incoming)),
      base_(std::move(base)),
      delta_(std::move(delta)),
      split_(split) {
  const TransactionColumns none;
  const TransactionColumns& after = delta_ == nullptr ? none : *delta_;
  const auto join = [&]<typename T>(std::vector<T> TransactionColumns::*column) {
    return SplitSpan<T>(std::span((*base_).*column).first(split_), after.*column);
  };
  time_ms = join(&TransactionColumns::time_ms);
  amount = join(&TransactionColumns::amount);
  from = join(&TransactionColumns::from);
  to = join(&TransactionColumns::to);
  asset = join(&TransactionColumns::asset);
  kind = join(&TransactionColumns::kind);
  flags = join(&TransactionColumns::flags);
}

const TransactionLayer::Received* TransactionLayer::find_received(std::uint32_t position) const {
  return find_entry(part_of(position).received, position);
}

std::uint32_t TransactionLayer::count_of(std::uint32_t position) const {
  const auto* found = find_entry(part_of(position).counts, position);
  return found == nullptr ? 1 : found->count;
}

std::uint64_t TransactionLayer::resident_bytes() const {
  return (base_ == nullptr ? 0 : base_->resident_bytes()) +
         (delta_ == nullptr ? 0 : delta_->resident_bytes()) + out.resident_bytes() +
         in.resident_bytes();
}

}  // namespace headwater::graph
