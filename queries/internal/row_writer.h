// RowWriter: fills one row of a table from left to right.
//
//   RowWriter(table).text(id).count(3).money(units, asset).time(t).done();
#pragma once

#include <cstdint>
#include <string_view>

#include "graph/money.h"
#include "graph/table.h"
#include "graph/timestamp.h"

namespace headwater::queries::internal {

class RowWriter {
 public:
  explicit RowWriter(graph::Table& table) : table_(table) {}

  RowWriter& text(std::string_view value);  // empty: null
  RowWriter& count(std::uint64_t value);
  RowWriter& count_if(bool is_shown, std::int64_t value);  // >= 0; null where it is not shown
  RowWriter& number(std::int64_t value);
  RowWriter& score(double value);
  RowWriter& flag(bool value);
  RowWriter& null();
  RowWriter& time(graph::Timestamp value);  // unknown: null
  // Two columns: decimal major units, and the asset's code.
  RowWriter& money(graph::WideMinorUnits units, const graph::Asset& asset);
  // One column: decimal major units.
  RowWriter& amount(graph::WideMinorUnits units, const graph::Asset& asset);
  void done() const;  // every column was filled

 private:
  graph::Column& next() { return table_.column(column_++); }
  graph::Table& table_;
  std::size_t column_ = 0;
};

}  // namespace headwater::queries::internal
