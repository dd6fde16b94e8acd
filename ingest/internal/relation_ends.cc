#include "ingest/internal/relation_ends.h"

namespace headwater::ingest::internal {
namespace {

using graph::EntityKind;
using graph::RelationKind;

bool is_natural_person(EntityKind kind) {
  return kind == EntityKind::kPerson || kind == EntityKind::kVictim;
}

bool is_legal_person(EntityKind kind) {
  return kind == EntityKind::kCompany || kind == EntityKind::kInstitution;
}

bool is_party(EntityKind kind) { return is_natural_person(kind) || is_legal_person(kind); }

bool may_be_the_same(EntityKind one, EntityKind other) {
  return one == other || (is_natural_person(one) && is_natural_person(other)) ||
         (is_legal_person(one) && is_legal_person(other));
}

}  // namespace

bool may_tie(RelationKind kind, EntityKind from, EntityKind to) {
  switch (kind) {
    case RelationKind::kOwnsAccount:
      return is_party(from) && graph::is_ledger_kind(to);
    case RelationKind::kOwnership:
      return is_party(from) && !is_natural_person(to);
    case RelationKind::kControl:
      return is_party(from);
    case RelationKind::kDirectorship:
      return is_party(from) && is_legal_person(to);
    case RelationKind::kSignIn:
      return from == EntityKind::kMedium && graph::is_ledger_kind(to);
    case RelationKind::kSameAs:
    case RelationKind::kNotSameAs:
      return may_be_the_same(from, to);
    case RelationKind::kLocatedAt:
      return to == EntityKind::kLocation;
    default:
      return true;
  }
}

}  // namespace headwater::ingest::internal
