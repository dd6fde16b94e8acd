// The built-in formats, in the language of docs/mapping.md.
#include <array>
#include <utility>

#include "ingest/internal/format_texts.h"
#include "ingest/mapping.h"

namespace headwater::ingest {
namespace {

// Unix seconds; one currency a row; the bank is an attribute, since account numbers are unique.
constexpr std::string_view kWorkload = R"json({
  "headwater_mapping": 1, "name": "workload", "precision": "second",
  "records": [
    {"record": "transaction",
     "from": {"kind": "account", "id": {"column": "from_account"},
              "attributes": {"bank": {"column": "from_bank"}}},
     "to": {"kind": "account", "id": {"column": "to_account"},
            "attributes": {"bank": {"column": "to_bank"}}},
     "time": {"column": "timestamp", "format": "unix-seconds"},
     "amount": {"column": "amount"}, "asset": {"column": "currency"},
     "channel": {"column": "format", "map": {"Cheque": "cheque", "Credit Card": "card",
                 "ACH": "ach", "Cash": "cash", "Wire": "wire", "Reinvestment": "reinvestment",
                 "Bitcoin": "crypto"}}}]
})json";

// AMLSim: opening balances before everything; a step is a day; no currency.
constexpr std::string_view kAmlsim = R"json({
  "headwater_mapping": 1, "name": "amlsim", "precision": "step",
  "parts": [
    {"files": ["nodes.csv"],
     "records": [
       {"record": "opening-balance",
        "account": {"kind": "account", "id": {"column": "nodeid"},
                    "attributes": {"label": {"column": "isFraud"}}},
        "amount": {"column": "init_balance"}}]},
    {"files": ["transactions.csv"],
     "records": [
       {"record": "transaction",
        "from": {"kind": "account", "id": {"column": "sourceNodeId"}},
        "to": {"kind": "account", "id": {"column": "targetNodeId"}},
        "time": {"column": "time", "format": "step", "epoch": "1970-01-01", "step": "1d"},
        "amount": {"column": "value"}}]}]
})json";

// ICIJ's FinCEN Files: banks without accounts, each row the sum of many payments in one report.
constexpr std::string_view kFincenFiles = R"json({
  "headwater_mapping": 1, "name": "fincen-files", "namespace": "fincen", "precision": "day",
  "parts": [
    {"files": ["download_transactions_map.csv"],
     "records": [
       {"record": "transaction", "aggregate": true,
        "id": {"column": "id"},
        "from": {"pooled_of": {"kind": "institution", "id": {"column": "originator_bank_id"},
                 "attributes": {"name": {"column": "originator_bank"}}}},
        "to": {"pooled_of": {"kind": "institution", "id": {"column": "beneficiary_bank_id"},
               "attributes": {"name": {"column": "beneficiary_bank"}}}},
        "same_party": [{"column": "originator_bank_id"}, {"column": "beneficiary_bank_id"}],
        "time": {"column": "begin_date", "format": "%b %e, %Y"},
        "period_end": {"column": "end_date", "format": "%b %e, %Y"},
        "amount": {"column": "amount_transactions"}, "asset": "USD",
        "count": {"column": "number_transactions"},
        "attributes": {"case": {"column": "icij_sar_id"},
                       "filer": {"column": "filer_org_name_id"}}},
       {"record": "relation", "kind": "filed-by", "once": true,
        "from": {"kind": "case", "id": {"column": "icij_sar_id"}},
        "to": {"kind": "institution", "id": {"column": "filer_org_name_id"},
               "attributes": {"name": {"column": "filer_org_name"}}}},
       {"record": "relation", "kind": "located-at", "once": true,
        "when": {"column": "originator_iso", "is": "present"},
        "from": {"kind": "institution", "id": {"column": "originator_bank_id"}},
        "to": {"kind": "location", "scheme": "iso3166", "id": {"column": "originator_iso"},
               "attributes": {"name": {"column": "originator_bank_country"}}}},
       {"record": "relation", "kind": "located-at", "once": true,
        "when": {"column": "beneficiary_iso", "is": "present"},
        "from": {"kind": "institution", "id": {"column": "beneficiary_bank_id"}},
        "to": {"kind": "location", "scheme": "iso3166", "id": {"column": "beneficiary_iso"},
               "attributes": {"name": {"column": "beneficiary_bank_country"}}}}]},
    {"files": ["download_bank_connections.csv"],
     "records": [
       {"record": "relation", "kind": "mentions",
        "from": {"kind": "institution", "id": {"column": "filer_org_name_id"},
                 "attributes": {"name": {"column": "filer_org_name"}}},
        "to": {"kind": "institution", "id": {"column": "entity_b_id"},
               "attributes": {"name": {"column": "entity_b"}}},
        "evidence": {"template": "ICIJ SAR {icij_sar_id}"},
        "attributes": {"case": {"column": "icij_sar_id"}}},
       {"record": "relation", "kind": "filed-by", "once": true,
        "from": {"kind": "case", "id": {"column": "icij_sar_id"}},
        "to": {"kind": "institution", "id": {"column": "filer_org_name_id"}}},
       {"record": "relation", "kind": "located-at", "once": true,
        "when": {"column": "entity_b_iso_code", "is": "present"},
        "from": {"kind": "institution", "id": {"column": "entity_b_id"}},
        "to": {"kind": "location", "scheme": "iso3166", "id": {"column": "entity_b_iso_code"},
               "attributes": {"name": {"column": "entity_b_country"}}}}]}]
})json";

