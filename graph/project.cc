// project: from the snapshot's layers to one plain graph. First every vertex gets its
// representative (same-as, then owner), then each layer adds edges between representatives, then
// the vertices that take part are numbered in vertex order.
#include <algorithm>
#include <cmath>
#include <optional>
#include <set>
#include <unordered_map>

#include "graph/internal/projection_builder.h"
#include "graph/owners.h"
#include "graph/projection.h"

namespace headwater::graph {
namespace {

using Edge = Projection::Edge;

bool overlaps(const TimeWindow& window, Timestamp from, Timestamp to) {
  if (window.to.is_known() && from.is_known() && from >= window.to) return false;
  return !(window.from.is_known() && to.is_known() && to < window.from);
}

class Projector {
 public:
  Projector(const Snapshot& snapshot, const ProjectionRequest& request)
      : snapshot_(snapshot), request_(request) {}

  Result<Projection> run(const ExecutionContext& context) {
    resolve();
    for (const Layer layer : request_.layers) {
      HEADWATER_RETURN_IF_ERROR(context.check_cancelled("project the snapshot"));
      if (layer == Layer::kMoney) add_money();
      if (layer == Layer::kRelations) add_relations();
      if (layer == Layer::kVictims) add_victim_ties();
    }
    HEADWATER_RETURN_IF_ERROR(check_one_asset());
    if (request_.fold_shared) fold_shared();
    return number_and_build(context);
  }

 private:
  bool has(Layer layer) const {
    return std::find(request_.layers.begin(), request_.layers.end(), layer) !=
           request_.layers.end();
  }
  bool takes_part(VertexIndex v) const {
    if (v == kNoVertex || !snapshot_.has_flag(v, kPresent)) return false;
    return request_.boundary || !snapshot_.has_flag(v, kBoundary);
  }

  void resolve() {
    ResolvedVertices resolved = resolve_vertices(snapshot_, request_.resolution);
    notes_.same_as_used = std::move(resolved.used);
    representative_ = std::move(resolved.representative);
    if (request_.contract_owners) {
      const AccountOwners owners =
          account_owners(snapshot_, representative_, request_.owners_as_of);
      notes_.jointly_owned_accounts = owners.joint.size();
      for (VertexIndex v = 0; v < representative_.size(); ++v) {
        if (owners.owner[v] != kNoVertex) representative_[v] = owners.owner[v];
      }
    }
    included_.assign(snapshot_.vertices().size(), 0);
  }

  void add_edge(VertexIndex from, VertexIndex to, double weight) {
    from = representative_[from];
    to = representative_[to];
    included_[from] = included_[to] = 1;
    edges_.push_back({from, to, weight});
  }

  double weight_of(const TransactionLayer& layer, std::uint32_t position) const {
    switch (request_.weight) {
      case Weight::kNone:
        return 1.0;
      case Weight::kCount:
        return std::max(layer.count_of(position), 1u);
      case Weight::kAmount:
        return static_cast<double>(layer.amount[position]);
      case Weight::kLogAmount: {
        const int exponent = snapshot_.assets()[layer.asset[position]].exponent;
        return std::log1p(static_cast<double>(layer.amount[position]) / std::pow(10.0, exponent));
      }
    }
    return 1.0;
  }

  bool wants(const TransactionLayer& layer, std::uint32_t position) const {
    if (request_.window.is_bounded() &&
        !request_.window.contains(Timestamp{layer.time_ms[position]})) {
      return false;
    }
    const auto& assets = request_.assets;
    if (!assets.empty() &&
        std::find(assets.begin(), assets.end(), AssetId{layer.asset[position]}) == assets.end()) {
      return false;
    }
    const auto& kinds = request_.transaction_kinds;
    if (!kinds.empty() &&
        std::find(kinds.begin(), kinds.end(), static_cast<TransactionKind>(layer.kind[position])) ==
            kinds.end()) {
      return false;
    }
    return layer.amount[position] >= request_.min_amount.value &&
           takes_part(layer.from[position]) && takes_part(layer.to[position]);
  }

  void add_money() {
    const TransactionLayer& layer = snapshot_.transactions();
    for (const EntityKind kind : {EntityKind::kAccount, EntityKind::kLoan}) {
      const VertexIndex base = snapshot_.vertices().base(kind);
      for (VertexIndex v = base; v < base + snapshot_.vertices().count(kind); ++v) {
        if (takes_part(v)) included_[representative_[v]] = 1;
      }
    }
    edges_.reserve(layer.size());
    for (std::uint32_t position = 0; position < layer.size(); ++position) {
      if (!wants(layer, position)) {
        ++notes_.transactions_left_out;
        continue;
      }
      ++notes_.transactions_used;
      if ((layer.flags[position] & kAggregate) != 0) ++notes_.aggregates_used;
      if (request_.weight == Weight::kAmount) assets_weighed_.insert(layer.asset[position]);
      add_edge(layer.from[position], layer.to[position], weight_of(layer, position));
    }
  }

  // Weights of parallel edges and of a vertex's edges are added, and two assets never are.
  Status check_one_asset() const {
    if (assets_weighed_.size() < 2) return {};
    std::string codes;
    for (const auto asset : assets_weighed_) {
      codes += (codes.empty() ? "" : ", ") + snapshot_.assets()[asset].code;
    }
    return question_error("weigh ties by amount", "",
                          "amounts in " + std::to_string(assets_weighed_.size()) + " assets (" +
                              codes + "), which do not add up",
                          "choose one with --currency, or use --weight count or log-amount");
  }

