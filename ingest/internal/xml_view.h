// XmlView: a row of XML, as internal/xml_rows writes it, read by the names of its elements.
//
// An element that occurs once or often is the same to read; what is read is remembered, so that
// what nobody read can be counted. Texts live as long as the tree. Not thread-safe.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "ingest/internal/json_tree.h"
#include "ingest/internal/unread_names.h"

namespace headwater::ingest::internal {

class XmlView {
 public:
  static constexpr std::uint32_t kRoot = 0;

  // `tree` must outlive the view and hold an object.
  explicit XmlView(const JsonTree& tree) : tree_(tree), read_(tree.at(kRoot).end) {}

  // The elements of this name within `node`, in order.
  std::vector<std::uint32_t> all(std::uint32_t node, std::string_view name) const;
  // The text of the first that has one; empty where there is none.
  std::string_view text(std::uint32_t node, std::string_view name);
  std::vector<std::string_view> texts(std::uint32_t node, std::string_view name);
  // The element's own text.
  std::string_view own_text(std::uint32_t node);
  // Counts what was never asked for in `node`, by the element's name. O(size).
  void count_unread(std::uint32_t node, UnreadNames& unread) const;

  const JsonTree& tree() const { return tree_; }

 private:
  const JsonTree& tree_;
  std::vector<bool> read_;
};

}  // namespace headwater::ingest::internal
