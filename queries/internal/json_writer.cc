#include "queries/internal/json_writer.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "queries/internal/utf8_text.h"

namespace headwater::queries::internal {
namespace {

constexpr std::size_t kDrainBytes = 1 << 20;

void append_escape(std::string& out, unsigned char byte) {
  constexpr char kHex[] = "0123456789abcdef";
  switch (byte) {
    case '"':
      out += "\\\"";
      return;
    case '\\':
      out += "\\\\";
      return;
    case '\n':
      out += "\\n";
      return;
    case '\r':
      out += "\\r";
      return;
    case '\t':
      out += "\\t";
      return;
    default:
      out += "\\u00";
      out += kHex[byte >> 4];
      out += kHex[byte & 15];
  }
}

}  // namespace

std::string shortest_text(double value) {
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return std::string(digits, end);
}

JsonWriter::JsonWriter(MemberOrder order, std::function<void(std::string_view)> drain)
    : order_(order), drain_(std::move(drain)) {}

void JsonWriter::quoted(std::string_view value) {
  out_ += '"';
  std::size_t copied = 0;
  std::size_t at = 0;
  while (at < value.size()) {
    const auto byte = static_cast<unsigned char>(value[at]);
    const std::size_t length = byte < 0x80 ? 1 : utf8_length(value.substr(at));
    if (length != 0 && byte >= 0x20 && byte != '"' && byte != '\\' && byte != 0x7F) {
      at += length;
      continue;
    }
    out_.append(value, copied, at - copied);
    if (length == 0) {
      out_ += kReplacement;
    } else {
      append_escape(out_, byte);
    }
    copied = ++at;
  }
  out_.append(value, copied, at - copied);
  out_ += '"';
}

void JsonWriter::number(double value) {
  if (std::isfinite(value)) {
    char digits[32];
    out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
  } else {
    out_ += "null";
  }
}

void JsonWriter::integer(std::int64_t value) {
  char digits[24];
  out_.append(digits, std::to_chars(digits, digits + sizeof digits, value).ptr);
}

void JsonWriter::write_cell(const graph::Column& column, std::size_t row) {
  if (column.is_null(row)) {
    out_ += "null";
    return;
  }
  switch (column.spec().type) {
    case graph::ColumnType::kInt64:
      return integer(column.int64(row));
    case graph::ColumnType::kFloat64:
      return number(column.float64(row));
    case graph::ColumnType::kText:
      return quoted(column.text(row));
    case graph::ColumnType::kBool:
      out_ += column.boolean(row) ? "true" : "false";
  }
}

void JsonWriter::write_columns(const graph::Table& table) {
  out_ += "\"columns\":[";
  for (std::size_t c = 0; c < table.column_count(); ++c) {
    if (c != 0) out_ += ',';
    quoted(table.column(c).spec().name);
  }
  out_ += ']';
}

void JsonWriter::write_rows(const graph::Table& table) {
  out_ += "\"rows\":[";
  for (std::size_t row = 0; row < table.row_count(); ++row) {
    out_ += row == 0 ? "[" : ",[";
    for (std::size_t c = 0; c < table.column_count(); ++c) {
      if (c != 0) out_ += ',';
      write_cell(table.column(c), row);
    }
    out_ += ']';
    drain_if_full();
  }
  out_ += ']';
}

void JsonWriter::write_table(const graph::Table& table) {
  write_columns(table);
  out_ += ',';
  write_rows(table);
}

void JsonWriter::write_member(const std::string& name, const Document& value) {
  const auto* table = std::get_if<std::shared_ptr<const graph::Table>>(&value.value());
  if (table != nullptr && name == "rows") return write_table(**table);
  quoted(name);
  out_ += ':';
  write(value);
}

void JsonWriter::write_members(const Document& object) {
  if (const auto* table = std::get_if<std::shared_ptr<const graph::Table>>(&object.value())) {
    return write_table(**table);
  }
  const auto* members = std::get_if<std::vector<Document::Member>>(&object.value());
  if (members == nullptr) return;
  std::vector<const Document::Member*> ordered;
  for (const Document::Member& member : *members) ordered.push_back(&member);
  if (order_ == MemberOrder::kByName) {
    std::sort(ordered.begin(), ordered.end(),
              [](const auto* a, const auto* b) { return a->first < b->first; });
  }
  for (std::size_t i = 0; i < ordered.size(); ++i) {
    if (i != 0) out_ += ',';
    write_member(ordered[i]->first, ordered[i]->second);
  }
}

void JsonWriter::write(const Document& document) {
  const Document::Value& value = document.value();
  if (std::holds_alternative<std::monostate>(value)) {
    out_ += "null";
  } else if (const auto* boolean = std::get_if<bool>(&value)) {
    out_ += *boolean ? "true" : "false";
  } else if (const auto* whole = std::get_if<std::int64_t>(&value)) {
    integer(*whole);
  } else if (const auto* real = std::get_if<double>(&value)) {
    number(*real);
  } else if (const auto* words = std::get_if<std::string>(&value)) {
    quoted(*words);
  } else if (const auto* items = std::get_if<std::vector<Document>>(&value)) {
    out_ += '[';
    for (std::size_t i = 0; i < items->size(); ++i) {
      if (i != 0) out_ += ',';
      write((*items)[i]);
    }
    out_ += ']';
  } else {
    out_ += '{';
    write_members(document);
    out_ += '}';
  }
  drain_if_full();
}

void JsonWriter::drain_if_full() {
  if (!drain_ || out_.size() < kDrainBytes) return;
  drain_(out_);
  out_.clear();
}

std::string JsonWriter::take() {
  if (drain_ && !out_.empty()) {
    drain_(out_);
    out_.clear();
  }
  return std::move(out_);
}

}  // namespace headwater::queries::internal