  bool wants(const RelationLayer::Edge& edge) const {
    if (!takes_part(edge.from) || !takes_part(edge.to)) return false;
    if (!overlaps(request_.window, edge.valid_from, edge.valid_to)) return false;
    const auto& kinds = request_.relation_kinds;
    if (!kinds.empty()) return std::find(kinds.begin(), kinds.end(), edge.kind) != kinds.end();
    return edge.kind != RelationKind::kSameAs && edge.kind != RelationKind::kNotSameAs &&
           edge.kind != RelationKind::kLocatedAt && edge.kind != RelationKind::kListedBy;
  }

  void add_relations() {
    for (const RelationLayer::Edge& edge : snapshot_.relations().edges) {
      if (wants(edge)) add_edge(edge.from, edge.to, 1.0);
    }
  }

  // Who acted on the same victim is tied through the victim; who acted in one group case, directly.
  void add_victim_ties() {
    const VictimFlowLayer& layer = snapshot_.victim_flows();
    std::unordered_map<std::uint32_t, std::vector<VertexIndex>> group_cases;
    for (const VictimFlowLayer::RoleEdge& role : layer.roles) {
      const VictimFlowLayer::Flow& flow = layer.flows[role.flow];
      if (!takes_part(role.entity) || !overlaps(request_.window, flow.start, flow.end)) continue;
      if (takes_part(flow.victim)) {
        add_edge(flow.victim, role.entity, 1.0);
      } else if (flow.victim == kNoVertex) {
        group_cases[role.flow].push_back(representative_[role.entity]);
      }
    }
    for (std::uint32_t flow = 0; flow < layer.flows.size(); ++flow) {
      if (const auto found = group_cases.find(flow); found != group_cases.end()) {
        tie_all(found->second);
      }
    }
  }

  // Everyone who shares the thing to everyone else, unless it is a hub.
  void tie_all(std::vector<VertexIndex> users) {
    std::sort(users.begin(), users.end());
    users.erase(std::unique(users.begin(), users.end()), users.end());
    if (users.size() > request_.hub_cap) {
      ++notes_.hubs_left_out;
      return;
    }
    for (std::size_t i = 0; i < users.size(); ++i) {
      included_[users[i]] = 1;
      for (std::size_t j = i + 1; j < users.size(); ++j)
        edges_.push_back({users[i], users[j], 1.0});
    }
  }

  void fold_shared() {
    std::vector<std::vector<VertexIndex>> users(snapshot_.vertices().size());
    if (has(Layer::kRelations)) {
      for (const RelationLayer::Edge& edge : snapshot_.relations().edges) {
        const bool shared_kind = edge.kind == RelationKind::kUsesMedium ||
                                 (edge.kind == RelationKind::kLocatedAt &&
                                  snapshot_.vertices().kind(edge.to) == EntityKind::kLocation);
        if (shared_kind && takes_part(edge.from) && takes_part(edge.to)) {
          users[edge.to].push_back(representative_[edge.from]);
        }
      }
    }
    if (has(Layer::kVictims)) {
      for (const VictimFlowLayer::RoleEdge& role : snapshot_.victim_flows().roles) {
        const VertexIndex victim = snapshot_.victim_flows().flows[role.flow].victim;
        if (takes_part(victim) && takes_part(role.entity)) {
          users[victim].push_back(representative_[role.entity]);
        }
      }
    }
    for (auto& sharing : users) {
      if (sharing.size() > 1) tie_all(std::move(sharing));
    }
  }

  Result<Projection> number_and_build(const ExecutionContext& context) {
    std::vector<VertexIndex> snapshot_vertices;
    std::vector<std::uint32_t> numbers(included_.size(), kNoVertex);
    std::vector<std::uint8_t> rankable;
    for (VertexIndex v = 0; v < included_.size(); ++v) {
      if (included_[v] == 0) continue;
      numbers[v] = static_cast<std::uint32_t>(snapshot_vertices.size());
      snapshot_vertices.push_back(v);
      rankable.push_back(1);
    }
    for (VertexIndex v = 0; v < included_.size(); ++v) {
      const std::uint32_t number = numbers[representative_[v]];
      if (number == kNoVertex) continue;
      numbers[v] = number;
      // One protected member protects the whole group.
      if (snapshot_.has_flag(v, kProtected)) rankable[number] = 0;
    }
    for (Edge& edge : edges_) {
      edge.from = numbers[edge.from];
      edge.to = numbers[edge.to];
    }
    const ProjectionBuilder::Shape shape{request_.directed, request_.weight != Weight::kNone,
                                         request_.collapse_parallel, request_.self_loops};
    Projection projection = ProjectionBuilder::build(
        static_cast<std::uint32_t>(snapshot_vertices.size()), edges_, shape, &context);
    ProjectionBuilder::attach(projection, std::move(snapshot_vertices), std::move(numbers),
                              std::move(rankable), std::move(notes_));
    return projection;
  }

  const Snapshot& snapshot_;
  const ProjectionRequest& request_;
  ProjectionNotes notes_;
  std::vector<VertexIndex> representative_;
  std::vector<std::uint8_t> included_;
  std::vector<Edge> edges_;
  std::set<std::uint32_t> assets_weighed_;
};

}  // namespace

Result<Projection> project(const Snapshot& snapshot, const ProjectionRequest& request,
                           const ExecutionContext& context) {
  const std::uint64_t bytes = snapshot.transactions().size() * (sizeof(Edge) * 2 + 32) +
                              std::uint64_t{snapshot.vertices().size()} * 48;
  HEADWATER_RETURN_IF_ERROR(context.check_memory(
      bytes, "project the snapshot", "narrow the window or the layers, or raise --memory"));
  return Projector(snapshot, request).run(context);
}

}  // namespace headwater::graph
