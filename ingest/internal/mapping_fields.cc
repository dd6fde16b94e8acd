// Entities, times, amounts and shares of the mapping language.
#include <algorithm>
#include <charconv>
#include <utility>

#include "ingest/internal/mapping_compiler.h"

namespace headwater::ingest::internal {

using graph::EntityKind;
using graph::Status;
namespace json = boost::json;

namespace {

// "+02:00" in minutes east; nothing when it is not of that form.
std::optional<std::int32_t> fixed_offset(const std::string& zone) {
  if (zone == "UTC" || zone == "Z") return 0;
  if (zone.size() != 6 || (zone[0] != '+' && zone[0] != '-') || zone[3] != ':') return std::nullopt;
  int hours = 0;
  int minutes = 0;
  const char* text = zone.data();
  const auto h = std::from_chars(text + 1, text + 3, hours);
  const auto m = std::from_chars(text + 4, text + 6, minutes);
  if (h.ec != std::errc() || h.ptr != text + 3 || m.ec != std::errc() || m.ptr != text + 6 ||
      hours > 14 || minutes > 59) {
    return std::nullopt;
  }
  const int total = hours * 60 + minutes;
  return zone[0] == '-' ? -total : total;
}

// "1d", "90m", "500ms" in milliseconds; 0 when malformed.
std::int64_t step_length_ms(const std::string& text) {
  std::int64_t count = 0;
  const auto end = std::from_chars(text.data(), text.data() + text.size(), count);
  if (end.ec != std::errc() || count <= 0 || count > 1'000'000) return 0;
  const std::string_view unit(end.ptr,
                              static_cast<std::size_t>(text.data() + text.size() - end.ptr));
  if (unit == "ms") return count;
  if (unit == "s") return count * 1000;
  if (unit == "m") return count * 60'000;
  if (unit == "h") return count * 3'600'000;
  if (unit == "d") return count * 86'400'000;
  return 0;
}

// What a date means that names only a year or month.
Status read_partial(JsonObject& fields, TimeSpec& time) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string word, fields.text("partial", ""));
  if (word.empty()) return {};
  if (time.format.pattern != "iso8601" || (word != "first" && word != "last")) {
    return mapping_error(fields.place_of("partial"), "it is not understood",
                         "write first or last, and the format iso8601");
  }
  time.partial = word == "first" ? TimeSpec::Partial::kFirst : TimeSpec::Partial::kLast;
  return {};
}

}  // namespace

graph::Result<EntitySpec> PartCompiler::keyed_entity(JsonObject& object) {
  EntitySpec result;
  result.form = EntitySpec::Form::kKeyed;
  HEADWATER_ASSIGN_OR_RETURN(const json::value* kind, object.require("kind"));
  HEADWATER_ASSIGN_OR_RETURN(result.kind, value(*kind, object.place_of("kind")));
  if (result.kind.is_fixed()) {
    result.fixed_kind = graph::parse_entity_kind(result.kind.constant);
    if (!result.fixed_kind) {
      return mapping_error(object.place_of("kind"), "it is no kind of entity",
                           "docs/data-model.md lists the kinds");
    }
  }
  const bool is_victim = result.fixed_kind == EntityKind::kVictim;
  if (is_victim) part_.restricted = true;
  HEADWATER_ASSIGN_OR_RETURN(result.scheme, value_at(object, "scheme"));
  HEADWATER_ASSIGN_OR_RETURN(const json::value* id, object.require("id"));
  const Use id_use = !result.fixed_kind ? Use::kOpen : is_victim ? Use::kVictim : use_;
  const Use outer = std::exchange(use_, id_use);
  auto id_value = value(*id, object.place_of("id"));
  use_ = outer;
  HEADWATER_ASSIGN_OR_RETURN(result.id, std::move(id_value));
  HEADWATER_ASSIGN_OR_RETURN(result.attributes, attributes_at(object));
  if (is_victim && !result.attributes.empty()) part_.has_victim_attributes = true;
  return result;
}

