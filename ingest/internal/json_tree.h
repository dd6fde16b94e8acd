// JsonTree: one JSON text as a flat tree, with numbers as they are written.
//
//   JsonTree tree;
//   if (tree.parse(row, arena) == JsonFault::kNone) use(tree.at(0));
//
// RFC 8259, strictly, at most kJsonDepth levels deep. A number is kept as its exact text and never
// passes through floating point. Node 0 is the root; the children of a node follow it, each with
// all that it holds; `end` is where the next one starts. Texts live in the parsed text or in the
// arena. Not thread-safe; reused from row to row. Time and memory O(length).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ingest/internal/text_arena.h"

namespace headwater::ingest::internal {

inline constexpr std::size_t kJsonDepth = 64;

enum class JsonFault : std::uint8_t {
  kNone,
  kMalformed,     // no JSON, more than one value, or nested too deeply
  kDuplicateKey,  // an object names one member twice: which counts is nobody's to guess
  kNulByte,       // a name or text holds U+0000
};

class JsonTree {
 public:
  enum class Kind : std::uint8_t { kNull, kText, kNumber, kWord, kArray, kObject };
  struct Node {
    Kind kind = Kind::kNull;
    std::uint32_t end = 0;
    std::string_view key;   // of a member of an object
    std::string_view text;  // of a text, number, or `true` and `false`
  };

  JsonFault parse(std::string_view text, TextArena& arena);
  const Node& at(std::uint32_t node) const { return nodes_[node]; }
  bool is_empty() const { return nodes_.empty(); }

  // One text for all ways of writing the same value: no blanks, members by name, shortest escapes,
  // numbers as they stand.
  void append_canonical(std::uint32_t node, std::string& out) const;

 private:
  std::vector<Node> nodes_;
};

// A JSON string with its quotes.
void append_json_string(std::string_view text, std::string& out);
// JSON text with its escapes undone, for looking for words in it: what is not ASCII, and a broken
// escape, becomes something else that is not ASCII. Not for reading values.
std::string without_escapes(std::string_view json);

}  // namespace headwater::ingest::internal
