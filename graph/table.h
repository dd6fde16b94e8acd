// Table: the one shape of every tabular result: named, typed columns with validity bitmaps.
//
//   Table table({{"id", ColumnType::kText, "id"}, {"value", ColumnType::kFloat64, "score"}});
//   table.column(0).append_text("account:iban/DE89..."); table.column(1).append_float64(0.25);
//   HEADWATER_CHECK(table.is_rectangular(), "one value a column and row");
//
// Buffers are laid out as the Arrow C data interface asks (little-endian validity bits, 32-bit text
// offsets into one buffer), so a later bridge hands them over without a copy. Rows are appended
// column by column. Not thread-safe while it is filled.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace headwater::graph {

enum class ColumnType : std::uint8_t { kInt64, kFloat64, kText, kBool };

// `meaning` tells renderers and readers what a value is: "id", "money", "asset", "time", "count",
// "score", "share_bp", "text". Money is text: decimal major units with its asset beside it.
struct ColumnSpec {
  std::string name;
  ColumnType type = ColumnType::kText;
  std::string meaning = "text";
};

class Column {
 public:
  explicit Column(ColumnSpec spec);

  const ColumnSpec& spec() const { return spec_; }
  std::size_t size() const { return size_; }
  bool is_null(std::size_t row) const { return (validity_[row / 8] >> (row % 8) & 1) == 0; }
  std::int64_t int64(std::size_t row) const { return int64_[row]; }
  double float64(std::size_t row) const { return float64_[row]; }
  bool boolean(std::size_t row) const { return int64_[row] != 0; }
  std::string_view text(std::size_t row) const;

  void append_null();
  void append_int64(std::int64_t value);
  void append_float64(double value);
  void append_bool(bool value);
  void append_text(std::string_view value);

  // Raw buffers, for bridges.
  std::span<const std::uint8_t> validity() const { return validity_; }
  std::span<const std::int64_t> int64_buffer() const { return int64_; }
  std::span<const double> float64_buffer() const { return float64_; }
  std::span<const std::int32_t> offsets() const { return offsets_; }
  std::string_view characters() const { return characters_; }

 private:
  void append_validity(bool valid);

  ColumnSpec spec_;
  std::size_t size_ = 0;
  std::vector<std::uint8_t> validity_;
  std::vector<std::int64_t> int64_;  // also bools, one a value
  std::vector<double> float64_;
  std::vector<std::int32_t> offsets_;  // size + 1 for text
  std::string characters_;
};

class Table {
 public:
  Table() = default;
  explicit Table(std::vector<ColumnSpec> specs);

  std::size_t row_count() const { return columns_.empty() ? 0 : columns_.front().size(); }
  std::size_t column_count() const { return columns_.size(); }
  const Column& column(std::size_t index) const { return columns_[index]; }
  Column& column(std::size_t index) { return columns_[index]; }
  // Nothing (nullptr) for an unknown name.
  const Column* find(std::string_view name) const;
  bool is_rectangular() const;

 private:
  std::vector<Column> columns_;
};

}  // namespace headwater::graph
