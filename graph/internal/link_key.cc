#include "graph/internal/link_key.h"

#include <algorithm>
#include <type_traits>

#include "graph/internal/bytes.h"
#include "graph/internal/stored_record.h"
#include "graph/internal/value_frame.h"

namespace headwater::graph::internal {
namespace {

constexpr std::uint64_t kTransactionEnds = std::uint64_t{0xF1} << 56;
constexpr std::uint64_t kSignBit = std::uint64_t{1} << 63;
constexpr unsigned kKindBits = 6;
constexpr std::uint8_t kKindMask = (1u << kKindBits) - 1;

// Collects the links of one record.
class LinkList {
 public:
  LinkList(LinkType type, std::uint8_t kind, Timestamp time, std::uint64_t number) {
    link_.type = type;
    link_.kind = kind;
    link_.time = time;
    link_.number = number;
  }
  void add(std::uint64_t end, std::uint8_t role) {
    link_.end = end;
    link_.role = role;
    keys_.push_back(encode_link_key(link_));
  }
  void add(EntityId end, std::uint8_t role) {
    if (!end.is_none()) add(end.value(), role);
  }
  void set_type(LinkType type) { link_.type = type; }
  std::vector<std::string> take() {
    std::sort(keys_.begin(), keys_.end());
    keys_.erase(std::unique(keys_.begin(), keys_.end()), keys_.end());
    return std::move(keys_);
  }

 private:
  LinkKey link_;
  std::vector<std::string> keys_;
};

}  // namespace

std::string encode_link_key(const LinkKey& link) {
  std::string key;
  key.reserve(kLinkKeyBytes);
  append_big_endian(key, link.end);
  key += static_cast<char>(static_cast<unsigned>(link.type) << kKindBits | (link.kind & kKindMask));
  key += static_cast<char>(link.role);
  append_big_endian(key, ~(static_cast<std::uint64_t>(link.time.ms) ^ kSignBit));
  append_big_endian(key, link.number);
  return key;
}

std::optional<LinkKey> decode_link_key(std::string_view key) {
  if (key.size() != kLinkKeyBytes) return std::nullopt;
  const auto kind = static_cast<std::uint8_t>(key[8]);
  LinkKey link;
  link.end = read_big_endian(key, 0);
  link.type = static_cast<LinkType>(kind >> kKindBits);
  link.kind = kind & kKindMask;
  link.role = static_cast<std::uint8_t>(key[9]);
  link.time = {static_cast<std::int64_t>(~read_big_endian(key, kLinkPrefixBytes) ^ kSignBit)};
  link.number = read_big_endian(key, kLinkPrefixBytes + sizeof(std::uint64_t));
  return link;
}

const std::string& link_value() {
  static const std::string value = end_value(begin_value());
  return value;
}

std::uint64_t link_end_of(TransactionId transaction) {
  return kTransactionEnds | transaction.value;
}

std::optional<TransactionId> transaction_of_link_end(std::uint64_t end) {
  if (end >> 56 != kTransactionEnds >> 56) return std::nullopt;
  return TransactionId{end & ~kTransactionEnds};
}

std::vector<std::string> links_of(const Relation& relation, std::uint64_t number) {
  LinkList links(LinkType::kRelation, static_cast<std::uint8_t>(relation.kind), relation.valid_from,
                 number);
  links.add(relation.from, kLinkFrom);
  links.add(relation.to, kLinkTo);
  return links.take();
}

std::vector<std::string> links_of(const Assertion& assertion, std::uint64_t number) {
  LinkList links(LinkType::kAssertion, static_cast<std::uint8_t>(assertion.claim),
                 assertion.made_at, number);
  links.add(assertion.entity, kLinkSubject);
  links.add(assertion.case_id, kLinkCase);
  links.add(assertion.territory, kLinkTerritory);
  if (assertion.transaction) links.add(link_end_of(*assertion.transaction), kLinkTransaction);
  return links.take();
}

std::vector<std::string> links_of(const VictimFlow& clear, std::uint64_t number,
                                  std::uint64_t token) {
  LinkList links(LinkType::kVictimFlow, static_cast<std::uint8_t>(clear.kind), clear.start, number);
  links.add(clear.victim, kLinkVictim);
  links.add(clear.recruitment_territory, kLinkRecruitment);
  links.add(clear.transit_territory, kLinkTransit);
  links.add(clear.exploitation_territory, kLinkExploitation);
  links.add(clear.case_id, kLinkFlowCase);
  for (const Role& role : clear.roles) {
    links.add(role.entity,
              static_cast<std::uint8_t>(kLinkRoles + static_cast<unsigned>(role.kind)));
  }
  links.set_type(LinkType::kFlowByToken);
  if (token != 0) links.add(token, kLinkVictim);
  return links.take();
}

namespace {

template <typename Record>
Result<std::vector<std::string>> links_of_stored(Family family, std::string_view key,
                                                 std::string_view value) {
  SealedPart part;
  HEADWATER_ASSIGN_OR_RETURN(const auto record, read_clear_part<Record>(family, key, value, part));
  if (!record) return std::vector<std::string>();
  const std::uint64_t number = read_big_endian(key, 0);
  if constexpr (std::is_same_v<Record, VictimFlow>) {
    return links_of(*record, number, part.text.empty() ? 0 : part.token);
  } else {
    return links_of(*record, number);
  }
}

}  // namespace

Result<std::vector<std::string>> links_of_row(Family family, std::string_view key,
                                              std::string_view value) {
  if (family == Family::kRelation) return links_of_stored<Relation>(family, key, value);
  if (family == Family::kVictimFlow) return links_of_stored<VictimFlow>(family, key, value);
  HEADWATER_CHECK(family == Family::kAssertion, "a family of versioned records");
  return links_of_stored<Assertion>(family, key, value);
}

}  // namespace headwater::graph::internal
