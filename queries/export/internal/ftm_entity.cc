// FollowTheMoney (https://followthemoney.tech, MIT): schemata and properties as of its release 3.8.
#include "queries/export/internal/ftm_entity.h"

#include <utility>

#include "graph/sha256.h"
#include "queries/export/internal/graph_layout.h"

namespace headwater::queries::internal {
namespace {

using graph::EntityKind;
using graph::RelationKind;

constexpr std::size_t kIdDigits = 32;
constexpr std::string_view kWalletScheme = "wallet-";

struct AttributeProperty {
  std::string_view schema, attribute;
  const char* property;
};
// Attributes that a property says; all others become notes.
constexpr AttributeProperty kProperties[] = {
    {"Person", "birth-date", "birthDate"},       {"Person", "citizenship", "citizenship"},
    {"Company", "founded", "incorporationDate"}, {"Company", "sector", "sector"},
    {"BankAccount", "bank", "bankName"},         {"BankAccount", "type", "accountType"},
    {"BankAccount", "currency", "currency"},     {"Address", "city", "city"}};

const char* property_of(std::string_view schema, std::string_view attribute) {
  if (attribute == "name") return "name";
  if (attribute == "alias") return "alias";
  for (const AttributeProperty& one : kProperties) {
    if (one.schema == schema && one.attribute == attribute) return one.property;
  }
  return nullptr;
}

void add_number(const graph::EntityKey& key, FtmEntity& entity) {
  const std::string& id = key.external_id;
  const std::string& scheme = key.scheme;
  if (entity.schema == "BankAccount") {
    entity.add(scheme == "iban" ? "iban" : "accountNumber", id);
    if (key.kind == EntityKind::kLoan) entity.add("accountType", "loan");
  } else if (entity.schema == "CryptoWallet") {
    entity.add("publicKey", id);
    entity.add("currencySymbol", std::string_view(scheme).substr(kWalletScheme.size()));
  } else if (entity.schema == "Company") {
    entity.add(scheme == "lei"   ? "leiCode"
               : scheme == "bic" ? "swiftBic"
               : scheme == "imo" ? "imoNumber"
                                 : "registrationNumber",
               id);
  } else if (entity.schema == "Person" && key.kind == EntityKind::kPerson) {
    entity.add("idNumber", id);
  } else if (entity.schema == "Address") {
    entity.add("full", id);
  } else if (entity.schema == "UserAccount") {
    entity.add("username", id);
    entity.add("service", scheme);
    if (scheme == "email") entity.add("email", id);
    if (scheme == "phone") entity.add("number", id);
    if (scheme == "ip") entity.add("ipAddress", id);
  } else if (entity.schema == "CourtCase") {
    entity.add("caseNumber", id);
  }
}

std::string_view schema_of_name(const std::string& name) {
  const auto key = graph::parse_entity_key(name);
  return key.has_value() ? ftm_schema(key->kind, key->scheme) : std::string_view("Asset");
}

// The schema of a relation and the properties that hold its ends.
struct EdgeSchema {
  std::string_view schema = "UnknownLink";
  const char* source = "subject";
  const char* target = "object";
  bool turned = false;  // the relation's `to` stands in `source`
};

EdgeSchema edge_schema(RelationKind kind, std::string_view from, std::string_view to) {
  const bool are_persons = from == "Person" && to == "Person";
  switch (kind) {
    case RelationKind::kOwnsAccount:
    case RelationKind::kOwnership:
      if (is_legal_entity(from) && is_asset(to)) return {"Ownership", "owner", "asset"};
      break;
    case RelationKind::kDirectorship:
      if (is_legal_entity(from) && to == "Company") {
        return {"Directorship", "director", "organization"};
      }
      break;
    case RelationKind::kFamily:
      if (are_persons) return {"Family", "person", "relative"};
      break;
    case RelationKind::kAssociate:
      if (are_persons) return {"Associate", "person", "associate"};
      break;
    case RelationKind::kEmployment:
      if (from == "Person" && to == "Company") return {"Employment", "employee", "employer"};
      if (from == "Company" && to == "Person") return {"Employment", "employee", "employer", true};
      break;
    default:
      break;
  }
  return {};
}

// "25.00", "25.00-50.00": per cent.
std::string percentage(const graph::ShareInterval& share) {
  const std::string low = graph::format_major_units(share.low.value, 2);
  return share.low == share.high ? low : low + "-" + graph::format_major_units(share.high.value, 2);
}

}  // namespace

std::string_view ftm_schema(EntityKind kind, std::string_view scheme) {
  switch (kind) {
    case EntityKind::kPerson:
    case EntityKind::kVictim:
      return "Person";
    case EntityKind::kCompany:
    case EntityKind::kInstitution:
      return "Company";
    case EntityKind::kAccount:
      return scheme.starts_with(kWalletScheme) ? "CryptoWallet" : "BankAccount";
    case EntityKind::kLoan:
      return "BankAccount";
    case EntityKind::kLocation:
      return "Address";
    case EntityKind::kMedium:
      return "UserAccount";
    case EntityKind::kCase:
      break;
  }
  return "CourtCase";
}

bool is_legal_entity(std::string_view schema) { return schema == "Person" || schema == "Company"; }
bool is_asset(std::string_view schema) { return schema == "Company" || schema == "BankAccount"; }

FtmEntity ftm_entity(const std::string& name, const graph::Entity& entity) {
  FtmEntity found{node_id(name), ftm_schema(entity.key.kind, entity.key.scheme), name};
  for (const graph::Attribute& attribute : entity.attributes) {
    if (const char* property = property_of(found.schema, attribute.name)) {
      found.add(property, attribute.value);
    } else {
      found.add("notes", attribute.name + ": " + attribute.value);
    }
  }
  const auto names = found.properties.find("name");
  if (names == found.properties.end()) {
    found.add("name", name);
  } else {
    found.caption = names->second.front();
  }
  found.add("summary", name);
  add_number(entity.key, found);
  return found;
}

FtmEntity ftm_relation(const graph::Relation& relation, const std::string& record,
                       const std::string& from, const std::string& to) {
  const EdgeSchema edge = edge_schema(relation.kind, schema_of_name(from), schema_of_name(to));
  FtmEntity found{record_id('r', record, relation.origin), edge.schema,
                  std::string(graph::to_string(relation.kind))};
  found.add(edge.source, node_id(edge.turned ? to : from));
  found.add(edge.target, node_id(edge.turned ? from : to));
  // Associate and Family call it a relationship; they have no role.
  const bool has_role = edge.schema != "Family" && edge.schema != "Associate";
  found.add(has_role ? "role" : "relationship", graph::to_string(relation.kind));
  found.add("startDate", ftm_time(relation.valid_from));
  found.add("endDate", ftm_time(relation.valid_to));
  if (relation.share && edge.schema == "Ownership") {
    found.add("percentage", percentage(*relation.share));
  }
  if (relation.kind == RelationKind::kSameAs || relation.kind == RelationKind::kNotSameAs) {
    found.add("summary", "probability " + graph::format_major_units(relation.probability.value, 4));
  }
  found.add("description", relation.evidence);
  for (const graph::Attribute& attribute : relation.attributes) {
    found.add("description", attribute.name + ": " + attribute.value);
  }
  found.add("recordId", record);
  return found;
}

FtmEntity ftm_holder(const std::string& account) {
  const std::string name = "holder of " + account;
  FtmEntity holder{holder_id(account), "LegalEntity", name};
  holder.add("name", name);
  holder.add("summary", "stands for whoever holds the account: no one owner is known");
  return holder;
}

std::string holder_id(const std::string& account) {
  return "h" + graph::sha256_hex("holder of " + account).substr(0, kIdDigits);
}

std::string ftm_time(graph::Timestamp time) {
  if (!time.is_known()) return {};
  const std::string text = graph::format_iso8601(time);
  return text.substr(0, text.find_first_of(".Z"));
}

std::string record_id(char type, const std::string& record, const graph::Origin& origin) {
  const std::string text = record + "\n" + std::to_string(origin.ordinal);
  return type + graph::sha256_hex(text).substr(0, kIdDigits);
}

}  // namespace headwater::queries::internal
