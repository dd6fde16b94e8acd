#include "ingest/internal/goaml_party.h"

#include <algorithm>
#include <array>

#include "graph/ascii.h"
#include "ingest/internal/swift_message.h"

namespace headwater::ingest::internal {

namespace {

constexpr std::size_t kShortestNumber = 4;

bool is_number_digit(char c) { return c >= '0' && c <= '9'; }

// Letters and digits of any script, in ASCII capitals: how a number is spelled tells nothing.
std::string compact_number(std::string_view text) {
  std::string result;
  for (const char raw : text) {
    const char c = graph::ascii_upper(raw);
    const bool is_kept =
        is_number_digit(c) || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    if (is_kept) result += c;
  }
  return result;
}

std::string lowered_words(std::string_view text) {
  std::string result;
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
      if (!result.empty() && result.back() != ' ') result += ' ';
    } else {
      result += graph::ascii_lower(c);
    }
  }
  if (!result.empty() && result.back() == ' ') result.pop_back();
  return result;
}

constexpr std::array kFillers = {
    "NONE",          "NULL", "UNKNOWN", "NOTAVAILABLE", "MISSING", "NOTPROVIDED", "NOTKNOWN",
    "NOTAPPLICABLE", "NA",   "NIL",     "XXX",          "TBA",     "ANONYMOUS"};

bool is_filler(const std::string& compact) {
  return std::find(kFillers.begin(), kFillers.end(), compact) != kFillers.end();
}

// Strangers must not become one because a form was filled in with "N/A", "0000" or "unknown".
bool identifies_somebody(const std::string& number) {
  if (number.size() < kShortestNumber || is_filler(number)) return false;
  if (std::none_of(number.begin(), number.end(), is_number_digit)) return false;
  return std::any_of(number.begin(), number.end(), [&](char c) { return c != number.front(); }) &&
         number != "123456789" && number != "1234567890" && number != "12345678";
}

bool names_somebody(std::string_view name) {
  const std::string compact = compact_number(name);
  return compact.size() > 1 && !is_filler(compact) &&
         std::any_of(compact.begin(), compact.end(), [](char c) { return !is_number_digit(c); });
}

void add_number(std::string_view prefix, std::string_view stated,
                std::vector<std::string>& numbers) {
  const std::string number = compact_number(stated);
  if (!identifies_somebody(number)) return;
  std::string whole = std::string(prefix) + ":" + number;
  if (std::find(numbers.begin(), numbers.end(), whole) == numbers.end()) {
    numbers.push_back(std::move(whole));
  }
}

void add_field(std::string_view name, std::string_view text, GoamlFields& fields) {
  if (!text.empty()) fields.emplace_back(name, text);
}

std::string joined_texts(std::initializer_list<std::string_view> parts, std::string_view between) {
  std::string result;
  for (const std::string_view part : parts) {
    if (part.empty()) continue;
    if (!result.empty()) result += between;
    result += part;
  }
  return result;
}

struct ElementName {
  std::string_view element, attribute;
};

template <std::size_t N>
void add_fields(XmlView& view, std::uint32_t node, const std::array<ElementName, N>& names,
                GoamlFields& fields) {
  for (const ElementName& one : names) {
    for (const std::string_view text : view.texts(node, one.element)) {
      add_field(one.attribute, text, fields);
    }
  }
}

// Elements that stand by themselves up to version 4 and in a list of their own from 5 on.
std::vector<std::uint32_t> listed_elements(XmlView& view, std::uint32_t node, std::string_view list,
                                           std::string_view name) {
  std::vector<std::uint32_t> found = view.all(node, name);
  for (const std::uint32_t inner : view.all(node, list)) {
    for (const std::uint32_t one : view.all(inner, name)) found.push_back(one);
  }
  return found;
}

