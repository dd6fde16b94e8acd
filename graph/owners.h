// Owners: to whom an account's money is rolled up, at one time or over time.
//
//   AccountOwners owners = account_owners(*snapshot, resolved.representative, kUnknownTime);
//   VertexIndex who = owners.owner[account];   // kNoVertex: nobody known, or several
//   AccountOwnership ownership = account_ownership(*snapshot, resolved.representative);
//   for (const OwnershipPeriod& period : ownership.periods(account)) ...
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

struct OwnershipPeriod {
  TimeWindow window;      // unknown ends: since ever, for ever
  VertexIndex owner = 0;  // its representative
};

// Who was the one owner of each account, and when.
class AccountOwnership {
 public:
  // Ascending and disjoint; the times of no owner or of several are left out.
  // Accounts that are the same have the same periods.
  std::span<const OwnershipPeriod> periods(VertexIndex account) const {
    const VertexIndex whole = representative_[account];
    return std::span(periods_).subspan(first_[whole], first_[whole + 1] - first_[whole]);
  }
  // The one owner at that time, or kNoVertex: nobody known, or several. An unknown time is in no
  // period that has a beginning or an end. O(periods of the account).
  VertexIndex owner_at(VertexIndex account, Timestamp time) const;
  // At some time with several owners.
  bool is_ever_joint(VertexIndex account) const { return joint_[representative_[account]]; }

 private:
  friend AccountOwnership account_ownership(const Snapshot&, std::span<const VertexIndex>);
  std::span<const VertexIndex> representative_;
  std::vector<std::uint32_t> first_;  // by vertex, into periods_
  std::vector<OwnershipPeriod> periods_;
  std::vector<bool> joint_;
};

// `representative` must outlive the answer. O(V + relations log relations). Deterministic.
AccountOwnership account_ownership(const Snapshot& snapshot,
                                   std::span<const VertexIndex> representative);

}  // namespace headwater::graph
