// Persons, entities and accounts of a goAML report: who they are, and who of them is a victim.
//
// goAML gives parties no ids. A person is known by an official number (ssn, passport, identity
// document, tax number), an entity by its registration in a country, an account by its IBAN or its
// institution and number. Numbers that say nothing ("N/A", "0000") identify nobody. Whoever has
// none is somebody of this report only: one of the same name and birth date within it. Whoever has
// no name either is somebody else each time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "ingest/internal/xml_view.h"

namespace headwater::ingest::internal {

using GoamlFields = std::vector<std::pair<std::string_view, std::string>>;

// Official numbers that a party states, the one that names it first; none: nothing identifies it.
std::vector<std::string> person_numbers(XmlView& view, std::uint32_t person);
std::vector<std::string> entity_numbers(XmlView& view, std::uint32_t entity);
// "first last" in lower case, for comparing within a file; empty without a name that says
// anything.
std::string person_name_key(XmlView& view, std::uint32_t person);
std::string entity_name_key(XmlView& view, std::uint32_t entity);

// What is stored of them beside their ids.
GoamlFields person_fields(XmlView& view, std::uint32_t person);
GoamlFields entity_fields(XmlView& view, std::uint32_t entity);
// `names`: also what may name the account's holder.
GoamlFields account_fields(XmlView& view, std::uint32_t account, bool names);
// Its IBAN, else empty; and its number with its institution, else empty.
std::string account_iban(XmlView& view, std::uint32_t account);
std::string account_number(XmlView& view, std::uint32_t account);

// Whether the text of a flag says yes.
bool goaml_flag(std::string_view text);
// Whether a role's code or word says victim.
bool is_victim_role(std::string_view role);
// Whether a remark about a party speaks of a victim: one, not of victims.
bool speaks_of_victim(std::string_view remark);

}  // namespace headwater::ingest::internal
