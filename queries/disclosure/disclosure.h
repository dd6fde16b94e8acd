// Disclosure control: which cells of a table of victims and money may be published, so that no
// small count, and no money that one contributor dominates, can be read or computed from what is
// shown.
//
//   DisclosureTable table{{"territory", "form"}, {{{"ESP", "begging"}, 3, {}}, ...}};
//   HEADWATER_ASSIGN_OR_RETURN(ProtectedTable shown, protect(table, {}));
//   // shown.cells: every cell and every margin, each shown or hidden
//
// Primary: counts from 1 to threshold - 1 are hidden, in margins too, with the money beside them;
// and money that one contributor dominates. Secondary: as many further cells as it takes that for
// each of those values there are two complete tables, alike in everything published, between which
// it differs by the protection level. An attacker cannot tell either from the true one, so no
// combination of margins gives the value back or narrows it further. Hidden cells look alike:
// nothing says which were small. Combinations without records have no cell, and are taken as zeros
// that the attacker knows. What it does not withstand stands in docs/measurement.md.
// Source: Hundepool et al., Statistical Disclosure Control (2012), chapter 4; Repsilber's
// hypercubes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "graph/money.h"
#include "graph/status.h"

namespace headwater::queries {

// Money of one asset in one cell.
struct DisclosureMoney {
  // Figures published side by side (the ends of an interval): hidden and shown together. As many
  // in every cell that has the asset.
  std::vector<graph::WideMinorUnits> amounts;
  // Who adds how much, by any number that is the same for a contributor in every cell.
  std::map<std::uint32_t, graph::WideMinorUnits> contributions;
};

struct DisclosureCell {
  std::vector<std::string> key;                  // one value a dimension; keys are distinct
  std::int64_t count = 0;                        // >= 0
  std::map<std::string, DisclosureMoney> money;  // by asset
};

struct DisclosureTable {
  std::vector<std::string> dimensions;
  std::vector<DisclosureCell> cells;  // in any order
};

struct DisclosureRules {
  std::int64_t threshold = 10;    // the smallest count that may be shown
  std::int64_t dominance_k = 80;  // hide money of which the largest contributor has more, percent
  std::int64_t dominance_p = 10;  // or the second could estimate the largest within so many percent
};

struct ProtectedCell {
  std::vector<std::optional<std::string>> key;  // nothing: all values of that dimension
  std::int64_t count = 0;                       // true value; not for publication where hidden
  bool count_hidden = false;
  struct Money {
    std::vector<graph::WideMinorUnits> amounts;  // true values; the same holds
    bool hidden = false;
    bool sensitive = false;  // hidden in its own right, not only to cover for others
  };
  std::map<std::string, Money> money;
  bool is_margin() const;
};

struct ProtectedTable {
  std::vector<std::string> dimensions;
  std::vector<ProtectedCell> cells;  // by key, margins after what they sum; parts sum to margins
  std::uint64_t primary_counts = 0, secondary_counts = 0;  // hidden
  std::uint64_t primary_money = 0, secondary_money = 0;
};

// A threshold above the usual one hides whatever the usual one hides, and more: so tables of
// several thresholds together show no more than the usual one alone, and one does not open what
// another covers. Deterministic. Of V cells and margins in d dimensions of at most c values, H of
// them hidden: O(H * (V + c^d)) time at worst, O(V) memory; the closing audit eliminates H
// unknowns. Errors: kInternal when the audit finds a hidden value exposed (a defect: nothing is to
// be published). Keys of equal length, distinct; counts and thresholds not negative: the caller's
// promise.
graph::Result<ProtectedTable> protect(const DisclosureTable& table, const DisclosureRules& rules);

// How far a value that is hidden in its own right must be able to differ between tables that fit
// what is published: a small count by threshold - 2, as the threshold alone leaves it (1 to
// threshold - 1); money by twice p percent of its largest figure, and by one unit at least. What is
// hidden only to cover for others must not be determined.
graph::WideMinorUnits count_protection(const DisclosureRules& rules);
graph::WideMinorUnits money_protection(const std::vector<graph::WideMinorUnits>& amounts,
                                       const DisclosureRules& rules);

// An attack on a table: names of the hidden cells that follow from what is shown, by exact
// elimination, or are narrowed below their protection by propagating bounds, knowing that hidden
// counts are at least 1 and amounts not negative. Empty for whatever `protect` returns; it shares
// no code with the choice of cells. Elimination is left out above 1,500 unknowns.
std::vector<std::string> attack(const ProtectedTable& table, const DisclosureRules& rules);

}  // namespace headwater::queries
