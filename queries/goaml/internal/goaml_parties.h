// GoamlParties: accounts, persons and entities of a report, with what the store knows of them.
//
// What the schema demands and nobody stated is `unknown` (the header's words), and is counted by
// the element's name; dates and numbers are never made up, and then the schema's verdict says so.
// A victim, and whoever is the same as one, is a person with a pseudonym and nothing else.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "queries/goaml/internal/goaml_case.h"
#include "queries/goaml/internal/goaml_xml.h"

namespace headwater::queries::internal {

// Entities of a report, as those commits tell of them that the scope lets through.
class GoamlPartyBook {
 public:
  void want(graph::EntityId id) { wanted_.insert(id); }
  // Errors: those of the view.
  graph::Status read(const graph::StoreView& view, const ExportScope& scope);
  // One that was wanted; without attributes when nobody told of it.
  const graph::Entity& of(graph::EntityId id) const { return found_.at(id); }
  // None when no entity of that key was wanted.
  graph::EntityId find(const graph::EntityKey& key) const;

 private:
  std::set<graph::EntityId> wanted_;
  std::unordered_map<graph::EntityId, graph::Entity> found_;
  std::map<graph::EntityKey, graph::EntityId> by_key_;
};

// The first value of the first of these attributes that the entity has; empty: none.
std::string_view fact(const graph::Entity& entity, std::initializer_list<std::string_view> names);
// alpha-2, as the schema's lists have it: empty for what is no country, or one that some user
// assigned to their own ends.
std::string country_code(std::string_view text);

class GoamlParties {
 public:
  // All must outlive it.
  GoamlParties(GoamlXml& xml, const GoamlHeader& header, const GoamlCase& of_case,
               const GoamlPartyBook& book)
      : xml_(xml), header_(header), case_(of_case), book_(book) {}

  // How a party stands in a report: as an account, a person or an entity.
  enum class Form : std::uint8_t { kAccount, kPerson, kEntity };
  struct Party {
    graph::EntityId id;
    Form form = Form::kAccount;
    bool is_boundary = false;  // the world outside: nobody is named
    bool is_client = false;    // of the reporting entity
  };
  // Of a ledger vertex, a pooled account's party or a party itself.
  Party party_of(graph::EntityId id) const;
  // `element` names the element: "from_account".
  void write(const char* element, const Party& party, graph::Timestamp time);
  // Where a party is, as far as is known: the text of a country element.
  std::string country_of(const Party& party) const;
  bool is_suspected(const Party& party, graph::Timestamp time) const;

  // "-" or "UNKNOWN" in an element that must not be missing.
  void unknown_text(const char* element);
  void unknown_code(const char* element);
  const std::map<std::string, std::uint64_t>& unknown() const { return unknown_; }
  std::uint64_t names_respelt() const { return names_respelt_; }
  const std::set<graph::EntityId>& victims() const { return victims_; }
  const std::map<std::string, std::uint64_t>& left_out() const { return left_out_; }

 private:
  struct Facts;
  void account(graph::EntityId id, bool is_client, graph::Timestamp time);
  void institution(const graph::Entity& account, bool is_client);
  void holders(graph::EntityId account, bool is_client, graph::Timestamp time);
  void holder(graph::EntityId person, const char* word, bool is_first, bool is_client);
  void signatories(graph::EntityId account, bool is_client, graph::Timestamp time);
  std::string holder_name(graph::EntityId account, graph::Timestamp time) const;
  void person(graph::EntityId id, bool is_client);
  void person_numbers(const graph::Entity& person, bool is_client);
  void victim(graph::EntityId victim);
  void entity(graph::EntityId id, bool is_client, bool with_people);
  void boundary();
  void people_of(graph::EntityId company);
  void contacts(const graph::Entity& party, bool phones_demanded, bool addresses_demanded);
  void address(const graph::Entity& party);

  // Nothing where there is no value, unless demanded.
  void fact_text(const char* element, std::string_view value, bool demanded);
  // In the letters that the header asks for.
  void name_text(const char* element, std::string_view value, bool demanded);
  std::string in_letters_asked(std::string_view name) const;
  void fact_date(const char* element, std::string_view value);
  void fact_code(const char* element, const char* list, std::string_view value, bool demanded);
  void fact_country(const char* element, std::string_view value, bool demanded);
  bool is_client(const graph::EntityKey& key, const graph::Entity& entity) const;
  // Whom such a relation ties to the account at that time, by name.
  std::vector<graph::EntityId> tied_at(graph::EntityId account, graph::RelationKind kind,
                                       graph::Timestamp time) const;

  GoamlXml& xml_;
  const GoamlHeader& header_;
  const GoamlCase& case_;
  const GoamlPartyBook& book_;
  std::map<std::string, std::uint64_t> unknown_, left_out_;
  std::set<graph::EntityId> victims_;
  std::uint64_t names_respelt_ = 0;
};

}  // namespace headwater::queries::internal
