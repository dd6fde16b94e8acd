// Who is the same as whom, as far as an export may tell: the rule of graph/snapshot.h
// (`Resolution`), on those relations alone that the export's scope takes.
#pragma once

#include <unordered_map>
#include <utility>
#include <vector>

#include "graph/snapshot.h"

namespace headwater::queries::internal {

class GoamlSameness {
 public:
  void add(graph::RelationId id, const graph::Relation& relation);
  // Once, after the last `add`. O(links * not-same-as).
  void settle(const graph::Resolution& resolution);
  // The smallest of the ids that it is the same as; itself where it is nobody else.
  graph::EntityId of(graph::EntityId id) const;
  // All ids that some link in force names, whose sameness is `canonical`, itself included.
  std::vector<graph::EntityId> group_of(graph::EntityId canonical) const;

 private:
  graph::EntityId root(graph::EntityId id) const;
  bool is_held_apart(graph::EntityId a, graph::EntityId b) const;

  struct Link {
    graph::RelationId id;
    graph::EntityId from, to;
    graph::BasisPoints probability;
  };
  std::vector<Link> links_;
  std::vector<std::pair<graph::EntityId, graph::EntityId>> apart_;
  std::unordered_map<graph::EntityId, graph::EntityId> parent_;
};

}  // namespace headwater::queries::internal
