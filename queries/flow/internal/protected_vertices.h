// Who must never be named or ranked in answers about money: victims, whoever is used under their
// identity, what is the same as one of them, and accounts of any of these.
#pragma once

#include <vector>

#include "graph/owners.h"
#include "graph/snapshot.h"

namespace headwater::queries::internal {

class ProtectedVertices {
 public:
  // Keeps a reference to `resolved`. O(V).
  ProtectedVertices(const graph::Snapshot& snapshot, const graph::ResolvedVertices& resolved)
      : representative_(resolved.representative), is_protected_(snapshot.vertices().size(), false) {
    for (graph::VertexIndex v = 0; v < representative_.size(); ++v) {
      if (snapshot.has_flag(v, graph::kProtected)) is_protected_[representative_[v]] = true;
    }
  }

  bool contains(graph::VertexIndex v) const { return is_protected_[representative_[v]]; }
  // The account or its one owner.
  bool contains_account(graph::VertexIndex v, const graph::AccountOwners& owners) const {
    const graph::VertexIndex owner = owners.owner[v];
    return contains(v) || (owner != graph::kNoVertex && contains(owner));
  }

 private:
  const std::vector<graph::VertexIndex>& representative_;
  std::vector<bool> is_protected_;  // by representative
};

}  // namespace headwater::queries::internal
