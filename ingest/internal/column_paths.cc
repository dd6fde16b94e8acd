#include "ingest/internal/column_paths.h"

#include <algorithm>

namespace headwater::ingest::internal {

std::optional<PathSegments> parse_path(std::string_view text) {
  PathSegments segments(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '.') {
      if (segments.back().empty()) return std::nullopt;
      segments.emplace_back();
      continue;
    }
    if (c == '\\') {
      if (i + 1 == text.size() || (text[i + 1] != '.' && text[i + 1] != '\\')) return std::nullopt;
      ++i;
    }
    segments.back() += text[i];
  }
  if (segments.back().empty() || segments.size() > kPathDepth) return std::nullopt;
  return segments;
}

bool paths_overlap(const PathSegments& one, const PathSegments& other) {
  const auto length = [](const PathSegments& path) {
    return path.size() > 1 && path.back() == "#" ? path.size() - 1 : path.size();
  };
  const std::size_t shared = std::min(length(one), length(other));
  return std::equal(one.begin(), one.begin() + static_cast<std::ptrdiff_t>(shared), other.begin());
}

std::uint32_t PathTree::child(std::uint32_t node, std::string_view segment) const {
  for (const std::uint32_t candidate : nodes_[node].children) {
    if (nodes_[candidate].segment == segment) return candidate;
  }
  return kNone;
}

std::uint32_t PathTree::insert(const PathSegments& path) {
  std::uint32_t at = kRoot;
  for (const std::string& segment : path) {
    std::uint32_t next = child(at, segment);
    if (next == kNone) {
      next = static_cast<std::uint32_t>(nodes_.size());
      Node& added = nodes_.emplace_back();
      added.segment = segment;
      added.parent = at;
      nodes_[at].children.push_back(next);
    }
    at = next;
  }
  return at;
}

void PathTree::add_column(const PathSegments& path, std::uint32_t column) {
  nodes_[insert(path)].columns.push_back(column);
}

bool PathTree::is_within(std::uint32_t node, std::uint32_t ancestor) const {
  while (node != kNone && node != ancestor) node = nodes_[node].parent;
  return node == ancestor;
}

PathSegments PathTree::segments_below(std::uint32_t ancestor, std::uint32_t node) const {
  PathSegments segments;
  for (; node != ancestor; node = nodes_[node].parent) segments.push_back(nodes_[node].segment);
  std::reverse(segments.begin(), segments.end());
  return segments;
}

std::string PathTree::name_of(std::uint32_t node, std::string_view member) const {
  std::string name;
  for (const std::string& segment : segments_below(kRoot, node)) name += segment + ".";
  return name.append(member);
}

}  // namespace headwater::ingest::internal