void add_contacts(XmlView& view, std::uint32_t node, GoamlFields& fields) {
  for (const std::uint32_t phone : listed_elements(view, node, "phones", "phone")) {
    add_field(
        "phone",
        joined_texts({view.text(phone, "tph_country_prefix"), view.text(phone, "tph_number")}, ""),
        fields);
  }
  for (const std::uint32_t address : listed_elements(view, node, "addresses", "address")) {
    add_field("address",
              joined_texts({view.text(address, "address"), view.text(address, "town"),
                            view.text(address, "city"), view.text(address, "state"),
                            view.text(address, "zip"), view.text(address, "country_code")},
                           ", "),
              fields);
  }
  for (const std::uint32_t email : listed_elements(view, node, "emails", "email")) {
    add_field("email", view.own_text(email), fields);
  }
}

// English, French, Spanish, Portuguese, Italian, German, Dutch, Arabic, Russian; capitals of
// letters beyond ASCII are not lowered, so both are here.
constexpr std::array<std::string_view, 12> kVictimWords = {
    "victim",
    "v\xC3\xAD"
    "ctima",
    "v\xC3\x8D"
    "ctima",
    "v\xC3\xAD"
    "tima",
    "v\xC3\x8D"
    "tima",
    "vittima",
    "opfer",
    "slachtoffer",
    "survivor of",
    "trafficked person",
    "\xD8\xB6\xD8\xAD\xD9\x8A\xD8\xA9",
    "\xD0\xB6\xD0\xB5\xD1\x80\xD1\x82\xD0\xB2"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

// One of the words, whatever it ends in; in the plural only where that counts.
bool says_victim(std::string_view text, bool plural_counts) {
  const std::string words = lowered_words(text);
  for (const std::string_view word : kVictimWords) {
    for (std::size_t at = words.find(word); at != std::string::npos;
         at = words.find(word, at + 1)) {
      std::size_t end = at + word.size();
      while (end < words.size() && is_letter(words[end])) ++end;
      if (plural_counts || words[end - 1] != 's') return true;
    }
  }
  return false;
}

}  // namespace

std::vector<std::string> person_numbers(XmlView& view, std::uint32_t person) {
  std::vector<std::string> numbers;
  add_number("ssn", view.text(person, "ssn"), numbers);
  const std::string country = compact_number(view.text(person, "passport_country"));
  if (!country.empty()) {
    add_number("passport:" + country, view.text(person, "passport_number"), numbers);
  }
  for (const std::uint32_t one :
       listed_elements(view, person, "identifications", "identification")) {
    const std::string type = compact_number(view.text(one, "type"));
    const std::string issuer = compact_number(view.text(one, "issue_country"));
    if (!type.empty() && !issuer.empty()) {
      add_number(type + ":" + issuer, view.text(one, "number"), numbers);
    }
  }
  const std::string nationality = compact_number(view.text(person, "nationality1"));
  if (!nationality.empty()) {
    add_number("id:" + nationality, view.text(person, "id_number"), numbers);
  }
  add_number("tax", view.text(person, "tax_number"), numbers);
  return numbers;
}

std::vector<std::string> entity_numbers(XmlView& view, std::uint32_t entity) {
  std::vector<std::string> numbers;
  const std::string country = compact_number(view.text(entity, "incorporation_country_code"));
  const std::string state = compact_number(view.text(entity, "incorporation_state"));
  if (!country.empty()) {
    add_number(joined_texts({"registered", country, state}, ":"),
               view.text(entity, "incorporation_number"), numbers);
  }
  add_number("tax", view.text(entity, "tax_number"), numbers);
  return numbers;
}

std::string person_name_key(XmlView& view, std::uint32_t person) {
  const std::string_view first = view.text(person, "first_name");
  const std::string_view last = view.text(person, "last_name");
  if (!names_somebody(first) && !names_somebody(last)) return {};
  return lowered_words(joined_texts({first, last}, " "));
}

std::string entity_name_key(XmlView& view, std::uint32_t entity) {
  const std::string_view name = view.text(entity, "name");
  return names_somebody(name) ? lowered_words(name) : std::string();
}

