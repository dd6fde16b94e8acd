// statistic_cell: which cell of the published tables a statistic is.
//
//   for (const std::string* text : cell_texts(a)) key.text(*text);   // and the territory
//
// Rows of one cell are never added: all are kept, numbered and flagged as ambiguous. `source` and
// `method` are not part of the cell: two publishers of it give two values, and a reader has to be
// told so. The territory is an entity, numbered by the store or not yet, and is for the caller.
#pragma once

#include <array>
#include <string>

#include "graph/records.h"

namespace headwater::graph {

// In a fixed order; valid while the statistic stands. O(1), safe in any thread.
inline std::array<const std::string*, 7> cell_texts(const Statistic& statistic) {
  return {&statistic.indicator, &statistic.period,   &statistic.dimension, &statistic.category,
          &statistic.sex,       &statistic.age_band, &statistic.unit};
}

}  // namespace headwater::graph
