// The order of the elements is that of `report` in schema 5.0.2.
#include "queries/goaml/internal/goaml_report_file.h"

#include <algorithm>
#include <array>

#include "graph/sha256.h"
#include "queries/export/internal/record_walk.h"

namespace headwater::queries::internal {
namespace {

using graph::EntityId;
using graph::EntityKind;
using graph::Status;

constexpr std::size_t kLongestNumber = 100;  // of a transaction's number
constexpr std::size_t kHashDigits = 16;
constexpr std::uint64_t kTellAfter = 1'024;  // payments between two reports of progress

// Names of the elements of one side, by "from" and "to".
struct SideNames {
  const char *side, *client_side, *funds, *currency, *suspected, *account, *person, *entity,
      *country;
};
constexpr SideNames kFrom = {"t_from",
                             "t_from_my_client",
                             "from_funds_code",
                             "from_foreign_currency",
                             "from_is_suspected",
                             "from_account",
                             "from_person",
                             "from_entity",
                             "from_country"};
constexpr SideNames kTo = {
    "t_to",       "t_to_my_client", "to_funds_code", "to_foreign_currency", "to_is_suspected",
    "to_account", "to_person",      "to_entity",     "to_country"};

std::string report_time(graph::Timestamp time) {
  std::string text = graph::format_iso8601(time);
  if (text.ends_with('Z')) text.pop_back();
  return text;
}

void write_element(const GoamlElement& element, GoamlXml& xml) {
  if (element.children.empty()) {
    xml.text(element.name.c_str(), element.text);
    return;
  }
  xml.begin(element.name.c_str());
  for (const GoamlElement& child : element.children) write_element(child, xml);
  xml.end();
}

void write_if(const char* name, const std::string& text, GoamlXml& xml) {
  if (!text.empty()) xml.text(name, text);
}

// Words of our own alone: what a source wrote about a payment may name somebody whom no source
// marks as a victim.
std::string description_of(const graph::Transaction& record,
                           const std::vector<graph::Claim>& claims) {
  std::string words(graph::to_string(record.kind));
  if (record.channel != graph::Channel::kUnknown) {
    words += ", " + std::string(graph::to_string(record.channel));
  }
  for (std::size_t i = 0; i < claims.size(); ++i) {
    words += (i == 0 ? "; claimed: " : ", ") + std::string(graph::to_string(claims[i]));
  }
  return words;
}

std::string roles_text(const GoamlMember& member) {
  std::string words;
  for (const std::string& role : member.roles) words += (words.empty() ? ": " : ", ") + role;
  return words;
}

}  // namespace

Status GoamlReportFile::want_party(EntityId id) {
  want_with_ties(id);
  if (!id.is_ledger_vertex()) return {};
  HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view_.key_of(id));
  if (!graph::is_pooled_account(key)) return {};
  const auto party = graph::parse_entity_key(key.external_id);
  if (!party.has_value()) return {};
  HEADWATER_ASSIGN_OR_RETURN(const auto found, view_.find(*party));
  if (found && !scope_.is_protected(*found)) want_with_ties(*found);
  return {};
}

void GoamlReportFile::want_with_ties(EntityId id) {
  book_.want(id);
  if (const EntityId victim = case_.victim_behind(id); !victim.is_none()) book_.want(victim);
  for (const GoamlTie& tie : case_.ties_of(id)) want_with_ties(tie.who);
}

Status GoamlReportFile::read_entities() {
  for (const auto& [id, member] : case_.members()) HEADWATER_RETURN_IF_ERROR(want_party(id));
  for (const EntityId victim : case_.victims()) book_.want(victim);
  std::set<EntityId> ends;
  for (const graph::TransactionId id : case_.transactions()) {
    HEADWATER_ASSIGN_OR_RETURN(const auto record, view_.transaction(id));
    HEADWATER_CHECK(record.has_value(), "a payment that was chosen is there");
    ends.insert(record->from);
    ends.insert(record->to);
  }
  for (const EntityId end : ends) HEADWATER_RETURN_IF_ERROR(want_party(end));
  return book_.read(view_, scope_);
}

