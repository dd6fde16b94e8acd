// AMLworld, in the language of docs/mapping.md: transactions under the original header (two columns
// named Account) and the renamed one, accounts with their owners, and the attempts at laundering.
// Account numbers repeat between banks, so an id is BANK:ACCOUNT; files differ in the leading zeros
// of banks. What the generator did is a label: a flag, or an attribute of a case that nothing ties.
#include "ingest/internal/format_texts.h"

namespace headwater::ingest::internal {

std::string_view amlworld_format() {
  constexpr std::string_view kText = R"json({
  "headwater_mapping": 1, "name": "amlworld", "precision": "minute",
  "define": {
    "payer-id": {"template": "{From Bank}:{Account#1}", "strip_leading_zeros": true},
    "payee-id": {"template": "{To Bank}:{Account#2}", "strip_leading_zeros": true},
    "payer-bank": {"column": "From Bank", "strip_leading_zeros": true},
    "payee-bank": {"column": "To Bank", "strip_leading_zeros": true},
    "time": {"column": "Timestamp", "format": "%Y/%m/%d %H:%M", "zone": "UTC"},
    "channels": {"Cheque": "cheque", "Credit Card": "card", "ACH": "ach", "Cash": "cash",
                 "Wire": "wire", "Reinvestment": "reinvestment", "Bitcoin": "crypto"},
    "channel": {"column": "Payment Format", "map": {"use": "channels"}},
    "bank": {"column": "Bank ID", "strip_leading_zeros": true},
    "owner-type": {"column": "Entity Name", "until": " #"},
    "attempt": {"template": "laundering-attempt-{block}"}
  },
  "parts": [
    {"files": ["*_Trans.csv"],
     "records": [
       {"record": "transaction",
        "from": {"kind": "account", "id": {"use": "payer-id"},
                 "attributes": {"bank": {"use": "payer-bank"}}},
        "to": {"kind": "account", "id": {"use": "payee-id"},
               "attributes": {"bank": {"use": "payee-bank"}}},
        "time": {"use": "time"},
        "amount": {"column": "Amount Paid"}, "asset": {"column": "Payment Currency"},
        "received_amount": {"column": "Amount Received"},
        "received_asset": {"column": "Receiving Currency"},
        "channel": {"use": "channel"},
        "labelled_illicit": {"column": "Is Laundering"}}]},
    {"records": [
       {"record": "transaction",
        "from": {"kind": "account",
                 "id": {"template": "{from_bank_id}:{from_account_id}", "strip_leading_zeros": true},
                 "attributes": {"bank": {"column": "from_bank_id", "strip_leading_zeros": true}}},
        "to": {"kind": "account",
               "id": {"template": "{to_bank_id}:{to_account_id}", "strip_leading_zeros": true},
               "attributes": {"bank": {"column": "to_bank_id", "strip_leading_zeros": true}}},
        "time": {"column": "timestamp", "format": "%Y/%m/%d %H:%M", "zone": "UTC"},
        "amount": {"column": "amount_paid"}, "asset": {"column": "payment_currency"},
        "received_amount": {"column": "amount_received"},
        "received_asset": {"column": "receiving_currency"},
        "channel": {"column": "payment_format", "map": {"use": "channels"}},
        "labelled_illicit": {"column": "is_laundering"}}]},
    {"files": ["*_accounts.csv"],
     "records": [
       {"record": "entity", "entity": {"kind": "institution", "id": {"use": "bank"},
        "attributes": {"name": {"column": "Bank Name"}}}},
       {"record": "relation", "kind": "owns-account", "once": true,
        "from": {"kind": {"column": "Entity Name", "until": " #",
                          "map": {"Corporation": "company", "Partnership": "company",
                                  "Sole Proprietorship": "company", "Individual": "person"}},
                 "id": {"column": "Entity ID"},
                 "attributes": {"name": {"column": "Entity Name"},
                                "legal-form": {"use": "owner-type"}}},
        "to": {"kind": "account",
               "id": {"template": "{Bank ID}:{Account Number}", "strip_leading_zeros": true},
               "attributes": {"bank": {"use": "bank"}}}}]},
    {"files": ["*_Patterns.txt"],
     "csv": {"header": false,
             "columns": ["Timestamp", "From Bank", "Account", "To Bank", "Account",
                         "Amount Received", "Receiving Currency", "Amount Paid",
                         "Payment Currency", "Payment Format", "Is Laundering"],
             "blocks": {"begin": "BEGIN LAUNDERING ATTEMPT - ",
                        "end": "END LAUNDERING ATTEMPT - "}},
     "records": [
       {"record": "entity", "entity": {"kind": "case", "id": {"use": "attempt"},
        "attributes": {"label": {"column": "title"}, "note": {"column": "note"}}}},
       {"record": "reference", "attribute": "transaction",
        "entity": {"kind": "case", "id": {"use": "attempt"}},
        "transaction": {
          "from": {"kind": "account", "id": {"use": "payer-id"}},
          "to": {"kind": "account", "id": {"use": "payee-id"}},
          "time": {"use": "time"},
          "amount": {"column": "Amount Paid"}, "asset": {"column": "Payment Currency"},
          "received_amount": {"column": "Amount Received"},
          "received_asset": {"column": "Receiving Currency"},
          "channel": {"use": "channel"},
          "labelled_illicit": {"column": "Is Laundering"}}}]}]
})json";
  return kText;
}

}  // namespace headwater::ingest::internal