// UNODC's Global Report on Trafficking in Persons, data portal export: overlapping cells.
constexpr std::string_view kGlotip = R"json({
  "headwater_mapping": 1, "name": "glotip", "precision": "year",
  "files": ["data_glotip.csv"],
  "csv": {"skip_lines": 2},
  "records": [
    {"record": "statistic",
     "indicator": {"column": "Indicator"},
     "territory": {"column": "Iso3_code"}, "territory_name": {"column": "Country"},
     "period": {"column": "Year"},
     "dimension": {"column": "Dimension"}, "category": {"column": "Category"},
     "sex": {"column": "Sex"}, "age_band": {"column": "Age"},
     "unit": {"column": "Unit of measurement"},
     "value": {"column": "txtVALUE", "grouping": ","},
     "source": {"column": "Source"}}]
})json";

constexpr std::string_view kEdgelist = R"json({
  "headwater_mapping": 1, "name": "edgelist", "precision": "second",
  "csv": {"delimiter": "whitespace", "header": false, "comment": "#%",
          "columns": ["source", "target", "weight", "time"], "required_columns": 2},
  "records": [
    {"record": "transaction",
     "from": {"kind": "account", "id": {"column": "source"}},
     "to": {"kind": "account", "id": {"column": "target"}},
     "time": {"column": "time", "format": "unix-seconds"},
     "amount": {"column": "weight", "default": "1"}, "asset": "UNIT"}]
})json";

constexpr std::string_view kRates = R"json({
  "headwater_mapping": 1, "name": "rates", "precision": "day",
  "records": [
    {"record": "rate", "base": {"column": "base"}, "quote": {"column": "quote"},
     "date": {"column": "date"}, "rate": {"column": "rate"},
     "source": {"column": "source", "optional": true}}]
})json";

constexpr std::string_view kAssertions = R"json({
  "headwater_mapping": 1, "name": "assertions", "precision": "second",
  "records": [
    {"record": "assertion",
     "id": {"column": "id", "optional": true},
     "subject": {"column": "subject"}, "claim": {"column": "claim"},
     "role": {"column": "role", "optional": true},
     "case": {"column": "case", "optional": true},
     "victim_flow": {"column": "victim_flow", "optional": true},
     "form": {"column": "form", "optional": true},
     "sector": {"column": "sector", "optional": true},
     "territory": {"column": "territory", "optional": true},
     "share": {"column": "share_bp", "optional": true, "unit": "basis-points"},
     "amount": {"column": "amount", "optional": true},
     "asset": {"column": "asset", "optional": true},
     "author": {"column": "author", "optional": true},
     "made_at": {"column": "made_at", "optional": true},
     "evidence": {"column": "evidence", "optional": true},
     "source_grade": {"column": "source_grade", "optional": true},
     "information_grade": {"column": "information_grade", "optional": true},
     "standard": {"column": "standard", "optional": true},
     "basis": {"column": "basis", "optional": true},
     "confidence": {"column": "confidence", "optional": true},
     "disputes": {"column": "disputes", "optional": true}}]
})json";

using NamedFormats = std::array<std::pair<std::string_view, std::string_view>, 19>;

const NamedFormats& formats() {
  static const NamedFormats known = {{
      {"amlsim", kAmlsim},
      {"amlworld", internal::amlworld_format()},
      {"assertions", kAssertions},
      {"bods", internal::bods_format()},
      {"ctdc", internal::ctdc_format()},
      {"edgelist", kEdgelist},
      {"finbench", internal::finbench_format()},
      {"fincen-files", kFincenFiles},
      {"ftm", internal::ftm_format()},
      {"glotip", kGlotip},
      {"goaml", internal::goaml_format()},
      {"gsi", internal::gsi_format()},
      {"htcds", internal::htcds_format()},
      {"iso20022", internal::iso20022_format()},
      {"mt103", internal::mt103_format()},
      {"ofac", internal::ofac_format()},
      {"rates", kRates},
      {"senzing", internal::senzing_format()},
      {"workload", kWorkload},
  }};
  return known;
}

}  // namespace

std::vector<std::string_view> built_in_format_names() {
  std::vector<std::string_view> names;
  for (const auto& [name, text] : formats()) names.push_back(name);
  return names;
}

std::string_view built_in_format_text(std::string_view name) {
  for (const auto& [known, text] : formats()) {
    if (known == name) return text;
  }
  return {};
}

}  // namespace headwater::ingest
