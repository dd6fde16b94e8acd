#include "queries/goaml/goaml_header.h"

#include <algorithm>

#include "graph/timestamp.h"
#include "queries/goaml/internal/json_reading.h"

namespace headwater::queries {
namespace {

namespace json = boost::json;
using graph::Result;
using graph::Status;
using internal::JsonReading;

constexpr char kReadHeader[] = "read a goAML report header";
constexpr std::size_t kLongestBranch = 255;

// Elements in the order of schema 5.0.2, which is that of the versions before it. A list of phones
// or addresses has one element inside.
struct ElementSpec {
  const char* name;
  const char* inner = nullptr;  // of a list: its elements
  const std::vector<ElementSpec>* fields = nullptr;
};

const std::vector<ElementSpec>& address_fields() {
  static const std::vector<ElementSpec> kFields = {{"address_type"}, {"address"}, {"town"},
                                                   {"city"},         {"zip"},     {"country_code"},
                                                   {"state"},        {"comments"}};
  return kFields;
}

const std::vector<ElementSpec>& phone_fields() {
  static const std::vector<ElementSpec> kFields = {
      {"tph_contact_type"}, {"tph_communication_type"}, {"tph_country_prefix"},
      {"tph_number"},       {"tph_extension"},          {"comments"}};
  return kFields;
}

const std::vector<ElementSpec>& reporter_fields() {
  static const std::vector<ElementSpec> kFields = {{"gender"},
                                                   {"title"},
                                                   {"first_name"},
                                                   {"middle_name"},
                                                   {"prefix"},
                                                   {"last_name"},
                                                   {"birthdate"},
                                                   {"birth_place"},
                                                   {"mothers_name"},
                                                   {"alias"},
                                                   {"ssn"},
                                                   {"passport_number"},
                                                   {"passport_country"},
                                                   {"id_number"},
                                                   {"nationality1"},
                                                   {"nationality2"},
                                                   {"nationality3"},
                                                   {"residence"},
                                                   {"phones", "phone", &phone_fields()},
                                                   {"addresses", "address", &address_fields()},
                                                   {"email"},
                                                   {"occupation"},
                                                   {"employer_name"},
                                                   {"tax_number"},
                                                   {"source_of_wealth"},
                                                   {"comments"}};
  return kFields;
}

Result<GoamlElement> read_element(const JsonReading& reading, const json::value& value,
                                  const std::string& member, const char* name,
                                  const std::vector<ElementSpec>& fields);

Result<GoamlElement> read_list(const JsonReading& reading, const json::value& value,
                               const std::string& member, const ElementSpec& spec) {
  GoamlElement list{spec.name, {}, {}};
  if (!value.is_array()) return reading.wrong(member, "no list");
  for (const json::value& item : value.get_array()) {
    HEADWATER_ASSIGN_OR_RETURN(GoamlElement one,
                               read_element(reading, item, member, spec.inner, *spec.fields));
    list.children.push_back(std::move(one));
  }
  return list;
}

Result<GoamlElement> read_element(const JsonReading& reading, const json::value& value,
                                  const std::string& member, const char* name,
                                  const std::vector<ElementSpec>& fields) {
  HEADWATER_ASSIGN_OR_RETURN(const json::object* object, reading.object(value, member));
  std::set<std::string_view> known;
  for (const ElementSpec& field : fields) known.insert(field.name);
  HEADWATER_RETURN_IF_ERROR(reading.only(*object, member, known));
  GoamlElement element{name, {}, {}};
  for (const ElementSpec& field : fields) {
    const json::value* stated = object->if_contains(field.name);
    if (stated == nullptr) continue;
    const std::string place = member + "." + field.name;
    if (field.inner != nullptr) {
      HEADWATER_ASSIGN_OR_RETURN(GoamlElement list, read_list(reading, *stated, place, field));
      element.children.push_back(std::move(list));
      continue;
    }
    HEADWATER_ASSIGN_OR_RETURN(std::string text, reading.text(*stated, place));
    element.children.push_back({field.name, std::move(text), {}});
  }
  return element;
}

Status read_clients(const JsonReading& reading, const json::value& value, GoamlHeader& header) {
  HEADWATER_ASSIGN_OR_RETURN(const json::object* clients, reading.object(value, "my_clients"));
  HEADWATER_RETURN_IF_ERROR(reading.only(*clients, "my_clients", {"namespaces", "banks"}));
  for (const auto& entry : *clients) {
    const bool is_bank = entry.key() == "banks";
    HEADWATER_ASSIGN_OR_RETURN(const std::vector<std::string> names,
                               reading.texts(entry.value(), "my_clients"));
    (is_bank ? header.client_banks : header.client_namespaces).insert(names.begin(), names.end());
  }
  return {};
}

Status read_codes(const JsonReading& reading, const json::value& value, GoamlHeader& header) {
  HEADWATER_ASSIGN_OR_RETURN(const json::object* lists, reading.object(value, "codes"));
  HEADWATER_RETURN_IF_ERROR(reading.only(*lists, "codes",
                                         {"funds", "conduction", "account-type", "account-status",
                                          "legal-form", "gender", "account-role", "entity-role"}));
  for (const auto& list : *lists) {
    const std::string name(list.key());
    HEADWATER_ASSIGN_OR_RETURN(const json::object* words,
                               reading.object(list.value(), "codes." + name));
    for (const auto& word : *words) {
      HEADWATER_ASSIGN_OR_RETURN(header.codes[name][std::string(word.key())],
                                 reading.text(word.value(), "codes." + name));
    }
  }
  return {};
}

Status read_unknown(const JsonReading& reading, const json::value& value, GoamlHeader& header) {
  HEADWATER_ASSIGN_OR_RETURN(const json::object* words, reading.object(value, "unknown"));
  HEADWATER_RETURN_IF_ERROR(reading.only(*words, "unknown", {"text", "code"}));
  for (const auto& entry : *words) {
    std::string& place = entry.key() == "text" ? header.unknown_text : header.unknown_code;
    HEADWATER_ASSIGN_OR_RETURN(place, reading.text(entry.value(), "unknown"));
  }
  return {};
}

struct TextMember {
  const char* name;
  std::string GoamlHeader::*field;
};
constexpr TextMember kTextMembers[] = {{"rentity_id", &GoamlHeader::rentity_id},
                                       {"rentity_branch", &GoamlHeader::rentity_branch},
                                       {"submission_code", &GoamlHeader::submission_code},
                                       {"report_code", &GoamlHeader::report_code},
                                       {"entity_reference", &GoamlHeader::entity_reference},
                                       {"fiu_ref_number", &GoamlHeader::fiu_ref_number},
                                       {"submission_date", &GoamlHeader::submission_date},
                                       {"currency_code_local", &GoamlHeader::currency_code_local},
                                       {"reporting_user_code", &GoamlHeader::reporting_user_code},
                                       {"reason", &GoamlHeader::reason},
                                       {"action", &GoamlHeader::action}};

Status read_member(const JsonReading& reading, const std::string& name, const json::value& value,
                   GoamlHeader& header) {
  for (const TextMember& member : kTextMembers) {
    if (name != member.name) continue;
    HEADWATER_ASSIGN_OR_RETURN(header.*member.field, reading.text(value, name));
    return {};
  }
  if (name == "indicators") {
    HEADWATER_ASSIGN_OR_RETURN(header.indicators, reading.texts(value, name));
  } else if (name == "reporting_person") {
    HEADWATER_ASSIGN_OR_RETURN(
        header.reporting_person,
        read_element(reading, value, name, "reporting_person", reporter_fields()));
  } else if (name == "location") {
    HEADWATER_ASSIGN_OR_RETURN(header.location,
                               read_element(reading, value, name, "location", address_fields()));
  } else if (name == "names") {
    HEADWATER_ASSIGN_OR_RETURN(const std::string letters, reading.text(value, name));
    if (letters != "ascii" && letters != "as-is") return reading.wrong(name, "no known word");
    header.ascii_names = letters == "ascii";
  } else if (name == "my_clients") {
    return read_clients(reading, value, header);
  } else if (name == "codes") {
    return read_codes(reading, value, header);
  } else if (name == "unknown") {
    return read_unknown(reading, value, header);
  } else if (name != "headwater_goaml_header") {
    return reading.wrong(
        "", "a member of " + std::to_string(name.size()) + " characters that no header has");
  }
  return {};
}

bool is_natural(const std::string& text) {
  return !text.empty() && text.size() < 10 && text.front() != '0' &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

Status wrong_header(const std::string& member, std::string found, std::string remedy) {
  return graph::question_error("write a goAML report", "report header, " + member, std::move(found),
                               std::move(remedy));
}

}  // namespace

Result<GoamlHeader> parse_goaml_header(std::string_view text, const std::string& place) {
  const JsonReading reading(kReadHeader, place);
  HEADWATER_ASSIGN_OR_RETURN(const json::object object,
                             reading.document(text, "headwater_goaml_header"));
  GoamlHeader header;
  for (const auto& entry : object) {
    HEADWATER_RETURN_IF_ERROR(
        read_member(reading, std::string(entry.key()), entry.value(), header));
  }
  return header;
}

Status check_goaml_header(const GoamlHeader& header) {
  std::string missing;
  const auto demand = [&](const char* name, bool is_there) {
    if (!is_there) missing += (missing.empty() ? "" : ", ") + std::string(name);
  };
  demand("rentity_id", !header.rentity_id.empty());
  demand("report_code", !header.report_code.empty());
  demand("submission_code", !header.submission_code.empty());
  demand("entity_reference", !header.entity_reference.empty());
  demand("submission_date", !header.submission_date.empty());
  demand("currency_code_local", !header.currency_code_local.empty());
  demand("indicators", !header.indicators.empty());
  if (!missing.empty()) {
    return wrong_header(missing, "not given, and no store knows it",
                        "give it by an option or in the file of --header; see docs/export.md");
  }
  if (!is_natural(header.rentity_id)) {
    return wrong_header("rentity_id", "no whole number from 1 to 999999999",
                        "give the number under which the unit knows the reporting entity");
  }
  if (!graph::parse_iso8601(header.submission_date)) {
    return wrong_header("submission_date", "no time of ISO 8601",
                        "write it as 2026-06-02T12:00:00");
  }
  if (header.rentity_branch.size() > kLongestBranch) {
    return wrong_header("rentity_branch", "more than 255 bytes", "shorten it");
  }
  return {};
}

std::string goaml_code(const GoamlHeader& header, const std::string& list,
                       const std::string& word) {
  // As schema 5.0.2 lists them; a channel without a code of its own is money from an account.
  static const GoamlCodes kUsual = {
      {"funds",
       {{"wire", "ELCFT"},
        {"ach", "ELCFT"},
        {"cash", "CASH"},
        {"cheque", "CHQ"},
        {"crypto", "CRPTC"},
        {"*", "FRACC"}}},
      {"conduction",
       {{"wire", "SWIFT"},
        {"ach", "ELCFT"},
        {"online", "ONBNK"},
        {"mobile", "MB"},
        {"crypto", "DAWLT"}}},
      {"account-type",
       {{"business", "A"},
        {"current", "B"},
        {"savings", "C"},
        {"loan", "LOAN"},
        {"wallet", "CRYWT"}}},
      {"account-status", {{"active", "A"}, {"closed", "CLS"}, {"blocked", "BLK"}}},
      {"gender", {{"male", "M"}, {"female", "F"}, {"m", "M"}, {"f", "F"}}},
      {"account-role", {{"primary", "PAH"}, {"joint", "JAH"}, {"control", "SSIGN"}}},
      {"entity-role", {{"directorship", "DIR"}, {"ownership", "SHRHL"}, {"control", "UBO"}}}};
  for (const GoamlCodes* codes : {&header.codes, &kUsual}) {
    const auto known = codes->find(list);
    if (known == codes->end()) continue;
    for (const std::string& key : {word, std::string("*")}) {
      const auto code = known->second.find(key);
      if (code != known->second.end()) return code->second;
    }
  }
  return {};
}

}  // namespace headwater::queries
