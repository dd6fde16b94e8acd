// Accounts, in the order of the elements of t_account and t_account_my_client of schema 5.0.2.
#include <algorithm>

#include "queries/goaml/internal/goaml_parties.h"

namespace headwater::queries::internal {
namespace {

using graph::EntityId;
using graph::EntityKind;
using graph::RelationKind;

bool is_person_kind(EntityKind kind) {
  return kind == EntityKind::kPerson || kind == EntityKind::kVictim;
}

bool is_wallet_scheme(const graph::EntityKey& key) { return key.scheme.starts_with("wallet-"); }

}  // namespace

// Names decide the order: an entity's number tells with which source it came.
std::vector<EntityId> GoamlParties::tied_at(EntityId account, RelationKind kind,
                                            graph::Timestamp time) const {
  std::vector<EntityId> found;
  for (const GoamlTie& tie : case_.ties_of(account)) {
    const bool holds = tie.kind == kind && tie.valid.contains(time);
    if (holds && std::find(found.begin(), found.end(), tie.who) == found.end()) {
      found.push_back(tie.who);
    }
  }
  std::sort(found.begin(), found.end(), [&](EntityId left, EntityId right) {
    return book_.of(left).key < book_.of(right).key;
  });
  return found;
}

// What the store calls the one holder; of several, or of nobody known, the account has no name.
std::string GoamlParties::holder_name(EntityId account, graph::Timestamp time) const {
  const std::vector<EntityId> holders = tied_at(account, RelationKind::kOwnsAccount, time);
  const bool has_victim = std::any_of(holders.begin(), holders.end(), [&](EntityId id) {
    return !case_.victim_behind(id).is_none();
  });
  if (has_victim) return {};
  const std::string_view stated = fact(book_.of(account), {"account-name"});
  if (!stated.empty()) return std::string(stated);
  return holders.size() == 1 ? std::string(fact(book_.of(holders.front()), {"name"}))
                             : std::string();
}

// Of an id that is no IBAN the source that it belongs to stands for an institution nobody named:
// else accounts of two sources could become one.
void GoamlParties::institution(const graph::Entity& account, bool is_client) {
  const std::string_view bank = fact(account, {"bank"});
  fact_text("institution_name", bank, is_client);
  const std::string_view bic = fact(account, {"bic"});
  std::string_view code = fact(account, {"bank-id", "bank"});
  if (code.empty() && account.key.scheme != "iban") code = account.key.scheme;
  if (!bic.empty()) {
    xml_.text("swift", bic);
  } else {
    fact_text("institution_code", code, true);
  }
  fact_country("institution_country", fact(account, {"country"}), false);
  if (is_wallet_scheme(account.key)) {
    xml_.text("non_bank_institution", "true");
  } else if (is_client) {
    xml_.text("non_bank_institution", "false");
  }
  fact_text("branch", fact(account, {"branch"}), is_client);
}

void GoamlParties::account(EntityId id, bool is_client, graph::Timestamp time) {
  const graph::Entity& account = book_.of(id);
  const bool is_iban = account.key.scheme == "iban";
  institution(account, is_client);
  xml_.text("account", account.key.external_id);
  fact_text("currency_code", fact(account, {"currency"}), is_client);
  name_text("account_name", holder_name(id, time), true);
  if (is_iban) xml_.text("iban", account.key.external_id);
  fact_text("client_number", fact(account, {"client-number"}), false);
  std::string_view type = fact(account, {"account-type", "type"});
  if (id.kind() == EntityKind::kLoan) type = "loan";
  if (type.empty() && is_wallet_scheme(account.key)) type = "wallet";
  fact_code("personal_account_type", "account-type", type, is_client);
  holders(id, is_client, time);
  fact_date("opened", fact(account, {"opening-date", "opened"}));
  fact_date("closed", fact(account, {"closing-date", "closed"}));
  fact_code("status_code", "account-status", fact(account, {"status"}), is_client);
  if (is_client) unknown_text("beneficiary");
}

// A company or institution that holds it, then the people who do or who sign for it; goAML has room
// for one of the former.
void GoamlParties::holders(EntityId account, bool is_client, graph::Timestamp time) {
  bool has_entity = false;
  for (const EntityId holder : tied_at(account, RelationKind::kOwnsAccount, time)) {
    if (is_person_kind(holder.kind())) continue;
    if (has_entity) {
      ++left_out_["further_entities_that_hold_an_account"];
      continue;
    }
    has_entity = true;
    xml_.begin("t_entity");
    entity(holder, is_client, true);
    xml_.end();
  }
  signatories(account, is_client, time);
}

void GoamlParties::signatories(EntityId account, bool is_client, graph::Timestamp time) {
  std::vector<EntityId> named;
  for (const RelationKind kind : {RelationKind::kOwnsAccount, RelationKind::kControl}) {
    const bool owns = kind == RelationKind::kOwnsAccount;
    for (const EntityId who : tied_at(account, kind, time)) {
      // A victim and the bank's customer who is the same have one pseudonym.
      const EntityId behind = case_.victim_behind(who);
      const EntityId shown = behind.is_none() ? who : behind;
      const bool is_named = std::find(named.begin(), named.end(), shown) != named.end();
      if (!is_person_kind(who.kind()) || is_named) continue;
      holder(who,
             !owns           ? "control"
             : named.empty() ? "primary"
                             : "joint",
             owns && named.empty(), is_client);
      named.push_back(shown);
    }
  }
}

void GoamlParties::holder(EntityId who, const char* word, bool is_first, bool is_client) {
  xml_.begin("signatory");
  if (is_first) xml_.text("is_primary", "1");
  xml_.begin("t_person");
  person(who, is_client);
  xml_.end();
  xml_.text("role", goaml_code(header_, "account-role", word));
  xml_.end();
}

}  // namespace headwater::queries::internal
