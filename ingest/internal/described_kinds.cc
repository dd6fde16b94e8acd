#include "ingest/internal/described_kinds.h"

#include <algorithm>

#include "ingest/internal/key_table.h"

namespace headwater::ingest::internal {

using graph::EntityKind;

namespace {

bool is_before(const DescribedKind& one, const DescribedKind& other) {
  return one.print != other.print ? one.print < other.print : one.kind < other.kind;
}

bool is_same(const DescribedKind& one, const DescribedKind& other) {
  return one.print == other.print && one.kind == other.kind;
}

}  // namespace

void DescribedKinds::seal() {
  std::sort(kinds_.begin(), kinds_.end(), is_before);
  kinds_.erase(std::unique(kinds_.begin(), kinds_.end(), is_same), kinds_.end());
}

std::optional<EntityKind> DescribedKinds::stored(std::string_view namespace_name,
                                                 std::string_view id) const {
  if (view_ == nullptr) return std::nullopt;
  std::optional<EntityKind> known;
  for (const EntityKind kind : graph::kAllEntityKinds) {
    if (kind == EntityKind::kVictim) continue;
    const auto found = view_->find({kind, std::string(namespace_name), std::string(id)});
    if (!found.has_value() || !found->has_value()) continue;
    if (known) return std::nullopt;
    known = kind;
  }
  return known;
}

std::optional<EntityKind> DescribedKinds::find(std::string_view namespace_name,
                                               std::string_view id) const {
  const DescribedKind wanted{hash_text(id, 0), EntityKind{}};
  const auto first = std::lower_bound(kinds_.begin(), kinds_.end(), wanted, is_before);
  if (first == kinds_.end() || first->print != wanted.print) return stored(namespace_name, id);
  const auto next = first + 1;
  if (next != kinds_.end() && next->print == wanted.print) return std::nullopt;
  return first->kind;
}

}  // namespace headwater::ingest::internal
