#include "ingest/internal/xml_view.h"

#include "ingest/internal/cells.h"

namespace headwater::ingest::internal {

namespace {

constexpr std::string_view kTextOfElement = "#";
constexpr std::string_view kCountOfRows = "#rows";  // the row source's own word

bool is_single(JsonTree::Kind kind) {
  return kind != JsonTree::Kind::kArray && kind != JsonTree::Kind::kObject;
}

}  // namespace

std::vector<std::uint32_t> XmlView::all(std::uint32_t node, std::string_view name) const {
  std::vector<std::uint32_t> found;
  if (tree_.at(node).kind != JsonTree::Kind::kObject) return found;
  for (std::uint32_t i = node + 1; i < tree_.at(node).end; i = tree_.at(i).end) {
    if (tree_.at(i).key != name) continue;
    if (tree_.at(i).kind != JsonTree::Kind::kArray) {
      found.push_back(i);
      continue;
    }
    for (std::uint32_t j = i + 1; j < tree_.at(i).end; j = tree_.at(j).end) found.push_back(j);
  }
  return found;
}

std::string_view XmlView::own_text(std::uint32_t node) {
  if (is_single(tree_.at(node).kind)) {
    read_[node] = true;
    return trimmed(tree_.at(node).text);
  }
  for (const std::uint32_t own : all(node, kTextOfElement)) {
    read_[own] = true;
    return trimmed(tree_.at(own).text);
  }
  return {};
}

std::vector<std::string_view> XmlView::texts(std::uint32_t node, std::string_view name) {
  std::vector<std::string_view> found;
  for (const std::uint32_t element : all(node, name)) {
    const std::string_view own = own_text(element);
    if (!own.empty()) found.push_back(own);
  }
  return found;
}

std::string_view XmlView::text(std::uint32_t node, std::string_view name) {
  for (const std::uint32_t element : all(node, name)) {
    const std::string_view own = own_text(element);
    if (!own.empty()) return own;
  }
  return {};
}

void XmlView::count_unread(std::uint32_t node, UnreadNames& unread) const {
  std::string_view name;  // elements of a list have none of their own
  for (std::uint32_t i = node; i < tree_.at(node).end; ++i) {
    const JsonTree::Node& one = tree_.at(i);
    if (!one.key.empty() && one.key != kTextOfElement) name = one.key;
    const bool says_something = is_single(one.kind) && !trimmed(one.text).empty();
    if (says_something && !read_[i] && name != kCountOfRows) unread.add(name);
  }
}

}  // namespace headwater::ingest::internal
