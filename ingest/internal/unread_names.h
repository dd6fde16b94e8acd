// UnreadNames: what rows hold and no column reads, by name and how often. Names only, never values.
//
// Only names that look like ones (ASCII letters, digits and `_-@#:.`, at most 96 bytes) are kept,
// the first 100 of a file; whatever else is met counts as others. So memory is bounded, and text
// that somebody wrote in the place of a name stays out. Not thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace headwater::ingest::internal {

class UnreadNames {
 public:
  struct Counted {
    std::string name;
    std::uint64_t count = 0;
  };
  static constexpr std::size_t kNamesAFile = 100;

  explicit UnreadNames(std::size_t limit = kNamesAFile) : limit_(limit) {}

  void add(std::string_view name, std::uint64_t count = 1);
  void add(const UnreadNames& more);
  void clear();
  // In order of their first occurrence.
  const std::vector<Counted>& names() const { return names_; }
  std::uint64_t others() const { return others_; }

 private:
  std::size_t limit_;
  std::vector<Counted> names_;
  std::map<std::string, std::size_t, std::less<>> index_;
  std::uint64_t others_ = 0;
};

}  // namespace headwater::ingest::internal
