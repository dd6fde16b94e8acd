// TerritoryNames: printed names of places, each looked up once; what a row of a sub-region means.
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "graph/store.h"

namespace headwater::queries::internal {

// Of a printed name: "location:iso3166-2/ES-MD".
inline bool is_subdivision(std::string_view territory) {
  return territory.starts_with("location:iso3166-2/");
}
// For every answer that has a row of one.
inline constexpr char kSubdivisionsStandApart[] =
    "a sub-region (ISO 3166-2, such as ES-MD) is a row of its own and no part of its country's "
    "row: a country's row is what was recorded for the country and for no part of it";

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
