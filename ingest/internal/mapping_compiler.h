// PartCompiler: turns the JSON of one part of a mapping into its plan (internal/mapping_spec.h),
// strictly: unknown keys, kinds and formats are refused with their place.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include <boost/json.hpp>

#include "graph/status.h"
#include "ingest/internal/json_object.h"
#include "ingest/internal/mapping_spec.h"

namespace headwater::ingest::internal {

// How a part's files are written. Errors: kInput.
graph::Status read_rows(JsonObject& object, Part& part);

class PartCompiler {
 public:
  explicit PartCompiler(Part& part) : part_(part) {}

  // Reads `records` and `unmatched`; marks the part as restricted when a victim occurs.
  graph::Status compile(JsonObject& object);

 private:
  // Values of victims must not be read as anything else; an open one names an entity whose kind the
  // row says.
  enum class Use { kPlain, kVictim, kOpen, kUncounted };

  template <typename T>
  using Result = graph::Result<T>;
  using Json = boost::json::value;

  // mapping_values.cc
  ColumnRef column(const std::string& name, bool optional);
  Result<Value> value(const Json& json, const std::string& place);
  Result<Value> value_of(JsonObject& object);  // the keys of a VALUE; others are the caller's
  Result<Value> value_at(JsonObject& object, std::string_view key);  // absent: kAbsent
  graph::Status read_form(JsonObject& object, Value& result);
  Result<std::vector<Value>> alternatives_at(JsonObject& object);
  static graph::Status read_reading(JsonObject& object, Value& result);
  graph::Status read_modifiers(JsonObject& object, Value& result);
  graph::Status read_several(JsonObject& object, Value& result) const;
  static graph::Status read_marks(JsonObject& object, Value& result);
  static graph::Status read_country(JsonObject& object, Value& result);
  Result<Value> parse_template(const std::string& text, const std::string& place);
  Result<std::vector<Value>> values_at(JsonObject& object, std::string_view key);
  Result<std::vector<Value>> values_of(const Json& json,
                                       const std::string& place);  // one, or a list
  Result<std::vector<Value>> lists_of(const Json& json,
                                      const std::string& place);  // each may be split
  Result<Value> condition_value(JsonObject& object);
  static graph::Status read_test(JsonObject& object, Condition& condition);
  Result<Condition> condition(const Json& json, const std::string& place);
  Result<Conditions> conditions_at(JsonObject& object, std::string_view key);
  Result<std::vector<EachSpec>> each_at(JsonObject& object);
  static graph::Status check_attribute_name(const std::string& name, const std::string& place);
  Result<std::vector<AttributeSpec>> attributes_at(JsonObject& object);

  // mapping_fields.cc
  // `kind`: what a name must be of; absent: the row says.
  Result<EntitySpec> entity(const Json& json, const std::string& place,
                            std::optional<graph::EntityKind> kind = {});
  Result<EntitySpec> entity_at(JsonObject& object, std::string_view key);
  Result<EntitySpec> keyed_entity(JsonObject& object);
  Result<EntitySpec> first_entity(const Json& list, const std::string& place);
  Result<EntitySpec> described_entity(JsonObject& object);
  graph::Status read_described(JsonObject& object);
  graph::Status read_statements(JsonObject& object);
  Result<EntitySpec> named_entity(JsonObject& object, const Json& name,
                                  std::optional<graph::EntityKind> kind);
  Result<EntitySpec> boundary_entity(JsonObject& object);
  // An entity, or a value with the local id or the full name of one of this kind.
  Result<EntitySpec> entity_or_id_at(JsonObject& object, std::string_view key,
                                     graph::EntityKind kind);
  static graph::Status read_time_format(JsonObject& fields, graph::TimeFormat& format);
  Result<TimeSpec> time_at(JsonObject& object, std::string_view key);
  Result<AmountSpec> amount_at(JsonObject& object, std::string_view key);
  Result<ShareSpec> share_at(JsonObject& object, std::string_view key, ShareSpec::Unit unit);

  // mapping_records.cc
  Result<RecordSpec> record(const Json& json, const std::string& place);
  Result<EntityRecord> entity_record(JsonObject& object);
  Result<TransactionRecord> transaction_record(JsonObject& object);
  Result<RelationRecord> relation_record(JsonObject& object);
  Result<VictimFlowRecord> victim_flow_record(JsonObject& object);
  Result<std::vector<RoleSpec>> roles_at(JsonObject& object);
  Result<StatisticRecord> statistic_record(JsonObject& object);
  Result<AssertionRecord> assertion_record(JsonObject& object);
  Result<OpeningRecord> opening_record(JsonObject& object);
  Result<RateRecord> rate_record(JsonObject& object);
  // mapping_references.cc
  Result<ReferenceRecord> reference_record(JsonObject& object);
  graph::Status check_victim_columns(const std::string& place) const;
  graph::Status place_columns(const std::string& place);

  Part& part_;
  Use use_ = Use::kPlain;
  bool is_list_expected_ = false;  // where the value being read may be split
};

}  // namespace headwater::ingest::internal
