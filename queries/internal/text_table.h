// Aligned tables and numbers for people.
#pragma once

#include <cstdint>
#include <string>

#include "graph/table.h"

namespace headwater::queries::internal {

// 12345 -> "12,345"; below 10,000 without a separator (years, small counts).
std::string grouped(std::int64_t value);
// At most six significant digits.
std::string brief(double value);
// "1234567.50" -> "1,234,567.50"; text that is no plain decimal stays as it is.
std::string grouped_decimal(std::string_view text);

// Header, rule, rows; numbers and money to the right; at most `max_rows` rows (0: all), then
// "... and N more". Each line begins with `indent`.
std::string format_table(const graph::Table& table, std::size_t max_rows, std::string_view indent);

}  // namespace headwater::queries::internal
