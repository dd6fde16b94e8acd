// Verification of what is sealed. Without the victim key: every data key's row decodes and belongs
// to a victim or flow that is there; what is sealed has one, or it was erased. With the key: every
// sealed text opens and is what its tags say.
#include <algorithm>

#include "graph/internal/data_keys.h"
#include "graph/internal/erasure_steps.h"
#include "graph/internal/sealed_codec.h"
#include "graph/internal/value_frame.h"
#include "graph/internal/verify_checks.h"

namespace headwater::graph::internal {
namespace {

// Opens what is sealed and compares tags; knows the view's keys only, sees everything else.
class SealedCheck {
 public:
  SealedCheck(const RocksStoreView& view, const VictimCipher* cipher)
      : view_(view),
        cipher_(cipher),
        keys_(*view.internal().database, view.internal().snapshot, cipher) {}

  Status check_contribution(std::string_view key, std::string_view value) const;
  template <typename Record>
  Status check_record(Family family, std::string_view key, std::string_view value) const;

 private:
  struct Opened {
    bool is_open = false;
    std::string text;
  };
  Result<Opened> open(std::uint64_t slot, const SealedPlace& place, const SealedPart& part) const;
  Result<std::uint64_t> slot_of(VictimFlow& flow, const SealedPart& part,
                                const SealedPlace& place) const;
  Result<std::uint64_t> slot_of(const Relation& relation, const SealedPart&,
                                const SealedPlace&) const {
    return victim_end(relation).value();
  }
  template <typename Record>
  Status compare(const Record& record, const SealedPart& part, const SealedPlace& place) const;
  Status wrong(const SealedPlace& place, std::string found) const {
    return corrupt_value(name_of(place.family), big_endian_key(place.number, ~place.commit.value),
                         std::move(found));
  }

