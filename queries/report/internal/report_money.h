// Amounts as the page writes them, and as it draws them.
#pragma once

#include <string>

#include "graph/money.h"
#include "graph/timestamp.h"

namespace headwater::queries::internal {

std::string amount_text(graph::WideMinorUnits units, const graph::Asset& asset);  // "1,234.50"
std::string money_text(graph::WideMinorUnits units, const graph::Asset& asset);   // with its code
// For drawing only.
double major_units(graph::WideMinorUnits units, const graph::Asset& asset);
std::string date_text(graph::Timestamp time);  // "2023-04-17"; unknown: "undated"

}  // namespace headwater::queries::internal
