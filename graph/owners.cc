#include "graph/owners.h"

namespace headwater::graph {

AccountOwners account_owners(const Snapshot& snapshot, std::span<const VertexIndex> representative,
                             Timestamp as_of) {
  AccountOwners owners;
  owners.owner.assign(snapshot.vertices().size(), kNoVertex);
  std::vector<bool> several(snapshot.vertices().size(), false);
  for (const RelationLayer::Edge& edge : snapshot.relations().edges) {
    if (edge.kind != RelationKind::kOwnsAccount) continue;
    if (as_of.is_known() && edge.valid_from.is_known() && edge.valid_from > as_of) continue;
    if (as_of.is_known() && edge.valid_to.is_known() && edge.valid_to <= as_of) continue;
    const VertexIndex holder = representative[edge.from];
    VertexIndex& known = owners.owner[edge.to];
    if (known != kNoVertex && known != holder) several[edge.to] = true;
    if (known == kNoVertex) known = holder;
  }
  for (VertexIndex v = 0; v < several.size(); ++v) {
    if (!several[v]) continue;
    owners.owner[v] = kNoVertex;
    owners.joint.push_back(v);
  }
  return owners;
}

}  // namespace headwater::graph
