#include "queries/goaml/internal/goaml_parties.h"

#include <algorithm>

#include "graph/ascii.h"
#include "graph/territory_code.h"
#include "queries/goaml/internal/latin_names.h"

namespace headwater::queries::internal {
namespace {

using graph::EntityId;
using graph::EntityKind;

bool stands_as_person(EntityKind kind) {
  return kind == EntityKind::kPerson || kind == EntityKind::kVictim;
}

// Codes that ISO 3166 leaves to its users: whoever receives them reads something else, or nothing.
bool is_users_own(std::string_view alpha2) {
  return (alpha2 >= "XA" && alpha2 <= "XZ" && alpha2 != "XK") || (alpha2 >= "QM" && alpha2 <= "QZ");
}

// What a code is, by its form: capitals and digits, or the word for unknown. Others are words.
bool looks_like_code(std::string_view text, std::string_view unknown) {
  if (text == unknown) return true;
  return !text.empty() && text.size() <= 6 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  });
}

std::string in_small_letters(std::string_view text) {
  std::string small;
  for (const char c : text) small += graph::ascii_lower(c);
  return small;
}

}  // namespace

graph::Status GoamlPartyBook::read(const graph::StoreView& view, const ExportScope& scope) {
  const auto tells = [&](graph::CommitSeq commit) {
    return scope.shows_restricted() || !scope.is_restricted(commit);
  };
  for (const EntityKind kind : graph::kAllEntityKinds) {
    const auto first = wanted_.lower_bound(EntityId(kind, 0));
    const bool is_wanted = first != wanted_.end() && first->kind() == kind;
    if (!is_wanted || kind == EntityKind::kVictim) continue;
    HEADWATER_RETURN_IF_ERROR(view.for_each_entity_told(
        kind, tells, [&](EntityId id, const graph::Entity& entity) -> graph::Status {
          if (wanted_.contains(id)) found_.emplace(id, entity);
          return {};
        }));
  }
  for (const EntityId id : wanted_) {
    if (found_.contains(id)) continue;
    HEADWATER_ASSIGN_OR_RETURN(graph::EntityKey key, view.key_of(id));
    found_.emplace(id, graph::Entity{std::move(key), {}});
  }
  for (const auto& [id, entity] : found_) by_key_.emplace(entity.key, id);
  return {};
}

EntityId GoamlPartyBook::find(const graph::EntityKey& key) const {
  const auto found = by_key_.find(key);
  return found == by_key_.end() ? EntityId() : found->second;
}

std::string_view fact(const graph::Entity& entity, std::initializer_list<std::string_view> names) {
  for (const std::string_view name : names) {
    for (const graph::Attribute& attribute : entity.attributes) {
      if (attribute.name == name && !attribute.value.empty()) return attribute.value;
    }
  }
  return {};
}

std::string country_code(std::string_view text) {
  const std::string_view country =
      text.size() > 3 ? graph::country_of_subdivision(text) : graph::country_of_code(text);
  const std::string_view alpha2 = graph::alpha2_of_country(country);
  return is_users_own(alpha2) ? std::string() : std::string(alpha2);
}

bool GoamlParties::is_client(const graph::EntityKey& key, const graph::Entity& entity) const {
  if (header_.client_namespaces.contains(key.scheme)) return true;
  for (const char* name : {"bank", "bank-id", "bic"}) {
    const std::string_view bank = fact(entity, {name});
    if (!bank.empty() && header_.client_banks.contains(std::string(bank))) return true;
  }
  return false;
}

GoamlParties::Party GoamlParties::party_of(EntityId id) const {
  const graph::Entity& entity = book_.of(id);
  Party party{id, Form::kAccount, graph::is_boundary_account(entity.key), false};
  if (party.is_boundary) {
    party.form = Form::kEntity;
    return party;
  }
  if (graph::is_pooled_account(entity.key)) {
    const auto key = graph::parse_entity_key(entity.key.external_id);
    const EntityId holder = key.has_value() ? book_.find(*key) : EntityId();
    if (!holder.is_none()) return party_of(holder);
  }
  if (!id.is_ledger_vertex())
    party.form = stands_as_person(id.kind()) ? Form::kPerson : Form::kEntity;
  party.is_client = is_client(entity.key, entity);
  return party;
}

