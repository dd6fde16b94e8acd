// Persons and entities, in the order of the elements of t_person, t_entity and their my-client
// forms of schema 5.0.2.
#include <algorithm>
#include <utility>

#include "queries/goaml/internal/goaml_parties.h"

namespace headwater::queries::internal {
namespace {

using graph::EntityId;
using graph::EntityKind;
using graph::RelationKind;

// "Ann Mary Smith": the last word is the last name.
std::pair<std::string, std::string> split_name(std::string_view name) {
  const std::size_t blank = name.rfind(' ');
  if (blank == std::string_view::npos) return {"", std::string(name)};
  return {std::string(name.substr(0, blank)), std::string(name.substr(blank + 1))};
}

std::vector<std::string_view> all_facts(const graph::Entity& entity, std::string_view name) {
  std::vector<std::string_view> values;
  for (const graph::Attribute& attribute : entity.attributes) {
    if (attribute.name == name && !attribute.value.empty()) values.push_back(attribute.value);
  }
  return values;
}

std::string percent_of(graph::BasisPoints share) {
  const std::string text = graph::format_percent(share);  // "25.00 %"
  return text.substr(0, text.find(' '));
}

std::string_view tie_word(RelationKind kind) {
  return kind == RelationKind::kDirectorship ? "directorship"
         : kind == RelationKind::kOwnership  ? "ownership"
                                             : "control";
}

}  // namespace

// A pseudonym and nothing else: the recipient asks whoever holds the victim key.
void GoamlParties::victim(EntityId victim) {
  victims_.insert(victim);
  const graph::EntityKey& key = book_.of(victim).key;
  xml_.text("first_name", header_.unknown_text);
  xml_.text("last_name", key.external_id);
  xml_.text("is_protected", "true");
  xml_.text("comments", "victim, by pseudonym: " + graph::to_string(key));
}

void GoamlParties::person(EntityId id, bool is_client) {
  if (const EntityId behind = case_.victim_behind(id); !behind.is_none()) {
    victim(behind);
    return;
  }
  const graph::Entity& person = book_.of(id);
  auto [first, last] = split_name(fact(person, {"name"}));
  if (const auto stated = fact(person, {"first-name"}); !stated.empty()) first = stated;
  if (const auto stated = fact(person, {"last-name"}); !stated.empty()) last = stated;
  // Whom nobody names has the store's id for a name: the same person is the same throughout.
  if (first.empty() && last.empty()) last = person.key.external_id;
  fact_code("gender", "gender", fact(person, {"gender", "sex"}), is_client);
  fact_text("title", fact(person, {"title"}), false);
  name_text("first_name", first, true);
  name_text("middle_name", fact(person, {"middle-name"}), false);
  name_text("last_name", last, true);
  fact_date("birthdate", fact(person, {"birth-date"}));
  fact_text("birth_place", fact(person, {"birth-place"}), false);
  fact_country("country_of_birth", fact(person, {"birth-country"}), false);
  fact_text("alias", fact(person, {"alias"}), false);
  const std::string whole = first + (first.empty() || last.empty() ? "" : " ") + last;
  if (in_letters_asked(whole) != whole) xml_.text("full_name_frn", whole);
  person_numbers(person, is_client);
  contacts(person, is_client, false);
  fact_text("email", fact(person, {"email"}), false);
  fact_text("occupation", fact(person, {"occupation"}), false);
  fact_text("tax_number", fact(person, {"tax-number"}), false);
  if (is_client) unknown_code("tax_reg_number");
  xml_.text("comments", graph::to_string(person.key));
}

void GoamlParties::person_numbers(const graph::Entity& person, bool is_client) {
  fact_text("ssn", fact(person, {"social-security-number"}), false);
  const std::string_view passport = fact(person, {"passport-number"});
  const std::string issuer = country_code(fact(person, {"passport-country"}));
  if (!passport.empty() && !issuer.empty()) {
    xml_.text("passport_number", passport);
    xml_.text("passport_country", issuer);
  } else if (!passport.empty()) {
    ++left_out_["passports_of_no_known_country"];
  }
  fact_text("id_number", fact(person, {"id-number"}), is_client);
  std::vector<std::string> nations;
  for (const char* name : {"nationality", "citizenship"}) {
    for (const std::string_view stated : all_facts(person, name)) {
      std::string code = country_code(stated);
      const bool is_new = std::find(nations.begin(), nations.end(), code) == nations.end();
      if (!code.empty() && is_new) nations.push_back(std::move(code));
    }
  }
  constexpr const char* kNationalities[] = {"nationality1", "nationality2", "nationality3"};
  for (std::size_t i = 0; i < 3; ++i) {
    if (i < nations.size()) xml_.text(kNationalities[i], nations[i]);
  }
  if (nations.empty() && is_client) unknown_code("nationality1");
  fact_country("residence", fact(person, {"residence"}), is_client);
}

void GoamlParties::contacts(const graph::Entity& party, bool phones_demanded,
                            bool addresses_demanded) {
  const std::vector<std::string_view> phones = all_facts(party, "phone");
  if (!phones.empty() || phones_demanded) xml_.begin("phones");
  for (const std::string_view phone : phones) {
    xml_.begin("phone");
    unknown_code("tph_contact_type");
    unknown_code("tph_communication_type");
    xml_.text("tph_number", phone);
    xml_.end();
  }
  if (!phones.empty() || phones_demanded) xml_.end();
  const bool has_address = !fact(party, {"address", "city"}).empty();
  if (!has_address && !addresses_demanded) return;
  xml_.begin("addresses");
  if (has_address) address(party);
  xml_.end();
}

void GoamlParties::address(const graph::Entity& party) {
  xml_.begin("address");
  unknown_code("address_type");
  fact_text("address", fact(party, {"address"}), true);
  fact_text("city", fact(party, {"city"}), true);
  fact_country("country_code", fact(party, {"country", "residence", "jurisdiction"}), true);
  fact_text("state", fact(party, {"jurisdiction-state"}), true);
  xml_.end();
}

void GoamlParties::entity(EntityId id, bool is_client, bool with_people) {
  const graph::Entity& entity = book_.of(id);
  const std::string_view name = fact(entity, {"name"});
  name_text("name", name.empty() ? std::string_view(entity.key.external_id) : name, true);
  name_text("commercial_name", fact(entity, {"alias"}), false);
  fact_code("incorporation_legal_form", "legal-form", fact(entity, {"legal-form"}), is_client);
  std::string_view number = fact(entity, {"registration-number"});
  if (number.empty() && entity.key.scheme == "lei") number = entity.key.external_id;
  fact_text("incorporation_number", number, is_client);
  fact_text("business", fact(entity, {"business", "trade"}), is_client);
  contacts(entity, false, is_client);
  fact_text("email", fact(entity, {"email"}), false);
  fact_text("incorporation_state", fact(entity, {"jurisdiction-state"}), is_client);
  fact_country("incorporation_country_code", fact(entity, {"jurisdiction", "country"}), is_client);
  if (with_people) people_of(id);
  fact_date("incorporation_date", fact(entity, {"incorporation-date", "founded"}));
  if (const std::string_view closed = fact(entity, {"dissolution-date"}); !closed.empty()) {
    xml_.text("business_closed", "1");
    fact_date("date_business_closed", closed);
  }
  fact_text("tax_number", fact(entity, {"tax-number"}), false);
  if (is_client) unknown_code("tax_reg_number");
  std::string remark = graph::to_string(entity.key);
  if (in_letters_asked(name) != name) remark.append("; its name: ").append(name);
  xml_.text("comments", remark);
}

void GoamlParties::people_of(EntityId company) {
  std::vector<GoamlTie> people;
  for (const GoamlTie& tie : case_.ties_of(company)) {
    if (tie.kind == RelationKind::kOwnsAccount) continue;
    const bool is_person =
        tie.who.kind() == EntityKind::kPerson || tie.who.kind() == EntityKind::kVictim;
    if (is_person) people.push_back(tie);
  }
  if (people.empty()) return;
  std::stable_sort(people.begin(), people.end(), [&](const GoamlTie& left, const GoamlTie& right) {
    return book_.of(left.who).key < book_.of(right.who).key;
  });
  xml_.begin("related_persons");
  for (const GoamlTie& tie : people) {
    xml_.begin("entity_related_person");
    xml_.begin("person");
    person(tie.who, false);
    xml_.end();
    xml_.text("role", goaml_code(header_, "entity-role", std::string(tie_word(tie.kind))));
    if (tie.share && tie.share->low == tie.share->high) {
      xml_.text("share_percentage", percent_of(tie.share->low));
    }
    xml_.end();
  }
  xml_.end();
}

}  // namespace headwater::queries::internal
