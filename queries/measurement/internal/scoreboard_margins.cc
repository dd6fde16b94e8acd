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

unsigned kept_in(const CellKey3& key) {
  unsigned bits = 0;
  for (std::size_t d = 0; d < kScoreboardDimensions; ++d) bits |= (key[d] ? 1u : 0u) << d;
  return bits;
}

}  // namespace

std::vector<ShownCell> shown_cells(const ScoreboardFigures& figures,
                                   const std::vector<ScoreboardDimension>& by) {
  const unsigned asked = bits_of(by);
  std::map<CellKey3, CellFigures> sums;
  std::map<CellKey3, std::set<CellKey3>> parts;  // shown cells under a key
  for (const auto& [name, cell] : figures.cells) {
    for (unsigned kept = 0; kept <= kEverySet; ++kept) {
      if ((kept & ~asked) != 0) continue;
      sums[restricted(name, kept)].add(cell);
      parts[restricted(name, kept)].insert(restricted(name, asked));
    }
  }
  std::vector<ShownCell> shown;
  for (auto& [key, sum] : sums) {
    const unsigned kept = kept_in(key);
    const bool repeats = kept != asked && kept != 0 && parts[key].size() == 1;
    if (!repeats) shown.push_back({key, kept != asked, std::move(sum)});
  }
  return shown;
}

}  // namespace headwater::queries::internal
