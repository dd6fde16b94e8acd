#include "graph/internal/edge_collector.h"

#include <algorithm>

#include <tbb/parallel_for.h>

#include "graph/internal/ledger_reader.h"
#include "graph/internal/ledger_segment.h"

namespace headwater::graph::internal {
namespace {

constexpr std::uint64_t kChunk = 16 * kSegmentCapacity;  // transaction numbers
constexpr std::size_t kOwnersATask = 4096;

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

Status EdgeCollector::count_chunk(std::uint64_t begin, std::uint64_t end) {
  DecodedSegment segment;
  return for_each_segment(
      view_, begin, end, [&](std::uint64_t first, std::string_view value) -> Status {
        HEADWATER_RETURN_IF_ERROR(decode_segment(value, first, segment));
        for (std::size_t i = 0; i < segment.header.count; ++i) {
          const VertexIndex from = vertices_.find(EntityId::from_value(segment.from[i]));
          const VertexIndex to = vertices_.find(EntityId::from_value(segment.to[i]));
          if (from == kNoVertex || to == kNoVertex) return names_nobody(first);
          counts_[0][from].fetch_add(1, std::memory_order_relaxed);
          counts_[1][to].fetch_add(1, std::memory_order_relaxed);
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

// What arrives in another asset than was paid is an edge of that asset where it arrives.
Status EdgeCollector::collect_chunk(Direction direction, const OwnerRange& range,
                                    std::uint64_t begin, std::uint64_t end) {
  DecodedSegment segment;
  return for_each_segment(
      view_, begin, end, [&](std::uint64_t first, std::string_view value) -> Status {
        HEADWATER_RETURN_IF_ERROR(decode_segment(value, first, segment));
        const auto& owners = direction == Direction::kOut ? segment.from : segment.to;
        auto received = segment.received.begin();
        for (std::size_t i = 0; i < segment.header.count; ++i) {
          while (received != segment.received.end() && received->index < i) ++received;
          const VertexIndex owner = vertices_.find(EntityId::from_value(owners[i]));
          if (owner < range.begin || owner >= range.end) continue;
          const std::size_t at = owner - range.begin;
          const std::uint64_t place =
              offsets_[at] + filled_[at].fetch_add(1, std::memory_order_relaxed);
          Edge& edge = edges_[place];
          edge = edge_of(segment, i, first + i, direction);
          const bool differs = received != segment.received.end() && received->index == i;
          if (!differs || direction == Direction::kOut) continue;
          edge.amount = received->amount;
          edge.asset = received->asset;
        }
        return {};
      });
}

std::span<const Edge> EdgeCollector::edges_of(VertexIndex owner) const {
  const std::size_t at = owner - collected_.begin;
  return std::span(edges_).subspan(offsets_[at], offsets_[at + 1] - offsets_[at]);
}

}  // namespace headwater::graph::internal
