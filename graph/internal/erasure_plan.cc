#include "graph/internal/erasure_plan.h"

#include <algorithm>

#include "graph/internal/link_key.h"
#include "graph/internal/stored_record.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {

Result<std::optional<std::string>> ErasurePlan::current(Family family,
                                                        const std::string& key) const {
  if (const auto changed = rows_.find({family, key}); changed != rows_.end()) {
    return changed->second;
  }
  return state_.database->get(family, key, nullptr);
}

namespace {

Result<std::vector<std::uint64_t>> listed_entities(const std::string& key,
                                                   const std::optional<std::string>& value) {
  std::vector<std::uint64_t> entities;
  if (!value) return entities;
  HEADWATER_ASSIGN_OR_RETURN(const std::string_view body, open_value(*value, "entity_key", key));
  ByteReader reader(body);
  while (reader.ok() && reader.remaining() > 0) entities.push_back(reader.u64());
  if (!reader.ok()) return corrupt_value("entity_key", key, "the list does not decode");
  return entities;
}

std::optional<std::string> entity_list(const std::vector<std::uint64_t>& entities) {
  if (entities.empty()) return std::nullopt;
  ByteWriter writer = begin_value();
  for (const std::uint64_t entity : entities) writer.u64(entity);
  return end_value(std::move(writer));
}

}  // namespace

Status ErasurePlan::unlist_key(EntityId id, const EntityKey& key) {
  const std::string hash = key_bytes(hash_of(key, state_.meta.seed));
  HEADWATER_ASSIGN_OR_RETURN(const auto stored, current(Family::kEntityKey, hash));
  HEADWATER_ASSIGN_OR_RETURN(auto entities, listed_entities(hash, stored));
  std::erase(entities, id.value());
  change(Family::kEntityKey, hash, entity_list(entities));
  return {};
}

Status ErasurePlan::list_key(EntityId id, const EntityKey& key) {
  const std::string hash = key_bytes(hash_of(key, state_.meta.seed));
  HEADWATER_ASSIGN_OR_RETURN(const auto stored, current(Family::kEntityKey, hash));
  HEADWATER_ASSIGN_OR_RETURN(auto entities, listed_entities(hash, stored));
  entities.push_back(id.value());
  change(Family::kEntityKey, hash, entity_list(entities));
  return {};
}

// A source may have used such a name: then it gets a longer one.
Result<EntityKey> ErasurePlan::unused_key(EntityId id, const EntityKey& before) const {
  EntityKey key = erased_key_of(id, before);
  while (true) {
    HEADWATER_ASSIGN_OR_RETURN(
        const auto stored, current(Family::kEntityKey, key_bytes(hash_of(key, state_.meta.seed))));
    if (!stored) return key;
    key.external_id += '+';
  }
}

Result<EntityKey> ErasurePlan::erase_entity(EntityId id) {
  std::vector<std::string> keys;  // newest first; the oldest row has the name
  EntityKey before;
  HEADWATER_RETURN_IF_ERROR(state_.database->scan_short(
      Family::kEntity, big_endian_key(id.value()), big_endian_key(id.value() + 1), nullptr,
      [&](std::string_view key, std::string_view value) -> Status {
        HEADWATER_ASSIGN_OR_RETURN(const StoredContribution row,
                                   read_stored_contribution(key, value));
        if (row.contribution.has_key) before = row.contribution.key;
        keys.emplace_back(key);
        return {};
      }));
  HEADWATER_CHECK(!keys.empty(), "an entity that was found has rows");
  HEADWATER_ASSIGN_OR_RETURN(const EntityKey after, unused_key(id, before));
  for (const std::string& key : keys) {
    EntityContribution bare;
    bare.has_key = key == keys.back();
    if (bare.has_key) bare.key = after;
    ByteWriter writer = begin_value();
    encode(bare, writer);
    change(Family::kEntity, key, end_value(std::move(writer)));
  }
  HEADWATER_RETURN_IF_ERROR(unlist_key(id, before));
  HEADWATER_RETURN_IF_ERROR(list_key(id, after));
  by_entity_[id.value()] = erasures_.size();
  erasures_.push_back({id, {}, 0, 0});
  if (id.kind() == EntityKind::kVictim) HEADWATER_RETURN_IF_ERROR(destroy_data_key(id.value()));
  return after;
}

Status ErasurePlan::erase_group(VictimFlowId flow) {
  by_group_[flow.value] = erasures_.size();
  erasures_.push_back({EntityId(), flow, 0, 0});
  return destroy_data_key(slot_of_group(flow.value));
}

// The victim's flows are known by their token: of sealed ones the row says no more.
Status ErasurePlan::destroy_data_key(std::uint64_t slot) {
  const std::size_t place = erasures_.size() - 1;
  if (!is_group_slot(slot)) {
    by_token_[plain_token(EntityId::from_value(slot), state_.meta.seed)] = place;
  }
  const std::string key = big_endian_key(slot);
  HEADWATER_ASSIGN_OR_RETURN(const auto stored, current(Family::kVictimKey, key));
  if (!stored) return {};
  HEADWATER_ASSIGN_OR_RETURN(const DataKeyRow row, decode_data_key(key, *stored));
  if (row.erased_by.value == 0 && !is_group_slot(slot)) {
    HEADWATER_CHECK(cipher_ != nullptr, "victims are found with the victim key");
    const auto data_key = cipher_->unwrap(row.wrapped, slot);
    if (!data_key) return corrupt_value("victim_key", key, "the data key does not unwrap");
    by_token_[data_key->token] = place;
  }
  change(Family::kVictimKey, key, encode_data_key({commit_, {}}));
  return {};
}

