// Columns of structured rows: dotted paths from the row's root, and the tree of all paths that a
// part of a mapping reads.
//
//   "properties.name"      the member `name` of the member `properties`
//   "Ntry.Amt.@Ccy"        an attribute of an XML element; "Ntry.Amt" or "Ntry.Amt.#" is its text
//   "a\.b"                 one member whose name holds a dot; "\\" is a backslash
//
// A path goes through arrays and yields every value.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace headwater::ingest::internal {

using PathSegments = std::vector<std::string>;

inline constexpr std::size_t kPathDepth = 64;  // rows nest no deeper

// Nothing where there are more than kPathDepth segments, one is empty, or a backslash stands before
// anything but a dot or backslash.
std::optional<PathSegments> parse_path(std::string_view text);
// Whether one is the other, or stands for something that holds it. "a.#" and "a" are one cell.
bool paths_overlap(const PathSegments& one, const PathSegments& other);

class PathTree {
 public:
  static constexpr std::uint32_t kNone = ~std::uint32_t{0};
  static constexpr std::uint32_t kRoot = 0;
  struct Node {
    std::string segment;
    std::uint32_t parent = kNone;
    std::vector<std::uint32_t> children;
    std::vector<std::uint32_t> columns;  // that end here
  };

  PathTree() : nodes_(1) {}
  std::uint32_t insert(const PathSegments& path);
  void add_column(const PathSegments& path, std::uint32_t column);

  const Node& at(std::uint32_t node) const { return nodes_[node]; }
  std::size_t size() const { return nodes_.size(); }
  std::uint32_t child(std::uint32_t node, std::string_view segment) const;  // O(children)
  bool is_within(std::uint32_t node, std::uint32_t ancestor) const;         // or the same
  // Segments from `ancestor`, which the node lies within, down to it.
  PathSegments segments_below(std::uint32_t ancestor, std::uint32_t node) const;
  // The node's path and a member of it, for people.
  std::string name_of(std::uint32_t node, std::string_view member) const;

 private:
  std::vector<Node> nodes_;
};

}  // namespace headwater::ingest::internal
