#include "queries/internal/entity_names.h"

#include <algorithm>
#include <numeric>

namespace headwater::queries::internal {

using graph::EntityId;
using graph::EntityKind;
using graph::Result;
using graph::Status;

namespace {

// A look-up costs about as much as reading this many entities in a scan.
constexpr std::uint64_t kScannedPerLookUp = 16;

// Fills the names of order[begin .. end), all of one kind and ascending.
Status scan_names(const graph::StoreView& view, const std::vector<EntityId>& ids,
                  const std::vector<std::size_t>& order, std::size_t begin, std::size_t end,
                  std::vector<std::string>& names) {
  std::size_t next = begin;
  const EntityKind kind = ids[order[begin]].kind();
  HEADWATER_RETURN_IF_ERROR(
      view.for_each_entity_key(kind, [&](EntityId id, const graph::EntityKey& key) -> Status {
        while (next < end && ids[order[next]] < id) ++next;
        for (; next < end && ids[order[next]] == id; ++next) {
          names[order[next]] = graph::to_string(key);
        }
        return {};
      }));
  return {};
}

Status look_up_missing(const graph::StoreView& view, const std::vector<EntityId>& ids,
                       const std::vector<std::size_t>& order, std::size_t begin, std::size_t end,
                       std::vector<std::string>& names) {
  for (std::size_t i = begin; i < end; ++i) {
    std::string& name = names[order[i]];
    if (!name.empty()) continue;
    HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view.key_of(ids[order[i]]));
    name = graph::to_string(key);
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> entity_names(const graph::StoreView& view,
                                              const std::vector<EntityId>& ids) {
  std::vector<std::string> names(ids.size());
  std::vector<std::size_t> order(ids.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::sort(order.begin(), order.end(),
            [&](std::size_t a, std::size_t b) { return ids[a] < ids[b]; });
  for (std::size_t begin = 0; begin < order.size();) {
    const EntityKind kind = ids[order[begin]].kind();
    std::size_t end = begin;
    while (end < order.size() && ids[order[end]].kind() == kind) ++end;
    const std::uint64_t all = view.counters().entities[static_cast<int>(kind)];
    if ((end - begin) * kScannedPerLookUp > all) {
      HEADWATER_RETURN_IF_ERROR(scan_names(view, ids, order, begin, end, names));
    }
    HEADWATER_RETURN_IF_ERROR(look_up_missing(view, ids, order, begin, end, names));
    begin = end;
  }
  return names;
}

Result<std::string> EntityNames::name(graph::VertexIndex vertex) {
  return vertex == graph::kNoVertex ? Result<std::string>(std::string())
                                    : name(vertices_.entity(vertex));
}

Result<std::string> EntityNames::name(EntityId id) {
  if (id.is_none()) return std::string();
  const auto found = names_.find(id);
  if (found != names_.end()) return found->second;
  HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view_.key_of(id));
  return names_.emplace(id, graph::to_string(key)).first->second;
}

Status EntityNames::prepare(const std::vector<graph::VertexIndex>& vertices) {
  std::vector<EntityId> ids;
  for (const graph::VertexIndex vertex : vertices) {
    if (vertex == graph::kNoVertex) continue;
    const EntityId id = vertices_.entity(vertex);
    if (names_.find(id) == names_.end()) ids.push_back(id);
  }
  std::sort(ids.begin(), ids.end());
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  HEADWATER_ASSIGN_OR_RETURN(std::vector<std::string> names, entity_names(view_, ids));
  for (std::size_t i = 0; i < ids.size(); ++i) names_.emplace(ids[i], std::move(names[i]));
  return {};
}

}  // namespace headwater::queries::internal