// Alternatives of one kind, where they have one.
graph::Result<EntitySpec> PartCompiler::first_entity(const Json& list, const std::string& place) {
  EntitySpec result;
  result.form = EntitySpec::Form::kFirstOf;
  if (!list.is_array() || list.get_array().empty()) {
    return mapping_error(place, "it is no list", "write a list of entities");
  }
  for (const json::value& element : list.get_array()) {
    HEADWATER_ASSIGN_OR_RETURN(EntitySpec alternative, entity(element, place));
    result.party.push_back(std::move(alternative));
  }
  const std::optional<EntityKind> kind = result.party.front().fixed_kind;
  const bool is_one_kind =
      std::all_of(result.party.begin(), result.party.end(),
                  [&](const EntitySpec& one) { return one.fixed_kind == kind; });
  if (is_one_kind) result.fixed_kind = kind;
  return result;
}

// "kind": "as-described": the part must say which rows describe what.
graph::Result<EntitySpec> PartCompiler::described_entity(JsonObject& object) {
  EntitySpec result;
  result.form = EntitySpec::Form::kDescribed;
  HEADWATER_ASSIGN_OR_RETURN(const std::string word, object.text("kind", ""));
  static_cast<void>(word);
  if (!part_.describes_kinds()) {
    return mapping_error(object.place_of("kind"), "nothing describes the kinds of entities",
                         "add `described`, the id and kind that a row describes");
  }
  HEADWATER_ASSIGN_OR_RETURN(const json::value* id, object.require("id"));
  const Use outer = std::exchange(use_, Use::kOpen);
  auto id_value = value(*id, object.place_of("id"));
  use_ = outer;
  HEADWATER_ASSIGN_OR_RETURN(result.id, std::move(id_value));
  HEADWATER_ASSIGN_OR_RETURN(result.attributes, attributes_at(object));
  return result;
}

Status PartCompiler::read_described(JsonObject& object) {
  const json::value* found = object.find("described");
  if (found == nullptr) return {};
  HEADWATER_ASSIGN_OR_RETURN(JsonObject fields,
                             JsonObject::from(*found, object.place_of("described")));
  const Use outer = std::exchange(use_, Use::kOpen);
  auto id = value_at(fields, "id");
  use_ = outer;
  HEADWATER_ASSIGN_OR_RETURN(part_.described_id, std::move(id));
  HEADWATER_ASSIGN_OR_RETURN(part_.described_kind, value_at(fields, "kind"));
  if (!part_.described_id.is_given() || !part_.described_kind.is_given()) {
    return mapping_error(fields.place(), "`id` or `kind` is missing", "give both");
  }
  return fields.finish();
}

Status PartCompiler::read_statements(JsonObject& object) {
  const json::value* found = object.find("statements");
  if (found == nullptr) return {};
  const std::string place = object.place_of("statements");
  HEADWATER_ASSIGN_OR_RETURN(JsonObject fields, JsonObject::from(*found, place));
  StatementsSpec& spec = part_.statements;
  HEADWATER_ASSIGN_OR_RETURN(spec.id, value_at(fields, "id"));
  HEADWATER_ASSIGN_OR_RETURN(spec.record, value_at(fields, "record"));
  HEADWATER_ASSIGN_OR_RETURN(spec.revision, value_at(fields, "revision"));
  HEADWATER_ASSIGN_OR_RETURN(spec.replaces, values_at(fields, "replaces"));
  if (!spec.id.is_given() || spec.record.is_given() != spec.revision.is_given()) {
    return mapping_error(place, "`id` is missing, or one of `record` and `revision`",
                         "give `id`, and both or none of the others");
  }
  return fields.finish();
}

graph::Result<EntitySpec> PartCompiler::boundary_entity(JsonObject& object) {
  EntitySpec result;
  result.form = EntitySpec::Form::kBoundary;
  result.fixed_kind = EntityKind::kAccount;
  HEADWATER_ASSIGN_OR_RETURN(const std::string scheme, object.text("boundary", ""));
  if (scheme != "cash" && scheme != "external") {
    return mapping_error(object.place_of("boundary"), "it is no kind of boundary",
                         "write cash or external");
  }
  result.scheme.form = ValueForm::kConstant;
  result.scheme.constant = scheme;
  HEADWATER_ASSIGN_OR_RETURN(result.id, value_at(object, "territory"));
  return result;
}

