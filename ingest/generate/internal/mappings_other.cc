#include "ingest/generate/internal/mappings.h"

namespace headwater::ingest::internal {

std::string_view companies_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "register-companies",
  "namespace": "register",
  "precision": "day",
  "records": [
    {"record": "entity",
     "entity": {"kind": "company", "id": {"column": "company_number"},
                "attributes": {"name": {"column": "name"}, "sector": {"column": "sector"},
                               "founded": {"column": "founded"},
                               "city": {"column": "city"}}}},
    {"record": "relation", "kind": "located-at",
     "from": {"kind": "company", "id": {"column": "company_number"}},
     "to": {"kind": "location", "scheme": "address", "id": {"column": "address"}},
     "valid_from": {"column": "founded"}}
  ]
}
)json";
}

std::string_view directors_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "register-directors",
  "namespace": "register",
  "precision": "day",
  "records": [
    {"record": "entity",
     "entity": {"kind": "person", "id": {"column": "person_id"},
                "attributes": {"name": {"column": "name"},
                               "birth-date": {"column": "birth_date"}}}},
    {"record": "relation", "kind": "directorship",
     "from": {"kind": "person", "id": {"column": "person_id"}},
     "to": {"kind": "company", "id": {"column": "company_number"}},
     "valid_from": {"column": "since"}}
  ]
}
)json";
}

std::string_view owners_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "register-owners",
  "namespace": "register",
  "precision": "day",
  "records": [
    {"record": "entity", "when": {"column": "owner_kind", "equals": "person"},
     "entity": {"kind": "person", "id": {"column": "owner_id"},
                "attributes": {"name": {"column": "owner_name"}}}},
    {"record": "relation", "kind": "ownership",
     "when": {"column": "owner_kind", "equals": "person"},
     "from": {"kind": "person", "id": {"column": "owner_id"}},
     "to": {"kind": "company", "id": {"column": "company_number"}},
     "share": {"column": "share_percent", "unit": "percent"},
     "valid_from": {"column": "since"}},
    {"record": "relation", "kind": "ownership",
     "when": {"column": "owner_kind", "equals": "company"},
     "from": {"kind": "company", "id": {"column": "owner_id"}},
     "to": {"kind": "company", "id": {"column": "company_number"}},
     "share": {"column": "share_percent", "unit": "percent"},
     "valid_from": {"column": "since"}}
  ]
}
)json";
}

std::string_view advertisements_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "advertisements",
  "namespace": "cyber",
  "precision": "second",
  "records": [
    {"record": "entity",
     "entity": {"kind": "medium", "scheme": "advertisement", "id": {"column": "advertisement"},
                "attributes": {"category": {"column": "category"}, "type": "advertisement"}}},
    {"record": "relation", "kind": "listed-by",
     "from": {"kind": "medium", "scheme": "advertisement", "id": {"column": "advertisement"}},
     "to": {"kind": "company", "scheme": "register", "id": {"column": "platform"}},
     "valid_from": {"column": "posted_at"}},
    {"record": "relation", "kind": "located-at",
     "from": {"kind": "medium", "scheme": "advertisement", "id": {"column": "advertisement"}},
     "to": {"kind": "location", "scheme": "iso3166-2", "id": {"column": "city"}},
     "valid_from": {"column": "posted_at"}},
    {"record": "relation", "kind": "uses-medium",
     "from": {"kind": "medium", "scheme": "advertisement", "id": {"column": "advertisement"}},
     "to": {"kind": "medium", "scheme": "phone", "id": {"column": "phone"}},
     "valid_from": {"column": "posted_at"}},
    {"record": "relation", "kind": "uses-medium", "when": {"column": "email", "is": "present"},
     "from": {"kind": "medium", "scheme": "advertisement", "id": {"column": "advertisement"}},
     "to": {"kind": "medium", "scheme": "email", "id": {"column": "email"}},
     "valid_from": {"column": "posted_at"}},
    {"record": "relation", "kind": "uses-medium", "when": {"column": "ip", "is": "present"},
     "from": {"kind": "medium", "scheme": "advertisement", "id": {"column": "advertisement"}},
     "to": {"kind": "medium", "scheme": "ip", "id": {"column": "ip"}},
     "valid_from": {"column": "posted_at"}},
    {"record": "relation", "kind": "uses-medium", "when": {"column": "device", "is": "present"},
     "from": {"kind": "medium", "scheme": "advertisement", "id": {"column": "advertisement"}},
     "to": {"kind": "medium", "scheme": "device", "id": {"column": "device"}},
     "valid_from": {"column": "posted_at"}}
  ]
}
)json";
}

