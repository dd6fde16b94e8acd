// References to transactions of the store, in the mapping language.
#include "ingest/internal/mapping_compiler.h"

namespace headwater::ingest::internal {

using graph::EntityKind;
namespace json = boost::json;

namespace {

// An end is looked for and never made, so nothing may be said of it.
bool is_plain_end(const EntitySpec& end) {
  return end.form == EntitySpec::Form::kKeyed && end.attributes.empty();
}

// What no two records have in common for being the same, or what is not compared.
bool says_more_than_is_compared(const TransactionRecord& spec) {
  return spec.id.is_given() || spec.group.is_given() || spec.count.is_given() ||
         spec.period_end.value.is_given() || spec.aggregate || spec.may_lack_id ||
         !spec.same_party.empty() || !spec.attributes.empty();
}

}  // namespace

graph::Result<ReferenceRecord> PartCompiler::reference_record(JsonObject& object) {
  ReferenceRecord result;
  part_.has_references = true;
  HEADWATER_ASSIGN_OR_RETURN(result.entity, entity_at(object, "entity"));
  if (result.entity.form != EntitySpec::Form::kKeyed || !result.entity.fixed_kind ||
      result.entity.fixed_kind == EntityKind::kVictim) {
    return mapping_error(object.place_of("entity"), "it is no entity of one kind that may be named",
                         "write `kind`, which is not victim, and `id`");
  }
  HEADWATER_ASSIGN_OR_RETURN(result.attribute, object.text("attribute", ""));
  HEADWATER_RETURN_IF_ERROR(check_attribute_name(result.attribute, object.place_of("attribute")));
  HEADWATER_ASSIGN_OR_RETURN(const json::value* said, object.require("transaction"));
  const std::string place = object.place_of("transaction");
  HEADWATER_ASSIGN_OR_RETURN(JsonObject fields, JsonObject::from(*said, place));
  HEADWATER_ASSIGN_OR_RETURN(result.transaction, transaction_record(fields));
  HEADWATER_RETURN_IF_ERROR(fields.finish());
  if (!is_plain_end(result.transaction.from) || !is_plain_end(result.transaction.to) ||
      says_more_than_is_compared(result.transaction)) {
    return mapping_error(place, "a reference says more of a transaction than is compared",
                         "give `from` and `to` by kind and id, `time`, amounts, assets, `kind`, "
                         "`channel` and `labelled_illicit`");
  }
  return result;
}

}  // namespace headwater::ingest::internal
