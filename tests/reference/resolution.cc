#include "tests/reference/resolution.h"

#include <algorithm>
#include <numeric>

namespace headwater::reference {

using graph::RelationKind;
using graph::VertexIndex;
using Links = std::vector<graph::RelationLayer::Edge>;

// Everything in the group of `gone` joins that of `kept`.
static std::vector<VertexIndex> united(std::vector<VertexIndex> groups, VertexIndex a,
                                       VertexIndex b) {
  const VertexIndex kept = std::min(groups[a], groups[b]), gone = std::max(groups[a], groups[b]);
  for (VertexIndex& group : groups) {
    if (group == gone) group = kept;
  }
  return groups;
}

Sameness resolve(std::size_t vertices, const Links& edges, graph::BasisPoints threshold) {
  Sameness answer;
  answer.smallest.resize(vertices);
  std::iota(answer.smallest.begin(), answer.smallest.end(), VertexIndex{0});
  Links links;
  for (const auto& edge : edges) {
    const bool counts = edge.kind == RelationKind::kSameAs && edge.probability >= threshold;
    if (counts) links.push_back(edge);
  }
  std::sort(links.begin(), links.end(), [](const auto& a, const auto& b) {
    return std::pair(-a.probability.value, a.id) < std::pair(-b.probability.value, b.id);
  });
  for (const auto& link : links) {
    const std::vector<VertexIndex> joined = united(answer.smallest, link.from, link.to);
    bool is_blocked = false;
    for (const auto& other : edges) {
      if (other.kind == RelationKind::kNotSameAs && other.from != other.to &&
          joined[other.from] == joined[other.to]) {
        is_blocked = true;
      }
    }
    (is_blocked ? answer.blocked : answer.used).insert(link.id);
    if (!is_blocked) answer.smallest = joined;
  }
  return answer;
}

}  // namespace headwater::reference