std::string_view suspects_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "interview-suspects",
  "namespace": "interviews",
  "restricted": true,
  "precision": "day",
  "records": [
    {"record": "entity",
     "entity": {"kind": "person", "id": {"column": "suspect"},
                "attributes": {"alias": {"column": "alias"}}}},
    {"record": "relation", "kind": "uses-medium", "when": {"column": "phone", "is": "present"},
     "from": {"kind": "person", "id": {"column": "suspect"}},
     "to": {"kind": "medium", "scheme": "phone", "id": {"column": "phone"}},
     "evidence": {"column": "evidence"}}
  ]
}
)json";
}

std::string_view victim_flows_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "interview-flows",
  "namespace": "interviews",
  "restricted": true,
  "precision": "day",
  "records": [
    {"record": "victim-flow", "id": {"column": "flow"},
     "victim": {"column": "victim"}, "kind": {"column": "kind"},
     "recruitment": {"column": "recruitment"}, "transit": {"column": "transit"},
     "exploitation": {"column": "exploitation"},
     "start": {"column": "start"}, "end": {"column": "end"},
     "form": {"column": "form"}, "sector": {"column": "sector"},
     "means": {"column": "means", "split": ";"},
     "sex": {"column": "sex"}, "age_band": {"column": "age_band"},
     "citizenship": {"column": "citizenship"},
     "case": {"kind": "case", "scheme": "police", "id": {"column": "case"}},
     "roles": [
       {"role": "recruited", "entity": {"kind": "person", "id": {"column": "recruited_by"}}},
       {"role": "transported", "entity": {"kind": "person", "id": {"column": "transported_by"}}},
       {"role": "harboured", "entity": {"kind": "person", "id": {"column": "harboured_by"}}},
       {"role": "controlled", "entity": {"kind": "person", "id": {"column": "controlled_by"}}},
       {"role": "exploited", "entity": {"kind": "person", "id": {"column": "exploited_by"}}},
       {"role": "exploited", "entity": {"kind": "company", "scheme": "register",
                                        "id": {"column": "exploited_by_company"}}}]}
  ]
}
)json";
}

std::string_view victim_accounts_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "interview-accounts",
  "namespace": "interviews",
  "restricted": true,
  "precision": "day",
  "records": [
    {"record": "relation", "kind": "owns-account",
     "from": {"kind": "victim", "id": {"column": "victim"}},
     "to": {"kind": "account", "scheme": "iban", "id": {"column": "account"}},
     "evidence": {"column": "evidence"}},
    {"record": "relation", "kind": "same-as",
     "from": {"kind": "person", "scheme": "bank", "id": {"column": "customer_id"}},
     "to": {"kind": "victim", "id": {"column": "victim"}},
     "probability": {"column": "probability"}, "evidence": {"column": "evidence"}}
  ]
}
)json";
}

std::string_view links_mapping() {
  return R"json({
  "headwater_mapping": 1,
  "name": "identity-links",
  "namespace": "links",
  "precision": "day",
  "records": [
    {"record": "relation", "kind": {"column": "link"}, "id": {"column": "id"},
     "from": {"kind": "person", "scheme": {"column": "source"}, "id": {"column": "person"}},
     "to": {"kind": "person", "scheme": {"column": "other_source"},
            "id": {"column": "other_person"}},
     "probability": {"column": "probability"}, "evidence": {"column": "evidence"}}
  ]
}
)json";
}

}  // namespace headwater::ingest::internal