void GoamlReportFile::head(GoamlXml& xml) const {
  const GoamlHeader& header = request_.header;
  xml.text("rentity_id", header.rentity_id);
  write_if("rentity_branch", header.rentity_branch, xml);
  xml.text("submission_code", header.submission_code);
  xml.text("report_code", header.report_code);
  xml.text("entity_reference", header.entity_reference);
  write_if("fiu_ref_number", header.fiu_ref_number, xml);
  xml.text("submission_date", report_time(*graph::parse_iso8601(header.submission_date)));
  xml.text("currency_code_local", header.currency_code_local);
  if (header.reporting_person) {
    write_element(*header.reporting_person, xml);
  } else {
    write_if("reporting_user_code", header.reporting_user_code, xml);
  }
  if (header.location) write_element(*header.location, xml);
  write_if("reason", header.reason, xml);
  write_if("action", header.action, xml);
}

// "bank/T1", of `transaction:bank/T1`. A payment that came with a report of the same reporting
// entity has its number of that report again.
std::string GoamlReportFile::number_of(const std::string& name) const {
  std::string number = name.substr(name.find(':') + 1);
  const std::string own = "goaml/" + request_.header.rentity_id + ":";
  if (number.starts_with(own) && number.size() > own.size()) number = number.substr(own.size());
  if (number.size() <= kLongestNumber) return number;
  return number.substr(0, kLongestNumber - kHashDigits - 1) + "~" +
         graph::sha256_hex(number).substr(0, kHashDigits);
}

void GoamlReportFile::side(const char* prefix, const graph::Transaction& record,
                           const GoamlMoney::Side& money, GoamlParties& parties,
                           GoamlXml& xml) const {
  const bool is_from = std::string_view(prefix) == "from";
  const SideNames& names = is_from ? kFrom : kTo;
  const GoamlParties::Party party = parties.party_of(is_from ? record.from : record.to);
  xml.begin(party.is_client ? names.client_side : names.side);
  const std::string_view stated =
      attribute_value(record.attributes, is_from ? "from-funds" : "to-funds");
  const std::string channel(graph::to_string(record.channel));
  xml.text(names.funds,
           stated.empty() ? goaml_code(request_.header, "funds", channel) : std::string(stated));
  if (!money.code.empty()) {
    xml.begin(names.currency);
    xml.text("foreign_currency_code", money.code);
    xml.text("foreign_amount", money.amount);
    write_if("foreign_exchange_rate", money.rate, xml);
    xml.end();
  }
  if (parties.is_suspected(party, record.time)) xml.text(names.suspected, "true");
  parties.write(party.form == GoamlParties::Form::kAccount  ? names.account
                : party.form == GoamlParties::Form::kPerson ? names.person
                                                            : names.entity,
                party, record.time);
  std::string country =
      country_code(attribute_value(record.attributes, is_from ? "from-country" : "to-country"));
  if (country.empty()) country = parties.country_of(party);
  if (country.empty()) {
    parties.unknown_code(names.country);
  } else {
    xml.text(names.country, country);
  }
  xml.end();
}

Status GoamlReportFile::transaction(graph::TransactionId id, GoamlParties& parties, GoamlXml& xml) {
  HEADWATER_ASSIGN_OR_RETURN(const auto record, view_.transaction(id));
  HEADWATER_CHECK(record.has_value(), "a payment that was chosen is there");
  HEADWATER_ASSIGN_OR_RETURN(const std::string name, view_.name_of(id));
  HEADWATER_ASSIGN_OR_RETURN(const GoamlMoney::Stated money, money_.state(*record, name));
  const std::vector<graph::Claim> claims = case_.claims_on(id);
  const auto stated = [&](std::string_view attribute) {
    return std::string(attribute_value(record->attributes, attribute));
  };
  xml.begin("transaction");
  xml.text("transactionnumber", number_of(name));
  if (!claims.empty()) xml.text("transaction_is_suspicious", "true");
  write_if("internal_ref_number", stated("reference"), xml);
  const std::string place = stated("place");
  if (place.empty()) {
    parties.unknown_text("transaction_location");
  } else {
    xml.text("transaction_location", place);
  }
  xml.text("transaction_description", description_of(*record, claims));
  xml.text("date_transaction", report_time(record->time));
  write_if("transaction_type_code", stated("type"), xml);
  std::string mode = stated("mode");
  if (mode.empty()) {
    mode = goaml_code(request_.header, "conduction", std::string(to_string(record->channel)));
  }
  if (mode.empty()) {
    parties.unknown_code("transmode_code");
  } else {
    xml.text("transmode_code", mode);
  }
  parties.unknown_code("transmode_comment");
  xml.text("amount_local", money.local);
  write_if("transaction_status", stated("status"), xml);
  side("from", *record, money.from, parties, xml);
  side("to", *record, money.to, parties, xml);
  xml.end();
  ++transactions_;
  return xml.status();
}