  const RocksStoreView& view_;
  const VictimCipher* cipher_;
  DataKeys keys_;
};

SealedPlace sealed_place(Family family, std::string_view key) {
  return {family, read_big_endian(key, 0), {~read_big_endian(key, 8)}};
}

bool is_tag(const std::string& tag, const PlainTextTag& expected) {
  return std::equal(tag.begin(), tag.end(), expected.begin(), expected.end(),
                    [](char a, std::uint8_t b) { return static_cast<std::uint8_t>(a) == b; });
}

// Nothing is open without the victim key, or where the data key was destroyed.
Result<SealedCheck::Opened> SealedCheck::open(std::uint64_t slot, const SealedPlace& place,
                                              const SealedPart& part) const {
  HEADWATER_ASSIGN_OR_RETURN(const FoundKey found, keys_.find(slot));
  if (found.state == KeyState::kMissing) return wrong(place, "its data key is missing");
  if (found.state == KeyState::kErased || cipher_ == nullptr) return Opened();
  auto text = cipher_->unseal_text(found.key, part.text, place);
  if (!text) return wrong(place, "what is sealed in it does not open");
  return Opened{true, std::move(*text)};
}

Status SealedCheck::check_contribution(std::string_view key, std::string_view value) const {
  const auto row = read_stored_contribution(key, value);
  if (!row.has_value() || !row->is_sealed) return {};  // what does not decode is listed already
  const SealedPlace place = sealed_place(Family::kEntity, key);
  HEADWATER_ASSIGN_OR_RETURN(const Opened opened, open(place.number, place, row->sealed));
  if (!opened.is_open) return {};
  EntityContribution contribution;
  if (!put_secrets(opened.text, contribution))
    return wrong(place, "what is sealed does not decode");
  HEADWATER_ASSIGN_OR_RETURN(const EntityKey name,
                             view_.key_of(EntityId::from_value(place.number)));
  const NameDigest digest = digest_of_name(name);
  const auto& attributes = contribution.attributes;
  const auto& tags = row->sealed.tags;
  const bool is_sound =
      tags.size() == attributes.size() && std::is_sorted(tags.begin(), tags.end()) &&
      std::all_of(attributes.begin(), attributes.end(), [&](const Attribute& attribute) {
        const PlainTextTag expected = cipher_->tag_of(tagged_bytes(digest, attribute));
        return std::any_of(tags.begin(), tags.end(),
                           [&](const std::string& tag) { return is_tag(tag, expected); });
      });
  return is_sound ? Status() : wrong(place, "a tag is not that of the sealed text");
}

Result<std::uint64_t> SealedCheck::slot_of(VictimFlow& flow, const SealedPart& part,
                                           const SealedPlace& place) const {
  if (part.victim.empty()) return slot_of_group(place.number);
  if (cipher_ == nullptr) return std::uint64_t{0};  // nobody knows whose
  const auto victim = cipher_->unseal_victim(part.victim, place);
  if (!victim || !exists(*victim, view_.counters())) {
    return wrong(place, "its victim is not there");
  }
  flow.victim = *victim;
  return victim->value();
}

// A tag covers names as they were: one of an entity that was erased since is not known any more.
template <typename Record>
Status SealedCheck::compare(const Record& record, const SealedPart& part,
                            const SealedPlace& place) const {
  const std::uint64_t commit = record.origin.commit.value;
  if (commit == 0 || commit > view_.manifests().size()) return wrong(place, "it has no commit");
  bool names_an_erased_one = false;
  const auto name_of = [&](EntityId id) -> Result<NameDigest> {
    HEADWATER_ASSIGN_OR_RETURN(const EntityKey key, view_.key_of(id));
    names_an_erased_one = names_an_erased_one || is_erased(key);
    return digest_of_name(key);
  };
  const std::string& name_space = view_.manifests()[commit - 1].namespace_name;
  HEADWATER_ASSIGN_OR_RETURN(const std::string bytes, tagged_bytes(record, name_space, name_of));
  if (names_an_erased_one) return {};
  const bool is_sound = part.tags.size() == 1 && is_tag(part.tags.front(), cipher_->tag_of(bytes));
  return is_sound ? Status() : wrong(place, "the tag is not that of the sealed text");
}

template <typename Record>
Status SealedCheck::check_record(Family family, std::string_view key,
                                 std::string_view value) const {
  const auto versioned = open_versioned(value, name_of(family), key);
  if (!versioned.has_value() || !versioned->is_sealed) return {};
  const SealedPlace place = sealed_place(family, key);
  ByteReader reader(versioned->body);
  SealedPart part;
  std::string_view clear;
  Record record;
  bool is_sound = reader.u8() == 0 && read_sealed_body(reader, clear, part);
  ByteReader clear_reader(clear);
  is_sound = is_sound && decode(clear_reader, record);
  if (!is_sound) return wrong(place, "the record does not decode");
  if (part.text.empty()) return {};  // erased
  HEADWATER_ASSIGN_OR_RETURN(const std::uint64_t slot, slot_of(record, part, place));
  if (slot == 0) return {};
  HEADWATER_ASSIGN_OR_RETURN(const Opened opened, open(slot, place, part));
  if (!opened.is_open) return {};
  if (!put_secrets(opened.text, record)) return wrong(place, "what is sealed does not decode");
  return compare(record, part, place);
}

Status check_data_keys(const RocksStoreView& view, const VictimCipher* cipher,
                       ProblemList& problems) {
  const Counters& counters = view.counters();
  const auto check = [&](std::string_view key, std::string_view value) -> Status {
    if (key.size() != 8) return corrupt_value("victim_key", key, "the key has another length");
    HEADWATER_ASSIGN_OR_RETURN(const DataKeyRow row, decode_data_key(key, value));
    const std::uint64_t slot = read_big_endian(key, 0);
    const EntityId id = EntityId::from_value(slot);
    const bool is_there = is_group_slot(slot)
                              ? (slot & ~kGroupSlots) < counters.victim_flows
                              : id.kind() == EntityKind::kVictim && exists(id, counters);
    if (!is_there) return corrupt_value("victim_key", key, "it is of nobody in this store");
    if (row.erased_by > view.as_of()) {
      return corrupt_value("victim_key", key, "its commit is not there");
    }
    if (cipher != nullptr && row.erased_by.value == 0 && !cipher->unwrap(row.wrapped, slot)) {
      return corrupt_value("victim_key", key, "the data key does not unwrap");
    }
    return {};
  };
  return listed(view.internal().database->scan(Family::kVictimKey, "", "", view.internal().snapshot,
                                               [&](std::string_view key, std::string_view value) {
                                                 return listed(check(key, value), problems);
                                               }),
                problems);
}

Status check_sealed_rows(const RocksStoreView& view, const VictimCipher* cipher,
                         ProblemList& problems) {
  const Counters& counters = view.counters();
  const std::uint64_t victims = counters.entities[static_cast<int>(EntityKind::kVictim)];
  if (victims == 0 && counters.victim_flows == 0) return {};
  const SealedCheck check(view, cipher);
  const auto scan = [&](Family family, const auto& check_row) -> Status {
    return listed(view.internal().database->scan(family, "", "", view.internal().snapshot,
                                                 [&](std::string_view key, std::string_view value) {
                                                   return listed(check_row(key, value), problems);
                                                 }),
                  problems);
  };
  HEADWATER_RETURN_IF_ERROR(scan(Family::kVictimFlow, [&](auto key, auto value) {
    return check.check_record<VictimFlow>(Family::kVictimFlow, key, value);
  }));
  HEADWATER_RETURN_IF_ERROR(scan(Family::kRelation, [&](auto key, auto value) {
    return check.check_record<Relation>(Family::kRelation, key, value);
  }));
  const std::string first = big_endian_key(EntityId(EntityKind::kVictim, 0).value());
  const std::string end = big_endian_key(EntityId(EntityKind::kVictim, victims).value());
  return listed(view.internal().database->scan(
                    Family::kEntity, first, end, view.internal().snapshot,
                    [&](std::string_view key, std::string_view value) {
                      return listed(check.check_contribution(key, value), problems);
                    }),
                problems);
}

}  // namespace

Status check_victims(const RocksStoreView& view, const VictimCipher* cipher,
                     ProblemList& problems) {
  HEADWATER_RETURN_IF_ERROR(check_data_keys(view, cipher, problems));
  HEADWATER_RETURN_IF_ERROR(check_sealed_rows(view, cipher, problems));
  const auto unfinished = is_erasure_unfinished(*view.internal().database);
  if (!unfinished.has_value()) return listed(unfinished.error(), problems);
  if (*unfinished) {
    problems.add("meta: an erasure was interrupted; any command that writes completes it");
  }
  return {};
}

}  // namespace headwater::graph::internal
