#include "queries/report/internal/party_names.h"

#include <algorithm>

namespace headwater::queries::internal {
namespace {

std::string attribute_of(const graph::Entity& entity, std::string_view name) {
  const auto found = std::find_if(entity.attributes.begin(), entity.attributes.end(),
                                  [&](const auto& attribute) { return attribute.name == name; });
  return found == entity.attributes.end() ? std::string() : found->value;
}

// "phone +999...", "account XA54...": scheme and id, without the kind where the scheme says it.
std::string plain_id(const graph::EntityKey& key) {
  if (key.kind == graph::EntityKind::kAccount) return "account " + key.external_id;
  if (key.kind == graph::EntityKind::kMedium) return key.scheme + " " + key.external_id;
  return key.scheme + "/" + key.external_id;
}

graph::Status never_named() {
  return graph::Status(graph::StatusCode::kInternal,
                       {"report a case", "", "a protected party was about to be named",
                        "please report it: the page is not written"});
}

}  // namespace

graph::Result<std::string> PartyNames::label(graph::VertexIndex party) {
  if (parties_.is_protected(party)) return never_named();
  std::string alias;
  for (const graph::VertexIndex vertex : parties_.same_as(party)) {
    HEADWATER_ASSIGN_OR_RETURN(const auto entity,
                               view_.entity(snapshot_.vertices().entity(vertex)));
    if (!entity) continue;
    const std::string name = attribute_of(*entity, "name");
    if (!name.empty()) return name;
    if (alias.empty()) alias = attribute_of(*entity, "alias");
  }
  if (!alias.empty()) return "\"" + alias + "\"";
  HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key,
                             view_.key_of(snapshot_.vertices().entity(party)));
  return plain_id(key);
}

graph::Result<std::string> PartyNames::id(graph::VertexIndex vertex) {
  if (parties_.is_protected(vertex)) return never_named();
  return ids_.name(vertex);
}

}  // namespace headwater::queries::internal
