#include "queries/goaml/internal/goaml_sameness.h"

#include <algorithm>

namespace headwater::queries::internal {

using graph::EntityId;

void GoamlSameness::add(graph::RelationId id, const graph::Relation& relation) {
  if (relation.kind == graph::RelationKind::kSameAs) {
    links_.push_back({id, relation.from, relation.to, relation.probability});
  } else if (relation.kind == graph::RelationKind::kNotSameAs && relation.from != relation.to) {
    apart_.emplace_back(relation.from, relation.to);
  }
}

EntityId GoamlSameness::root(EntityId id) const {
  for (auto found = parent_.find(id); found != parent_.end() && found->second != id;
       found = parent_.find(id)) {
    id = found->second;
  }
  return id;
}

bool GoamlSameness::is_held_apart(EntityId a, EntityId b) const {
  return std::any_of(apart_.begin(), apart_.end(), [&](const auto& pair) {
    const EntityId left = root(pair.first), right = root(pair.second);
    return (left == a && right == b) || (left == b && right == a);
  });
}

void GoamlSameness::settle(const graph::Resolution& resolution) {
  using Level = graph::Resolution::Level;
  if (resolution.level == Level::kNone) return;
  const graph::BasisPoints threshold = resolution.level == Level::kConfirmed
                                           ? graph::BasisPoints{graph::BasisPoints::kWhole}
                                           : resolution.threshold;
  std::sort(links_.begin(), links_.end(), [](const Link& left, const Link& right) {
    if (left.probability != right.probability) return right.probability < left.probability;
    return left.id < right.id;
  });
  for (const Link& link : links_) {
    if (link.probability < threshold) break;
    const EntityId from = root(link.from), to = root(link.to);
    if (from == to || is_held_apart(from, to)) continue;
    parent_[std::max(from, to)] = std::min(from, to);
    parent_.try_emplace(std::min(from, to), std::min(from, to));
  }
}

EntityId GoamlSameness::of(EntityId id) const { return root(id); }

std::vector<EntityId> GoamlSameness::group_of(EntityId canonical) const {
  std::vector<EntityId> group{canonical};
  for (const auto& [id, parent] : parent_) {
    if (id != canonical && root(id) == canonical) group.push_back(id);
  }
  std::sort(group.begin(), group.end());
  return group;
}

}  // namespace headwater::queries::internal
