// ExternalSorter: puts any number of (key, value) entries into key order within a fixed buffer.
//
//   ExternalSorter sorter(folder, "entity", 64 << 20);
//   sorter.add(key, value); ...
//   sorter.finish([&](std::string_view key, std::string_view value) { return out.put(key, value);
//   });
//
// Equal keys come out in the order in which they were added. A full buffer is sorted and spilled to
// a run file; 64 runs are merged into one; `finish` merges what there is. Runs are removed by
// `finish` and by the destructor.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/status.h"

namespace headwater::graph::internal {

class ExternalSorter {
 public:
  ExternalSorter(std::string folder, std::string name, std::size_t buffer_bytes);
  ~ExternalSorter();
  ExternalSorter(const ExternalSorter&) = delete;
  ExternalSorter& operator=(const ExternalSorter&) = delete;

  // Errors: kIo (disk full).
  Status add(std::string_view key, std::string_view value);
  Status finish(const std::function<Status(std::string_view, std::string_view)>& visit);
  bool empty() const { return entries_.empty() && runs_.empty(); }
  std::size_t run_count() const { return runs_.size(); }

 private:
  struct Entry {
    std::uint64_t offset;
    std::uint64_t prefix;  // of the key, as a number that orders as the bytes do
    std::uint32_t key_size, value_size;
  };
  std::string_view key_of(const Entry& entry) const;
  std::string_view value_of(const Entry& entry) const;
  void sort_buffer();
  Status spill();
  Status merge_runs();
  std::string next_run_path();
  Status merge(const std::function<Status(std::string_view, std::string_view)>& visit);
  void remove_runs();

  std::string folder_, name_;
  std::size_t buffer_bytes_;
  std::string buffer_;
  std::vector<Entry> entries_;
  std::vector<std::string> runs_;
  std::size_t runs_written_ = 0;
};

}  // namespace headwater::graph::internal
