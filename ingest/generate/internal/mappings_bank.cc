#include "ingest/generate/internal/mappings.h"

namespace headwater::ingest::internal {
namespace {

// A table as text: a record for each kind of row that a bank's payments have.
constexpr std::string_view kPaymentsMapping = R"json({
  "headwater_mapping": 1,
  "name": "bank-payments",
  "precision": "second",
  "records": [
    {"record": "transaction", "when": {"column": "type", "equals": "cash-withdrawal"},
     "from": {"kind": "account", "scheme": "iban", "id": {"column": "debtor_account"}},
     "to": {"boundary": "cash", "territory": {"column": "country"}},
     "id": {"column": "payment_id"}, "time": {"column": "booked_at"},
     "amount": {"column": "amount"}, "asset": {"column": "currency"},
     "kind": "withdrawal", "channel": "cash",
     "attributes": {"place": {"column": "place"}}},
    {"record": "transaction", "when": {"column": "type", "equals": "cash-deposit"},
     "from": {"boundary": "cash", "territory": {"column": "country"}},
     "to": {"kind": "account", "scheme": "iban", "id": {"column": "creditor_account"}},
     "id": {"column": "payment_id"}, "time": {"column": "booked_at"},
     "amount": {"column": "amount"}, "asset": {"column": "currency"},
     "kind": "deposit", "channel": "cash",
     "attributes": {"place": {"column": "place"}}},
    {"record": "transaction", "when": {"column": "type", "equals": "from-outside"},
     "from": {"boundary": "external", "territory": {"column": "country"}},
     "to": {"kind": "account", "scheme": "iban", "id": {"column": "creditor_account"}},
     "id": {"column": "payment_id"}, "time": {"column": "booked_at"},
     "amount": {"column": "amount"}, "asset": {"column": "currency"},
     "kind": "transfer", "channel": "wire",
     "attributes": {"text": {"column": "text"}}},
    {"record": "transaction", "when": {"column": "type", "equals": "to-outside"},
     "from": {"kind": "account", "scheme": "iban", "id": {"column": "debtor_account"}},
     "to": {"boundary": "external", "territory": {"column": "country"}},
     "id": {"column": "payment_id"}, "time": {"column": "booked_at"},
     "amount": {"column": "amount"}, "asset": {"column": "currency"},
     "kind": "transfer", "channel": "wire",
     "attributes": {"text": {"column": "text"}}},
    {"record": "transaction",
     "when": {"column": "type", "equals": "foreign-transfer"},
     "from": {"kind": "account", "scheme": "iban", "id": {"column": "debtor_account"}},
     "to": {"kind": "account", "scheme": "iban", "id": {"column": "creditor_account"}},
     "id": {"column": "payment_id"}, "time": {"column": "booked_at"},
     "amount": {"column": "amount"}, "asset": {"column": "currency"},
     "received_amount": {"column": "received_amount"},
     "received_asset": {"column": "received_currency"},
     "kind": "transfer", "channel": "wire",
     "attributes": {"text": {"column": "text"}}},
    {"record": "transaction",
     "when": {"column": "type", "in": ["transfer", "standing-order", "card", "instant"]},
     "from": {"kind": "account", "scheme": "iban", "id": {"column": "debtor_account"}},
     "to": {"kind": "account", "scheme": "iban", "id": {"column": "creditor_account"}},
     "id": {"column": "payment_id"}, "time": {"column": "booked_at"},
     "amount": {"column": "amount"}, "asset": {"column": "currency"},
     "kind": "transfer",
     "channel": {"column": "type", "map": {"card": "card", "instant": "mobile", "*": "ach"}},
     "attributes": {"text": {"column": "text"}, "place": {"column": "place"}}}
  ]
}
)json";

}  // namespace

std::string_view payments_mapping() { return kPaymentsMapping; }

std::string_view customers_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "bank-customers",
  "namespace": "bank",
  "precision": "day",
  "records": [
    {"record": "entity",
     "entity": {"kind": "person", "id": {"column": "customer_id"},
                "attributes": {"name": {"column": "name"}, "birth-date": {"column": "birth_date"},
                               "citizenship": {"column": "citizenship"},
                               "city": {"column": "city"}}}},
    {"record": "relation", "kind": "located-at",
     "from": {"kind": "person", "id": {"column": "customer_id"}},
     "to": {"kind": "location", "scheme": "address", "id": {"column": "address"}}},
    {"record": "relation", "kind": "uses-medium", "when": {"column": "phone", "is": "present"},
     "from": {"kind": "person", "id": {"column": "customer_id"}},
     "to": {"kind": "medium", "scheme": "phone", "id": {"column": "phone"}}},
    {"record": "relation", "kind": "uses-medium", "when": {"column": "email", "is": "present"},
     "from": {"kind": "person", "id": {"column": "customer_id"}},
     "to": {"kind": "medium", "scheme": "email", "id": {"column": "email"}}}
  ]
}
)json";
}

