// Family `link`: relations, assertions and victim flows by what they name.
//
//   key := end8 kind1 role1 ~time8 number8      26 bytes; the body is empty
//
//   end     an entity's number; 0xF1 in the top byte and a transaction's number below; of
//           kFlowByToken the token of a victim
//   kind    LinkType in the top two bits, the kind or claim of the record below
//   role    what the record says of the end
//   time    the record's own: valid-from, made-at, start; sign bit flipped, then complemented, so
//           that the newest comes first and the unknown last
//
// **The links of a record are a function of what stands in clear in its row**, and say no more: of
// a flow that is sealed neither victim nor roles. A victim's sealed flows are found by the token
// that the row has, for whoever has the victim key and can tell the token; what was erased has no
// token here. Plain flows have none either: one that had both would tie the token to the victim.
// A record keeps its links when it is withdrawn: a withdrawal can be withdrawn.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/internal/database.h"
#include "graph/records.h"

namespace headwater::graph::internal {

// Values are stored on disk: append, never renumber.
enum class LinkType : std::uint8_t { kRelation, kAssertion, kVictimFlow, kFlowByToken };

// Roles, by type.
inline constexpr std::uint8_t kLinkFrom = 1, kLinkTo = 2;
inline constexpr std::uint8_t kLinkSubject = 1, kLinkCase = 2, kLinkTransaction = 3,
                              kLinkTerritory = 4;
inline constexpr std::uint8_t kLinkVictim = 1, kLinkRecruitment = 2, kLinkTransit = 3,
                              kLinkExploitation = 4, kLinkFlowCase = 5;
inline constexpr std::uint8_t kLinkRoles = 0x10;  // plus RoleKind

struct LinkKey {
  std::uint64_t end = 0;
  LinkType type = LinkType::kRelation;
  std::uint8_t kind = 0, role = 0;
  Timestamp time;
  std::uint64_t number = 0;
};
inline constexpr std::size_t kLinkKeyBytes = 26;
inline constexpr std::size_t kLinkPrefixBytes = 10;  // end, kind, role

std::string encode_link_key(const LinkKey& link);
// Nothing for bytes that are no key. Whether what it names is there is not looked at.
std::optional<LinkKey> decode_link_key(std::string_view key);
// A whole value.
const std::string& link_value();

// Above every kind of entity.
std::uint64_t link_end_of(TransactionId transaction);
std::optional<TransactionId> transaction_of_link_end(std::uint64_t end);

// Keys of the links of a record, ascending and distinct.
std::vector<std::string> links_of(const Relation& relation, std::uint64_t number);
std::vector<std::string> links_of(const Assertion& assertion, std::uint64_t number);
// `token` is 0 for a plain flow, for a group's and for one that was erased.
std::vector<std::string> links_of(const VictimFlow& clear, std::uint64_t number,
                                  std::uint64_t token = 0);

// Of a row of `relation`, `victim_flow` or `assertion`; none for a tombstone. Errors: kCorrupt.
Result<std::vector<std::string>> links_of_row(Family family, std::string_view key,
                                              std::string_view value);

}  // namespace headwater::graph::internal
