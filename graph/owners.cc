#include "graph/owners.h"

namespace headwater::graph {

AccountOwners account_owners(const Snapshot& snapshot, std::span<const VertexIndex> representative,
                             Timestamp as_of) {
  const VertexTable& vertices = snapshot.vertices();
  // By representative: what is known of one of several accounts that are the same is known of each.
  std::vector<VertexIndex> holders(vertices.size(), kNoVertex);
  std::vector<bool> several(vertices.size(), false);
  for (const RelationLayer::Edge& edge : snapshot.relations().edges) {
    if (edge.kind != RelationKind::kOwnsAccount) continue;
    if (as_of.is_known() && edge.valid_from.is_known() && edge.valid_from > as_of) continue;
    if (as_of.is_known() && edge.valid_to.is_known() && edge.valid_to <= as_of) continue;
    if (is_ledger_kind(vertices.kind(edge.from))) continue;  // an account holds no account
    const VertexIndex holder = representative[edge.from];
    const VertexIndex account = representative[edge.to];
    VertexIndex& known = holders[account];
    if (known != kNoVertex && known != holder) several[account] = true;
    if (known == kNoVertex) known = holder;
  }
  AccountOwners owners;
  owners.owner.assign(vertices.size(), kNoVertex);
  for (const EntityKind kind : {EntityKind::kAccount, EntityKind::kLoan}) {
    const VertexIndex base = vertices.base(kind);
    for (VertexIndex v = base; v < base + vertices.count(kind); ++v) {
      if (several[representative[v]]) {
        owners.joint.push_back(v);
      } else {
        owners.owner[v] = holders[representative[v]];
      }
    }
  }
  return owners;
}

}  // namespace headwater::graph
