#include "graph/table.h"

#include <limits>
#include <utility>

#include "graph/status.h"

namespace headwater::graph {

Column::Column(ColumnSpec spec) : spec_(std::move(spec)) {
  if (spec_.type == ColumnType::kText) offsets_.push_back(0);
}

std::string_view Column::text(std::size_t row) const {
  const auto begin = static_cast<std::size_t>(offsets_[row]);
  const auto end = static_cast<std::size_t>(offsets_[row + 1]);
  return std::string_view(characters_).substr(begin, end - begin);
}

void Column::append_validity(bool valid) {
  if (size_ % 8 == 0) validity_.push_back(0);
  if (valid) validity_.back() = static_cast<std::uint8_t>(validity_.back() | 1u << (size_ % 8));
  ++size_;
}

void Column::append_null() {
  append_validity(false);
  switch (spec_.type) {
    case ColumnType::kInt64:
    case ColumnType::kBool:
      int64_.push_back(0);
      break;
    case ColumnType::kFloat64:
      float64_.push_back(0);
      break;
    case ColumnType::kText:
      offsets_.push_back(offsets_.back());
      break;
  }
}

void Column::append_int64(std::int64_t value) {
  HEADWATER_CHECK(spec_.type == ColumnType::kInt64, "an integer goes into an integer column");
  append_validity(true);
  int64_.push_back(value);
}

void Column::append_float64(double value) {
  HEADWATER_CHECK(spec_.type == ColumnType::kFloat64, "a double goes into a float column");
  append_validity(true);
  float64_.push_back(value);
}

void Column::append_bool(bool value) {
  HEADWATER_CHECK(spec_.type == ColumnType::kBool, "a truth value goes into a bool column");
  append_validity(true);
  int64_.push_back(value ? 1 : 0);
}

void Column::append_text(std::string_view value) {
  HEADWATER_CHECK(spec_.type == ColumnType::kText, "text goes into a text column");
  HEADWATER_CHECK(characters_.size() + value.size() <=
                      static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max()),
                  "text offsets are 32-bit: split the result before 2 GiB of text a column");
  append_validity(true);
  characters_ += value;
  offsets_.push_back(static_cast<std::int32_t>(characters_.size()));
}

Table::Table(std::vector<ColumnSpec> specs) {
  columns_.reserve(specs.size());
  for (ColumnSpec& spec : specs) columns_.emplace_back(std::move(spec));
}

const Column* Table::find(std::string_view name) const {
  for (const Column& column : columns_) {
    if (column.spec().name == name) return &column;
  }
  return nullptr;
}

bool Table::is_rectangular() const {
  for (const Column& column : columns_) {
    if (column.size() != row_count()) return false;
  }
  return true;
}

}  // namespace headwater::graph
