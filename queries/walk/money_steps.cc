#include "queries/walk/money_steps.h"

#include <algorithm>

namespace headwater::queries {

using graph::VertexIndex;

MoneySteps::MoneySteps(const graph::Snapshot& snapshot, std::span<const VertexIndex> representative,
                       MoneyStepPolicy policy)
    : snapshot_(snapshot), representative_(representative), policy_(std::move(policy)) {
  for (VertexIndex v = 0; v < representative_.size(); ++v) {
    const VertexIndex stop = representative_[v];
    if (stop == v) continue;
    auto& members = shared_[stop];
    if (members.empty()) members.push_back(stop);
    members.push_back(v);
  }
}

VertexIndex MoneySteps::payer(std::uint32_t position) const {
  return representative_[snapshot_.transactions().from[position]];
}
VertexIndex MoneySteps::payee(std::uint32_t position) const {
  return representative_[snapshot_.transactions().to[position]];
}

MoneySteps::Verdict MoneySteps::judge(std::uint32_t position) const {
  const graph::TransactionLayer& layer = snapshot_.transactions();
  const graph::Timestamp time{layer.time_ms[position]};
  if (!time.is_known()) {
    if (policy_.window.is_bounded()) return Verdict::kOutside;
    if (!policy_.undated) return Verdict::kUndated;
  } else if (!policy_.window.contains(time)) {
    return Verdict::kOutside;
  }
  const auto& assets = policy_.assets;
  const graph::AssetId asset{layer.asset[position]};
  if (!assets.empty() && std::find(assets.begin(), assets.end(), asset) == assets.end()) {
    return Verdict::kOutside;
  }
  if (layer.amount[position] < policy_.min_amount.value) return Verdict::kOutside;
  if ((layer.flags[position] & graph::kAggregate) != 0 && !policy_.aggregates) {
    return Verdict::kAggregate;
  }
  const bool meets_boundary = snapshot_.has_flag(layer.from[position], graph::kBoundary) ||
                              snapshot_.has_flag(layer.to[position], graph::kBoundary);
  return meets_boundary && !policy_.boundary ? Verdict::kBoundary : Verdict::kStep;
}

bool MoneySteps::passes(VertexIndex stop) const {
  if (!policy_.through_protected && is_protected(stop)) return false;
  if (policy_.through_pooled) return true;
  const auto found = shared_.find(stop);
  if (found == shared_.end()) return !snapshot_.has_flag(stop, graph::kPooled);
  return std::none_of(found->second.begin(), found->second.end(),
                      [&](VertexIndex v) { return snapshot_.has_flag(v, graph::kPooled); });
}

std::vector<VertexIndex> MoneySteps::members(VertexIndex stop) const {
  const auto found = shared_.find(stop);
  return found == shared_.end() ? std::vector<VertexIndex>{stop} : found->second;
}

bool MoneySteps::is_protected(VertexIndex stop) const {
  const std::vector<VertexIndex> behind = members(stop);
  return std::any_of(behind.begin(), behind.end(),
                     [&](VertexIndex v) { return snapshot_.has_flag(v, graph::kProtected); });
}

OwnedStops MoneySteps::owned_stops(VertexIndex entity) const {
  const graph::VertexTable& vertices = snapshot_.vertices();
  const auto is_ledger = [&](VertexIndex v) { return graph::is_ledger_kind(vertices.kind(v)); };
  OwnedStops owned;
  for (const VertexIndex member : members(stop_of(entity))) {
    if (is_ledger(member)) {
      owned.add(stop_of(member), {});
      continue;
    }
    const graph::RelationLayer& relations = snapshot_.relations();
    for (const std::uint32_t position : relations.out.edges(member)) {
      const graph::RelationLayer::Edge& edge = relations.edges[position];
      const bool owns = edge.kind == graph::RelationKind::kOwnsAccount && is_ledger(edge.to);
      if (owns) owned.add(stop_of(edge.to), {edge.valid_from, edge.valid_to});
    }
  }
  return owned;
}

void LeftOutSteps::count(MoneySteps::Verdict verdict) {
  if (verdict == MoneySteps::Verdict::kAggregate) ++aggregates;
  if (verdict == MoneySteps::Verdict::kUndated) ++undated;
  if (verdict == MoneySteps::Verdict::kBoundary) ++boundary;
}

std::vector<std::string> LeftOutSteps::notes() const {
  std::vector<std::string> notes;
  const auto note = [&](std::uint64_t count, const std::string& what) {
    if (count > 0) notes.push_back(std::to_string(count) + what);
  };
  note(aggregates,
       " aggregate transactions were met and left out: they sum many payments (aggregates)");
  note(undated, " undated transactions were met and left out (undated)");
  note(boundary, " transactions with cash or the outside world were met and left out (boundary)");
  return notes;
}

}  // namespace headwater::queries
