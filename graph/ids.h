// Identities: what a vertex or a record is called inside a store, and how people name it.
//
//   EntityId id(EntityKind::kAccount, 41);          // dense, this store only
//   EntityKey key{EntityKind::kAccount, "iban", "DE89..."};   // the same in every store
//   std::string shown = to_string(key);             // "account:iban/DE89..."
//
// Not here: resolving one into the other (graph/store.h), sameness across schemes (`same-as`).
#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "graph/status.h"

namespace headwater::graph {

// Values are stored on disk: append, never renumber.
enum class EntityKind : std::uint8_t {
  kPerson = 1,
  kCompany = 2,
  kInstitution = 3,
  kAccount = 4,
  kLoan = 5,
  kLocation = 6,
  kMedium = 7,
  kVictim = 8,
  kCase = 9,
};
inline constexpr int kEntityKindCount = 9;
inline constexpr EntityKind kAllEntityKinds[kEntityKindCount] = {
    EntityKind::kPerson,  EntityKind::kCompany, EntityKind::kInstitution,
    EntityKind::kAccount, EntityKind::kLoan,    EntityKind::kLocation,
    EntityKind::kMedium,  EntityKind::kVictim,  EntityKind::kCase};

std::string_view to_string(EntityKind kind);  // "person", "company", ...
std::optional<EntityKind> parse_entity_kind(std::string_view text);
// Only ledger vertices hold money: accounts and loans.
constexpr bool is_ledger_kind(EntityKind kind) {
  return kind == EntityKind::kAccount || kind == EntityKind::kLoan;
}

// Kind in the top byte, dense index within the kind (first-seen order) below. 8 bytes on disk.
class EntityId {
 public:
  constexpr EntityId() = default;  // no entity
  constexpr EntityId(EntityKind kind, std::uint64_t index)
      : value_((std::uint64_t{static_cast<std::uint8_t>(kind)} << 56) | index) {}
  static constexpr EntityId from_value(std::uint64_t value) {
    EntityId id;
    id.value_ = value;
    return id;
  }
  constexpr std::uint64_t value() const { return value_; }
  constexpr EntityKind kind() const { return static_cast<EntityKind>(value_ >> 56); }
  constexpr std::uint64_t index() const { return value_ & ((std::uint64_t{1} << 56) - 1); }
  constexpr bool is_none() const { return value_ == 0; }
  constexpr bool is_ledger_vertex() const { return is_ledger_kind(kind()); }
  friend constexpr auto operator<=>(EntityId, EntityId) = default;

 private:
  std::uint64_t value_ = 0;
};

// A dense number in this store; distinct record types do not mix.
template <typename Tag>
struct RecordNumber {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(RecordNumber, RecordNumber) = default;
};
using TransactionId = RecordNumber<struct TransactionTag>;  // from 0, ledger position
using RelationId = RecordNumber<struct RelationTag>;        // from 0
using VictimFlowId = RecordNumber<struct VictimFlowTag>;    // from 0
using StatisticId = RecordNumber<struct StatisticTag>;      // from 0
using AssertionId = RecordNumber<struct AssertionTag>;      // from 0
using RateId = RecordNumber<struct RateTag>;                // from 0

// System time: one number a published commit, from 1; 0 is the empty store.
struct CommitSeq {
  std::uint64_t value = 0;
  friend constexpr auto operator<=>(CommitSeq, CommitSeq) = default;
};
inline constexpr CommitSeq kLatestCommit{~std::uint64_t{0}};

// What makes two entities the same: kind, scheme (a global one, or the source's namespace) and the
// id that the scheme gives.
struct EntityKey {
  EntityKind kind = EntityKind::kAccount;
  std::string scheme;
  std::string external_id;
  friend auto operator<=>(const EntityKey&, const EntityKey&) = default;
};

std::string to_string(const EntityKey& key);  // kind:scheme/external-id

// `kind:scheme/external-id`, or the short form `kind:external-id` with an empty scheme. The scheme
// ends at the first '/'; pooled accounts (account:unspecified/...) keep their inner slashes in the
// external id. Errors: kQuestion.
Result<EntityKey> parse_entity_key(std::string_view text);

// Schemes that mean the same thing in every source: iban, bic, lei, imo, wallet-*, iso3166,
// iso3166-2, the pooled and boundary schemes, and that of erased entities. Every other scheme is a
// source's namespace.
bool is_global_scheme(std::string_view scheme);
// Ids of these schemes may be written with blanks and in either case: the IBAN "de89 3704" is
// DE893704. They are kept in capitals and without blanks.
bool has_canonical_form(std::string_view scheme);

// The account that stands for a party whose accounts the source does not name.
EntityKey pooled_account_of(const EntityKey& party);
bool is_pooled_account(const EntityKey& key);
// Boundary accounts stand for the world outside: account:cash/..., account:external/...
bool is_boundary_account(const EntityKey& key);

// What an entity is called once it was erased: kind:erased/N, N its dense index; a pooled account
// stays one: account:unspecified/erased/N.
EntityKey erased_key_of(EntityId id, const EntityKey& before);
bool is_erased(const EntityKey& key);

}  // namespace headwater::graph

template <>
struct std::hash<headwater::graph::EntityId> {
  std::size_t operator()(headwater::graph::EntityId id) const noexcept {
    return static_cast<std::size_t>(id.value() * 0x9E3779B97F4A7C15ULL >> 7);
  }
};
