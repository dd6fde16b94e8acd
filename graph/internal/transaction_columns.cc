// Chunks of the ledger are decoded in parallel. Where every transaction is wanted, a row's place is
// its number and chunks write straight into the final columns; where rows are left out, each chunk
// fills columns of its own, which are then joined in order. Times out of order are mended by a sort
// of (time, number), so that equal input gives equal columns for any number of threads.
#include "graph/internal/transaction_columns.h"

#include <algorithm>

#include <tbb/parallel_for.h>
#include <tbb/parallel_sort.h>

#include "graph/internal/ledger_reader.h"
#include "graph/internal/row_filter.h"

namespace headwater::graph::internal {
namespace {

constexpr std::uint64_t kChunk = 32 * kSegmentCapacity;  // transaction numbers
constexpr std::uint64_t kMostTransactions = 0xFFFFFFFEu;

void resize(TransactionColumns& layer, std::size_t size) {
  layer.time_ms.resize(size);
  layer.amount.resize(size);
  layer.from.resize(size);
  layer.to.resize(size);
  layer.asset.resize(size);
  layer.kind.resize(size);
  layer.flags.resize(size);
}

// Writes a row of a segment into a place of a layer.
class RowWriter {
 public:
  RowWriter(const VertexTable& vertices, TransactionColumns& layer) : layer_(layer) {
    for (const EntityKind kind : kAllEntityKinds) {
      bases_[static_cast<std::size_t>(kind)] = vertices.base(kind);
      counts_[static_cast<std::size_t>(kind)] = vertices.count(kind);
    }
  }

  // False once a row has named an entity beyond the published counters.
  bool ok() const { return ok_; }

  void write(const DecodedSegment& segment, std::size_t i, std::size_t at) {
    layer_.time_ms[at] = segment.time_ms[i];
    layer_.amount[at] = segment.amount[i];
    layer_.from[at] = vertex(segment.from[i]);
    layer_.to[at] = vertex(segment.to[i]);
    layer_.asset[at] = static_cast<std::uint16_t>(segment.asset[i]);
    layer_.kind[at] = static_cast<std::uint8_t>(segment.kind[i]);
    layer_.flags[at] = static_cast<std::uint8_t>(segment.flags[i]);
  }

