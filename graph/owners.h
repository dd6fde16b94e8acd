// Owners: to whom an account's money is rolled up.
//
//   AccountOwners owners = account_owners(*snapshot, resolved.representative, kUnknownTime);
//   VertexIndex who = owners.owner[account];   // kNoVertex: nobody known, or several
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "graph/snapshot.h"

namespace headwater::graph {

struct AccountOwners {
  std::vector<VertexIndex> owner;  // by vertex: the one owner (its representative), or kNoVertex
  std::vector<VertexIndex> joint;  // accounts with several owners: nobody's alone
};

// `representative` resolves same-as. Ownership must be valid at `as_of`; unknown: at any time.
// O(relations). Deterministic.
AccountOwners account_owners(const Snapshot& snapshot, std::span<const VertexIndex> representative,
                             Timestamp as_of);

}  // namespace headwater::graph
