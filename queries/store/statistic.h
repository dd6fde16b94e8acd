// statistic: one published cell, as it was published.
//
//   Result<Answer> answer = statistic(*view, {.indicator = "Detected trafficking victims",
//                                             .territory = "ESP", .period = "2019"});
//
// Rows: low, high, unit, occurrence, source, method, flags, record. Cells are never added up; a
// cell that was published more than once answers with all its rows and no sum.
#pragma once

#include <string>

#include "graph/execution_context.h"
#include "graph/store.h"
#include "queries/answer.h"

namespace headwater::queries {

struct StatisticRequest {
  std::string indicator;  // letter case does not matter
  std::string territory;  // "ESP", "location:iso3166/ESP", "location:glotip/..."
  std::string period;     // "2019"
  std::string dimension = "Total", category = "Total", sex = "Total", age = "Total";
};

// No such cell: no row, and notes that name the partitions which are published for this indicator,
// territory and period. Errors: kNotFound (unknown indicator, its known ones are named; unknown
// territory). O(statistics) time.
graph::Result<Answer> statistic(const graph::StoreView& view, const StatisticRequest& request,
                                const graph::ExecutionContext& context);

}  // namespace headwater::queries
