#include "graph/owners.h"

#include <algorithm>
#include <limits>
#include <map>
#include <tuple>

namespace headwater::graph {
namespace {

constexpr std::int64_t kForEver = std::numeric_limits<std::int64_t>::max();

// An owner comes, or goes.
struct OwnershipChange {
  VertexIndex account;
  std::int64_t time;  // an unknown beginning is the smallest time, an unknown end kForEver
  VertexIndex owner;
  int owners;  // +1 or -1
};

std::vector<OwnershipChange> ownership_changes(const Snapshot& snapshot,
                                               std::span<const VertexIndex> representative) {
  const VertexTable& vertices = snapshot.vertices();
  std::vector<OwnershipChange> changes;
  for (const RelationLayer::Edge& edge : snapshot.relations().edges) {
    if (edge.kind != RelationKind::kOwnsAccount) continue;
    if (is_ledger_kind(vertices.kind(edge.from))) continue;  // an account holds no account
    const std::int64_t to = edge.valid_to.is_known() ? edge.valid_to.ms : kForEver;
    if (to <= edge.valid_from.ms) continue;
    const VertexIndex account = representative[edge.to], owner = representative[edge.from];
    changes.push_back({account, edge.valid_from.ms, owner, 1});
    changes.push_back({account, to, owner, -1});
  }
  std::sort(changes.begin(), changes.end(), [](const auto& a, const auto& b) {
    return std::tie(a.account, a.time, a.owner, a.owners) <
           std::tie(b.account, b.time, b.owner, b.owners);
  });
  return changes;
}

// The periods of one account, from its changes in order of time. True: it once had several owners.
bool sweep(std::span<const OwnershipChange> changes, std::vector<OwnershipPeriod>& periods) {
  const std::size_t first = periods.size();
  std::map<VertexIndex, int> owners;  // with how many relations each
  bool was_joint = false;
  for (std::size_t i = 0; i < changes.size();) {
    const std::int64_t time = changes[i].time;
    for (; i < changes.size() && changes[i].time == time; ++i) {
      int& relations = owners[changes[i].owner];
      relations += changes[i].owners;
      if (relations == 0) owners.erase(changes[i].owner);
    }
    was_joint = was_joint || owners.size() > 1;
    if (owners.size() != 1) continue;
    const VertexIndex owner = owners.begin()->first;
    const std::int64_t next = changes[i].time;  // whoever came goes, if only at the end of time
    const TimeWindow window{{time}, next == kForEver ? kUnknownTime : Timestamp{next}};
    const bool goes_on = periods.size() > first && periods.back().owner == owner &&
                         periods.back().window.to == window.from;
    if (goes_on) {
      periods.back().window.to = window.to;
    } else {
      periods.push_back({window, owner});
    }
  }
  return was_joint;
}

}  // namespace

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

VertexIndex AccountOwnership::owner_at(VertexIndex account, Timestamp time) const {
  for (const OwnershipPeriod& period : periods(account)) {
    if (period.window.contains(time)) return period.owner;
  }
  return kNoVertex;
}

AccountOwnership account_ownership(const Snapshot& snapshot,
                                   std::span<const VertexIndex> representative) {
  const std::size_t size = snapshot.vertices().size();
  AccountOwnership ownership;
  ownership.representative_ = representative;
  ownership.first_.assign(size + 1, 0);
  ownership.joint_.assign(size, false);
  const std::vector<OwnershipChange> changes = ownership_changes(snapshot, representative);
  std::size_t begin = 0;
  for (VertexIndex v = 0; v < size; ++v) {
    std::size_t end = begin;
    while (end < changes.size() && changes[end].account == v) ++end;
    ownership.joint_[v] = sweep(std::span(changes).subspan(begin, end - begin), ownership.periods_);
    ownership.first_[v + 1] = static_cast<std::uint32_t>(ownership.periods_.size());
    begin = end;
  }
  return ownership;
}

}  // namespace headwater::graph