graph::Result<EntitySpec> PartCompiler::named_entity(JsonObject& object, const Json& name,
                                                     std::optional<EntityKind> kind) {
  EntitySpec result;
  result.form = EntitySpec::Form::kNamed;
  result.fixed_kind = kind;
  const bool is_victim = kind == EntityKind::kVictim;
  const Use outer = std::exchange(use_, !kind ? Use::kOpen : is_victim ? Use::kVictim : use_);
  auto id = value(name, object.place_of("name"));
  use_ = outer;
  HEADWATER_ASSIGN_OR_RETURN(result.id, std::move(id));
  HEADWATER_ASSIGN_OR_RETURN(result.attributes, attributes_at(object));
  if (is_victim && !result.attributes.empty()) part_.has_victim_attributes = true;
  return result;
}

graph::Result<EntitySpec> PartCompiler::entity(const Json& json, const std::string& place,
                                               std::optional<EntityKind> kind) {
  HEADWATER_ASSIGN_OR_RETURN(JsonObject object, JsonObject::from(json, place));
  EntitySpec result;
  if (const json::value* party = object.find("pooled_of")) {
    result.form = EntitySpec::Form::kPooled;
    result.fixed_kind = EntityKind::kAccount;
    HEADWATER_ASSIGN_OR_RETURN(EntitySpec owner, entity(*party, object.place_of("pooled_of")));
    result.party.push_back(std::move(owner));
    HEADWATER_ASSIGN_OR_RETURN(result.attributes, attributes_at(object));
  } else if (const json::value* list = object.find("first_of")) {
    HEADWATER_ASSIGN_OR_RETURN(result, first_entity(*list, object.place_of("first_of")));
  } else if (object.find("boundary") != nullptr) {
    HEADWATER_ASSIGN_OR_RETURN(result, boundary_entity(object));
  } else if (const json::value* kind_word = object.find("kind");
             kind_word != nullptr && *kind_word == "as-described") {
    HEADWATER_ASSIGN_OR_RETURN(result, described_entity(object));
  } else if (const json::value* name = object.find("name")) {
    HEADWATER_ASSIGN_OR_RETURN(result, named_entity(object, *name, kind));
  } else {
    HEADWATER_ASSIGN_OR_RETURN(result, keyed_entity(object));
  }
  HEADWATER_RETURN_IF_ERROR(object.finish());
  return result;
}

graph::Result<EntitySpec> PartCompiler::entity_at(JsonObject& object, std::string_view key) {
  HEADWATER_ASSIGN_OR_RETURN(const json::value* found, object.require(key));
  return entity(*found, object.place_of(key));
}

graph::Result<EntitySpec> PartCompiler::entity_or_id_at(JsonObject& object, std::string_view key,
                                                        EntityKind kind) {
  EntitySpec result;
  const json::value* found = object.find(key);
  if (found == nullptr) return result;
  const bool is_entity = found->is_object() && (found->get_object().contains("kind") ||
                                                found->get_object().contains("name"));
  if (is_entity) {
    HEADWATER_ASSIGN_OR_RETURN(result, entity(*found, object.place_of(key), kind));
    if (result.fixed_kind != kind) {
      return mapping_error(object.place_of(key), "the entity is of another kind",
                           "name a " + std::string(graph::to_string(kind)));
    }
    return result;
  }
  result.form = EntitySpec::Form::kNamed;
  result.fixed_kind = kind;
  const bool is_victim = kind == EntityKind::kVictim;
  const Use outer = std::exchange(use_, is_victim ? Use::kVictim : use_);
  auto id = value(*found, object.place_of(key));
  use_ = outer;
  HEADWATER_ASSIGN_OR_RETURN(result.id, std::move(id));
  return result;
}

// `format`, `zone`, `epoch` and `step`.
Status PartCompiler::read_time_format(JsonObject& fields, graph::TimeFormat& format) {
  HEADWATER_ASSIGN_OR_RETURN(format.pattern, fields.text("format", "iso8601"));
  HEADWATER_ASSIGN_OR_RETURN(const std::string zone, fields.text("zone", "UTC"));
  if (const auto offset = fixed_offset(zone)) {
    format.utc_offset_minutes = *offset;
  } else {
    format.zone = zone;
  }
  HEADWATER_ASSIGN_OR_RETURN(const std::string epoch, fields.text("epoch", "1970-01-01"));
  HEADWATER_ASSIGN_OR_RETURN(const std::string step, fields.text("step", ""));
  const std::string& place = fields.place();
  const auto epoch_time = graph::parse_iso8601(epoch);
  if (!epoch_time) return mapping_error(place, "`epoch` is no ISO 8601 date", "e.g. 1970-01-01");
  format.epoch = *epoch_time;
  format.step_ms = step_length_ms(step);
  if ((format.pattern == "step") != (format.step_ms > 0)) {
    return mapping_error(place, "`step` and the format `step` need each other",
                         "e.g. \"format\": \"step\", \"step\": \"1d\"");
  }
  if (const Status status = graph::validate_time_format(format); !status.ok()) {
    return mapping_error(place, status.explanation().found, status.explanation().remedy);
  }
  return {};
}

