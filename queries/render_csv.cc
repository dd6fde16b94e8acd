// The first table of an answer as CSV (RFC 4180), or its values one a row.
#include <charconv>
#include <cmath>

#include "ingest/csv_cell.h"
#include "queries/render.h"

namespace headwater::queries {
namespace {

using graph::Table;

const Table* first_table(const Document& document) {
  if (const auto* table = std::get_if<std::shared_ptr<const Table>>(&document.value())) {
    return table->get();
  }
  if (const auto* members = std::get_if<std::vector<Document::Member>>(&document.value())) {
    for (const Document::Member& member : *members) {
      if (const Table* table = first_table(member.second)) return table;
    }
  }
  return nullptr;
}

// An empty text is told apart from a null.
void append_text(std::string& out, std::string_view value) {
  if (value.empty()) out += "\"\"";
  ingest::append_csv_cell(out, value);
}

template <typename Number>
void append_number(std::string& out, Number value) {
  char digits[32];
  out.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void append_cell(std::string& out, const graph::Column& column, std::size_t row) {
  if (column.is_null(row)) return;
  switch (column.spec().type) {
    case graph::ColumnType::kInt64:
      return append_number(out, column.int64(row));
    case graph::ColumnType::kFloat64:
      if (std::isfinite(column.float64(row))) append_number(out, column.float64(row));
      return;
    case graph::ColumnType::kText:
      return append_text(out, column.text(row));
    case graph::ColumnType::kBool:
      out += column.boolean(row) ? "true" : "false";
  }
}

void append_values(std::string& out, const std::string& name, const Document& document);

struct ValueRows {
  std::string& out;
  const std::string& name;

  void operator()(const std::vector<Document::Member>& members) const {
    for (const Document::Member& member : members)
      append_values(out, below(member.first), member.second);
  }
  void operator()(const std::vector<Document>& items) const {
    for (std::size_t i = 0; i < items.size(); ++i) {
      append_values(out, below(std::to_string(i + 1)), items[i]);
    }
  }
  void operator()(const std::shared_ptr<const Table>&) const {}  // printed alone: first_table
  void operator()(std::monostate) const { row(""); }
  void operator()(bool value) const { row(value ? "true" : "false"); }
  void operator()(std::int64_t value) const { row(number(value)); }
  void operator()(double value) const { row(std::isfinite(value) ? number(value) : ""); }
  void operator()(const std::string& value) const {
    std::string cell;
    append_text(cell, value);
    row(cell);
  }

 private:
  std::string below(const std::string& part) const {
    return name.empty() ? part : name + '.' + part;
  }
  void row(const std::string& cell) const {
    append_text(out, name);
    out += ',' + cell + '\n';
  }
  template <typename Number>
  static std::string number(Number value) {
    std::string text;
    append_number(text, value);
    return text;
  }
};

void append_values(std::string& out, const std::string& name, const Document& document) {
  std::visit(ValueRows{out, name}, document.value());
}

}  // namespace

std::string to_csv(const Table& table) {
  std::string out;
  for (std::size_t c = 0; c < table.column_count(); ++c) {
    if (c != 0) out += ',';
    append_text(out, table.column(c).spec().name);
  }
  out += '\n';
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    for (std::size_t c = 0; c < table.column_count(); ++c) {
      if (c != 0) out += ',';
      append_cell(out, table.column(c), row);
    }
    out += '\n';
  }
  return out;
}

std::string to_csv(const Answer& answer) {
  if (const Table* table = first_table(answer.result)) return to_csv(*table);
  std::string out = "name,value\n";
  append_values(out, "", answer.result);
  return out;
}

}  // namespace headwater::queries
