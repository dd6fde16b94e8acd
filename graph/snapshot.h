// Snapshot: the graph in memory, immutable, at one commit: what every algorithm starts from.
//
//   SnapshotRequest request; request.window = year_2015;
//   HEADWATER_ASSIGN_OR_RETURN(auto snapshot, build_snapshot(*view, request, context));
//   for (std::uint32_t e : snapshot->transactions().out.edges(vertex)) ...   // ledger order
//
// Three layers over one vertex table: transactions (structure of arrays in ledger order, and for
// each vertex its outgoing and incoming ones in ledger order), relations, and victim flows with
// their roles. Shared as std::shared_ptr<const Snapshot>; all reading is thread-safe. An algorithm
// sees a Projection (graph/projection.h) of it, or the layers themselves where time and money
// matter.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "graph/execution_context.h"
#include "graph/records.h"
#include "graph/snapshot_layers.h"
#include "graph/status.h"
#include "graph/store.h"

namespace headwater::graph {

struct SnapshotRequest {
  TimeWindow window;                   // of event time; undated ones only if unbounded
  std::vector<AssetId> assets;         // empty: all
  std::vector<TransactionKind> kinds;  // empty: all
  // Nothing: all. Otherwise the graph that these induce: the others are not present, and of the
  // records stand those with both ends among them. A victim flow stands when its victim is, or,
  // where none is named or may be seen, somebody in a role; of its roles those stand that are, and
  // its territories and case as its values. Every segment is read all the same.
  std::optional<std::vector<EntityId>> entities;
  bool transactions = true;
  bool relations = true;
  bool victim_flows = true;
  // Leaves numbers of vertices unused for entities that a refresh brings (snapshot_refresh.h): an
  // eighth of each kind's, at least 1,024. They are never present; whoever counts vertices of a
  // snapshot, not of a projection, looks at that flag.
  bool room_for_more = false;

  friend bool operator==(const SnapshotRequest&, const SnapshotRequest&) = default;
};

// Estimated bytes that a request needs, from zone maps alone, before anything is read.
Result<std::uint64_t> estimate_snapshot_bytes(const StoreView& view,
                                              const SnapshotRequest& request);

// Where a snapshot was read from, and what of the store it rests on: what a refresh compares.
struct SnapshotOrigin {
  SnapshotRequest request;
  std::uint64_t store_seed = 0;
  std::optional<Clearance> clearance;
  Counters counters;
  std::size_t erasures = 0;
  std::uint64_t history = 0;            // a hash of all manifests up to the commit
  std::vector<bool> in_force, visible;  // by commit number
  std::vector<std::uint64_t> hidden;    // transactions that are withdrawn, ascending
};

class Snapshot {
 public:
  // Assembled by build_snapshot, refresh_snapshot or by tests; never changes afterwards.
  struct Parts {
    CommitSeq commit;
    bool sees_victims = false;
    VertexTable vertices;
    std::vector<std::uint8_t> vertex_flags;
    std::vector<Asset> assets;
    TransactionColumns transactions;  // the adjacency is built by `assemble`
    RelationLayer relations;
    VictimFlowLayer victim_flows;
    std::shared_ptr<const SnapshotOrigin> origin;  // null: it cannot be refreshed
  };
  // Builds the adjacencies in parallel. Transaction columns must be in ledger order.
  // O(V + E) time and memory; deterministic.
  static std::shared_ptr<const Snapshot> assemble(Parts parts, const ExecutionContext& context);

  CommitSeq commit() const { return frame_.commit; }
  bool sees_victims() const { return frame_.sees_victims; }
  const VertexTable& vertices() const { return frame_.vertices; }
  std::uint8_t vertex_flags(VertexIndex v) const { return frame_.vertex_flags[v]; }
  bool has_flag(VertexIndex v, VertexFlag flag) const {
    return (frame_.vertex_flags[v] & flag) != 0;
  }
  const std::vector<Asset>& assets() const { return frame_.assets; }
  const TransactionLayer& transactions() const { return transactions_; }
  const RelationLayer& relations() const { return *relations_; }
  const VictimFlowLayer& victim_flows() const { return *victim_flows_; }
  std::uint64_t resident_bytes() const;  // also what is shared with other snapshots

  // Implementation handles of a refresh; not part of the public interface.
  struct Frame {
    CommitSeq commit;
    bool sees_victims = false;
    VertexTable vertices;
    std::vector<std::uint8_t> vertex_flags;
    std::vector<Asset> assets;
    std::shared_ptr<const SnapshotOrigin> origin;
  };
  Snapshot(Frame frame, TransactionLayer transactions,
           std::shared_ptr<const RelationLayer> relations,
           std::shared_ptr<const VictimFlowLayer> victim_flows)
      : frame_(std::move(frame)),
        transactions_(std::move(transactions)),
        relations_(std::move(relations)),
        victim_flows_(std::move(victim_flows)) {}
  const Frame& frame() const { return frame_; }
  const std::shared_ptr<const RelationLayer>& shared_relations() const { return relations_; }
  const std::shared_ptr<const VictimFlowLayer>& shared_victim_flows() const {
    return victim_flows_;
  }

 private:
  Frame frame_;
  TransactionLayer transactions_;
  std::shared_ptr<const RelationLayer> relations_;
  std::shared_ptr<const VictimFlowLayer> victim_flows_;
};

// Reads and builds in parallel. Errors: kOverBudget (names a narrower request), kCorrupt, kIo,
// kCancelled. O(transactions) time; the result is equal for any number of threads.
Result<std::shared_ptr<const Snapshot>> build_snapshot(const StoreView& view,
                                                       const SnapshotRequest& request,
                                                       const ExecutionContext& context);

// Who is the same as whom: `same-as` links joined by union-find, the most probable first, equal
// ones by relation number. A link that would bring two ids with a `not-same-as` between them (of
// whatever probability) into one group is blocked, however many links lie between the two: the
// weaker link gives way. kNone joins nothing, kConfirmed takes links of probability 1, kProbable
// those at or above the threshold.
struct Resolution {
  enum class Level : std::uint8_t { kNone, kConfirmed, kProbable } level = Level::kConfirmed;
  BasisPoints threshold{BasisPoints::kWhole};
};
// For every vertex the smallest vertex that it is the same as (itself, mostly), and the relations
// that mattered: links in force, links blocked, and for each of these the smallest not-same-as that
// stood between the two groups it would have joined. `used` and `blocked` ascend.
struct ResolvedVertices {
  std::vector<VertexIndex> representative;
  std::vector<RelationId> used, blocked, blocked_by;
};
// O(V + R log R), and for each not-same-as the number of unions of its groups. Deterministic; one
// thread.
ResolvedVertices resolve_vertices(const Snapshot& snapshot, const Resolution& resolution);

}  // namespace headwater::graph
