// What is said about victims, from values of version 1: opened with the victim key, empty without.
#include "graph/internal/store_view.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

SealedPlace place_of(Family family, std::string_view key) {
  return {family, read_big_endian(key, 0), {~read_big_endian(key, 8)}};
}

Status does_not_open(const SealedPlace& place, std::string found) {
  return corrupt_value(name_of(place.family), big_endian_key(place.number, ~place.commit.value),
                       std::move(found));
}

// The clear part of a record.
template <typename Record>
Status read_clear(const SealedPlace& place, ByteReader& reader, SealedPart& part, Record& record) {
  std::string_view clear;
  const bool is_sound = read_sealed_body(reader, clear, part);
  ByteReader clear_reader(clear);
  if (is_sound && decode(clear_reader, record)) return {};
  return does_not_open(place, "the record does not decode");
}

std::string only_tag(const SealedPart& part) {
  return part.tags.empty() ? std::string() : part.tags.front();
}

}  // namespace

void RocksStoreView::note_plain(VictimFlow& flow) const {
  if (!flow.victim.is_none()) flow.victim_token = plain_token(flow.victim, internal_.seed);
}

// Nothing to open where the key was destroyed; a key that is missing otherwise is damage.
template <typename Record>
Status RocksStoreView::open_secrets(std::uint64_t slot, const SealedPlace& place,
                                    const SealedPart& part, Record& record) const {
  HEADWATER_ASSIGN_OR_RETURN(const FoundKey found, data_keys_->find(slot));
  if (found.state == KeyState::kErased) return {};
  if (found.state == KeyState::kMissing) return does_not_open(place, "its data key is missing");
  auto secrets = cipher_->unseal_text(found.key, part.text, place);
  if (!secrets || !put_secrets(*secrets, record)) {
    return does_not_open(place, "what is sealed in it does not open");
  }
  wipe(*secrets);
  return {};
}

Status RocksStoreView::read_sealed(std::string_view key, ByteReader& reader,
                                   VictimFlow& flow) const {
  const SealedPlace place = place_of(Family::kVictimFlow, key);
  SealedPart part;
  HEADWATER_RETURN_IF_ERROR(read_clear(place, reader, part, flow));
  flow.victim_token = part.token;
  flow.is_erased = part.text.empty();
  if (shows_tags_ && !part.tags.empty()) flow.means = part.tags;
  if (flow.is_erased || cipher_ == nullptr) return {};
  std::uint64_t slot = slot_of_group(place.number);
  if (!part.victim.empty()) {
    const auto victim = cipher_->unseal_victim(part.victim, place);
    if (!victim) return does_not_open(place, "what is sealed in it does not open");
    flow.victim = *victim;
    slot = victim->value();
  }
  return open_secrets(slot, place, part, flow);
}

Status RocksStoreView::read_sealed(std::string_view key, ByteReader& reader,
                                   Relation& relation) const {
  const SealedPlace place = place_of(Family::kRelation, key);
  SealedPart part;
  HEADWATER_RETURN_IF_ERROR(read_clear(place, reader, part, relation));
  if (shows_tags_) relation.evidence = only_tag(part);
  if (part.text.empty() || cipher_ == nullptr) return {};
  return open_secrets(victim_end(relation).value(), place, part, relation);
}

Status RocksStoreView::read_sealed(std::string_view key, ByteReader&, Assertion&) const {
  return corrupt_value("assertion", key, "the codec version is not known");
}

Result<EntityContribution> RocksStoreView::read_contribution(std::string_view key,
                                                             std::string_view value) const {
  HEADWATER_ASSIGN_OR_RETURN(StoredContribution row, read_stored_contribution(key, value));
  if (shows_tags_) {
    for (std::string& tag : row.sealed.tags) {
      row.contribution.attributes.push_back({"", std::move(tag)});
    }
  }
  if (row.is_sealed && cipher_ != nullptr) {
    HEADWATER_RETURN_IF_ERROR(open_secrets(read_big_endian(key, 0), place_of(Family::kEntity, key),
                                           row.sealed, row.contribution));
  }
  return std::move(row.contribution);
}

}  // namespace headwater::graph::internal
