#include "graph/internal/edge_collector.h"

#include <algorithm>

#include <tbb/parallel_for.h>

#include "graph/internal/ledger_reader.h"
#include "graph/internal/ledger_segment.h"

namespace headwater::graph::internal {
namespace {

constexpr std::uint64_t kChunk = 16 * kSegmentCapacity;  // transaction numbers
constexpr std::size_t kOwnersATask = 4096;
// Owners are met in no order: what the next edges touch is fetched while the ones before are put.
constexpr std::size_t kAhead = 32;

Edge edge_of(const DecodedSegment& segment, std::size_t i, std::uint64_t number,
             Direction direction) {
  Edge edge;
  edge.time_ms = segment.time_ms[i];
  edge.transaction = number;
  edge.peer = direction == Direction::kOut ? segment.to[i] : segment.from[i];
  edge.amount = segment.amount[i];
  edge.asset = static_cast<std::uint16_t>(segment.asset[i]);
  edge.kind = static_cast<std::uint8_t>(segment.kind[i]);
  edge.channel = static_cast<std::uint8_t>(segment.channel[i]);
  return edge;
}

Status names_nobody(std::uint64_t first) {
  return Status(StatusCode::kCorrupt, {"read the ledger", "segment " + std::to_string(first),
                                       "it names an entity that does not exist",
                                       "run `headwater verify`, then restore a backup"});
}

}  // namespace

EdgeCollector::EdgeCollector(const StoreView::Internal& view, TransactionRange transactions)
    : view_(view), transactions_(transactions), vertices_(view.counters) {
  for (auto& counts : counts_) counts = std::vector<std::atomic<std::uint32_t>>(vertices_.size());
}

// Chunks are read by whole segments, which begin anywhere: a chunk has those that begin in it.
Status EdgeCollector::for_each_chunk(
    const ExecutionContext& context,
    const std::function<Status(std::uint64_t, std::uint64_t)>& read) const {
  const std::uint64_t size = transactions_.end - transactions_.begin;
  std::vector<Status> failures((size + kChunk - 1) / kChunk);
  context.run([&] {
    tbb::parallel_for(std::size_t{0}, failures.size(), [&](std::size_t i) {
      failures[i] = context.check_cancelled("seal the ledger");
      if (!failures[i].ok()) return;
      const std::uint64_t begin = transactions_.begin + i * kChunk;
      failures[i] = read(begin, std::min(begin + kChunk, transactions_.end));
    });
  });
  for (const Status& failure : failures) HEADWATER_RETURN_IF_ERROR(failure);
  return {};
}

Status EdgeCollector::count(const ExecutionContext& context) {
  return for_each_chunk(
      context, [&](std::uint64_t begin, std::uint64_t end) { return count_chunk(begin, end); });
}

// False when one of them does not exist.
bool EdgeCollector::find_owners(const DecodedSegment& segment, Direction direction,
                                std::vector<VertexIndex>& owners) const {
  const auto& ends = direction == Direction::kOut ? segment.from : segment.to;
  owners.resize(ends.size());
  bool all_exist = true;
  for (std::size_t i = 0; i < ends.size(); ++i) {
    owners[i] = vertices_.find(EntityId::from_value(ends[i]));
    all_exist = all_exist && owners[i] != kNoVertex;
  }
  return all_exist;
}

Status EdgeCollector::count_chunk(std::uint64_t begin, std::uint64_t end) {
  DecodedSegment segment;
  std::vector<VertexIndex> owners;
  return for_each_segment(view_, begin, end,
                          [&](std::uint64_t first, std::string_view value) -> Status {
                            HEADWATER_RETURN_IF_ERROR(decode_segment(value, first, segment));
                            for (const Direction direction : {Direction::kOut, Direction::kIn}) {
                              auto& counts = counts_[static_cast<int>(direction)];
                              if (!find_owners(segment, direction, owners))
                                return names_nobody(first);
                              for (std::size_t i = 0; i < owners.size(); ++i) {
                                if (i + kAhead < owners.size())
                                  __builtin_prefetch(&counts[owners[i + kAhead]], 1);
                                counts[owners[i]].fetch_add(1, std::memory_order_relaxed);
                              }
                            }
                            return {};
                          });
}

std::vector<OwnerRange> EdgeCollector::ranges(Direction direction, std::uint64_t most_edges) const {
  std::vector<OwnerRange> ranges;
  OwnerRange range;
  std::uint64_t edges = 0;
  for (VertexIndex owner = 0; owner < vertices_.size(); ++owner) {
    const std::uint64_t count = count_of(direction, owner);
    if (edges > 0 && edges + count > most_edges) {
      ranges.push_back(range);
      range.begin = owner;
      edges = 0;
    }
    edges += count;
    range.end = owner + 1;
  }
  if (edges > 0) ranges.push_back(range);
  return ranges;
}

Status EdgeCollector::collect(Direction direction, const OwnerRange& range,
                              const ExecutionContext& context) {
  collected_ = range;
  const std::size_t owners = range.end - range.begin;
  offsets_.assign(owners + 1, 0);
  for (std::size_t i = 0; i < owners; ++i) {
    offsets_[i + 1] = offsets_[i] + count_of(direction, range.begin + static_cast<VertexIndex>(i));
  }
  filled_ = std::vector<std::atomic<std::uint32_t>>(owners);
  edges_.resize(offsets_.back());
  HEADWATER_RETURN_IF_ERROR(for_each_chunk(context, [&](std::uint64_t begin, std::uint64_t end) {
    return collect_chunk(direction, range, begin, end);
  }));
  context.run([&] {
    tbb::parallel_for(std::size_t{0}, owners, kOwnersATask, [&](std::size_t first) {
      for (std::size_t i = first; i < std::min(first + kOwnersATask, owners); ++i) {
        const auto begin = edges_.begin() + static_cast<std::ptrdiff_t>(offsets_[i]);
        const auto end = edges_.begin() + static_cast<std::ptrdiff_t>(offsets_[i + 1]);
        std::sort(begin, end, [](const Edge& a, const Edge& b) {
          return a.kind != b.kind ? a.kind < b.kind : in_ledger_order(a, b);
        });
      }
    });
  });
  return {};
}

Status EdgeCollector::collect_chunk(Direction direction, const OwnerRange& range,
                                    std::uint64_t begin, std::uint64_t end) {
  DecodedSegment segment;
  std::vector<VertexIndex> owners;
  std::vector<Placed> placed;
  return for_each_segment(view_, begin, end,
                          [&](std::uint64_t first, std::string_view value) -> Status {
                            HEADWATER_RETURN_IF_ERROR(decode_segment(value, first, segment));
                            if (!find_owners(segment, direction, owners))
                              return names_nobody(first);
                            find_places(owners, range, placed);
                            put_edges(segment, first, direction, placed);
                            return {};
                          });
}

// Takes a place for each edge of an owner in the range.
void EdgeCollector::find_places(std::span<const VertexIndex> owners, const OwnerRange& range,
                                std::vector<Placed>& placed) {
  placed.clear();
  for (std::size_t i = 0; i < owners.size(); ++i) {
    if (owners[i] < range.begin || owners[i] >= range.end) continue;
    placed.push_back({owners[i] - range.begin, i});
  }
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (i + kAhead < placed.size()) {
      const std::uint64_t next = placed[i + kAhead].place;  // an owner still
      __builtin_prefetch(&filled_[next], 1);
      __builtin_prefetch(&offsets_[next]);
    }
    const std::uint64_t owner = placed[i].place;
    placed[i].place = offsets_[owner] + filled_[owner].fetch_add(1, std::memory_order_relaxed);
  }
}

// What arrives in another asset than was paid is an edge of that asset where it arrives.
void EdgeCollector::put_edges(const DecodedSegment& segment, std::uint64_t first,
                              Direction direction, std::span<const Placed> placed) {
  auto received = segment.received.begin();
  for (std::size_t i = 0; i < placed.size(); ++i) {
    if (i + kAhead < placed.size()) {
      const Edge* next = &edges_[placed[i + kAhead].place];
      __builtin_prefetch(next, 1);
      __builtin_prefetch(next + 1, 1);  // an edge may lie across two lines
    }
    const std::size_t row = placed[i].row;
    while (received != segment.received.end() && received->index < row) ++received;
    Edge& edge = edges_[placed[i].place];
    edge = edge_of(segment, row, first + row, direction);
    const bool differs = received != segment.received.end() && received->index == row;
    if (!differs || direction == Direction::kOut) continue;
    edge.amount = received->amount;
    edge.asset = received->asset;
  }
}

std::span<const Edge> EdgeCollector::edges_of(VertexIndex owner) const {
  const std::size_t at = owner - collected_.begin;
  return std::span(edges_).subspan(offsets_[at], offsets_[at + 1] - offsets_[at]);
}

}  // namespace headwater::graph::internal