 private:
  // The decoder has checked the kind.
  VertexIndex vertex(std::uint64_t entity) {
    constexpr std::uint64_t kIndex = (std::uint64_t{1} << 56) - 1;
    ok_ &= (entity & kIndex) < counts_[entity >> 56];
    return bases_[entity >> 56] + static_cast<VertexIndex>(entity & kIndex);
  }
  VertexIndex bases_[16] = {};
  VertexIndex counts_[16] = {};
  bool ok_ = true;
  TransactionColumns& layer_;
};

struct Chunk {
  TransactionColumns own;  // filtered rows, or only the sparse columns
  Status status;
  std::size_t position = 0;  // of its first row once joined
  // Transaction numbers that its segments cover, without a gap; equal when it has no segment.
  std::uint64_t first = 0, end = 0;
};

Status damaged(std::uint64_t first, const char* found) {
  return Status(StatusCode::kCorrupt, {"read the ledger", "segment " + std::to_string(first), found,
                                       "run `headwater verify`, then restore a backup"});
}

// A segment begins where the one before it ends, and none reaches beyond the published counter.
Status cover(Chunk& chunk, std::uint64_t first, std::uint64_t count, std::uint64_t total) {
  if (chunk.first == chunk.end) chunk.first = chunk.end = first;
  if (first != chunk.end)
    return damaged(first, "transactions before it are missing, or twice there");
  chunk.end = first + count;
  if (chunk.end > total) return damaged(first, "it reaches beyond the published counter");
  return {};
}

// The chunks together cover every published number from `next` on.
Status check_coverage(const std::vector<Chunk>& chunks, std::uint64_t next, std::uint64_t total) {
  for (const Chunk& chunk : chunks) {
    if (chunk.first == chunk.end) continue;
    if (chunk.first != next) break;
    next = chunk.end;
  }
  if (next != total) return damaged(next, "it is missing");
  return {};
}

// Sparse entries of the kept rows; `place[i]` is row i's position, kNoVertex for one left out.
void keep_sparse(const DecodedSegment& segment, const std::vector<std::uint32_t>& place,
                 TransactionColumns& own) {
  for (const auto& entry : segment.received) {
    if (place[entry.index] == kNoVertex) continue;
    own.received.push_back({place[entry.index], AssetId{entry.asset}, entry.amount});
  }
  for (const auto& entry : segment.counts) {
    if (place[entry.index] == kNoVertex) continue;
    own.counts.push_back({place[entry.index], static_cast<std::uint32_t>(entry.value)});
  }
}

// One chunk with every row: places are numbers.
Status read_whole_chunk(const StoreView::Internal& view, std::uint64_t begin,
                        const VertexTable& vertices, TransactionColumns& layer, Chunk& chunk) {
  RowWriter writer(vertices, layer);
  DecodedSegment segment;
  std::vector<std::uint32_t> place;
  return for_each_segment(
      view, begin, begin + kChunk, [&](std::uint64_t first, std::string_view value) -> Status {
        HEADWATER_RETURN_IF_ERROR(decode_segment(value, first, segment));
        HEADWATER_RETURN_IF_ERROR(cover(chunk, first, segment.header.count, layer.time_ms.size()));
        for (std::size_t i = 0; i < segment.header.count; ++i) {
          writer.write(segment, i, first + i);
        }
        if (!writer.ok()) return damaged(first, "it names an entity that does not exist");
        if (segment.received.empty() && segment.counts.empty()) return {};
        place.resize(segment.header.count);
        for (std::size_t i = 0; i < place.size(); ++i) {
          place[i] = static_cast<std::uint32_t>(first + i);
        }
        keep_sparse(segment, place, chunk.own);
        return {};
      });
}

// One chunk with the wanted rows only, in columns of its own.
Status read_filtered_chunk(const StoreView::Internal& view, std::uint64_t begin,
                           const VertexTable& vertices, const RowFilter& filter, Chunk& chunk) {
  RowWriter writer(vertices, chunk.own);
  DecodedSegment segment;
  std::vector<std::uint32_t> place;
  std::size_t size = 0;
  HEADWATER_RETURN_IF_ERROR(for_each_segment(
      view, begin, begin + kChunk, [&](std::uint64_t first, std::string_view value) -> Status {
        HEADWATER_ASSIGN_OR_RETURN(const SegmentHeader header, decode_segment_header(value, first));
        HEADWATER_RETURN_IF_ERROR(cover(chunk, first, header.count, view.counters.transactions));
        if (!filter.may_hold(header)) return {};
        HEADWATER_RETURN_IF_ERROR(decode_segment(value, first, segment));
        resize(chunk.own, size + segment.header.count);
        place.assign(segment.header.count, kNoVertex);
        for (std::size_t i = 0; i < segment.header.count; ++i) {
          if (!filter.wants(segment, i, first + i)) continue;
          writer.write(segment, i, size);
          chunk.own.numbers.push_back(static_cast<std::uint32_t>(first + i));
          place[i] = static_cast<std::uint32_t>(size++);
        }
        if (!writer.ok()) return damaged(first, "it names an entity that does not exist");
        keep_sparse(segment, place, chunk.own);
        return {};
      }));
  resize(chunk.own, size);
  return {};
}

template <typename T>
void copy_to(const std::vector<T>& from, std::vector<T>& to, std::size_t at) {
  std::copy(from.begin(), from.end(), to.begin() + static_cast<std::ptrdiff_t>(at));
}

void join_sparse(std::vector<Chunk>& chunks, TransactionColumns& layer) {
  std::size_t received = 0, counts = 0;
  for (const Chunk& chunk : chunks) {
    received += chunk.own.received.size();
    counts += chunk.own.counts.size();
  }
  layer.received.reserve(received);
  layer.counts.reserve(counts);
  for (const Chunk& chunk : chunks) {
    const auto shift = static_cast<std::uint32_t>(chunk.position);
    for (auto entry : chunk.own.received) {
      entry.position += shift;
      layer.received.push_back(entry);
    }
    for (auto entry : chunk.own.counts) {
      entry.position += shift;
      layer.counts.push_back(entry);
    }
  }
}

void join_columns(std::vector<Chunk>& chunks, TransactionColumns& layer) {
  std::size_t size = 0;
  for (Chunk& chunk : chunks) {
    chunk.position = size;
    size += chunk.own.time_ms.size();
  }
  resize(layer, size);
  layer.numbers.resize(size);
  tbb::parallel_for(std::size_t{0}, chunks.size(), [&](std::size_t i) {
    const TransactionColumns& own = chunks[i].own;
    const std::size_t at = chunks[i].position;
    copy_to(own.time_ms, layer.time_ms, at);
    copy_to(own.amount, layer.amount, at);
    copy_to(own.from, layer.from, at);
    copy_to(own.to, layer.to, at);
    copy_to(own.asset, layer.asset, at);
    copy_to(own.kind, layer.kind, at);
    copy_to(own.flags, layer.flags, at);
    copy_to(own.numbers, layer.numbers, at);
  });
}

template <typename T>
void permute(std::vector<T>& values, const std::vector<std::uint32_t>& order) {
  std::vector<T> sorted(values.size());
  tbb::parallel_for(std::size_t{0}, order.size(),
                    [&](std::size_t i) { sorted[i] = values[order[i]]; });
  values = std::move(sorted);
}

template <typename Entry>
void move_sparse(std::vector<Entry>& entries, const std::vector<std::uint32_t>& place) {
  for (Entry& entry : entries) entry.position = place[entry.position];
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.position < b.position; });
}

