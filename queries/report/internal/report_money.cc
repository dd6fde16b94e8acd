#include "queries/report/internal/report_money.h"

#include "queries/internal/text_table.h"

namespace headwater::queries::internal {

std::string amount_text(graph::WideMinorUnits units, const graph::Asset& asset) {
  return grouped_decimal(graph::format_major_units(units, asset.exponent));
}

std::string money_text(graph::WideMinorUnits units, const graph::Asset& asset) {
  return amount_text(units, asset) + " " + asset.code;
}

double major_units(graph::WideMinorUnits units, const graph::Asset& asset) {
  double value = static_cast<double>(units);
  for (int i = 0; i < asset.exponent; ++i) value /= 10;
  return value;
}

std::string date_text(graph::Timestamp time) {
  if (!time.is_known()) return "undated";
  const std::string text = graph::format_iso8601(time);
  return text.substr(0, text.find('T'));
}

}  // namespace headwater::queries::internal
