#include "graph/internal/victim_sealer.h"

#include <algorithm>

#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

constexpr std::size_t kKeysInMemory = 8 << 20;
constexpr std::string_view kOfScratch = "staged";

template <typename Tag>
std::string text_of_tag(const Tag& tag) {
  return {reinterpret_cast<const char*>(tag.data()), tag.size()};
}

}  // namespace

VictimSealer::VictimSealer(const Store::Internal& state, const VictimKey& key,
                           const RocksStoreView& before, CommitSeq commit,
                           const std::string& folder)
    : state_(state),
      before_(before),
      cipher_(key, state.meta.seed),
      stored_(*state.database, nullptr, &cipher_),
      commit_(commit),
      made_(folder, "victim_key", kKeysInMemory) {}

Status VictimSealer::enter(EntityId id, const EntityKey& key, bool is_new) {
  names_.try_emplace(id.value(), digest_of_name(key));
  if (!is_new || id.kind() != EntityKind::kVictim) return {};
  HEADWATER_ASSIGN_OR_RETURN(const DataKey made, make_key(id.value(), cipher_.token_of(id)));
  keys_.emplace(id.value(), made);
  return {};
}

Result<DataKey> VictimSealer::make_key(std::uint64_t slot, std::uint64_t token) {
  DataKey key{SecretKey::random(), token};
  DataKeyRow row;
  row.wrapped = cipher_.wrap(key, slot);
  HEADWATER_RETURN_IF_ERROR(made_.add(big_endian_key(slot), encode_data_key(row)));
  return key;
}

Result<DataKey> VictimSealer::key_of(EntityId victim) {
  const std::uint64_t slot = victim.value();
  if (const auto known = keys_.find(slot); known != keys_.end()) return known->second;
  HEADWATER_ASSIGN_OR_RETURN(const FoundKey found, stored_.find(slot));
  if (found.state == KeyState::kErased) {
    return Status(StatusCode::kConflict,
                  {"add a record about a victim", "",
                   "what the store knew of the victim was erased", "leave the record out"});
  }
  DataKey key = found.key;
  if (found.state == KeyState::kMissing) {
    HEADWATER_ASSIGN_OR_RETURN(key, make_key(slot, plain_token(victim, state_.meta.seed)));
  }
  keys_.emplace(slot, key);
  return key;
}

Result<NameDigest> VictimSealer::name_of(EntityId id) const {
  if (const auto known = names_.find(id.value()); known != names_.end()) return known->second;
  HEADWATER_ASSIGN_OR_RETURN(const EntityKey key, before_.key_of(id));
  return digest_of_name(key);
}

template <typename Record>
Result<std::string> VictimSealer::finish(Record& record, const DataKey& key,
                                         const SealedPlace& place, std::string_view name_space,
                                         SealedPart part) {
  HEADWATER_ASSIGN_OR_RETURN(std::string tagged, tagged_bytes(record, name_space, [&](EntityId id) {
                               return name_of(id);
                             }));
  part.tags = {text_of_tag(cipher_.tag_of(tagged))};
  std::string secrets = take_secrets(record);
  part.text = cipher_.seal_text(key, secrets, place);
  wipe(tagged);
  wipe(secrets);
  record.origin.commit = commit_;
  ByteWriter clear;
  encode(record, clear);
  ByteWriter writer = begin_value(kSealedVersion);
  writer.u8(0);  // no tombstone
  write_sealed_body(clear.bytes(), part, writer);
  return end_value(std::move(writer));
}

Result<std::string> VictimSealer::seal(VictimFlow flow, std::uint64_t number,
                                       std::string_view name_space) {
  const SealedPlace place{Family::kVictimFlow, number, commit_};
  SealedPart part;
  DataKey key;
  if (flow.victim.is_none()) {
    HEADWATER_ASSIGN_OR_RETURN(key, make_key(slot_of_group(number), 0));
  } else {
    HEADWATER_ASSIGN_OR_RETURN(key, key_of(flow.victim));
    part.victim = cipher_.seal_victim(flow.victim, place);
  }
  part.token = key.token;
  return finish(flow, key, place, name_space, std::move(part));
}

Result<std::string> VictimSealer::seal(Relation relation, std::uint64_t number,
                                       std::string_view name_space) {
  HEADWATER_ASSIGN_OR_RETURN(const DataKey key, key_of(victim_end(relation)));
  return finish(relation, key, {Family::kRelation, number, commit_}, name_space, {});
}

Result<std::string> VictimSealer::seal(EntityId victim, EntityContribution contribution) {
  HEADWATER_ASSIGN_OR_RETURN(const DataKey key, key_of(victim));
  HEADWATER_ASSIGN_OR_RETURN(const NameDigest name, name_of(victim));
  SealedPart part;
  for (const Attribute& attribute : contribution.attributes) {
    part.tags.push_back(text_of_tag(cipher_.tag_of(tagged_bytes(name, attribute))));
  }
  std::sort(part.tags.begin(), part.tags.end());
  std::string secrets = take_secrets(contribution);
  part.text = cipher_.seal_text(key, secrets, {Family::kEntity, victim.value(), commit_});
  wipe(secrets);
  ByteWriter clear;
  encode(contribution, clear);
  ByteWriter writer = begin_value(kSealedVersion);
  write_sealed_body(clear.bytes(), part, writer);
  return end_value(std::move(writer));
}

std::string VictimSealer::hide(std::string_view staged) const {
  return internal::seal(scratch_key_, staged, kOfScratch);
}

std::string VictimSealer::reveal(std::string_view hidden) const {
  auto staged = unseal(scratch_key_, hidden, kOfScratch);
  HEADWATER_CHECK(staged.has_value(), "what was staged comes back as it went");
  return std::move(*staged);
}

Status VictimSealer::write_keys(SstOutput& output) {
  return made_.finish(
      [&](std::string_view key, std::string_view value) { return output.put(key, value); });
}

}  // namespace headwater::graph::internal
