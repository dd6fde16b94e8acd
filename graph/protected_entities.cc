#include "graph/protected_entities.h"

#include <algorithm>
#include <unordered_set>

#include "graph/internal/store_view.h"

namespace headwater::graph {
namespace {

class ProtectedSet {
 public:
  bool holds(EntityId id) const {
    return id.kind() == EntityKind::kVictim || found_.find(id) != found_.end();
  }
  // True when it protects somebody new.
  bool follow(const Relation& relation) {
    const bool same = relation.kind == RelationKind::kSameAs;
    const bool hands_on = same || relation.kind == RelationKind::kOwnsAccount ||
                          relation.kind == RelationKind::kUsesMedium;
    if (!hands_on) return false;
    if (holds(relation.from) && !holds(relation.to)) return found_.insert(relation.to).second;
    if (same && holds(relation.to) && !holds(relation.from)) {
      return found_.insert(relation.from).second;
    }
    return false;
  }
  // Where no relation gives the pooled account to its party, its name does.
  Status add_pooled_accounts(const StoreView& view) {
    std::vector<EntityId> pooled;
    for (const EntityId id : found_) {
      if (id.is_ledger_vertex()) continue;
      const auto key = view.key_of(id);
      if (!key.has_value() && key.error().code() == StatusCode::kNotFound) continue;
      if (!key.has_value()) return key.error();
      HEADWATER_ASSIGN_OR_RETURN(const auto account, view.find(pooled_account_of(*key)));
      if (account) pooled.push_back(*account);
    }
    found_.insert(pooled.begin(), pooled.end());
    return {};
  }
  std::vector<EntityId> ascending() const {
    std::vector<EntityId> ids(found_.begin(), found_.end());
    std::sort(ids.begin(), ids.end());
    return ids;
  }

 private:
  std::unordered_set<EntityId> found_;
};

}  // namespace

Result<std::vector<EntityId>> protected_entities(const StoreView& view) {
  ProtectedSet all;
  bool changed = view.counters().entities[static_cast<int>(EntityKind::kVictim)] > 0;
  while (changed) {  // chains of same-as and ownership are short
    changed = false;
    HEADWATER_RETURN_IF_ERROR(view.internal().view->for_each_relation_unfiltered(
        [&](RelationId, const Relation& relation) -> Status {
          changed = all.follow(relation) || changed;
          return {};
        }));
  }
  HEADWATER_RETURN_IF_ERROR(all.add_pooled_accounts(view));
  return all.ascending();
}

}  // namespace headwater::graph
