// Slow, obvious attacks on a published table, and a reader that has only what is published.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "queries/disclosure/disclosure.h"

namespace headwater::reference {

// Base cells and the constraints that the published ones put on them; hidden base cells are
// unknowns.
struct PublishedSystem {
  std::size_t unknowns = 0;
  std::vector<std::size_t> cell_of_unknown;     // into ProtectedTable::cells
  std::vector<std::vector<std::int64_t>> rows;  // coefficient of each unknown
  std::vector<std::int64_t> sums;               // what the row's unknowns add up to
};
// Of counts; base cells without records are zeros.
PublishedSystem published_counts(const queries::ProtectedTable& table);

// Which unknowns, by elimination over the rationals, have one value only.
std::vector<std::size_t> determined_by_fractions(const PublishedSystem& system);

// Smallest and largest value of every unknown over all tables of whole numbers from 1 to `most`
// that fit the system: tries them all.
std::vector<std::pair<std::int64_t, std::int64_t>> ranges_by_enumeration(
    const PublishedSystem& system, std::int64_t most);

}  // namespace headwater::reference