void GoamlParties::write(const char* element, const Party& party, graph::Timestamp time) {
  xml_.begin(element);
  if (party.is_boundary) {
    boundary();
  } else if (party.form == Form::kAccount) {
    account(party.id, party.is_client, time);
  } else if (party.form == Form::kPerson) {
    person(party.id, party.is_client);
  } else {
    entity(party.id, party.is_client, true);
  }
  xml_.end();
}

// Nobody knows who stands outside: an entity without a name, another one each time.
void GoamlParties::boundary() { unknown_text("name"); }

std::string GoamlParties::country_of(const Party& party) const {
  const graph::Entity& entity = book_.of(party.id);
  if (party.is_boundary) return country_code(entity.key.external_id);
  if (!case_.victim_behind(party.id).is_none()) return {};
  std::string country =
      country_code(fact(entity, {"country", "residence", "jurisdiction", "nationality"}));
  if (country.empty() && entity.key.scheme == "iban" && entity.key.external_id.size() > 2) {
    country = country_code(std::string_view(entity.key.external_id).substr(0, 2));
  }
  return country;
}

bool GoamlParties::is_suspected(const Party& party, graph::Timestamp time) const {
  if (party.is_boundary || !case_.victim_behind(party.id).is_none()) return false;
  if (case_.is_member(party.id)) return true;
  const auto ties = case_.ties_of(party.id);
  return party.form == Form::kAccount &&
         std::any_of(ties.begin(), ties.end(), [&](const GoamlTie& tie) {
           return tie.kind == graph::RelationKind::kOwnsAccount && tie.valid.contains(time) &&
                  case_.victim_behind(tie.who).is_none() && case_.is_member(tie.who);
         });
}

void GoamlParties::unknown_text(const char* element) {
  ++unknown_[element];
  xml_.text(element, header_.unknown_text);
}

void GoamlParties::unknown_code(const char* element) {
  ++unknown_[element];
  xml_.text(element, header_.unknown_code);
}

void GoamlParties::fact_text(const char* element, std::string_view value, bool demanded) {
  if (!value.empty()) {
    xml_.text(element, value);
  } else if (demanded) {
    unknown_text(element);
  }
}

std::string GoamlParties::in_letters_asked(std::string_view name) const {
  return header_.ascii_names ? in_ascii_letters(name) : std::string(name);
}

void GoamlParties::name_text(const char* element, std::string_view value, bool demanded) {
  const std::string shown = in_letters_asked(value);
  if (shown != value) ++names_respelt_;
  fact_text(element, shown, demanded);
}

// A date that is none is left out: the schema would refuse it, and nobody could tell what it was.
void GoamlParties::fact_date(const char* element, std::string_view value) {
  if (value.empty()) return;
  const auto time = graph::parse_iso8601(value);
  if (!time) {
    ++left_out_["dates_that_are_none"];
    return;
  }
  std::string text = graph::format_iso8601(*time);
  if (text.ends_with('Z')) text.pop_back();
  xml_.text(element, text);
}

void GoamlParties::fact_code(const char* element, const char* list, std::string_view value,
                             bool demanded) {
  std::string code = goaml_code(header_, list, std::string(value));
  if (code.empty()) code = goaml_code(header_, list, in_small_letters(value));
  if (code.empty() && looks_like_code(value, header_.unknown_code)) code = value;
  if (code.empty() && !value.empty()) ++left_out_["words_without_a_code"];
  if (!code.empty()) {
    xml_.text(element, code);
  } else if (demanded) {
    unknown_code(element);
  }
}

void GoamlParties::fact_country(const char* element, std::string_view value, bool demanded) {
  const std::string code = country_code(value);
  if (!code.empty()) {
    xml_.text(element, code);
  } else if (demanded) {
    unknown_code(element);
  }
}

}  // namespace headwater::queries::internal