std::string_view business_customers_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "bank-business-customers",
  "namespace": "bank",
  "precision": "day",
  "records": [
    {"record": "entity",
     "entity": {"kind": "company", "scheme": "register", "id": {"column": "company_number"},
                "attributes": {"trade": {"column": "trade"}, "city": {"column": "city"}}}},
    {"record": "relation", "kind": "located-at",
     "from": {"kind": "company", "scheme": "register", "id": {"column": "company_number"}},
     "to": {"kind": "location", "scheme": "address", "id": {"column": "address"}}}
  ]
}
)json";
}

std::string_view accounts_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "bank-accounts",
  "namespace": "bank",
  "precision": "day",
  "records": [
    {"record": "entity",
     "entity": {"kind": "account", "scheme": "iban", "id": {"column": "account"},
                "attributes": {"bank": {"column": "bank"}, "type": {"column": "type"},
                               "currency": {"column": "currency"}}}},
    {"record": "relation", "kind": "owns-account",
     "when": {"column": "holder_kind", "equals": "person"},
     "from": {"kind": "person", "id": {"column": "holder_id"}},
     "to": {"kind": "account", "scheme": "iban", "id": {"column": "account"}},
     "valid_from": {"column": "opened"}},
    {"record": "relation", "kind": "owns-account",
     "when": {"column": "holder_kind", "equals": "company"},
     "from": {"kind": "company", "scheme": "register", "id": {"column": "holder_id"}},
     "to": {"kind": "account", "scheme": "iban", "id": {"column": "account"}},
     "valid_from": {"column": "opened"}}
  ]
}
)json";
}

std::string_view foreign_holders_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "foreign-holders",
  "namespace": "foreign-bank",
  "precision": "day",
  "records": [
    {"record": "entity",
     "entity": {"kind": "person", "id": {"column": "holder_id"},
                "attributes": {"name": {"column": "name"},
                               "birth-date": {"column": "birth_date"}}}},
    {"record": "entity",
     "entity": {"kind": "account", "scheme": "iban", "id": {"column": "account"},
                "attributes": {"bank": {"column": "bank"},
                               "currency": {"column": "currency"}}}},
    {"record": "relation", "kind": "owns-account",
     "from": {"kind": "person", "id": {"column": "holder_id"}},
     "to": {"kind": "account", "scheme": "iban", "id": {"column": "account"}},
     "valid_from": {"column": "opened"}}
  ]
}
)json";
}

std::string_view households_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "bank-households",
  "namespace": "bank",
  "precision": "day",
  "records": [
    {"record": "relation", "kind": "family",
     "from": {"kind": "person", "id": {"column": "customer_id"}},
     "to": {"kind": "person", "id": {"column": "related_customer_id"}},
     "evidence": {"column": "evidence"}}
  ]
}
)json";
}

std::string_view openings_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "bank-openings",
  "namespace": "bank",
  "precision": "day",
  "records": [
    {"record": "opening-balance",
     "account": {"kind": "account", "scheme": "iban", "id": {"column": "account"}},
     "amount": {"column": "amount"}, "asset": {"column": "currency"},
     "time": {"column": "as_of"}}
  ]
}
)json";
}

std::string_view sign_ins_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "bank-sign-ins",
  "namespace": "bank",
  "precision": "day",
  "records": [
    {"record": "relation", "kind": "sign-in",
     "from": {"kind": "medium", "scheme": "device", "id": {"column": "device"}},
     "to": {"kind": "account", "scheme": "iban", "id": {"column": "account"}},
     "valid_from": {"column": "first_seen"}, "valid_to": {"column": "last_seen"}},
    {"record": "relation", "kind": "sign-in",
     "from": {"kind": "medium", "scheme": "ip", "id": {"column": "ip"}},
     "to": {"kind": "account", "scheme": "iban", "id": {"column": "account"}},
     "valid_from": {"column": "first_seen"}, "valid_to": {"column": "last_seen"}}
  ]
}
)json";
}

}  // namespace headwater::ingest::internal
