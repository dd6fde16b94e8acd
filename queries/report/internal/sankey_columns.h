// Columns of a Sankey diagram: cuts cycles and gives every node its distance from the sources.
#pragma once

#include <cstdint>
#include <vector>

#include "queries/report/report_model.h"

namespace headwater::queries::internal {

// By node; columns are numbered from 0 without gaps.
std::vector<std::uint32_t> sankey_columns(const FlowDiagram& diagram);

}  // namespace headwater::queries::internal
