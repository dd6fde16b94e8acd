// Bodies of values of version 1, in the families `entity`, `relation` and `victim_flow`: what is
// said about a victim is sealed under the victim's data key.
//
//   sealed-body := clear:text token:varint victim:text n:varint tag:text* sealed:text
//
//   clear   the body of version 0 with the sealed fields empty
//   token   of a victim flow: its victim's, 0 for a group
//   victim  of a victim flow: which victim, sealed under the link key; empty for a group
//   tag     HMAC of what is sealed: of an entity one an attribute, ascending; else one
//   sealed  entity: attributes; relation: evidence:text attributes; victim flow: secrets
//           empty: it was erased
//   secrets := n:varint means:text* sex:text age-band:text citizenship:text n:varint (role(1)
//              entity)*
//
// A tag covers names instead of numbers and no commit: it is the same however a record was loaded,
// and stands for the sealed text in the content digest, which needs no key therefore.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/internal/bytes.h"
#include "graph/internal/record_codec.h"
#include "graph/records.h"
#include "graph/status.h"

namespace headwater::graph::internal {

struct SealedPart {
  std::uint64_t token = 0;
  std::string victim;
  std::vector<std::string> tags;
  std::string text;
};
void write_sealed_body(std::string_view clear, const SealedPart& part, ByteWriter& writer);
// `clear` points into what is read.
bool read_sealed_body(ByteReader& reader, std::string_view& clear, SealedPart& part);

// What is sealed of a record; `take` empties it there, `put` gives it back. `put` returns false for
// bytes that are none.
std::string take_secrets(VictimFlow& flow);
bool put_secrets(std::string_view text, VictimFlow& flow);
std::string take_secrets(Relation& relation);
bool put_secrets(std::string_view text, Relation& relation);
std::string take_secrets(EntityContribution& contribution);
bool put_secrets(std::string_view text, EntityContribution& contribution);

// Whether a record says anything that is to be sealed.
bool has_secrets(const VictimFlow& flow);
bool has_secrets(const Relation& relation);     // with a victim at an end
EntityId victim_end(const Relation& relation);  // `from` where both are; none where neither is

using NameDigest = std::array<std::uint8_t, 16>;
NameDigest digest_of_name(const EntityKey& key);
using NameOf = std::function<Result<NameDigest>(EntityId)>;

// What a tag is the HMAC of. `name_space` is what the source's id is local to.
Result<std::string> tagged_bytes(const VictimFlow& flow, std::string_view name_space,
                                 const NameOf& name_of);
Result<std::string> tagged_bytes(const Relation& relation, std::string_view name_space,
                                 const NameOf& name_of);
std::string tagged_bytes(const NameDigest& victim, const Attribute& attribute);

// A row of family `entity`, of either version.
struct StoredContribution {
  EntityContribution contribution;  // without what is sealed
  bool is_sealed = false;
  SealedPart sealed;
};
Result<StoredContribution> read_stored_contribution(std::string_view key, std::string_view value);

}  // namespace headwater::graph::internal
