// What to look up by an entity or a transaction: relations, assertions, victim flows. The functions
// stand in graph/store.h; they need no snapshot.
//
//   RelationLookup owners{.entity = account, .end = RelationEnd::kTo,
//                         .kinds = {RelationKind::kOwnsAccount}, .most = 1};
//   view->for_each_relation_of(owners, visit);
//
// **Order**: newest first by the record's own time (valid-from, made-at, start), unknown times
// last, equal times by ascending number. A record that names the entity at several ends comes once.
// **Windows** are about that time: of a relation when it began, not how long it holds. Records
// without a time are in no bounded window.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "graph/ids.h"
#include "graph/records.h"
#include "graph/timestamp.h"

namespace headwater::graph {

inline constexpr std::uint64_t kNoLimit = std::numeric_limits<std::uint64_t>::max();

enum class RelationEnd : std::uint8_t { kEither, kFrom, kTo };
struct RelationLookup {
  EntityId entity;
  RelationEnd end = RelationEnd::kEither;
  std::vector<RelationKind> kinds = {};  // empty: every kind
  TimeWindow window = {};
  std::uint64_t most = kNoLimit;  // so many are visited, the newest
};

enum class AssertionEnd : std::uint8_t { kAny, kSubject, kCase, kTerritory };
struct AssertionLookup {
  EntityId entity;                                // as `end` says; ignored with a transaction
  std::optional<TransactionId> transaction = {};  // that is the subject
  AssertionEnd end = AssertionEnd::kAny;
  std::vector<Claim> claims = {};  // empty: every claim
  TimeWindow window = {};
  std::uint64_t most = kNoLimit;
};

enum class VictimFlowEnd : std::uint8_t {
  kAny,
  kVictim,
  kLocation,  // any of the three below
  kRecruitment,
  kTransit,
  kExploitation,
  kCase,
  kRole,
};
struct VictimFlowLookup {
  EntityId entity;
  VictimFlowEnd end = VictimFlowEnd::kAny;
  std::vector<RoleKind> roles = {};  // of kRole and kAny; empty: every role
  std::vector<VictimFlowKind> kinds = {};
  TimeWindow window = {};
  std::uint64_t most = kNoLimit;
};

}  // namespace headwater::graph
