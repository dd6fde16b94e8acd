// Relations, victim flows and statistics of one row.
#include <charconv>

#include "graph/exploitation_form.h"
#include "graph/statistic_cell.h"
#include "ingest/internal/relation_ends.h"
#include "ingest/internal/row_reader.h"

namespace headwater::ingest::internal {

using graph::EntityKind;

bool RowReader::read_shares(const RelationRecord& spec, graph::Relation& record) {
  if (record.kind == graph::RelationKind::kSameAs) record.probability = {0};  // until stated
  if (!share(spec.probability, record.probability)) return false;
  const bool is_interval = spec.share_low.value.is_given();
  const ShareSpec& low = is_interval ? spec.share_low : spec.share;
  const ShareSpec& high = is_interval ? spec.share_high : spec.share;
  std::string_view low_text;
  std::string_view high_text;
  if (!text(low.value, low_text) || !text(high.value, high_text)) return false;
  if (low_text.empty() && high_text.empty()) return true;  // unknown
  graph::BasisPoints stated;
  if (low.is_free_text && !share_problem(low, low_text, stated).empty()) return true;
  graph::ShareInterval interval{{0}, {graph::BasisPoints::kWhole}};
  if (!share(low, interval.low) || !share(high, interval.high)) return false;
  if (interval.high < interval.low) return fail("bad-share", high.value);
  record.share = interval;
  return true;
}

bool RowReader::period(const TimeSpec& from_spec, graph::Timestamp& from, const TimeSpec& to_spec,
                       graph::Timestamp& to) {
  if (!time(from_spec, from) || !time(to_spec, to)) return false;
  const bool is_reversed = from.is_known() && to.is_known() && to < from;
  return !is_reversed || fail("period-reversed", to_spec.value);
}

bool RowReader::read(const RelationRecord& spec) {
  DraftRelation draft;
  graph::Relation& record = draft.record;
  draft.once = spec.once;
  if (!entity(spec.from, record.from) || !entity(spec.to, record.to)) return false;
  if (!word(spec.kind, graph::parse_relation_kind, record.kind)) return false;
  if (!may_tie(record.kind, record.from.kind(), record.to.kind())) {
    name_columns(spec.from.id);
    return fail("bad-ends", spec.to.id);
  }
  if (!period(spec.valid_from, record.valid_from, spec.valid_to, record.valid_to)) return false;
  if (!read_shares(spec, record) || !text(spec.evidence, record.evidence)) return false;
  const bool about_victim =
      record.from.kind() == EntityKind::kVictim || record.to.kind() == EntityKind::kVictim;
  const bool keeps_text = !about_victim || binding_.mapping->keeps_victim_text;
  if (keeps_text && !collect(spec.attributes, record.attributes)) return false;
  std::string_view id;
  if (!record_id(spec.id, id)) return false;
  record.origin = origin(id);
  record.origin.ordinal = ordinals_[static_cast<std::size_t>(DraftKind::kRelation)]++;
  batch_.relations.push_back(std::move(draft));
  mention(DraftKind::kRelation, batch_.relations.size() - 1);
  return true;
}

bool RowReader::sector(const Value& value, std::string& out) {
  if (!text(value, out)) return false;
  const bool is_section = out.size() == 1 && out[0] >= 'A' && out[0] <= 'V';
  return out.empty() || is_section || fail("bad-sector", value);
}

// A form is shown without the victim key, so no free text may pass for one.
bool RowReader::listed_form(const Value& value, std::string& out) {
  if (!text(value, out)) return false;
  return out.empty() || graph::is_exploitation_form(out) || fail("bad-form", value);
}

bool RowReader::read_victim(const VictimFlowRecord& spec, graph::VictimFlow& record) {
  if (spec.count.is_given()) {
    if (!optional_entity(spec.victim, record.victim)) return false;
    std::string_view stated;
    if (!text(spec.count, stated)) return false;
    if (!stated.empty() && !count(spec.count, record.count)) return false;
    if (stated.empty() && record.victim.is_none()) return fail("bad-count", spec.count);
    const bool contradicts = !record.victim.is_none() && record.count != 1;
    return !contradicts || fail("bad-count", spec.count);
  }
  return entity(spec.victim, record.victim);
}

// A role whose id is empty is left out.
bool RowReader::read_roles(const VictimFlowRecord& spec, graph::VictimFlow& record) {
  for (const RoleSpec& role : spec.roles) {
    graph::EntityId who;
    if (!optional_entity(role.entity, who)) return false;
    if (!who.is_none()) record.roles.push_back({role.kind, who});
  }
  return true;
}

bool RowReader::read(const VictimFlowRecord& spec) {
  graph::VictimFlow record;
  if (!read_victim(spec, record)) return false;
  if (!word(spec.kind, graph::parse_victim_flow_kind, record.kind)) return false;
  if (!territory(spec.recruitment, record.recruitment_territory) ||
      !territory(spec.transit, record.transit_territory) ||
      !territory(spec.exploitation, record.exploitation_territory)) {
    return false;
  }
  if (!period(spec.start, record.start, spec.end, record.end)) return false;
  if (!listed_form(spec.form, record.form) || !sector(spec.sector, record.sector)) return false;
  if (!list(spec.means, record.means)) return false;
  if (!text(spec.sex, record.sex) || !text(spec.age_band, record.age_band)) return false;
  if (!text(spec.citizenship, record.citizenship)) return false;
  if (!optional_entity(spec.case_entity, record.case_id) || !read_roles(spec, record)) return false;
  std::string_view id;
  if (!record_id(spec.id, id)) return false;
  record.origin = origin(id);
  const bool is_victims_id = !id.empty() && binding_.reads_any(spec.id, binding_.victim_cells);
  if (is_victims_id && binding_.makes_pseudonyms()) {
    if (binding_.victim_key == nullptr) return fail_concealed("victim-without-key", spec.id);
    record.origin.source_id = binding_.victim_key->pseudonym(binding_.namespace_name, id);
  }
  record.origin.ordinal = ordinals_[static_cast<std::size_t>(DraftKind::kVictimFlow)]++;
  batch_.victim_flows.push_back(std::move(record));
  mention(DraftKind::kVictimFlow, batch_.victim_flows.size() - 1);
  return true;
}

// "523", "1,204", "12.5", or "<5": the interval 1 to 4.
bool RowReader::read_cell_value(const StatisticRecord& spec, graph::Statistic& record) {
  std::string_view found;
  if (!text(spec.value.value, found)) return false;
  if (!found.starts_with('<')) {
    if (!scaled_integer(spec.value.value, found, spec.value.number, record.low, record.scale)) {
      return false;
    }
    record.high = record.low;
    return true;
  }
  std::int64_t bound = 0;
  found.remove_prefix(1);
  const auto parsed = std::from_chars(found.data(), found.data() + found.size(), bound);
  const bool whole = parsed.ec == std::errc() && parsed.ptr == found.data() + found.size();
  if (!whole || bound < 2) return fail("not-a-number", spec.value.value);
  record.low = 1;
  record.high = bound - 1;
  if (record.low != record.high) record.flags |= graph::kCensoredInterval;
  return true;
}

std::uint64_t statistic_cell(std::string_view territory_scheme, std::string_view territory_id,
                             const graph::Statistic& statistic) {
  std::uint64_t hash = hash_key(EntityKind::kLocation, territory_scheme, territory_id);
  for (const std::string* text : graph::cell_texts(statistic)) hash = hash_text(*text, hash);
  return hash;
}

bool RowReader::read(const StatisticRecord& spec) {
  DraftStatistic draft;
  graph::Statistic& record = draft.record;
  if (!text(spec.indicator, record.indicator)) return false;
  if (record.indicator.empty()) return fail("missing-id", spec.indicator);
  std::string_view name;
  if (!territory(spec.territory, record.territory) || !text(spec.territory_name, name))
    return false;
  if (record.territory.is_none()) {
    const Value& value = spec.territory_name.is_given() ? spec.territory_name : spec.territory;
    if (!entity_of(EntityKind::kLocation, binding_.namespace_name, name, value, record.territory)) {
      return false;
    }
    record.flags |= graph::kNoIsoTerritory;
  }
  if (!name.empty()) add_attribute(record.territory, "name", name);
  if (!text(spec.period, record.period) || !text(spec.dimension, record.dimension) ||
      !text(spec.category, record.category) || !text(spec.sex, record.sex) ||
      !text(spec.age_band, record.age_band) || !text(spec.unit, record.unit) ||
      !text(spec.source, record.source) || !text(spec.method, record.method)) {
    return false;
  }
  if (!read_cell_value(spec, record)) return false;
  const auto& key = batch_.keys.at(static_cast<std::uint32_t>(record.territory.index()));
  draft.cell = statistic_cell(key.scheme, key.id, record);
  record.origin = origin({});
  record.origin.ordinal = ordinals_[static_cast<std::size_t>(DraftKind::kStatistic)]++;
  batch_.statistics.push_back(std::move(draft));
  mention(DraftKind::kStatistic, batch_.statistics.size() - 1);
  return true;
}

}  // namespace headwater::ingest::internal