GoamlFields person_fields(XmlView& view, std::uint32_t person) {
  constexpr std::array<ElementName, 20> kNames = {{{"first_name", "first-name"},
                                                   {"middle_name", "middle-name"},
                                                   {"last_name", "last-name"},
                                                   {"alias", "alias"},
                                                   {"full_name_frn", "alias"},
                                                   {"gender", "gender"},
                                                   {"title", "title"},
                                                   {"birthdate", "birth-date"},
                                                   {"birth_place", "birth-place"},
                                                   {"country_of_birth", "birth-country"},
                                                   {"nationality1", "nationality"},
                                                   {"nationality2", "nationality"},
                                                   {"nationality3", "nationality"},
                                                   {"residence", "residence"},
                                                   {"ssn", "social-security-number"},
                                                   {"id_number", "id-number"},
                                                   {"passport_number", "passport-number"},
                                                   {"passport_country", "passport-country"},
                                                   {"tax_number", "tax-number"},
                                                   {"occupation", "occupation"}}};
  GoamlFields fields;
  add_field("name",
            joined_texts({view.text(person, "first_name"), view.text(person, "middle_name"),
                          view.text(person, "prefix"), view.text(person, "last_name")},
                         " "),
            fields);
  add_fields(view, person, kNames, fields);
  for (const std::uint32_t one :
       listed_elements(view, person, "identifications", "identification")) {
    add_field("identification",
              joined_texts({view.text(one, "type"), view.text(one, "issue_country"),
                            view.text(one, "number")},
                           ":"),
              fields);
  }
  add_contacts(view, person, fields);
  return fields;
}

GoamlFields entity_fields(XmlView& view, std::uint32_t entity) {
  constexpr std::array<ElementName, 11> kNames = {{{"name", "name"},
                                                   {"commercial_name", "alias"},
                                                   {"incorporation_legal_form", "legal-form"},
                                                   {"incorporation_number", "registration-number"},
                                                   {"incorporation_state", "jurisdiction-state"},
                                                   {"incorporation_country_code", "jurisdiction"},
                                                   {"incorporation_date", "incorporation-date"},
                                                   {"business", "business"},
                                                   {"tax_number", "tax-number"},
                                                   {"tax_reg_number", "tax-registration-number"},
                                                   {"date_business_closed", "dissolution-date"}}};
  GoamlFields fields;
  add_fields(view, entity, kNames, fields);
  add_contacts(view, entity, fields);
  return fields;
}

GoamlFields account_fields(XmlView& view, std::uint32_t account, bool names) {
  constexpr std::array<ElementName, 11> kNames = {{{"institution_name", "bank"},
                                                   {"institution_code", "bank-id"},
                                                   {"swift", "bic"},
                                                   {"institution_country", "country"},
                                                   {"branch", "branch"},
                                                   {"currency_code", "currency"},
                                                   {"personal_account_type", "account-type"},
                                                   {"account_type", "account-type"},
                                                   {"opened", "opening-date"},
                                                   {"closed", "closing-date"},
                                                   {"status_code", "status"}}};
  constexpr std::array<ElementName, 2> kHolder = {
      {{"account_name", "account-name"}, {"client_number", "client-number"}}};
  GoamlFields fields;
  add_fields(view, account, kNames, fields);
  if (names) add_fields(view, account, kHolder, fields);
  return fields;
}

std::string account_iban(XmlView& view, std::uint32_t account) {
  for (const char* name : {"iban", "account"}) {
    const std::string stated = compact_number(view.text(account, name));
    if (is_iban(stated)) return stated;
  }
  return {};
}

std::string account_number(XmlView& view, std::uint32_t account) {
  const std::string number = compact_number(view.text(account, "account"));
  if (!identifies_somebody(number)) return {};
  for (const char* name : {"swift", "institution_code", "institution_name"}) {
    const std::string institution = compact_number(view.text(account, name));
    if (!institution.empty()) return institution + ":" + number;
  }
  return {};
}

bool goaml_flag(std::string_view text) {
  return text == "true" || text == "1" || text == "TRUE" || text == "True";
}

bool is_victim_role(std::string_view role) {
  constexpr std::array kCodes = {"VIC", "VICT", "VCT", "VCTM", "VICTM", "VICTI"};
  const std::string code = compact_number(role);
  return std::find(kCodes.begin(), kCodes.end(), code) != kCodes.end() || says_victim(role, true);
}

// "Victims" are others: who writes so of a party writes of what it did.
bool speaks_of_victim(std::string_view remark) { return says_victim(remark, false); }

}  // namespace headwater::ingest::internal