graph::Result<TimeSpec> PartCompiler::time_at(JsonObject& object, std::string_view key) {
  TimeSpec result;
  const json::value* found = object.find(key);
  if (found == nullptr) return result;
  const std::string place = object.place_of(key);
  if (found->is_string()) {
    HEADWATER_ASSIGN_OR_RETURN(result.value, value(*found, place));
    return result;
  }
  HEADWATER_ASSIGN_OR_RETURN(JsonObject fields, JsonObject::from(*found, place));
  HEADWATER_ASSIGN_OR_RETURN(result.value, value_of(fields));
  HEADWATER_RETURN_IF_ERROR(read_time_format(fields, result.format));
  HEADWATER_RETURN_IF_ERROR(read_partial(fields, result));
  HEADWATER_RETURN_IF_ERROR(fields.finish());
  return result;
}

graph::Result<AmountSpec> PartCompiler::amount_at(JsonObject& object, std::string_view key) {
  AmountSpec result;
  const json::value* found = object.find(key);
  if (found == nullptr) return result;
  const std::string place = object.place_of(key);
  if (found->is_string()) {
    HEADWATER_ASSIGN_OR_RETURN(result.value, value(*found, place));
    return result;
  }
  HEADWATER_ASSIGN_OR_RETURN(JsonObject fields, JsonObject::from(*found, place));
  HEADWATER_ASSIGN_OR_RETURN(result.value, value_of(fields));
  HEADWATER_ASSIGN_OR_RETURN(result.number.decimal_point, fields.character("decimal", '.'));
  HEADWATER_ASSIGN_OR_RETURN(result.number.grouping, fields.character("grouping", '\0'));
  HEADWATER_ASSIGN_OR_RETURN(result.absolute, fields.flag("absolute", false));
  if (result.number.decimal_point == result.number.grouping) {
    return mapping_error(place, "`decimal` and `grouping` are the same character", "change one");
  }
  HEADWATER_RETURN_IF_ERROR(fields.finish());
  return result;
}

graph::Result<ShareSpec> PartCompiler::share_at(JsonObject& object, std::string_view key,
                                                ShareSpec::Unit unit) {
  ShareSpec result;
  result.unit = unit;
  const json::value* found = object.find(key);
  if (found == nullptr) return result;
  const std::string place = object.place_of(key);
  if (found->is_string()) {
    HEADWATER_ASSIGN_OR_RETURN(result.value, value(*found, place));
    return result;
  }
  HEADWATER_ASSIGN_OR_RETURN(JsonObject fields, JsonObject::from(*found, place));
  HEADWATER_ASSIGN_OR_RETURN(result.value, value_of(fields));
  HEADWATER_ASSIGN_OR_RETURN(const std::string word, fields.text("unit", ""));
  if (word == "basis-points") {
    result.unit = ShareSpec::Unit::kBasisPoints;
  } else if (word == "percent") {
    result.unit = ShareSpec::Unit::kPercent;
  } else if (word == "fraction") {
    result.unit = ShareSpec::Unit::kFraction;
  } else if (!word.empty()) {
    return mapping_error(place, "`unit` is unknown", "write basis-points, percent or fraction");
  }
  HEADWATER_ASSIGN_OR_RETURN(result.is_free_text, fields.flag("free_text", false));
  HEADWATER_ASSIGN_OR_RETURN(const std::string rounding, fields.text("rounding", ""));
  if (rounding == "down") {
    result.rounding = ShareSpec::Rounding::kDown;
  } else if (rounding == "up") {
    result.rounding = ShareSpec::Rounding::kUp;
  } else if (!rounding.empty()) {
    return mapping_error(place, "`rounding` is unknown", "write down or up");
  }
  HEADWATER_RETURN_IF_ERROR(fields.finish());
  return result;
}

}  // namespace headwater::ingest::internal
