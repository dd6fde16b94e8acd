// TerritoryNames: printed names of places, each looked up once.
#pragma once

#include <map>
#include <string>

#include "graph/store.h"

namespace headwater::queries::internal {

class TerritoryNames {
 public:
  explicit TerritoryNames(const graph::StoreView& view) : view_(view) {}

  // "location:iso3166/ESP"; empty for none. Errors: those of the store.
  graph::Result<std::string> name(graph::EntityId territory) {
    if (territory.is_none()) return std::string();
    const auto known = names_.find(territory);
    if (known != names_.end()) return known->second;
    HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view_.key_of(territory));
    return names_[territory] = graph::to_string(key);
  }

 private:
  const graph::StoreView& view_;
  std::map<graph::EntityId, std::string> names_;
};

}  // namespace headwater::queries::internal
