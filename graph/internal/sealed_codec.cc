#include "graph/internal/sealed_codec.h"

#include <algorithm>
#include <utility>

#include "graph/internal/value_frame.h"
#include "graph/sha256.h"

namespace headwater::graph::internal {
namespace {

bool is_victim_id(EntityId id) { return id.kind() == EntityKind::kVictim; }

void write_name(const NameDigest& name, ByteWriter& writer) {
  writer.raw(name.data(), name.size());
}

Status write_name_of(EntityId id, const NameOf& name_of, ByteWriter& writer) {
  NameDigest name{};
  if (!id.is_none()) {
    HEADWATER_ASSIGN_OR_RETURN(name, name_of(id));
  }
  write_name(name, writer);
  return {};
}

void write_source_id(const Origin& origin, std::string_view name_space, ByteWriter& writer) {
  writer.text(origin.source_id);
  if (!origin.source_id.empty()) writer.text(name_space);
}

void write_texts(const VictimFlow& flow, ByteWriter& writer) {
  writer.varint(flow.means.size());
  for (const std::string& means : flow.means) writer.text(means);
  writer.text(flow.sex);
  writer.text(flow.age_band);
  writer.text(flow.citizenship);
}

}  // namespace

void write_sealed_body(std::string_view clear, const SealedPart& part, ByteWriter& writer) {
  writer.text(clear);
  writer.varint(part.token);
  writer.text(part.victim);
  writer.varint(part.tags.size());
  for (const std::string& tag : part.tags) writer.text(tag);
  writer.text(part.text);
}

bool read_sealed_body(ByteReader& reader, std::string_view& clear, SealedPart& part) {
  clear = reader.text();
  part.token = reader.varint();
  part.victim = reader.text();
  const std::uint64_t tags = reader.varint();
  for (std::uint64_t i = 0; reader.ok() && i < tags; ++i) part.tags.emplace_back(reader.text());
  part.text = reader.text();
  return reader.finished();
}

std::string take_secrets(VictimFlow& flow) {
  ByteWriter writer;
  write_texts(flow, writer);
  writer.varint(flow.roles.size());
  for (const Role& role : flow.roles) {
    writer.u8(static_cast<std::uint8_t>(role.kind));
    writer.u64(role.entity.value());
  }
  flow.victim = EntityId();
  flow.means.clear();
  flow.sex.clear();
  flow.age_band.clear();
  flow.citizenship.clear();
  flow.roles.clear();
  return writer.take();
}

bool put_secrets(std::string_view text, VictimFlow& flow) {
  ByteReader reader(text);
  const std::uint64_t means = reader.varint();
  for (std::uint64_t i = 0; reader.ok() && i < means; ++i) flow.means.emplace_back(reader.text());
  flow.sex = reader.text();
  flow.age_band = reader.text();
  flow.citizenship = reader.text();
  const std::uint64_t roles = reader.varint();
  for (std::uint64_t i = 0; reader.ok() && i < roles; ++i) {
    const auto kind = static_cast<RoleKind>(reader.u8());
    flow.roles.push_back({kind, EntityId::from_value(reader.u64())});
  }
  return reader.finished();
}

std::string take_secrets(Relation& relation) {
  ByteWriter writer;
  writer.text(std::exchange(relation.evidence, {}));
  write_attributes(std::exchange(relation.attributes, {}), writer);
  return writer.take();
}

bool put_secrets(std::string_view text, Relation& relation) {
  ByteReader reader(text);
  relation.evidence = reader.text();
  relation.attributes = read_attributes(reader);
  return reader.finished();
}

std::string take_secrets(EntityContribution& contribution) {
  ByteWriter writer;
  write_attributes(std::exchange(contribution.attributes, {}), writer);
  return writer.take();
}

bool put_secrets(std::string_view text, EntityContribution& contribution) {
  ByteReader reader(text);
  contribution.attributes = read_attributes(reader);
  return reader.finished();
}

bool has_secrets(const VictimFlow& flow) {
  return !flow.victim.is_none() || !flow.means.empty() || !flow.sex.empty() ||
         !flow.age_band.empty() || !flow.citizenship.empty() || !flow.roles.empty();
}

EntityId victim_end(const Relation& relation) {
  if (is_victim_id(relation.from)) return relation.from;
  return is_victim_id(relation.to) ? relation.to : EntityId();
}

bool has_secrets(const Relation& relation) {
  return !victim_end(relation).is_none() &&
         (!relation.evidence.empty() || !relation.attributes.empty());
}

NameDigest digest_of_name(const EntityKey& key) {
  Sha256 hash;
  hash.update(to_string(key));
  const auto digest = hash.finish();
  NameDigest name{};
  std::copy_n(digest.begin(), name.size(), name.begin());
  return name;
}

Result<std::string> tagged_bytes(const VictimFlow& flow, std::string_view name_space,
                                 const NameOf& name_of) {
  ByteWriter writer;
  writer.u8('f');
  HEADWATER_RETURN_IF_ERROR(write_name_of(flow.victim, name_of, writer));
  writer.varint(flow.count);
  writer.u8(static_cast<std::uint8_t>(flow.kind));
  writer.i64(flow.start.ms);
  writer.i64(flow.end.ms);
  writer.text(flow.form);
  writer.text(flow.sector);
  write_source_id(flow.origin, name_space, writer);
  write_texts(flow, writer);
  for (const Role& role : flow.roles) {
    writer.u8(static_cast<std::uint8_t>(role.kind));
    HEADWATER_RETURN_IF_ERROR(write_name_of(role.entity, name_of, writer));
  }
  return writer.take();
}

Result<std::string> tagged_bytes(const Relation& relation, std::string_view name_space,
                                 const NameOf& name_of) {
  ByteWriter writer;
  writer.u8('r');
  HEADWATER_RETURN_IF_ERROR(write_name_of(relation.from, name_of, writer));
  HEADWATER_RETURN_IF_ERROR(write_name_of(relation.to, name_of, writer));
  writer.u8(static_cast<std::uint8_t>(relation.kind));
  writer.i64(relation.valid_from.ms);
  writer.i64(relation.valid_to.ms);
  write_source_id(relation.origin, name_space, writer);
  writer.text(relation.evidence);
  std::vector<Attribute> attributes = relation.attributes;
  std::sort(attributes.begin(), attributes.end());
  write_attributes(attributes, writer);
  return writer.take();
}

std::string tagged_bytes(const NameDigest& victim, const Attribute& attribute) {
  ByteWriter writer;
  writer.u8('a');
  write_name(victim, writer);
  writer.text(attribute.name);
  writer.text(attribute.value);
  return writer.take();
}

Result<StoredContribution> read_stored_contribution(std::string_view key, std::string_view value) {
  HEADWATER_ASSIGN_OR_RETURN(const VersionedBody opened, open_versioned(value, "entity", key));
  StoredContribution row;
  row.is_sealed = opened.is_sealed;
  std::string_view clear = opened.body;
  ByteReader outer(opened.body);
  bool is_sound = !row.is_sealed || read_sealed_body(outer, clear, row.sealed);
  ByteReader reader(clear);
  is_sound = is_sound && decode(reader, row.contribution);
  if (!is_sound) return corrupt_value("entity", key, "the contribution does not decode");
  return row;
}

}  // namespace headwater::graph::internal
