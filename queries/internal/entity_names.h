// Printed names of many entities at once.
#pragma once

#include <string>
#include <unordered_map>
#include <vector>

#include "graph/snapshot.h"
#include "graph/store.h"

namespace headwater::queries::internal {

// The names of `ids`, in their order. A few are looked up one by one, many are read in one scan a
// kind. An entity that the view hides gives kNotFound: callers name only what may be seen.
graph::Result<std::vector<std::string>> entity_names(const graph::StoreView& view,
                                                     const std::vector<graph::EntityId>& ids);

// Looks up names by snapshot vertex and remembers them.
class EntityNames {
 public:
  EntityNames(const graph::StoreView& view, const graph::VertexTable& vertices)
      : view_(view), vertices_(vertices) {}

  // Empty for kNoVertex. Errors: those of the store.
  graph::Result<std::string> name(graph::VertexIndex vertex);
  graph::Result<std::string> name(graph::EntityId id);
  // Reads many at once, so that `name` finds them.
  graph::Status prepare(const std::vector<graph::VertexIndex>& vertices);

 private:
  const graph::StoreView& view_;
  const graph::VertexTable& vertices_;
  std::unordered_map<graph::EntityId, std::string> names_;
};

}  // namespace headwater::queries::internal
