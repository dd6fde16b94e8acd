// SWIFT MT103, single customer credit transfer, in the language of docs/mapping.md.
#include "ingest/internal/format_texts.h"

namespace headwater::ingest::internal {

std::string_view mt103_format() {
  constexpr std::string_view kText = R"json({
  "headwater_mapping": 1,
  "name": "mt103",
  "precision": "day",
  "swift": {},
  "unmatched": "skip",
  "skipped_by": {"first_of": [{"column": "returned"}, {"column": "type"}]},
  "records": [
    {"record": "transaction", "when": [{"column": "type", "equals": "103"}, {"column": "returned", "is": "empty"}], "kind": "transfer",
      "channel": "wire", "id": {"first_of": [{"template": "mt103:{uetr}"},
      {"template": "mt103:{sender}:{20}"}]}, "from": {"first_of": [{"kind": "account",
      "scheme": "iban", "id": {"column": "50.iban"},
      "attributes": {"owner-name": {"column": "50.name"},
      "agent-bic": {"first_of": [{"column": "52.bic"}, {"column": "sender"}]}}},
      {"kind": "account", "id": {"template": "{52.bic}:{50.account}"},
      "attributes": {"owner-name": {"column": "50.name"},
      "agent-bic": {"first_of": [{"column": "52.bic"}, {"column": "sender"}]}}},
      {"kind": "account", "id": {"template": "{sender}:{50.account}"},
      "attributes": {"owner-name": {"column": "50.name"},
      "agent-bic": {"first_of": [{"column": "52.bic"}, {"column": "sender"}]}}},
      {"pooled_of": {"kind": "institution", "scheme": "bic", "id": {"column": "50.bic"}}},
      {"boundary": "external"}]}, "to": {"first_of": [{"kind": "account", "scheme": "iban",
      "id": {"column": "59.iban"}, "attributes": {"owner-name": {"column": "59.name"},
      "agent-bic": {"first_of": [{"column": "57.bic"}, {"column": "receiver"}]}}},
      {"kind": "account", "id": {"template": "{57.bic}:{59.account}"},
      "attributes": {"owner-name": {"column": "59.name"},
      "agent-bic": {"first_of": [{"column": "57.bic"}, {"column": "receiver"}]}}},
      {"kind": "account", "id": {"template": "{receiver}:{59.account}"},
      "attributes": {"owner-name": {"column": "59.name"},
      "agent-bic": {"first_of": [{"column": "57.bic"}, {"column": "receiver"}]}}},
      {"pooled_of": {"kind": "institution", "scheme": "bic", "id": {"column": "59.bic"}}},
      {"boundary": "external"}]}, "time": {"column": "32A.date", "format": "%y%m%d"},
      "amount": {"column": "32A.amount", "decimal": ","}, "asset": {"column": "32A.currency"},
      "attributes": {"stage": "mt103", "uetr": {"column": "uetr"},
      "debtor-name": {"column": "50.name"}, "creditor-name": {"column": "59.name"},
      "debtor-address": {"column": "50.lines"}, "creditor-address": {"column": "59.lines"},
      "debtor-agent": {"column": "52.bic"}, "creditor-agent": {"column": "57.bic"},
      "instructed-amount": {"column": "33B.amount"},
      "instructed-currency": {"column": "33B.currency"}, "exchange-rate": {"column": "36"},
      "remittance": {"column": "70"}, "charge-bearer": {"column": "71A"}}}]
})json";
  return kText;
}

}  // namespace headwater::ingest::internal
