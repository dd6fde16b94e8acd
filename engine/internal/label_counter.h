// Which label has the greatest total among a vertex's neighbours: the inner loop of label
// propagation.
//
//   counter.start(expected_arcs); counter.add(label, weight); ...; counter.winner()
//
// One counter a thread. Few labels are kept in a list and searched linearly; from kListLimit arcs
// on, an open-addressing table is used, sized by the vertex's degree and emptied by its list of
// used slots, so that a hub costs O(degree) and the memory is O(largest degree).
// Every total is added up in the order of the calls, so it is the same for any number of threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace headwater::engine::internal {

// `Total` is std::uint64_t for counts and double for weights.
template <typename Total>
class LabelCounter {
 public:
  void start(std::size_t expected_arcs);
  void add(std::uint32_t label, Total weight);
  // The label with the greatest total, the smallest of several. At least one `add` came before.
  std::uint32_t winner() const;

 private:
  static constexpr std::size_t kListLimit = 16;
  static constexpr std::uint32_t kEmpty = 0xFFFFFFFFu;  // entries_ never reaches that size
  struct Entry {
    std::uint32_t label;
    std::uint32_t slot;
    Total total;
  };

  std::uint32_t find_or_insert(std::uint32_t label);

  std::vector<Entry> entries_;        // in order of first appearance
  std::vector<std::uint32_t> slots_;  // index into entries_, or kEmpty; a power of two long
  std::size_t mask_ = 0;
  bool uses_table_ = false;
};

template <typename Total>
void LabelCounter<Total>::start(std::size_t expected_arcs) {
  if (uses_table_) {
    for (const Entry& entry : entries_) slots_[entry.slot] = kEmpty;
  }
  entries_.clear();
  uses_table_ = expected_arcs > kListLimit;
  if (!uses_table_) return;
  std::size_t wanted = 2 * kListLimit;
  while (wanted < 2 * expected_arcs) wanted *= 2;
  if (slots_.size() < wanted) slots_.assign(wanted, kEmpty);
  mask_ = wanted - 1;
}

template <typename Total>
std::uint32_t LabelCounter<Total>::find_or_insert(std::uint32_t label) {
  const auto next = static_cast<std::uint32_t>(entries_.size());
  if (!uses_table_) {
    for (std::uint32_t i = 0; i < next; ++i) {
      if (entries_[i].label == label) return i;
    }
    entries_.push_back({label, 0, Total{}});
    return next;
  }
  std::size_t slot = (label * 0x9E3779B97F4A7C15ull >> 32) & mask_;
  while (slots_[slot] != kEmpty) {
    if (entries_[slots_[slot]].label == label) return slots_[slot];
    slot = (slot + 1) & mask_;
  }
  slots_[slot] = next;
  entries_.push_back({label, static_cast<std::uint32_t>(slot), Total{}});
  return next;
}

template <typename Total>
void LabelCounter<Total>::add(std::uint32_t label, Total weight) {
  entries_[find_or_insert(label)].total += weight;
}

template <typename Total>
std::uint32_t LabelCounter<Total>::winner() const {
  const Entry* best = &entries_.front();
  for (const Entry& entry : entries_) {
    const bool greater = entry.total > best->total;
    if (greater || (entry.total == best->total && entry.label < best->label)) best = &entry;
  }
  return best->label;
}

}  // namespace headwater::engine::internal
