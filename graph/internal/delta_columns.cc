#include "graph/internal/delta_columns.h"

#include <algorithm>

#include "graph/internal/transaction_columns.h"

namespace headwater::graph::internal {
namespace {

void reserve(TransactionColumns& columns, std::size_t size) {
  columns.time_ms.reserve(size);
  columns.amount.reserve(size);
  columns.from.reserve(size);
  columns.to.reserve(size);
  columns.asset.reserve(size);
  columns.kind.reserve(size);
  columns.flags.reserve(size);
}

template <typename T>
void append(const SplitSpan<T>& values, std::size_t begin, std::size_t end, std::vector<T>& to) {
  const std::size_t split = values.first().size();
  const auto copy = [&](std::span<const T> part, std::size_t first, std::size_t last) {
    if (first >= last) return;
    to.insert(to.end(), part.begin() + static_cast<std::ptrdiff_t>(first),
              part.begin() + static_cast<std::ptrdiff_t>(last));
  };
  copy(values.first(), std::min(begin, split), std::min(end, split));
  copy(values.second(), std::max(begin, split) - split, std::max(end, split) - split);
}

// Transactions [begin, end) of a layer behind the columns; sparse ones as positions there.
void append(const TransactionLayer& layer, std::uint32_t begin, std::uint32_t end,
            TransactionColumns& to) {
  append(layer.time_ms, begin, end, to.time_ms);
  append(layer.amount, begin, end, to.amount);
  append(layer.from, begin, end, to.from);
  append(layer.to, begin, end, to.to);
  append(layer.asset, begin, end, to.asset);
  append(layer.kind, begin, end, to.kind);
  append(layer.flags, begin, end, to.flags);
}

template <typename T>
void append(const std::vector<T>& values, std::vector<T>& to) {
  to.insert(to.end(), values.begin(), values.end());
}

void append(const TransactionColumns& columns, TransactionColumns& to) {
  append(columns.time_ms, to.time_ms);
  append(columns.amount, to.amount);
  append(columns.from, to.from);
  append(columns.to, to.to);
  append(columns.asset, to.asset);
  append(columns.kind, to.kind);
  append(columns.flags, to.flags);
}

// Entries [begin, end) by position, each position shifted.
template <typename Entry>
void append_sparse(const std::vector<Entry>& entries, std::uint32_t begin, std::uint32_t end,
                   std::int64_t shift, std::vector<Entry>& to) {
  const auto first = std::partition_point(
      entries.begin(), entries.end(), [&](const Entry& entry) { return entry.position < begin; });
  for (auto at = first; at != entries.end() && at->position < end; ++at) {
    Entry entry = *at;
    entry.position = static_cast<std::uint32_t>(entry.position + shift);
    to.push_back(entry);
  }
}

template <typename Visit>
void for_each_part(const TransactionLayer& layer, const Visit& visit) {
  const std::uint32_t split = layer.size() - layer.delta_size();
  visit(*layer.base(), std::uint32_t{0}, split);
  if (layer.delta_size() > 0) visit(*layer.delta(), split, layer.size());
}

// Numbers that are all positions from `first` on need not be kept.
void drop_plain_numbers(std::uint32_t first, TransactionColumns& columns) {
  for (std::uint32_t i = 0; i < columns.size(); ++i) {
    if (columns.numbers[i] != first + i) return;
  }
  columns.numbers = {};
}

}  // namespace

std::uint32_t split_before(const TransactionLayer& layer, const TransactionColumns& later) {
  const std::uint32_t now = layer.size() - layer.delta_size();
  if (later.size() == 0) return now;
  const std::int64_t first = *std::min_element(later.time_ms.begin(), later.time_ms.end());
  const auto base = layer.time_ms.first();  // of equal times the base's have the lower numbers
  return static_cast<std::uint32_t>(std::upper_bound(base.begin(), base.end(), first) -
                                    base.begin());
}

TransactionColumns join_delta(const TransactionLayer& layer, std::uint32_t split,
                              const TransactionColumns& later, const ExecutionContext& context) {
  TransactionColumns delta;
  const std::uint32_t moved = layer.size() - split;
  reserve(delta, std::size_t{moved} + later.size());
  append(layer, split, layer.size(), delta);
  append(later, delta);
  delta.numbers.reserve(delta.size());
  for (std::uint32_t p = split; p < layer.size(); ++p) {
    delta.numbers.push_back(static_cast<std::uint32_t>(layer.id(p).value));
  }
  append(later.numbers, delta.numbers);
  const std::int64_t shift = -static_cast<std::int64_t>(split);
  for_each_part(layer, [&](const TransactionColumns& part, std::uint32_t begin, std::uint32_t end) {
    append_sparse(part.received, std::max(begin, split), end, shift, delta.received);
    append_sparse(part.counts, std::max(begin, split), end, shift, delta.counts);
  });
  append_sparse(later.received, 0, later.size(), moved, delta.received);
  append_sparse(later.counts, 0, later.size(), moved, delta.counts);
  sort_into_ledger_order(delta, context);
  for (auto& entry : delta.received) entry.position += split;
  for (auto& entry : delta.counts) entry.position += split;
  drop_plain_numbers(split, delta);
  return delta;
}

TransactionColumns fold(const TransactionLayer& layer, std::uint32_t split,
                        const TransactionColumns& delta) {
  const TransactionColumns& base = *layer.base();
  TransactionColumns whole;
  reserve(whole, std::size_t{split} + delta.size());
  append(layer, 0, split, whole);
  append(delta, whole);
  if (!base.numbers.empty() || !delta.numbers.empty()) {
    whole.numbers.reserve(whole.size());
    for (std::uint32_t p = 0; p < split; ++p) {
      whole.numbers.push_back(base.numbers.empty() ? p : base.numbers[p]);
    }
    for (std::uint32_t p = 0; p < delta.size(); ++p) {
      whole.numbers.push_back(delta.numbers.empty() ? split + p : delta.numbers[p]);
    }
  }
  append_sparse(base.received, 0, split, 0, whole.received);
  append_sparse(base.counts, 0, split, 0, whole.counts);
  append(delta.received, whole.received);
  append(delta.counts, whole.counts);
  return whole;
}

}  // namespace headwater::graph::internal