Status ErasurePlan::erase_records_of_victims() {
  if (by_token_.empty() && by_group_.empty()) return {};
  HEADWATER_RETURN_IF_ERROR(state_.database->scan(
      Family::kVictimFlow, "", "", nullptr,
      [&](std::string_view key, std::string_view value) { return erase_flow_row(key, value); }));
  return state_.database->scan(
      Family::kRelation, "", "", nullptr,
      [&](std::string_view key, std::string_view value) { return erase_relation_row(key, value); });
}

Status ErasurePlan::erase_flow_row(std::string_view key, std::string_view value) {
  SealedPart part;
  HEADWATER_ASSIGN_OR_RETURN(auto flow,
                             read_clear_part<VictimFlow>(Family::kVictimFlow, key, value, part));
  if (!flow) return {};
  std::uint64_t token = part.token;
  if (!flow->victim.is_none()) token = plain_token(flow->victim, state_.meta.seed);
  const std::uint64_t number = read_big_endian(key, 0);
  const auto group = by_group_.find(number);
  const auto victim = by_token_.find(token);
  std::size_t place = erasures_.size();
  if (group != by_group_.end()) place = group->second;
  if (token != 0 && victim != by_token_.end()) place = victim->second;
  if (place == erasures_.size()) return {};
  if (counted_.emplace(Family::kVictimFlow, number).second) ++erasures_[place].victim_flows;
  HEADWATER_RETURN_IF_ERROR(forget_source_id(RecordType::kVictimFlow, number, flow->origin));
  HEADWATER_RETURN_IF_ERROR(put_erased(Family::kVictimFlow, key, std::move(*flow), token));
  return remove_links(Family::kVictimFlow, key, value);
}

Erasure* ErasurePlan::erasure_of(EntityId victim) {
  const auto found = by_entity_.find(victim.value());
  const bool is_erased = victim.kind() == EntityKind::kVictim && found != by_entity_.end();
  return is_erased ? &erasures_[found->second] : nullptr;
}

Status ErasurePlan::erase_relation_row(std::string_view key, std::string_view value) {
  SealedPart part;
  HEADWATER_ASSIGN_OR_RETURN(auto relation,
                             read_clear_part<Relation>(Family::kRelation, key, value, part));
  if (!relation) return {};
  Erasure* erasure = erasure_of(relation->from);
  if (erasure == nullptr) erasure = erasure_of(relation->to);
  if (erasure == nullptr) return {};
  const std::uint64_t number = read_big_endian(key, 0);
  if (counted_.emplace(Family::kRelation, number).second) ++erasure->relations;
  HEADWATER_RETURN_IF_ERROR(forget_source_id(RecordType::kRelation, number, relation->origin));
  HEADWATER_RETURN_IF_ERROR(put_erased(Family::kRelation, key, std::move(*relation), 0));
  return remove_links(Family::kRelation, key, value);
}

// The clear part, with nothing sealed: what is counted stays.
template <typename Record>
Status ErasurePlan::put_erased(Family family, std::string_view key, Record record,
                               std::uint64_t token) {
  take_secrets(record);
  record.origin.source_id.clear();
  ByteWriter clear;
  encode(record, clear);
  ByteWriter writer = begin_value(kSealedVersion);
  writer.u8(0);
  write_sealed_body(clear.bytes(), {token, {}, {}, {}}, writer);
  change(family, std::string(key), end_value(std::move(writer)));
  return {};
}

// Links that the row does not have any more: by the victim, by its token, by roles.
Status ErasurePlan::remove_links(Family family, std::string_view key, std::string_view before) {
  HEADWATER_ASSIGN_OR_RETURN(const auto old, links_of_row(family, key, before));
  HEADWATER_ASSIGN_OR_RETURN(const auto after, current(family, std::string(key)));
  HEADWATER_CHECK(after.has_value(), "an erased record keeps its row");
  HEADWATER_ASSIGN_OR_RETURN(const auto kept, links_of_row(family, key, *after));
  for (const std::string& link : old) {
    if (!std::binary_search(kept.begin(), kept.end(), link)) {
      change(Family::kLink, link, std::nullopt);
    }
  }
  return {};
}

// The id may be the victim's own pseudonym, and its row has a hash of what was said.
Status ErasurePlan::forget_source_id(RecordType type, std::uint64_t number, const Origin& origin) {
  if (origin.source_id.empty() || origin.commit.value == 0 ||
      origin.commit.value > state_.manifests.size()) {
    return {};
  }
  const std::string& name_space = state_.manifests[origin.commit.value - 1].namespace_name;
  const std::string key =
      key_bytes(hash_of_source_id(type, name_space, origin.source_id, state_.meta.seed));
  HEADWATER_ASSIGN_OR_RETURN(const auto stored, current(Family::kTransactionKey, key));
  if (!stored) return {};
  HEADWATER_ASSIGN_OR_RETURN(auto entries, decode_record_keys(key, *stored));
  std::erase_if(entries, [&](const RecordKeyEntry& entry) {
    return entry.type == type && entry.number == number;
  });
  std::optional<std::string> left;
  if (!entries.empty()) left = encode_record_keys(entries);
  change(Family::kTransactionKey, key, std::move(left));
  return {};
}

}  // namespace headwater::graph::internal
