#include "ingest/internal/goaml_row.h"

#include <utility>

namespace headwater::ingest::internal {

namespace {

std::string_view relation_of_role(std::string_view role) {
  if (role == "DIR" || role == "MGR" || role == "PRO" || role == "D") return "directorship";
  if (role == "SHRHL") return "ownership";
  if (role == "UBO" || role == "PRTNR" || role == "SETLR" || role == "TRSTE") return "control";
  return "other";
}

// The holder of an account, by its role in it or as its primary signatory.
bool is_holder(std::string_view role, std::string_view is_primary) {
  return role == "PAH" || role == "JAH" || goaml_flag(is_primary);
}

}  // namespace

void GoamlRow::name(const Named& who, std::string_view prefix, GoamlFields& fields) {
  // Names of the columns: "from_kind", "from", "from_iban", "from_account"; of lists without
  // prefix.
  struct Columns {
    std::string_view prefix, kind, id, iban, number;
  };
  static constexpr Columns kColumns[] = {{"", "kind", "id", "iban", "account"},
                                         {"from", "from_kind", "from", "from_iban", "from_account"},
                                         {"to", "to_kind", "to", "to_iban", "to_account"}};
  for (const Columns& columns : kColumns) {
    if (columns.prefix != prefix) continue;
    if (!who.kind.empty()) fields.emplace_back(columns.kind, who.kind);
    if (!who.id.empty()) fields.emplace_back(columns.id, who.id);
    if (!who.iban.empty()) fields.emplace_back(columns.iban, who.iban);
    if (!who.number.empty()) fields.emplace_back(columns.number, who.number);
  }
}

std::string GoamlRow::next_tie() { return row_id_ + ":" + std::to_string(++ties_so_far_); }

void GoamlRow::tie(std::string_view word, const Named& from, const Named& to, std::string_view role,
                   std::string_view share) {
  GoamlFields fields{{"word", std::string(word)}, {"tie", next_tie()}};
  name(from, "from", fields);
  name(to, "to", fields);
  if (!role.empty()) fields.emplace_back("role", role);
  if (!share.empty()) fields.emplace_back("share", share);
  ties_.push_back(std::move(fields));
}

void GoamlRow::mention(const Named& who, GoamlFields more) {
  GoamlFields fields{{"tie", next_tie()}};
  name(who, "", fields);
  if (!transaction_id_.empty()) fields.emplace_back("transaction", transaction_id_);
  for (auto& one : more) fields.push_back(std::move(one));
  mentions_.push_back(std::move(fields));
}

std::string GoamlRow::id_without_number(std::string_view letter, const std::string& key) {
  auto& known = report_.without_number_;
  std::string place = report_id_ + "\n" + std::string(letter) + "\n" + key;
  if (key.empty()) place += "\n" + std::to_string(known.size());  // met once
  const auto found = known.find(place);
  if (found != known.end()) return found->second;
  std::string id = report_id_ + ":" + std::string(letter) + std::to_string(known.size() + 1);
  known.emplace(place, id);
  return id;
}

GoamlRow::Named GoamlRow::person(std::uint32_t node) {
  const std::vector<std::string> numbers = person_numbers(view_, node);
  Named who{"person", {}, {}, {}};
  if (numbers.empty()) {
    std::string key = person_name_key(view_, node);
    if (!key.empty()) key.append("\n").append(view_.text(node, "birthdate"));
    who.id = id_without_number("p", key);
  } else {
    who.id = numbers.front();
  }
  const GoamlFields said = person_fields(view_, node);  // read, also where it must not be kept
  const bool is_victim = report_.is_victim(view_, node);
  if (is_victim) who.kind = "victim";
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    same_.push_back(
        {{"kind", who.kind}, {"one", who.id}, {"other", numbers[i]}, {"tie", next_tie()}});
  }
  GoamlFields fields;
  name(who, "", fields);
  if (!is_victim) fields.insert(fields.end(), said.begin(), said.end());
  parties_.push_back(std::move(fields));
  return who;
}

GoamlRow::Named GoamlRow::entity(std::uint32_t node) {
  const std::vector<std::string> numbers = entity_numbers(view_, node);
  const std::string key = entity_name_key(view_, node);
  Named who{"company", numbers.empty() ? id_without_number("e", key) : numbers.front(), {}, {}};
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    same_.push_back(
        {{"kind", who.kind}, {"one", who.id}, {"other", numbers[i]}, {"tie", next_tie()}});
  }
  const GoamlFields said = entity_fields(view_, node);
  GoamlFields fields;
  name(who, "", fields);
  // A business that bears a victim's name would name her.
  if (!report_.victims_.contains("name:" + key)) {
    fields.insert(fields.end(), said.begin(), said.end());
  }
  parties_.push_back(std::move(fields));
  related_persons(node, who);
  return who;
}

// Up to version 4 `director_id` is the person; from 5 on there is a list with roles and shares.
void GoamlRow::related_persons(std::uint32_t entity, const Named& whose) {
  for (const std::uint32_t director : view_.all(entity, "director_id")) {
    tie("directorship", person(director), whose, view_.text(director, "role"), {});
  }
  for (const std::uint32_t list : view_.all(entity, "related_persons")) {
    for (const std::uint32_t one : view_.all(list, "entity_related_person")) {
      const std::string_view role = view_.text(one, "role");
      for (const std::uint32_t who : view_.all(one, "person")) {
        tie(relation_of_role(role), person(who), whose, role, view_.text(one, "share_percentage"));
      }
    }
  }
}

GoamlRow::Named GoamlRow::account(std::uint32_t node) {
  Named what{"account", {}, account_iban(view_, node), {}};
  if (what.iban.empty()) what.number = account_number(view_, node);
  if (what.iban.empty() && what.number.empty()) {
    const std::string_view stated = view_.text(node, "account");
    what.number = id_without_number("a", stated.size() > 2 ? std::string(stated) : std::string());
  }
  GoamlFields fields;
  name(what, "", fields);
  const GoamlFields said = account_fields(view_, node, report_.victims_.empty());
  fields.insert(fields.end(), said.begin(), said.end());
  accounts_.push_back(std::move(fields));
  holders(node, what);
  return what;
}

void GoamlRow::holders(std::uint32_t account, const Named& whose) {
  for (const std::uint32_t owner : view_.all(account, "t_entity")) {
    tie("owns-account", entity(owner), whose, "holder", {});
  }
  std::vector<std::uint32_t> signatories = view_.all(account, "signatory");
  for (const std::uint32_t list : view_.all(account, "related_persons")) {
    for (const std::uint32_t one : view_.all(list, "account_related_person")) {
      signatories.push_back(one);
    }
  }
  for (const std::uint32_t one : signatories) {
    const std::string_view role = view_.text(one, "role");
    const bool holds = is_holder(role, view_.text(one, "is_primary"));
    for (const std::uint32_t who : view_.all(one, "t_person")) {
      tie(holds ? "owns-account" : "control", person(who), whose,
          role.empty() ? std::string_view("signatory") : role, {});
    }
  }
}

// The person, entity or account of a party; `prefix` is "from_" or "to_" for sides of a
// transaction.
std::optional<GoamlRow::Named> GoamlRow::party_in(std::uint32_t node, std::string_view prefix) {
  const std::string before(prefix);
  for (const std::uint32_t one : view_.all(node, before + "account")) return account(one);
  for (const std::uint32_t one : view_.all(node, before + "person")) return person(one);
  for (const std::uint32_t one : view_.all(node, before + "entity")) return entity(one);
  return std::nullopt;
}

}  // namespace headwater::ingest::internal
