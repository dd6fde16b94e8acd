// The records of the mapping language.
#include <utility>

#include "ingest/internal/mapping_compiler.h"

namespace headwater::ingest::internal {

using graph::EntityKind;
using graph::Status;
namespace json = boost::json;

namespace {

// A word of a closed list that stands in the mapping itself is checked at once.
template <typename Parse>
Status check_word(const Value& value, const std::string& place, Parse parse) {
  if (!value.is_fixed() || value.constant.empty() || parse(value.constant)) return {};
  return mapping_error(place, "the word is not in its list", "docs/mapping.md lists the words");
}

Status check_ledger(const EntitySpec& entity, const std::string& place) {
  if (!entity.fixed_kind || graph::is_ledger_kind(*entity.fixed_kind)) return {};
  return mapping_error(place, "only accounts and loans hold money",
                       "name an account, or {\"pooled_of\": PARTY} where the source names none");
}

}  // namespace

graph::Result<EntityRecord> PartCompiler::entity_record(JsonObject& object) {
  EntityRecord result;
  HEADWATER_ASSIGN_OR_RETURN(result.entity, entity_at(object, "entity"));
  return result;
}

graph::Result<TransactionRecord> PartCompiler::transaction_record(JsonObject& object) {
  TransactionRecord result;
  HEADWATER_ASSIGN_OR_RETURN(result.from, entity_at(object, "from"));
  HEADWATER_ASSIGN_OR_RETURN(result.to, entity_at(object, "to"));
  HEADWATER_RETURN_IF_ERROR(check_ledger(result.from, object.place_of("from")));
  HEADWATER_RETURN_IF_ERROR(check_ledger(result.to, object.place_of("to")));
  HEADWATER_ASSIGN_OR_RETURN(result.time, time_at(object, "time"));
  HEADWATER_ASSIGN_OR_RETURN(result.period_end, time_at(object, "period_end"));
  HEADWATER_ASSIGN_OR_RETURN(result.amount, amount_at(object, "amount"));
  if (!result.amount.value.is_given()) {
    return mapping_error(object.place(), "the key `amount` is missing", "add it");
  }
  HEADWATER_ASSIGN_OR_RETURN(result.asset, value_at(object, "asset"));
  HEADWATER_ASSIGN_OR_RETURN(result.received_amount, amount_at(object, "received_amount"));
  HEADWATER_ASSIGN_OR_RETURN(result.received_asset, value_at(object, "received_asset"));
  if (result.received_amount.value.is_given() != result.received_asset.is_given()) {
    return mapping_error(object.place(), "`received_amount` and `received_asset` need each other",
                         "give both or none");
  }
  HEADWATER_ASSIGN_OR_RETURN(result.kind, value_at(object, "kind"));
  HEADWATER_RETURN_IF_ERROR(
      check_word(result.kind, object.place_of("kind"), graph::parse_transaction_kind));
  HEADWATER_ASSIGN_OR_RETURN(result.channel, value_at(object, "channel"));
  HEADWATER_RETURN_IF_ERROR(
      check_word(result.channel, object.place_of("channel"), graph::parse_channel));
  HEADWATER_ASSIGN_OR_RETURN(result.count, value_at(object, "count"));
  HEADWATER_ASSIGN_OR_RETURN(result.id, value_at(object, "id"));
  HEADWATER_ASSIGN_OR_RETURN(result.may_lack_id, object.flag("may_lack_id", false));
  HEADWATER_ASSIGN_OR_RETURN(result.aggregate, object.flag("aggregate", false));
  HEADWATER_ASSIGN_OR_RETURN(result.labelled_illicit, value_at(object, "labelled_illicit"));
  HEADWATER_ASSIGN_OR_RETURN(result.group, value_at(object, "group"));
  HEADWATER_ASSIGN_OR_RETURN(result.same_party, values_at(object, "same_party"));
  if (!result.same_party.empty() && result.same_party.size() != 2) {
    return mapping_error(object.place_of("same_party"), "two values are compared", "give two");
  }
  HEADWATER_ASSIGN_OR_RETURN(result.attributes, attributes_at(object));
  return result;
}

graph::Result<RelationRecord> PartCompiler::relation_record(JsonObject& object) {
  RelationRecord result;
  HEADWATER_ASSIGN_OR_RETURN(result.from, entity_at(object, "from"));
  HEADWATER_ASSIGN_OR_RETURN(result.to, entity_at(object, "to"));
  HEADWATER_ASSIGN_OR_RETURN(const json::value* kind, object.require("kind"));
  HEADWATER_ASSIGN_OR_RETURN(result.kind, value(*kind, object.place_of("kind")));
  HEADWATER_RETURN_IF_ERROR(
      check_word(result.kind, object.place_of("kind"), graph::parse_relation_kind));
  HEADWATER_ASSIGN_OR_RETURN(result.valid_from, time_at(object, "valid_from"));
  HEADWATER_ASSIGN_OR_RETURN(result.valid_to, time_at(object, "valid_to"));
  using Unit = ShareSpec::Unit;
  HEADWATER_ASSIGN_OR_RETURN(result.share, share_at(object, "share", Unit::kBasisPoints));
  HEADWATER_ASSIGN_OR_RETURN(result.share_low, share_at(object, "share_low", Unit::kBasisPoints));
  HEADWATER_ASSIGN_OR_RETURN(result.share_high, share_at(object, "share_high", Unit::kBasisPoints));
  const bool has_low = result.share_low.value.is_given();
  if (has_low != result.share_high.value.is_given() || (has_low && result.share.value.is_given())) {
    return mapping_error(object.place(), "the share is given in two ways, or half of one",
                         "give `share`, or `share_low` and `share_high`");
  }
  HEADWATER_ASSIGN_OR_RETURN(result.probability, share_at(object, "probability", Unit::kFraction));
  HEADWATER_ASSIGN_OR_RETURN(result.evidence, value_at(object, "evidence"));
  HEADWATER_ASSIGN_OR_RETURN(result.id, value_at(object, "id"));
  HEADWATER_ASSIGN_OR_RETURN(result.once, object.flag("once", false));
  HEADWATER_ASSIGN_OR_RETURN(result.attributes, attributes_at(object));
  return result;
}

graph::Result<std::vector<RoleSpec>> PartCompiler::roles_at(JsonObject& object) {
  std::vector<RoleSpec> result;
  const json::value* found = object.find("roles");
  if (found == nullptr) return result;
  const std::string place = object.place_of("roles");
  if (!found->is_array()) return mapping_error(place, "it is no list", "write a list of roles");
  for (const json::value& element : found->get_array()) {
    HEADWATER_ASSIGN_OR_RETURN(JsonObject fields, JsonObject::from(element, place));
    HEADWATER_ASSIGN_OR_RETURN(const std::string word, fields.text("role", ""));
    const auto kind = graph::parse_role_kind(word);
    if (!kind) return mapping_error(place, "`role` names no role", "docs/mapping.md lists them");
    RoleSpec role;
    role.kind = *kind;
    HEADWATER_ASSIGN_OR_RETURN(role.entity, entity_at(fields, "entity"));
    HEADWATER_RETURN_IF_ERROR(fields.finish());
    result.push_back(std::move(role));
  }
  return result;
}

graph::Result<VictimFlowRecord> PartCompiler::victim_flow_record(JsonObject& object) {
  VictimFlowRecord result;
  part_.restricted = true;
  HEADWATER_ASSIGN_OR_RETURN(result.victim, entity_or_id_at(object, "victim", EntityKind::kVictim));
  HEADWATER_ASSIGN_OR_RETURN(result.count, value_at(object, "count"));
  if (!result.victim.is_given() && !result.count.is_given()) {
    return mapping_error(object.place(), "neither `victim` nor `count` is given",
                         "name a victim, or count a group");
  }
  HEADWATER_ASSIGN_OR_RETURN(const json::value* kind, object.require("kind"));
  HEADWATER_ASSIGN_OR_RETURN(result.kind, value(*kind, object.place_of("kind")));
  HEADWATER_RETURN_IF_ERROR(
      check_word(result.kind, object.place_of("kind"), graph::parse_victim_flow_kind));
  HEADWATER_ASSIGN_OR_RETURN(result.recruitment, value_at(object, "recruitment"));
  HEADWATER_ASSIGN_OR_RETURN(result.transit, value_at(object, "transit"));
  HEADWATER_ASSIGN_OR_RETURN(result.exploitation, value_at(object, "exploitation"));
  HEADWATER_ASSIGN_OR_RETURN(result.start, time_at(object, "start"));
  HEADWATER_ASSIGN_OR_RETURN(result.end, time_at(object, "end"));
  HEADWATER_ASSIGN_OR_RETURN(result.form, value_at(object, "form"));
  HEADWATER_ASSIGN_OR_RETURN(result.sector, value_at(object, "sector"));
  if (const json::value* means = object.find("means")) {
    HEADWATER_ASSIGN_OR_RETURN(result.means, lists_of(*means, object.place_of("means")));
  }
  HEADWATER_ASSIGN_OR_RETURN(result.sex, value_at(object, "sex"));
  HEADWATER_ASSIGN_OR_RETURN(result.age_band, value_at(object, "age_band"));
  HEADWATER_ASSIGN_OR_RETURN(result.citizenship, value_at(object, "citizenship"));
  HEADWATER_ASSIGN_OR_RETURN(result.case_entity,
                             entity_or_id_at(object, "case", EntityKind::kCase));
  HEADWATER_ASSIGN_OR_RETURN(result.roles, roles_at(object));
  const Use outer = std::exchange(use_, Use::kUncounted);
  auto id = value_at(object, "id");
  use_ = outer;
  HEADWATER_ASSIGN_OR_RETURN(result.id, std::move(id));
  return result;
}

graph::Result<StatisticRecord> PartCompiler::statistic_record(JsonObject& object) {
  StatisticRecord result;
  part_.has_statistics = true;
  HEADWATER_ASSIGN_OR_RETURN(result.indicator, value_at(object, "indicator"));
  HEADWATER_ASSIGN_OR_RETURN(result.territory, value_at(object, "territory"));
  HEADWATER_ASSIGN_OR_RETURN(result.territory_name, value_at(object, "territory_name"));
  HEADWATER_ASSIGN_OR_RETURN(result.period, value_at(object, "period"));
  HEADWATER_ASSIGN_OR_RETURN(result.dimension, value_at(object, "dimension"));
  HEADWATER_ASSIGN_OR_RETURN(result.category, value_at(object, "category"));
  HEADWATER_ASSIGN_OR_RETURN(result.sex, value_at(object, "sex"));
  HEADWATER_ASSIGN_OR_RETURN(result.age_band, value_at(object, "age_band"));
  HEADWATER_ASSIGN_OR_RETURN(result.unit, value_at(object, "unit"));
  HEADWATER_ASSIGN_OR_RETURN(result.value, amount_at(object, "value"));
  HEADWATER_ASSIGN_OR_RETURN(result.source, value_at(object, "source"));
  HEADWATER_ASSIGN_OR_RETURN(result.method, value_at(object, "method"));
  if (!result.indicator.is_given() || !result.value.value.is_given() ||
      (!result.territory.is_given() && !result.territory_name.is_given())) {
    return mapping_error(object.place(), "an indicator, a territory or a value is missing",
                         "add `indicator`, `territory` or `territory_name`, and `value`");
  }
  return result;
}

graph::Result<AssertionRecord> PartCompiler::assertion_record(JsonObject& object) {
  AssertionRecord result;
  HEADWATER_ASSIGN_OR_RETURN(const json::value* subject, object.require("subject"));
  const bool is_entity = subject->is_object() && (subject->get_object().contains("kind") ||
                                                  subject->get_object().contains("name"));
  if (is_entity) {
    HEADWATER_ASSIGN_OR_RETURN(result.subject_entity, entity_at(object, "subject"));
  } else {
    const Use outer = std::exchange(use_, Use::kOpen);
    auto named = value_at(object, "subject");
    use_ = outer;
    HEADWATER_ASSIGN_OR_RETURN(result.subject, std::move(named));
  }
  HEADWATER_ASSIGN_OR_RETURN(const json::value* claim, object.require("claim"));
  HEADWATER_ASSIGN_OR_RETURN(result.claim, value(*claim, object.place_of("claim")));
  HEADWATER_RETURN_IF_ERROR(check_word(result.claim, object.place_of("claim"), graph::parse_claim));
  struct Field {
    const char* key;
    Value* value;
  };
  const Field fields[] = {{"role", &result.role},
                          {"victim_flow", &result.victim_flow},
                          {"form", &result.form},
                          {"sector", &result.sector},
                          {"territory", &result.territory},
                          {"asset", &result.asset},
                          {"author", &result.author},
                          {"evidence", &result.evidence},
                          {"source_grade", &result.source_grade},
                          {"information_grade", &result.information_grade},
                          {"standard", &result.standard},
                          {"basis", &result.basis},
                          {"disputes", &result.disputes},
                          {"id", &result.id}};
  for (const Field& field : fields) {
    HEADWATER_ASSIGN_OR_RETURN(*field.value, value_at(object, field.key));
  }
  HEADWATER_ASSIGN_OR_RETURN(result.case_entity,
                             entity_or_id_at(object, "case", EntityKind::kCase));
  HEADWATER_ASSIGN_OR_RETURN(result.amount, amount_at(object, "amount"));
  using Unit = ShareSpec::Unit;
  HEADWATER_ASSIGN_OR_RETURN(result.share, share_at(object, "share", Unit::kBasisPoints));
  HEADWATER_ASSIGN_OR_RETURN(result.confidence, share_at(object, "confidence", Unit::kFraction));
  HEADWATER_ASSIGN_OR_RETURN(result.made_at, time_at(object, "made_at"));
  return result;
}

graph::Result<OpeningRecord> PartCompiler::opening_record(JsonObject& object) {
  OpeningRecord result;
  HEADWATER_ASSIGN_OR_RETURN(result.account, entity_at(object, "account"));
  HEADWATER_RETURN_IF_ERROR(check_ledger(result.account, object.place_of("account")));
  HEADWATER_ASSIGN_OR_RETURN(result.amount, amount_at(object, "amount"));
  if (!result.amount.value.is_given()) {
    return mapping_error(object.place(), "the key `amount` is missing", "add it");
  }
  result.amount.allows_negative = true;  // an account may be overdrawn
  HEADWATER_ASSIGN_OR_RETURN(result.asset, value_at(object, "asset"));
  HEADWATER_ASSIGN_OR_RETURN(result.time, time_at(object, "time"));
  return result;
}

graph::Result<RateRecord> PartCompiler::rate_record(JsonObject& object) {
  RateRecord result;
  HEADWATER_ASSIGN_OR_RETURN(result.base, value_at(object, "base"));
  HEADWATER_ASSIGN_OR_RETURN(result.quote, value_at(object, "quote"));
  HEADWATER_ASSIGN_OR_RETURN(result.date, time_at(object, "date"));
  HEADWATER_ASSIGN_OR_RETURN(result.rate, value_at(object, "rate"));
  HEADWATER_ASSIGN_OR_RETURN(result.source, value_at(object, "source"));
  if (!result.base.is_given() || !result.quote.is_given() || !result.date.value.is_given() ||
      !result.rate.is_given()) {
    return mapping_error(object.place(), "`base`, `quote`, `date` or `rate` is missing", "add it");
  }
  return result;
}

graph::Result<RecordSpec> PartCompiler::record(const Json& json, const std::string& place) {
  HEADWATER_ASSIGN_OR_RETURN(JsonObject object, JsonObject::from(json, place));
  RecordSpec result;
  HEADWATER_ASSIGN_OR_RETURN(const std::string name, object.text("record", ""));
  HEADWATER_ASSIGN_OR_RETURN(result.when, conditions_at(object, "when"));
  HEADWATER_ASSIGN_OR_RETURN(result.each, each_at(object));
  if (name == "entity") {
    HEADWATER_ASSIGN_OR_RETURN(result.body, entity_record(object));
  } else if (name == "transaction") {
    HEADWATER_ASSIGN_OR_RETURN(result.body, transaction_record(object));
  } else if (name == "relation") {
    HEADWATER_ASSIGN_OR_RETURN(result.body, relation_record(object));
  } else if (name == "victim-flow") {
    HEADWATER_ASSIGN_OR_RETURN(result.body, victim_flow_record(object));
  } else if (name == "statistic") {
    HEADWATER_ASSIGN_OR_RETURN(result.body, statistic_record(object));
  } else if (name == "assertion") {
    HEADWATER_ASSIGN_OR_RETURN(result.body, assertion_record(object));
  } else if (name == "opening-balance") {
    HEADWATER_ASSIGN_OR_RETURN(result.body, opening_record(object));
  } else if (name == "rate") {
    HEADWATER_ASSIGN_OR_RETURN(result.body, rate_record(object));
  } else if (name == "reference") {
    HEADWATER_ASSIGN_OR_RETURN(result.body, reference_record(object));
  } else {
    return mapping_error(object.place_of("record"), "it names no record",
                         "docs/mapping.md lists the records");
  }
  HEADWATER_RETURN_IF_ERROR(object.finish());
  return result;
}

Status PartCompiler::compile(JsonObject& object) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string unmatched, object.text("unmatched", "quarantine"));
  if (unmatched != "quarantine" && unmatched != "skip") {
    return mapping_error(object.place_of("unmatched"), "the word is unknown",
                         "write quarantine or skip");
  }
  part_.skips_unmatched = unmatched == "skip";
  HEADWATER_RETURN_IF_ERROR(read_described(object));
  HEADWATER_RETURN_IF_ERROR(read_statements(object));
  HEADWATER_ASSIGN_OR_RETURN(part_.skipped_by, value_at(object, "skipped_by"));
  HEADWATER_ASSIGN_OR_RETURN(const json::value* records, object.require("records"));
  const std::string place = object.place_of("records");
  if (!records->is_array() || records->get_array().empty()) {
    return mapping_error(place, "it is no list of records", "write at least one record");
  }
  std::size_t index = 0;
  for (const json::value& element : records->get_array()) {
    HEADWATER_ASSIGN_OR_RETURN(RecordSpec spec,
                               record(element, place + "[" + std::to_string(index++) + "]"));
    part_.records.push_back(std::move(spec));
  }
  HEADWATER_RETURN_IF_ERROR(place_columns(place));
  return check_victim_columns(place);
}

}  // namespace headwater::ingest::internal