// Stable by time: the permutation is of (time, position), which has no ties.
void sort_by_time(TransactionColumns& layer) {
  const std::size_t size = layer.time_ms.size();
  std::vector<std::uint32_t> order(size), place(size);
  tbb::parallel_for(std::size_t{0}, size,
                    [&](std::size_t i) { order[i] = static_cast<std::uint32_t>(i); });
  const auto& times = layer.time_ms;
  tbb::parallel_sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) {
    return times[a] != times[b] ? times[a] < times[b] : a < b;
  });
  tbb::parallel_for(std::size_t{0}, size,
                    [&](std::size_t i) { place[order[i]] = static_cast<std::uint32_t>(i); });
  if (layer.numbers.empty()) {
    layer.numbers = order;
  } else {
    permute(layer.numbers, order);
  }
  permute(layer.amount, order);
  permute(layer.from, order);
  permute(layer.to, order);
  permute(layer.asset, order);
  permute(layer.kind, order);
  permute(layer.flags, order);
  permute(layer.time_ms, order);
  move_sparse(layer.received, place);
  move_sparse(layer.counts, place);
}

// What `read_chunk` reads of the ledger from `begin` on, chunk by chunk.
template <typename ReadChunk>
Result<std::vector<Chunk>> read_chunks(std::uint64_t begin, std::uint64_t total,
                                       const ExecutionContext& context,
                                       const ReadChunk& read_chunk) {
  std::vector<Chunk> chunks((total - begin + kChunk - 1) / kChunk);
  context.run([&] {
    tbb::parallel_for(std::size_t{0}, chunks.size(), [&](std::size_t i) {
      Chunk& chunk = chunks[i];
      chunk.status = context.check_cancelled("build a snapshot");
      if (chunk.status.ok()) chunk.status = read_chunk(begin + i * kChunk, chunk);
      context.report({"building the snapshot", (i + 1) * kChunk, total - begin, "transactions"});
    });
  });
  for (const Chunk& chunk : chunks) HEADWATER_RETURN_IF_ERROR(chunk.status);
  HEADWATER_RETURN_IF_ERROR(check_coverage(chunks, begin, total));
  return chunks;
}

Status check_total(std::uint64_t total) {
  if (total <= kMostTransactions) return {};
  return Status(StatusCode::kOverBudget,
                {"build a snapshot", "", std::to_string(total) + " transactions in the ledger",
                 "a snapshot numbers at most 4,294,967,294: split the store"});
}

}  // namespace

Status read_transaction_columns(const StoreView::Internal& view, const SnapshotRequest& request,
                                const VertexTable& vertices,
                                const std::vector<std::uint64_t>& hidden,
                                const ExecutionContext& context, TransactionColumns& columns) {
  const std::uint64_t total = view.counters.transactions;
  HEADWATER_RETURN_IF_ERROR(check_total(total));
  const RowFilter filter(view, request, hidden);
  if (filter.wants_all()) resize(columns, total);
  HEADWATER_ASSIGN_OR_RETURN(
      auto chunks, read_chunks(0, total, context, [&](std::uint64_t begin, Chunk& chunk) {
        return filter.wants_all() ? read_whole_chunk(view, begin, vertices, columns, chunk)
                                  : read_filtered_chunk(view, begin, vertices, filter, chunk);
      }));
  context.run([&] {
    if (!filter.wants_all()) join_columns(chunks, columns);
    join_sparse(chunks, columns);
    if (!std::is_sorted(columns.time_ms.begin(), columns.time_ms.end())) sort_by_time(columns);
  });
  return {};
}

Result<TransactionColumns> read_later_columns(const StoreView::Internal& view,
                                              const SnapshotRequest& request,
                                              const VertexTable& vertices,
                                              const std::vector<std::uint64_t>& hidden,
                                              std::uint64_t first,
                                              const ExecutionContext& context) {
  const std::uint64_t total = view.counters.transactions;
  HEADWATER_RETURN_IF_ERROR(check_total(total));
  TransactionColumns columns;
  if (first == total) return columns;
  HEADWATER_ASSIGN_OR_RETURN(const auto segment, find_segment(view, TransactionId{first}));
  if (!segment) return damaged(first, "it is missing");
  const RowFilter filter(view, request, hidden, first);
  HEADWATER_ASSIGN_OR_RETURN(
      auto chunks,
      read_chunks(segment->first, total, context, [&](std::uint64_t begin, Chunk& chunk) {
        return read_filtered_chunk(view, begin, vertices, filter, chunk);
      }));
  context.run([&] {
    join_columns(chunks, columns);
    join_sparse(chunks, columns);
  });
  return columns;
}

void sort_into_ledger_order(TransactionColumns& columns, const ExecutionContext& context) {
  context.run([&] {
    if (!std::is_sorted(columns.time_ms.begin(), columns.time_ms.end())) sort_by_time(columns);
  });
}

}  // namespace headwater::graph::internal
