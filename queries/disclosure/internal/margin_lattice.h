// MarginLattice: the cells of a table and all its margins as numbered variables, the equations that
// tie them, and the smallest changes that keep every equation true.
//
// A variable has one code a dimension: a value, or "all". Along each dimension a margin is the sum
// of its parts. A *hypercube* of a variable takes one other code in each dimension; adding 1 to
// some of its 2^d corners and taking 1 from the others, alternately, changes no sum.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace headwater::queries::internal {

using CellKey = std::vector<std::optional<std::string>>;  // nothing: all values

struct MarginEquation {
  std::uint32_t margin;  // = sum of the parts
  std::vector<std::uint32_t> parts;
};

// Corners that rise and corners that fall when the first of `rising` rises.
struct Hypercube {
  std::vector<std::uint32_t> rising, falling;
};

class MarginLattice {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFFu;

  // Of base cells with distinct keys of `dimensions` values each.
  MarginLattice(std::size_t dimensions, const std::vector<std::vector<std::string>>& base);

  std::uint32_t size() const { return static_cast<std::uint32_t>(codes_.size()); }
  CellKey key(std::uint32_t variable) const;
  // The base cell itself and every margin that it is in.
  std::vector<std::uint32_t> covering(const std::vector<std::string>& base) const;
  std::vector<MarginEquation> equations() const;

  // Every hypercube of `variable` whose corners are all usable, in a fixed order; `visit` returns
  // false to end. O(number of cubes * 2^d).
  void for_each_hypercube(std::uint32_t variable, const std::vector<bool>& usable,
                          const std::function<bool(const Hypercube&)>& visit) const;

 private:
  using Codes = std::vector<std::uint32_t>;
  struct CodesHash {
    std::size_t operator()(const Codes& codes) const noexcept;
  };
  std::uint32_t find(const Codes& codes) const;
  std::uint32_t all(std::size_t dimension) const {
    return static_cast<std::uint32_t>(values_[dimension].size());
  }
  Codes codes_of(const std::vector<std::string>& base) const;
  std::vector<Codes> alternatives(std::uint32_t variable, const std::vector<bool>& usable) const;
  bool corners(std::uint32_t variable, const Codes& other, const std::vector<bool>& usable,
               Hypercube& cube) const;

  std::vector<std::vector<std::string>> values_;  // by dimension, ascending; "all" comes after
  std::vector<Codes> codes_;                      // by variable, ascending
  std::unordered_map<Codes, std::uint32_t, CodesHash> numbers_;
};

}  // namespace headwater::queries::internal
