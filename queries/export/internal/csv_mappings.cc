#include "queries/export/internal/csv_mappings.h"

#include <initializer_list>

namespace headwater::queries::internal {
namespace {

std::string quoted_text(std::string_view text) {  // words of ours: nothing in them needs an escape
  return '"' + std::string(text) + '"';
}

std::string column_of(std::string_view column) {
  return "{\"column\": " + quoted_text(column) + "}";
}

std::string name_in(std::string_view column) { return "{\"name\": " + column_of(column) + "}"; }

// `"key": {"column": "key"}` for each.
std::string columns_of(std::initializer_list<std::string_view> keys) {
  std::string text;
  for (const std::string_view key : keys) {
    text += ",\n     " + quoted_text(key) + ": " + column_of(key);
  }
  return text;
}

std::string attributes_of(const std::vector<std::string>& attributes) {
  if (attributes.empty()) return "";
  std::string text = ",\n     \"attributes\": {";
  bool first = true;
  for (const std::string& name : attributes) {
    text += (first ? "" : ", ") + quoted_text(name) + ": " + column_of(attribute_column(name));
    first = false;
  }
  return text + "}";
}

std::string assets_of(const std::vector<graph::Asset>& assets) {
  if (assets.empty()) return "";
  std::string text = "  \"assets\": {";
  bool first = true;
  for (const graph::Asset& asset : assets) {
    text += (first ? "" : ", ") + quoted_text(asset.code) + ": " + std::to_string(asset.exponent);
    first = false;
  }
  return text + "},\n";
}

// Victims stand under their pseudonyms already: they are not made anew.
std::string mapping_of(std::string_view table, const MappingFrame& frame,
                       const std::string& records) {
  std::string text = "{\n  \"headwater_mapping\": 1,\n  \"name\": \"headwater-" +
                     std::string(table) + "\",\n  \"precision\": \"millisecond\",\n";
  if (frame.restricted) {
    text +=
        "  \"restricted\": true,\n  \"publisher_pseudonymised\": true,\n"
        "  \"keep_victim_text\": true,\n";
  }
  return text + assets_of(frame.assets) + "  \"records\": [" + records + "\n  ]\n}\n";
}

std::string transaction_record(bool has_id, bool is_aggregate,
                               const std::vector<std::string>& attributes) {
  std::string text = "\n    {\"record\": \"transaction\", \"when\": [{\"column\": \"id\", \"is\": ";
  text += has_id ? "\"present\"" : "\"empty\"";
  text += "}, {\"column\": \"aggregate\", \"is\": ";
  text += is_aggregate ? "\"present\"}]" : "\"empty\"}]";
  if (is_aggregate) text += ",\n     \"aggregate\": true";
  if (has_id) text += columns_of({"id"});
  text += ",\n     \"from\": " + name_in("from") + ", \"to\": " + name_in("to");
  text += ",\n     \"same_party\": [" + column_of("same_party") + ", \"1\"]";
  text += columns_of({"time", "period_end", "amount", "asset", "received_amount", "received_asset",
                      "kind", "channel", "count", "labelled_illicit", "group"});
  return text + attributes_of(attributes) + "}";
}

}  // namespace

std::string column_name(const RoleColumn& column) {
  return "role-" + std::to_string(column.place) + "-" + std::string(graph::to_string(column.kind));
}

std::string attribute_column(std::string_view attribute) {
  return "attribute:" + std::string(attribute);
}

std::string header_with_attributes(std::string_view columns,
                                   const std::vector<std::string>& attributes) {
  std::string header(columns);
  for (const std::string& name : attributes) header += "," + attribute_column(name);
  return header;
}

std::string entities_mapping(const MappingFrame& frame) {
  return mapping_of("entities", frame,
                    "\n    {\"record\": \"entity\", \"entity\": " + name_in("entity") + "}");
}

std::string attributes_mapping(const MappingFrame& frame, const std::vector<std::string>& names) {
  std::string records;
  for (const std::string& name : names) {
    if (!records.empty()) records += ",";
    records += "\n    {\"record\": \"entity\", \"when\": {\"column\": \"attribute\", \"equals\": " +
               quoted_text(name) + "},\n     \"entity\": {\"name\": " + column_of("entity") +
               ", \"attributes\": {" + quoted_text(name) + ": " + column_of("value") + "}}}";
  }
  return mapping_of("attributes", frame, records);
}

std::string transactions_mapping(const MappingFrame& frame,
                                 const std::vector<std::string>& attributes) {
  return mapping_of("transactions", frame,
                    transaction_record(true, false, attributes) + "," +
                        transaction_record(true, true, attributes) + "," +
                        transaction_record(false, false, attributes) + "," +
                        transaction_record(false, true, attributes));
}

std::string relations_mapping(const MappingFrame& frame,
                              const std::vector<std::string>& attributes) {
  std::string record = "\n    {\"record\": \"relation\",\n     \"from\": " + name_in("from") +
                       ", \"to\": " + name_in("to");
  record += columns_of({"id", "kind", "valid_from", "valid_to", "probability", "evidence"});
  record += ",\n     \"share_low\": " + column_of("share_low_bp") +
            ", \"share_high\": " + column_of("share_high_bp");
  return mapping_of("relations", frame, record + attributes_of(attributes) + "}");
}

std::string victim_flows_mapping(const MappingFrame& frame, const std::vector<RoleColumn>& roles,
                                 char separator) {
  std::string record =
      "\n    {\"record\": \"victim-flow\",\n     \"victim\": " + name_in("victim") +
      ", \"case\": " + name_in("case");
  record += columns_of({"id", "count", "kind", "recruitment", "transit", "exploitation", "start",
                        "end", "form", "sector", "sex", "age_band", "citizenship"});
  record += ",\n     \"means\": {\"column\": \"means\", \"split\": ";
  record += separator == ';' ? "\";\"}" : "\"\\u001f\"}";
  std::string list;
  for (const RoleColumn& role : roles) {
    list += (list.empty() ? "" : ",") + std::string("\n       {\"role\": ") +
            quoted_text(graph::to_string(role.kind)) +
            ", \"entity\": " + name_in(column_name(role)) + "}";
  }
  if (!list.empty()) record += ",\n     \"roles\": [" + list + "]";
  return mapping_of("victim-flows", frame, record + "}");
}

std::string statistics_mapping(const MappingFrame& frame) {
  return mapping_of(
      "statistics", frame,
      "\n    {\"record\": \"statistic\"" +
          columns_of({"indicator", "territory", "territory_name", "period", "dimension", "category",
                      "sex", "age_band", "unit", "value", "source", "method"}) +
          "}");
}

std::string assertions_mapping(const MappingFrame& frame) {
  std::string record = "\n    {\"record\": \"assertion\",\n     \"case\": " + name_in("case");
  record +=
      columns_of({"id", "subject", "claim", "role", "victim_flow", "form", "sector", "territory",
                  "amount", "asset", "author", "made_at", "evidence", "source_grade",
                  "information_grade", "standard", "basis", "confidence", "disputes"});
  record += ",\n     \"share\": " + column_of("share_bp");
  return mapping_of("assertions", frame, record + "}");
}

std::string openings_mapping(const MappingFrame& frame) {
  return mapping_of("openings", frame,
                    "\n    {\"record\": \"opening-balance\", \"account\": " + name_in("account") +
                        columns_of({"amount", "asset"}) +
                        ",\n     \"time\": " + column_of("as_of") + "}");
}

std::string rates_mapping(const MappingFrame& frame) {
  return mapping_of("rates", frame,
                    "\n    {\"record\": \"rate\"" +
                        columns_of({"base", "quote", "date", "rate", "source"}) + "}");
}

}  // namespace headwater::queries::internal