void GoamlReportFile::member(EntityId id, const std::string& reason, GoamlParties& parties,
                             GoamlXml& xml) {
  const GoamlParties::Party party = parties.party_of(id);
  const bool is_client = party.is_client;
  xml.begin("report_party");
  parties.write(
      party.form == GoamlParties::Form::kAccount  ? (is_client ? "account_my_client" : "account")
      : party.form == GoamlParties::Form::kPerson ? (is_client ? "person_my_client" : "person")
                                                  : (is_client ? "entity_my_client" : "entity"),
      party, graph::Timestamp{});
  if (parties.is_suspected(party, graph::Timestamp{})) xml.text("is_suspected", "true");
  xml.text("reason", reason);
  xml.end();
  ++parties_;
}

void GoamlReportFile::members(GoamlParties& parties, GoamlXml& xml) {
  std::vector<EntityId> ids;
  std::set<EntityId> victims = case_.victims();
  for (const auto& [id, member] : case_.members()) {
    const EntityKind kind = id.kind();
    const bool has_form =
        kind != EntityKind::kMedium && kind != EntityKind::kLocation && kind != EntityKind::kCase;
    if (!has_form) {
      ++left_out_["members_that_are_no_party"];
    } else if (const EntityId victim = case_.victim_behind(id); !victim.is_none()) {
      victims.insert(victim);
    } else {
      ids.push_back(id);
    }
  }
  const auto by_name = [&](EntityId left, EntityId right) {
    return book_.of(left).key < book_.of(right).key;
  };
  std::sort(ids.begin(), ids.end(), by_name);
  std::vector<EntityId> named(victims.begin(), victims.end());
  std::sort(named.begin(), named.end(), by_name);
  if (ids.empty() && named.empty()) return;
  xml.begin("activity");
  xml.begin("report_parties");
  for (const EntityId id : ids) {
    const GoamlMember& member = case_.members().at(id);
    this->member(id,
                 "claimed to be a member of the case" + roles_text(member) +
                     (member.disputed ? "; the claim is disputed" : ""),
                 parties, xml);
  }
  for (const EntityId id : named)
    member(id, "a victim in the case, named by pseudonym", parties, xml);
  xml.end();
  xml.end();
}

Status GoamlReportFile::write(ExportFile& file) {
  HEADWATER_RETURN_IF_ERROR(read_entities());
  HEADWATER_ASSIGN_OR_RETURN(money_,
                             GoamlMoney::read(view_, scope_, request_.header.currency_code_local));
  GoamlXml xml(file);
  GoamlParties parties(xml, request_.header, case_, book_);
  xml.begin("report");
  head(xml);
  for (const graph::TransactionId id : case_.transactions()) {
    HEADWATER_RETURN_IF_ERROR(transaction(id, parties, xml));
    HEADWATER_RETURN_IF_ERROR(file.end_row());
    if (transactions_ % kTellAfter == 0) {
      HEADWATER_RETURN_IF_ERROR(context_.check_cancelled("export a store"));
      context_.report({"writing payments", transactions_, case_.transactions().size(), "payments"});
    }
  }
  members(parties, xml);
  xml.begin("report_indicators");
  for (const std::string& indicator : request_.header.indicators) xml.text("indicator", indicator);
  xml.end();
  xml.end();
  HEADWATER_RETURN_IF_ERROR(xml.finish());
  characters_replaced_ = xml.characters_replaced();
  names_respelt_ = parties.names_respelt();
  victims_ = parties.victims();
  unknown_ = parties.unknown();
  for (const auto& [what, count] : parties.left_out()) left_out_[what] += count;
  return {};
}

}  // namespace headwater::queries::internal
