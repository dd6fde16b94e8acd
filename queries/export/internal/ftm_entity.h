// One FollowTheMoney entity: an id, a schema, and properties, each a list of texts.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "graph/records.h"

namespace headwater::queries::internal {

struct FtmEntity {
  std::string id;
  std::string_view schema;
  std::string caption;
  std::map<std::string, std::vector<std::string>> properties = {};

  // Leaves empty texts out, as FollowTheMoney knows no empty value.
  void add(const std::string& property, std::string_view value) {
    if (!value.empty()) properties[property].emplace_back(value);
  }
};

// The schema that an entity of this kind and scheme has: "Person", "Company", "BankAccount" ...
std::string_view ftm_schema(graph::EntityKind kind, std::string_view scheme);
// What the ranges of properties ask for.
bool is_legal_entity(std::string_view schema);
bool is_asset(std::string_view schema);

FtmEntity ftm_entity(const std::string& name, const graph::Entity& entity);
// An edge between two entities, with the schema that the kind and the ends allow: else UnknownLink.
// The ends are printed names.
FtmEntity ftm_relation(const graph::Relation& relation, const std::string& record,
                       const std::string& from, const std::string& to);
// Who pays from an account of which nobody is known to be the one owner.
FtmEntity ftm_holder(const std::string& account);
std::string holder_id(const std::string& account);

// Whole seconds and no zone, as FollowTheMoney writes times: they are UTC. Empty for an unknown
// one.
std::string ftm_time(graph::Timestamp time);
// "t" or "r" and 32 hex digits of the SHA-256 of a record's name and its number within its row.
std::string record_id(char type, const std::string& record, const graph::Origin& origin);

}  // namespace headwater::queries::internal
