#include "queries/disclosure/internal/margin_lattice.h"

#include <algorithm>
#include <map>
#include <set>

namespace headwater::queries::internal {

std::size_t MarginLattice::CodesHash::operator()(const Codes& codes) const noexcept {
  std::uint64_t hash = 0x9E3779B97F4A7C15ULL;
  for (const std::uint32_t code : codes) {
    hash = (hash ^ code) * 0xBF58476D1CE4E5B9ULL;
    hash ^= hash >> 29;
  }
  return static_cast<std::size_t>(hash);
}

MarginLattice::MarginLattice(std::size_t dimensions,
                             const std::vector<std::vector<std::string>>& base)
    : values_(dimensions) {
  for (std::size_t d = 0; d < dimensions; ++d) {
    std::set<std::string> values;
    for (const auto& key : base) values.insert(key[d]);
    values_[d].assign(values.begin(), values.end());
  }
  std::set<Codes> all_codes;
  for (const auto& key : base) {
    const Codes exact = codes_of(key);
    for (std::uint32_t mask = 0; mask < (1u << dimensions); ++mask) {
      Codes codes = exact;
      for (std::size_t d = 0; d < dimensions; ++d) {
        if ((mask >> d & 1) != 0) codes[d] = all(d);
      }
      all_codes.insert(std::move(codes));
    }
  }
  codes_.assign(all_codes.begin(), all_codes.end());
  for (std::uint32_t i = 0; i < size(); ++i) numbers_.emplace(codes_[i], i);
}

MarginLattice::Codes MarginLattice::codes_of(const std::vector<std::string>& base) const {
  Codes codes;
  for (std::size_t d = 0; d < values_.size(); ++d) {
    const auto at = std::lower_bound(values_[d].begin(), values_[d].end(), base[d]);
    codes.push_back(static_cast<std::uint32_t>(at - values_[d].begin()));
  }
  return codes;
}

CellKey MarginLattice::key(std::uint32_t variable) const {
  CellKey key(values_.size());
  for (std::size_t d = 0; d < values_.size(); ++d) {
    const std::uint32_t code = codes_[variable][d];
    if (code != all(d)) key[d] = values_[d][code];
  }
  return key;
}

std::uint32_t MarginLattice::find(const Codes& codes) const {
  const auto found = numbers_.find(codes);
  return found == numbers_.end() ? kNone : found->second;
}

std::vector<std::uint32_t> MarginLattice::covering(const std::vector<std::string>& base) const {
  const Codes exact = codes_of(base);
  std::vector<std::uint32_t> variables;
  for (std::uint32_t mask = 0; mask < (1u << values_.size()); ++mask) {
    Codes codes = exact;
    for (std::size_t d = 0; d < values_.size(); ++d) {
      if ((mask >> d & 1) != 0) codes[d] = all(d);
    }
    variables.push_back(find(codes));
  }
  return variables;
}

std::vector<MarginEquation> MarginLattice::equations() const {
  std::vector<MarginEquation> equations;
  for (std::size_t d = 0; d < values_.size(); ++d) {
    std::map<std::uint32_t, std::vector<std::uint32_t>> parts;  // by margin
    for (std::uint32_t i = 0; i < size(); ++i) {
      if (codes_[i][d] == all(d)) continue;
      Codes margin = codes_[i];
      margin[d] = all(d);
      parts[find(margin)].push_back(i);
    }
    for (auto& [margin, list] : parts) equations.push_back({margin, std::move(list)});
  }
  return equations;
}

// By dimension: the other codes that lead to a usable variable.
std::vector<MarginLattice::Codes> MarginLattice::alternatives(
    std::uint32_t variable, const std::vector<bool>& usable) const {
  std::vector<Codes> others(values_.size());
  Codes codes = codes_[variable];
  for (std::size_t d = 0; d < values_.size(); ++d) {
    const std::uint32_t own = codes[d];
    for (std::uint32_t code = 0; code <= all(d); ++code) {
      if (code == own) continue;
      codes[d] = code;
      const std::uint32_t found = find(codes);
      if (found != kNone && usable[found]) others[d].push_back(code);
    }
    codes[d] = own;
  }
  return others;
}

// Along a dimension two values move against each other; a value and "all" move together.
bool MarginLattice::corners(std::uint32_t variable, const Codes& other,
                            const std::vector<bool>& usable, Hypercube& cube) const {
  cube.rising.clear();
  cube.falling.clear();
  for (std::uint32_t mask = 0; mask < (1u << values_.size()); ++mask) {
    Codes codes = codes_[variable];
    bool rises = true;
    for (std::size_t d = 0; d < values_.size(); ++d) {
      if ((mask >> d & 1) == 0) continue;
      if (codes[d] != all(d) && other[d] != all(d)) rises = !rises;
      codes[d] = other[d];
    }
    const std::uint32_t found = find(codes);
    if (found == kNone || !usable[found]) return false;
    (rises ? cube.rising : cube.falling).push_back(found);
  }
  return true;
}

void MarginLattice::for_each_hypercube(std::uint32_t variable, const std::vector<bool>& usable,
                                       const std::function<bool(const Hypercube&)>& visit) const {
  const std::vector<Codes> others = alternatives(variable, usable);
  for (const Codes& list : others) {
    if (list.empty()) return;
  }
  std::vector<std::size_t> chosen(values_.size(), 0);
  Codes other(values_.size());
  Hypercube cube;
  while (true) {
    for (std::size_t d = 0; d < values_.size(); ++d) other[d] = others[d][chosen[d]];
    if (corners(variable, other, usable, cube) && !visit(cube)) return;
    std::size_t d = 0;
    while (d < values_.size() && ++chosen[d] == others[d].size()) chosen[d++] = 0;
    if (d == values_.size()) return;
  }
}

}  // namespace headwater::queries::internal
