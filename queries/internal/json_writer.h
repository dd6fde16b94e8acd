// Compact JSON of a Document into a growing text that may be drained on the way.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "queries/document.h"

namespace headwater::queries::internal {

enum class MemberOrder { kAsSet, kByName };

class JsonWriter {
 public:
  // `drain`, when set, is handed the text whenever it has grown large, and takes it all.
  explicit JsonWriter(MemberOrder order, std::function<void(std::string_view)> drain = {});

  void write(const Document& document);
  // "a":1,"b":2 without braces.
  void write_members(const Document& object);
  void text(std::string_view raw) { out_ += raw; }
  void quoted(std::string_view value);
  void number(double value);
  void integer(std::int64_t value);
  std::string take();

 private:
  void write_member(const std::string& name, const Document& value);
  void write_rows(const graph::Table& table);
  void write_table(const graph::Table& table);
  void write_cell(const graph::Column& column, std::size_t row);
  void write_columns(const graph::Table& table);
  void drain_if_full();

  MemberOrder order_;
  std::function<void(std::string_view)> drain_;
  std::string out_;
};

// The shortest text that reads back as the same double.
std::string shortest_text(double value);

}  // namespace headwater::queries::internal
