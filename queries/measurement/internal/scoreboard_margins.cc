#include "queries/measurement/internal/scoreboard_margins.h"

#include <map>
#include <utility>

namespace headwater::queries::internal {
namespace {

// Bit d: dimension d keeps its value.
constexpr unsigned kEverySet = (1u << kScoreboardDimensions) - 1;

CellKey3 restricted(const CellName& name, unsigned kept) {
  CellKey3 key;
  for (std::size_t d = 0; d < kScoreboardDimensions; ++d) {
    if ((kept >> d & 1) != 0) key[d] = name[d];
  }
  return key;
}

unsigned bits_of(const std::vector<ScoreboardDimension>& by) {
  unsigned bits = 0;
  for (const ScoreboardDimension dimension : by) bits |= 1u << static_cast<unsigned>(dimension);
  return bits;
}

using ShownParts = std::map<CellKey3, std::set<CellKey3>>;  // shown cells under a key

// A margin over the same cells as one of these, or as one with a dimension less.
bool repeats(const CellKey3& key, const ShownParts& parts) {
  const std::size_t own = parts.at(key).size();
  if (own == 1) return true;
  for (std::size_t d = 0; d < kScoreboardDimensions; ++d) {
    CellKey3 coarser = key;
    coarser[d].reset();
    if (coarser != key && parts.at(coarser).size() == own) return true;
  }
  return false;
}

}  // namespace

std::vector<ShownKey> shown_keys(const std::set<CellName>& names,
                                 const std::vector<ScoreboardDimension>& by) {
  const unsigned asked = bits_of(by);
  ShownParts parts;
  for (const CellName& name : names) {
    for (unsigned kept = 0; kept <= kEverySet; ++kept) {
      if ((kept & ~asked) != 0) continue;
      parts[restricted(name, kept)].insert(restricted(name, asked));
    }
  }
  std::vector<ShownKey> shown;
  for (const auto& [key, cells] : parts) {
    const bool is_margin = cells.count(key) == 0;
    if (is_margin && key != CellKey3() && repeats(key, parts)) continue;
    shown.push_back({key, is_margin});
  }
  return shown;
}

std::vector<CellFigures> sums_of(const ScoreboardFigures& figures,
                                 const std::vector<ShownKey>& keys) {
  std::map<CellKey3, CellFigures*> by_key;
  std::vector<CellFigures> sums(keys.size());
  for (std::size_t i = 0; i < keys.size(); ++i) by_key[keys[i].key] = &sums[i];
  for (const auto& [name, cell] : figures.cells) {
    for (unsigned kept = 0; kept <= kEverySet; ++kept) {
      const auto found = by_key.find(restricted(name, kept));
      if (found != by_key.end()) found->second->add(cell);
    }
  }
  return sums;
}

}  // namespace headwater::queries::internal
