// ScoreboardFigures: the exact figures of the finest cells of a scoreboard, before it is decided
// who may see them.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "graph/money.h"
#include "queries/internal/own_word.h"

namespace headwater::queries::internal {

constexpr std::size_t kScoreboardDimensions = 3;  // territory, form, sector
using CellName = std::array<std::string, kScoreboardDimensions>;
// Nothing: all values of that dimension.
using CellKey3 = std::array<std::optional<std::string>, kScoreboardDimensions>;

// Sums of one asset. `uncertain` is at least 0 for each member that adds to it.
struct MoneyFigures {
  graph::WideMinorUnits gross = 0, cost = 0, uncertain = 0;
  graph::WideMinorUnits with_conduits = 0, suspected = 0;
  graph::WideMinorUnits withheld = 0;
  std::uint64_t wage_assertions = 0;
  void add(const MoneyFigures& other);
  void subtract(const MoneyFigures& other);
  bool is_zero() const { return *this == MoneyFigures(); }
  friend bool operator==(const MoneyFigures&, const MoneyFigures&) = default;
  // Otherwise nothing is known of the profit, whatever is known of its costs.
  bool has_reached_members() const { return gross != 0 || uncertain != 0; }
};

// What each member adds to a figure.
using Contributions = std::map<std::uint32_t, graph::WideMinorUnits>;

struct AssetFigures {
  MoneyFigures total;
  Contributions gross, cost, uncertain, withheld;  // of `total`, by member
  std::map<std::string, MoneyFigures> components;  // parts of `total`
  std::map<std::string, MoneyFigures> standards;
  void add(const AssetFigures& other);
};

struct CellFigures {
  std::int64_t victims = 0;        // in a sum of cells: whoever is in two counts twice
  std::set<std::uint64_t> people;  // tokens: never leave this part
  std::int64_t group_cases = 0;
  std::map<graph::AssetId, AssetFigures> money;
  void add(const CellFigures& other);
  void subtract(const CellFigures& part);
  // The same cell under another name: whoever is in both counts once.
  void join(const CellFigures& other);
};

struct ScoreboardFigures {
  std::map<CellName, CellFigures> cells;
  // Without whatever no publication may hint at: money with conduits and suspected money, cells and
  // assets that have nothing else, and words that are nobody's to publish: a form that is no listed
  // term and a territory without an ISO 3166 code become "other", in one cell. To be called before
  // it is decided what to hide.
  void keep_publishable();
  std::set<CellName> names() const;
  // Exploitation flows that a bounded window leaves out, having no date at all, and those that it
  // counts although one end of their interval is open.
  std::uint64_t undated_flows = 0, open_flows = 0;
  bool wages_left_out = false;  // a bounded window has none
};

// What `whole` has beyond the parts: people in none of them, and the rest of every sum, which may
// be below 0 for uncertain money. Of group cases at least 0.
ScoreboardFigures rest_of(const ScoreboardFigures& whole,
                          const std::vector<const ScoreboardFigures*>& parts);

inline const std::string kUnknownValue = "unknown";
// No word of an assertion becomes the name of a total, or of what no record says.
inline CellName cell_name(std::string territory, std::string_view form, std::string_view sector) {
  CellName name = {std::move(territory), own_word(form), own_word(sector)};
  for (std::string& value : name) {
    if (value.empty()) value = kUnknownValue;
  }
  return name;
}

}  // namespace headwater::queries::internal
