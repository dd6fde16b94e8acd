#include "tests/reference/plain_projection.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/reference/resolution.h"

namespace headwater::reference {

using graph::kNoVertex;
using graph::Layer;
using graph::RelationKind;
using graph::VertexIndex;

namespace {

template <typename T>
bool is_among(const std::vector<T>& values, const T& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

class Plain {
 public:
  Plain(const graph::Snapshot& snapshot, const graph::ProjectionRequest& request)
      : snapshot_(snapshot), request_(request) {}

  PlainProjection run() {
    const VertexIndex size = snapshot_.vertices().size();
    for (VertexIndex v = 0; v < size; ++v) group_.push_back(v);
    join_same();
    if (request_.contract_owners) contract();
    for (const Layer layer : request_.layers) {
      if (layer == Layer::kMoney) money();
      if (layer == Layer::kRelations) relations();
      if (layer == Layer::kVictims) victims();
    }
    if (request_.fold_shared) fold();
    for (VertexIndex v = 0; v < size; ++v) {
      if (snapshot_.has_flag(v, graph::kProtected) && result_.vertices.count(group_[v]) != 0) {
        result_.unrankable.insert(group_[v]);
      }
    }
    return result_;
  }

 private:
  bool present(VertexIndex v) const {
    if (v == kNoVertex || !snapshot_.has_flag(v, graph::kPresent)) return false;
    return request_.boundary || !snapshot_.has_flag(v, graph::kBoundary);
  }

  void join_same() {
    if (request_.resolution.level == graph::Resolution::Level::kNone) return;
    const auto least = request_.resolution.level == graph::Resolution::Level::kConfirmed
                           ? graph::BasisPoints{graph::BasisPoints::kWhole}
                           : request_.resolution.threshold;
    group_ = resolve(group_.size(), snapshot_.relations().edges, least).smallest;
  }

  void contract() {
    std::map<VertexIndex, std::set<VertexIndex>> holders;
    for (const auto& edge : snapshot_.relations().edges) {
      if (edge.kind == RelationKind::kOwnsAccount)
        holders[group_[edge.to]].insert(group_[edge.from]);
    }
    const std::vector<VertexIndex> same = group_;
    for (VertexIndex v = 0; v < group_.size(); ++v) {
      if (!graph::is_ledger_kind(snapshot_.vertices().kind(v))) continue;
      const auto found = holders.find(same[v]);
      if (found != holders.end() && found->second.size() == 1) group_[v] = *found->second.begin();
    }
  }

  void edge(VertexIndex from, VertexIndex to, double weight) {
    result_.vertices.insert(from);
    result_.vertices.insert(to);
    if (from == to && !request_.self_loops) return;
    if (!request_.directed && from > to) std::swap(from, to);
    auto& weights = result_.edges[{from, to}];
    if (request_.weight == graph::Weight::kNone) weight = 1;
    if (!request_.collapse_parallel || weights.empty()) {
      weights.push_back(weight);
    } else if (request_.weight != graph::Weight::kNone) {
      weights.front() += weight;
    }
  }

  bool wanted(const graph::TransactionLayer& layer, std::uint32_t i) const {
    const auto kind = static_cast<graph::TransactionKind>(layer.kind[i]);
    return request_.window.contains({layer.time_ms[i]}) &&
           (request_.assets.empty() || is_among(request_.assets, {layer.asset[i]})) &&
           (request_.transaction_kinds.empty() || is_among(request_.transaction_kinds, kind)) &&
           layer.amount[i] >= request_.min_amount.value && present(layer.from[i]) &&
           present(layer.to[i]);
  }

  double weight(const graph::TransactionLayer& layer, std::uint32_t i) const {
    if (request_.weight == graph::Weight::kCount) return std::max(1u, layer.count_of(i));
    if (request_.weight == graph::Weight::kAmount) return static_cast<double>(layer.amount[i]);
    const int exponent = snapshot_.assets()[layer.asset[i]].exponent;
    return std::log1p(static_cast<double>(layer.amount[i]) / std::pow(10.0, exponent));
  }

  void money() {
    for (VertexIndex v = 0; v < group_.size(); ++v) {
      if (graph::is_ledger_kind(snapshot_.vertices().kind(v)) && present(v)) {
        result_.vertices.insert(group_[v]);
      }
    }
    const auto& layer = snapshot_.transactions();
    for (std::uint32_t i = 0; i < layer.size(); ++i) {
      if (!wanted(layer, i)) {
        ++result_.left_out;
        continue;
      }
      ++result_.used;
      edge(group_[layer.from[i]], group_[layer.to[i]], weight(layer, i));
    }
  }

  void relations() {
    const std::set<RelationKind> ties_nobody = {RelationKind::kSameAs, RelationKind::kNotSameAs,
                                                RelationKind::kLocatedAt, RelationKind::kListedBy};
    for (const auto& relation : snapshot_.relations().edges) {
      if (!present(relation.from) || !present(relation.to)) continue;
      const bool kind_wanted = request_.relation_kinds.empty()
                                   ? ties_nobody.count(relation.kind) == 0
                                   : is_among(request_.relation_kinds, relation.kind);
      if (kind_wanted) edge(group_[relation.from], group_[relation.to], 1);
    }
  }

  void victims() {
    const auto& layer = snapshot_.victim_flows();
    std::map<std::uint32_t, std::set<VertexIndex>> group_cases;
    for (const auto& role : layer.roles) {
      if (!present(role.entity)) continue;
      const VertexIndex victim = layer.flows[role.flow].victim;
      if (present(victim)) edge(group_[victim], group_[role.entity], 1);
      if (victim == kNoVertex) group_cases[role.flow].insert(group_[role.entity]);
    }
    for (const auto& [flow, actors] : group_cases) tie(actors);
  }

  void tie(const std::set<VertexIndex>& users) {
    if (users.size() > request_.hub_cap) return;
    for (const VertexIndex a : users) {
      result_.vertices.insert(a);
      for (const VertexIndex b : users) {
        if (a < b) edge(a, b, 1);
      }
    }
  }

  void fold() {
    std::map<VertexIndex, std::set<VertexIndex>> users;
    for (const auto& relation : snapshot_.relations().edges) {
      if (!is_among(request_.layers, Layer::kRelations)) break;
      if (relation.kind != RelationKind::kUsesMedium) continue;
      if (present(relation.from) && present(relation.to)) {
        users[relation.to].insert(group_[relation.from]);
      }
    }
    for (const auto& role : snapshot_.victim_flows().roles) {
      if (!is_among(request_.layers, Layer::kVictims)) break;
      const VertexIndex victim = snapshot_.victim_flows().flows[role.flow].victim;
      if (present(victim) && present(role.entity)) users[victim].insert(group_[role.entity]);
    }
    for (const auto& [thing, sharing] : users) {
      if (sharing.size() > 1) tie(sharing);
    }
  }

  const graph::Snapshot& snapshot_;
  const graph::ProjectionRequest& request_;
  std::vector<VertexIndex> group_;
  PlainProjection result_;
};

}  // namespace

PlainProjection plain_projection(const graph::Snapshot& snapshot,
                                 const graph::ProjectionRequest& request) {
  return Plain(snapshot, request).run();
}

}  // namespace headwater::reference
