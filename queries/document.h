// Document: the tree that every answer is made of before it is printed: objects keep their order,
// tables stay tables.
//
//   Document result = Document::object();
//   result.set("transactions", Document(5)); result.set("top", Document(std::move(table)));
//
// Printing (JSON, CSV, text for people) is in queries/render.h. Money is text with its asset beside
// it; a double prints as the shortest text that reads back the same.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "graph/table.h"

namespace headwater::queries {

class Document {
 public:
  using Member = std::pair<std::string, Document>;

  Document() = default;  // null
  explicit Document(bool value) : value_(value) {}
  explicit Document(std::int64_t value) : value_(value) {}
  explicit Document(int value) : value_(std::int64_t{value}) {}
  explicit Document(std::uint64_t value) : value_(static_cast<std::int64_t>(value)) {}
  explicit Document(double value) : value_(value) {}
  explicit Document(std::string value) : value_(std::move(value)) {}
  explicit Document(std::string_view value) : value_(std::string(value)) {}
  explicit Document(const char* value) : value_(std::string(value)) {}
  // In JSON a table is {"columns": [...], "rows": [[...], ...]}. A table that is the member `rows`
  // of an object gives that object the members `columns` and `rows` itself.
  explicit Document(graph::Table table)
      : value_(std::make_shared<const graph::Table>(std::move(table))) {}
  static Document object() { return Document(std::vector<Member>{}); }
  static Document array() { return Document(std::vector<Document>{}); }

  // For objects: appends, or replaces a member of that name.
  Document& set(std::string_view name, Document value);
  // For arrays.
  Document& push(Document value);
  // nullptr when this is no object or has no such member.
  const Document* find(std::string_view name) const;
  bool is_empty_object() const;

  using Value =
      std::variant<std::monostate, bool, std::int64_t, double, std::string, std::vector<Document>,
                   std::vector<Member>, std::shared_ptr<const graph::Table>>;
  const Value& value() const { return value_; }

 private:
  explicit Document(std::vector<Document> items) : value_(std::move(items)) {}
  explicit Document(std::vector<Member> members) : value_(std::move(members)) {}
  Value value_;
};

}  // namespace headwater::queries
