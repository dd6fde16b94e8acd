// Projection: the plain graph that a centrality or community algorithm sees: numbered vertices, two
// compressed adjacencies, weights. Everything else (layers, windows, currencies, owners) has been
// decided by the ProjectionRequest.
//
//   ProjectionRequest request; request.layers = {Layer::kMoney, Layer::kRelations};
//   HEADWATER_ASSIGN_OR_RETURN(Projection p, project(*snapshot, request, context));
//   engine::PageRank ranks = engine::pagerank(p, {}, context);
//
// Vertices that no edge could touch are left out: money alone has the ledger vertices (isolated
// ones too), relations and victim ties add the entities that have such a tie. Boundary accounts are
// left out unless asked for. Victims take part only with the victim key, and are never rankable.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "graph/snapshot.h"

namespace headwater::graph {

enum class Layer : std::uint8_t { kMoney, kRelations, kVictims };
// Weights of money edges; relations and victim ties weigh 1. kCount: payments that a row stands for
// (an unknown number counts 1); kAmount: minor units of the one asset there is; kLogAmount: natural
// logarithm of 1 + major units.
enum class Weight : std::uint8_t { kNone, kCount, kAmount, kLogAmount };

struct ProjectionRequest {
  std::vector<Layer> layers = {Layer::kMoney};
  bool directed = true;
  TimeWindow window;
  std::vector<AssetId> assets;                     // empty: all; for Weight::kAmount, one
  MinorUnits min_amount{0};                        // per transaction, in the chosen asset
  std::vector<TransactionKind> transaction_kinds;  // empty: all
  std::vector<RelationKind> relation_kinds;        // empty: all but same-as, not-same-as,
                                                   // located-at and listed-by (they tie strangers)
  Weight weight = Weight::kNone;
  bool collapse_parallel = true;  // parallel edges become one, weights added
  bool self_loops = false;
  // Accounts with one owner become that owner, for the whole projection: relations valid at
  // `owners_as_of`; unknown: at any time. So an account whose one known owner had it for a part of
  // the time stands for that owner throughout, and one that changed hands stays an account.
  bool contract_owners = false;
  Timestamp owners_as_of;
  bool boundary = false;
  // Entities that share a victim, a medium or an address are tied directly; a shared thing with
  // more than `hub_cap` users is left out and counted.
  bool fold_shared = false;
  std::uint32_t hub_cap = 50;
  Resolution resolution;
};

// What the request did to the data; printed beside every answer.
struct ProjectionNotes {
  std::uint64_t transactions_used = 0, transactions_left_out = 0;
  std::uint64_t aggregates_used = 0;
  std::uint64_t jointly_owned_accounts = 0;  // kept as accounts
  std::uint64_t hubs_left_out = 0;
  std::vector<RelationId> same_as_used;
};

// Compressed sparse rows. Neighbours ascend; parallel edges stay adjacent when not collapsed.
struct CompressedRows {
  std::vector<std::uint64_t> offsets;  // vertices + 1
  std::vector<std::uint32_t> targets;
  std::vector<double> weights;  // empty: all 1
  std::span<const std::uint32_t> neighbours(std::uint32_t v) const {
    return {targets.data() + offsets[v], static_cast<std::size_t>(offsets[v + 1] - offsets[v])};
  }
  std::span<const double> weights_of(std::uint32_t v) const {
    if (weights.empty()) return {};
    return {weights.data() + offsets[v], static_cast<std::size_t>(offsets[v + 1] - offsets[v])};
  }
  std::uint64_t degree(std::uint32_t v) const { return offsets[v + 1] - offsets[v]; }
};

class Projection {
 public:
  struct Edge {
    std::uint32_t from, to;
    double weight = 1.0;
  };
  // From an edge list, e.g. a file or a test. Undirected: each edge is stored at both ends (a
  // self-loop once). Endpoints < vertex_count. O(V + E log d); deterministic.
  static Projection from_edges(std::uint32_t vertex_count, std::span<const Edge> edges,
                               bool directed, bool weighted, bool collapse_parallel,
                               bool self_loops);

  // The same, with rows sorted in parallel.
  static Projection from_edges(std::uint32_t vertex_count, std::span<const Edge> edges,
                               bool directed, bool weighted, bool collapse_parallel,
                               bool self_loops, const ExecutionContext& context);

  std::uint32_t vertex_count() const { return vertex_count_; }
  // Stored arcs; an undirected edge counts once.
  std::uint64_t edge_count() const { return edge_count_; }
  bool is_directed() const { return directed_; }
  bool is_weighted() const { return !out_.weights.empty(); }
  const CompressedRows& out() const { return out_; }
  // For undirected graphs the same object as out().
  const CompressedRows& in() const { return directed_ ? in_ : out_; }

  // The snapshot's vertex (after contraction: the representative); empty for from_edges.
  std::span<const VertexIndex> snapshot_vertices() const { return snapshot_vertices_; }
  // kNoVertex-sized when absent: the projection's vertex for a snapshot vertex.
  std::uint32_t find(VertexIndex snapshot_vertex) const;
  // Victims and other protected vertices take part but are never rankable.
  bool is_rankable(std::uint32_t v) const { return rankable_.empty() || rankable_[v] != 0; }
  const ProjectionNotes& notes() const { return notes_; }

 private:
  friend class ProjectionBuilder;
  std::uint32_t vertex_count_ = 0;
  std::uint64_t edge_count_ = 0;
  bool directed_ = true;
  CompressedRows out_, in_;
  std::vector<VertexIndex> snapshot_vertices_;
  std::vector<std::uint32_t> vertex_of_snapshot_;
  std::vector<std::uint8_t> rankable_;
  ProjectionNotes notes_;
};

// Errors: kQuestion (Weight::kAmount over transactions of more than one asset), kOverBudget,
// kCancelled. O(V + E) time, deterministic for any number of threads.
Result<Projection> project(const Snapshot& snapshot, const ProjectionRequest& request,
                           const ExecutionContext& context);

}  // namespace headwater::graph
