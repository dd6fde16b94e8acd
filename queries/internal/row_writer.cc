#include "queries/internal/row_writer.h"

#include "graph/status.h"

namespace headwater::queries::internal {

RowWriter& RowWriter::text(std::string_view value) {
  if (value.empty()) return null();
  next().append_text(value);
  return *this;
}
RowWriter& RowWriter::count(std::uint64_t value) {
  next().append_int64(static_cast<std::int64_t>(value));
  return *this;
}
RowWriter& RowWriter::count_if(bool is_shown, std::int64_t value) {
  return is_shown ? number(value) : null();
}
RowWriter& RowWriter::number(std::int64_t value) {
  next().append_int64(value);
  return *this;
}
RowWriter& RowWriter::score(double value) {
  next().append_float64(value);
  return *this;
}
RowWriter& RowWriter::flag(bool value) {
  next().append_bool(value);
  return *this;
}
RowWriter& RowWriter::null() {
  next().append_null();
  return *this;
}
RowWriter& RowWriter::time(graph::Timestamp value) {
  return value.is_known() ? text(graph::format_iso8601(value)) : null();
}
RowWriter& RowWriter::amount(graph::WideMinorUnits units, const graph::Asset& asset) {
  return text(graph::format_major_units(units, asset.exponent));
}
RowWriter& RowWriter::money(graph::WideMinorUnits units, const graph::Asset& asset) {
  return amount(units, asset).text(asset.code);
}
void RowWriter::done() const {
  HEADWATER_CHECK(column_ == table_.column_count(), "a row fills every column");
}

}  // namespace headwater::queries::internal
