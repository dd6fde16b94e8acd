// Entities of one row: keys, pooled and boundary accounts, territories, pseudonyms of victims.
#include <algorithm>

#include "graph/ascii.h"
#include "graph/territory_code.h"
#include "ingest/internal/disguised_names.h"
#include "ingest/internal/row_reader.h"

namespace headwater::ingest::internal {

using graph::EntityId;
using graph::EntityKind;

namespace {

// A global scheme names what everybody means by it: nobody's own words pass as a territory.
bool is_wrong_territory(std::string_view scheme, std::string_view id) {
  return (scheme == "iso3166" && !graph::is_country_code(id)) ||
         (scheme == "iso3166-2" && !graph::is_subdivision_code(id));
}

std::string_view canonical(std::string_view text, TextArena& arena) {
  const auto is_canonical = [](char c) { return c != ' ' && !(c >= 'a' && c <= 'z'); };
  if (std::all_of(text.begin(), text.end(), is_canonical)) return text;
  char* const out = arena.allocate(text.size());
  std::size_t size = 0;
  for (const char c : text) {
    if (c == ' ') continue;
    out[size++] = graph::ascii_upper(c);
  }
  return {out, size};
}

}  // namespace

void RowReader::mention(DraftKind kind, std::size_t index) {
  batch_.items.push_back({kind, static_cast<std::uint32_t>(index)});
}

bool RowReader::entity_of(EntityKind kind, std::string_view scheme, std::string_view id,
                          const Value& value, EntityId& out) {
  if (graph::has_canonical_form(scheme)) id = canonical(id, batch_.text);
  if (id.empty()) return fail("missing-id", value);
  if (id.size() > kIdLimitBytes) return fail("id-too-long", value);
  if (holds_a_name(scheme, id)) return fail("bad-name", value);
  if (is_wrong_territory(scheme, id)) return fail("bad-territory", value);
  if (kind == EntityKind::kVictim && binding_.makes_pseudonyms()) {
    if (!binding_.part->restricted) return fail_concealed("victim-not-declared", value);
    if (binding_.victim_key == nullptr) return fail_concealed("victim-without-key", value);
    if (binding_.reads_any(value, binding_.plain_cells)) {  // the same cell would stand in clear
      return fail_concealed("victim-not-declared", value);
    }
    const std::string pseudonym = binding_.victim_key->pseudonym(scheme, id);
    out = EntityId(kind, batch_.keys.find_or_add(kind, scheme, pseudonym));
    return true;
  }
  if (kind == EntityKind::kVictim && !binding_.part->restricted) {
    return fail_concealed("victim-not-declared", value);
  }
  out = EntityId(kind, batch_.keys.find_or_add(kind, scheme, id));
  return true;
}

bool RowReader::keyed(const EntitySpec& spec, EntityId& out) {
  EntityKind kind = EntityKind::kAccount;
  if (spec.fixed_kind) {
    kind = *spec.fixed_kind;
  } else if (!word(spec.kind, graph::parse_entity_kind, kind)) {
    return false;
  }
  std::string_view scheme = binding_.namespace_name;
  if (spec.scheme.is_given()) {
    if (!text(spec.scheme, scheme)) return false;
    if (scheme.empty() || scheme.find('/') != std::string_view::npos) {
      return fail("bad-scheme", spec.scheme);
    }
  }
  std::string_view id;
  if (!text(spec.id, id)) return false;
  return entity_of(kind, scheme, id, spec.id, out);
}

bool RowReader::described(const EntitySpec& spec, EntityId& out) {
  std::string_view id;
  if (!text(spec.id, id)) return false;
  if (id.empty()) return fail("missing-id", spec.id);
  const auto kind = binding_.described->find(binding_.namespace_name, id);
  if (!kind) return fail("unknown-kind", spec.id);
  return entity_of(*kind, binding_.namespace_name, id, spec.id, out);
}

// "case:police/17", or with a fixed kind also "17": a local id.
bool RowReader::named(const EntitySpec& spec, EntityId& out) {
  std::string_view name;
  if (!text(spec.id, name)) return false;
  if (name.empty()) return fail("missing-id", spec.id);
  if (spec.fixed_kind) {
    const std::string_view kind = graph::to_string(*spec.fixed_kind);
    const bool is_full =
        name.starts_with(kind) && name.size() > kind.size() && name[kind.size()] == ':';
    if (!is_full) {
      const auto other = kind_it_names(name);
      if (other && other != spec.fixed_kind) return fail("bad-name", spec.id);
      return entity_of(*spec.fixed_kind, binding_.namespace_name, name, spec.id, out);
    }
  }
  const auto key = graph::parse_entity_key(name);
  if (!key) return fail("bad-name", spec.id);
  const std::string_view scheme =
      key->scheme.empty() ? std::string_view(binding_.namespace_name) : key->scheme;
  return entity_of(key->kind, scheme, key->external_id, spec.id, out);
}

// The account of a party whose accounts the source does not name, owned by it.
bool RowReader::pooled(const EntitySpec& spec, EntityId& out) {
  EntityId party;
  if (!entity(spec.party[0], party)) return false;
  const KeyTable::Key& key = batch_.keys.at(static_cast<std::uint32_t>(party.index()));
  const graph::EntityKey account =
      graph::pooled_account_of({key.kind, std::string(key.scheme), std::string(key.id)});
  out = EntityId(EntityKind::kAccount,
                 batch_.keys.find_or_add(account.kind, account.scheme, account.external_id));
  DraftRelation& draft = batch_.relations.emplace_back();
  draft.once = true;
  draft.record.from = party;
  draft.record.to = out;
  draft.record.kind = graph::RelationKind::kOwnsAccount;
  draft.record.origin = origin({});
  draft.record.origin.ordinal = ordinals_[static_cast<std::size_t>(DraftKind::kRelation)]++;
  mention(DraftKind::kRelation, batch_.relations.size() - 1);
  return true;
}

bool RowReader::boundary(const EntitySpec& spec, EntityId& out) {
  std::string_view where;
  if (!text(spec.id, where)) return false;
  where = canonical(where, batch_.text);
  if (!where.empty() && !graph::is_country_code(where)) return fail("bad-territory", spec.id);
  return entity_of(EntityKind::kAccount, spec.scheme.constant, where.empty() ? "unknown" : where,
                   spec.id, out);
}

// `name` lives as long as the mapping. Repetition within a batch is left out where nothing can turn
// the row down that said it first.
void RowReader::add_attribute(EntityId entity, std::string_view name, std::string_view value) {
  const std::uint64_t print = hash_text(value, hash_text(name, 0));
  if (binding_.rows_are_final) {
    if (last_attribute_.size() < batch_.keys.size()) last_attribute_.resize(batch_.keys.size());
    const std::uint64_t told = print ^ (attribute_epoch_ * 0x9E3779B97F4A7C15ULL);
    std::uint64_t& last = last_attribute_[entity.index()];
    if (last == told) return;
    last = told;
  }
  const std::uint64_t of_entity =
      batch_.keys.at(static_cast<std::uint32_t>(entity.index())).hash * 0x9E3779B97F4A7C15ULL;
  batch_.attributes.push_back({entity, name, batch_.text.copy(value), print ^ of_entity});
  mention(DraftKind::kAttribute, batch_.attributes.size() - 1);
}

bool RowReader::attach(const std::vector<AttributeSpec>& attributes, EntityId entity) {
  if (entity.kind() == EntityKind::kVictim && !binding_.mapping->keeps_victim_text) return true;
  for (const AttributeSpec& attribute : attributes) {
    const bool is_one_text = !binding_.part->is_structured() && attribute.value.separator.empty() &&
                             attribute.value.form != ValueForm::kAnyOf;
    if (is_one_text) {
      std::string_view value;
      if (!text(attribute.value, value)) return false;
      if (!value.empty()) add_attribute(entity, attribute.name, value);
      continue;
    }
    const auto add = [&](std::string_view value) {
      add_attribute(entity, attribute.name, value);
      return true;
    };
    if (!each_text(attribute.value, add)) return false;
  }
  return true;
}

bool RowReader::first_entity(const EntitySpec& spec, EntityId& out) {
  for (const EntitySpec& alternative : spec.party) {
    const bool is_last = &alternative == &spec.party.back();
    if (!(is_last ? entity(alternative, out) : optional_entity(alternative, out))) return false;
    if (!out.is_none()) break;
  }
  return true;
}

bool RowReader::entity(const EntitySpec& spec, EntityId& out) {
  bool done = false;
  switch (spec.form) {
    case EntitySpec::Form::kAbsent:
      out = {};
      return true;
    case EntitySpec::Form::kKeyed:
      done = keyed(spec, out);
      break;
    case EntitySpec::Form::kFirstOf:
      return first_entity(spec, out);
    case EntitySpec::Form::kDescribed:
      done = described(spec, out);
      break;
    case EntitySpec::Form::kNamed:
      done = named(spec, out);
      break;
    case EntitySpec::Form::kPooled:
      done = pooled(spec, out);
      break;
    case EntitySpec::Form::kBoundary:
      done = boundary(spec, out);
      break;
  }
  return done && attach(spec.attributes, out);
}

bool RowReader::optional_entity(const EntitySpec& spec, EntityId& out) {
  out = {};
  if (!spec.is_given()) return true;
  std::string_view id;
  if (spec.form == EntitySpec::Form::kFirstOf) return entity(spec, out);
  const Value& value = spec.form == EntitySpec::Form::kPooled ? spec.party[0].id : spec.id;
  if (!text(value, id)) return false;
  return id.empty() || entity(spec, out);
}

// ISO 3166 code of a country or subdivision, or location:scheme/id.
bool RowReader::territory(const Value& value, EntityId& out) {
  out = {};
  std::string_view where;
  if (!text(value, where)) return false;
  if (where.empty()) return true;
  if (where.starts_with("location:")) {
    const auto key = graph::parse_entity_key(where);
    if (!key) return fail("bad-name", value);
    const std::string_view scheme =
        key->scheme.empty() ? std::string_view(binding_.namespace_name) : key->scheme;
    return entity_of(EntityKind::kLocation, scheme, key->external_id, value, out);
  }
  const std::string_view code = canonical(where, batch_.text);
  const std::string_view scheme = graph::is_subdivision_code(code) ? "iso3166-2" : "iso3166";
  return entity_of(EntityKind::kLocation, scheme, code, value, out);
}

bool RowReader::collect(const std::vector<AttributeSpec>& specs,
                        std::vector<graph::Attribute>& out) {
  for (const AttributeSpec& spec : specs) {
    const auto add = [&](std::string_view value) {
      out.push_back({spec.name, std::string(value)});
      return true;
    };
    if (!each_text(spec.value, add)) return false;
  }
  return true;
}

bool RowReader::read(const EntityRecord& spec) {
  EntityId id;
  if (!entity(spec.entity, id)) return false;
  mention(DraftKind::kEntity, id.index());
  return true;
}

}  // namespace headwater::ingest::internal
