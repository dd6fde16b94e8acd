// Snapshot: the graph in memory, immutable, at one commit: what every algorithm starts from.
//
//   SnapshotRequest request; request.window = year_2015;
//   HEADWATER_ASSIGN_OR_RETURN(auto snapshot, build_snapshot(*view, request, context));
//   for (std::uint32_t e : snapshot->transactions().out_edges(vertex)) ...   // ledger order
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
#include <span>
#include <string>
#include <vector>

#include "graph/execution_context.h"
#include "graph/records.h"
#include "graph/status.h"
#include "graph/store.h"

namespace headwater::graph {

// Dense number of a vertex in one snapshot, kinds one after another. At most 2^32 - 2 vertices.
using VertexIndex = std::uint32_t;
inline constexpr VertexIndex kNoVertex = 0xFFFFFFFFu;

struct SnapshotRequest {
  TimeWindow window;                   // of event time; undated ones only if unbounded
  std::vector<AssetId> assets;         // empty: all
  std::vector<TransactionKind> kinds;  // empty: all
  bool transactions = true;
  bool relations = true;
  bool victim_flows = true;
};

// Estimated bytes that a request needs, from zone maps alone, before anything is read.
Result<std::uint64_t> estimate_snapshot_bytes(const StoreView& view,
                                              const SnapshotRequest& request);

// Vertices of one kind stand together: index = base(kind) + dense index of the entity.
class VertexTable {
 public:
  VertexTable() = default;
  explicit VertexTable(const Counters& counters);

  VertexIndex size() const { return base_[kEntityKindCount + 1]; }
  VertexIndex base(EntityKind kind) const { return base_[static_cast<int>(kind)]; }
  VertexIndex count(EntityKind kind) const {
    return base_[static_cast<int>(kind) + 1] - base_[static_cast<int>(kind)];
  }
  // kNoVertex for an entity outside the snapshot.
  VertexIndex find(EntityId id) const;
  EntityId entity(VertexIndex vertex) const;
  EntityKind kind(VertexIndex vertex) const;

 private:
  VertexIndex base_[kEntityKindCount + 2] = {};  // [kind] .. [kind + 1)
};

// Bits of Snapshot::vertex_flags.
enum VertexFlag : std::uint8_t {
  kPresent = 1,    // visible at this commit; others are gaps left by retracted or hidden entities
  kPooled = 2,     // account:unspecified/...
  kBoundary = 4,   // account:cash/..., account:external/...
  kProtected = 8,  // a victim, or owned or used under a victim's identity: never ranked
  kCashBoundary = 16,  // account:cash/...: what enters it is cashed out
};

// Offsets into position lists: a vertex's entries are [offsets[v], offsets[v + 1]).
struct Adjacency {
  std::vector<std::uint32_t> offsets;    // vertices + 1
  std::vector<std::uint32_t> positions;  // positions in the layer's columns
  std::vector<VertexIndex> peers;        // the other end, beside each position

  std::span<const std::uint32_t> edges(VertexIndex v) const {
    return {positions.data() + offsets[v], offsets[v + 1] - offsets[v]};
  }
  std::span<const VertexIndex> neighbours(VertexIndex v) const {
    return {peers.data() + offsets[v], offsets[v + 1] - offsets[v]};
  }
};

// Columns by position; position order is ledger order (event time, then transaction number).
struct TransactionLayer {
  std::vector<std::int64_t> time_ms;  // Timestamp::ms; unknown is the smallest value
  std::vector<std::int64_t> amount;   // minor units paid
  std::vector<VertexIndex> from, to;
  std::vector<std::uint16_t> asset;  // AssetId, paid
  std::vector<std::uint8_t> kind;    // TransactionKind
  std::vector<std::uint8_t> flags;   // low 8 bits of TransactionFlag
  Adjacency out, in;                 // by `from`, by `to`

  // Transaction numbers: position -> first_number + position when the ledger was already in order
  // and nothing was filtered (numbers empty), else numbers[position] + first_number.
  std::vector<std::uint32_t> numbers;
  std::uint64_t first_number = 0;
  TransactionId id(std::uint32_t position) const {
    return {first_number + (numbers.empty() ? position : numbers[position])};
  }

  // Sparse columns, sorted by position.
  struct Received {
    std::uint32_t position;
    AssetId asset;
    std::int64_t amount;
  };
  struct Count {
    std::uint32_t position;
    std::uint32_t count;  // 0: unknown
  };
  std::vector<Received> received;  // where another asset is received than paid
  std::vector<Count> counts;       // where the count is not 1
  const Received* find_received(std::uint32_t position) const;
  std::uint32_t count_of(std::uint32_t position) const;

  std::uint32_t size() const { return static_cast<std::uint32_t>(time_ms.size()); }
  std::uint64_t resident_bytes() const;
};

struct RelationLayer {
  struct Edge {
    VertexIndex from, to;
    RelationKind kind;
    BasisPoints probability;
    Timestamp valid_from, valid_to;
    std::optional<ShareInterval> share;
    RelationId id;
  };
  std::vector<Edge> edges;  // by relation number
  Adjacency out, in;
};

struct VictimFlowLayer {
  struct Flow {
    VertexIndex victim;  // kNoVertex for groups and without the key
    std::uint32_t count;
    VictimFlowKind kind;
    VertexIndex recruitment, transit, exploitation;  // locations
    Timestamp start, end;
    std::uint32_t form, sector;  // into `terms`
    VertexIndex case_vertex;
    VictimFlowId id;
  };
  struct RoleEdge {
    std::uint32_t flow;  // into `flows`
    VertexIndex entity;
    RoleKind kind;
  };
  std::vector<Flow> flows;
  std::vector<RoleEdge> roles;     // by flow; only with the victim key
  std::vector<std::string> terms;  // 0 is the empty term
};

class Snapshot {
 public:
  // Assembled by build_snapshot or by tests through SnapshotParts; never changes afterwards.
  struct Parts {
    CommitSeq commit;
    bool sees_victims = false;
    VertexTable vertices;
    std::vector<std::uint8_t> vertex_flags;
    std::vector<Asset> assets;
    TransactionLayer transactions;  // columns set; adjacency is built by `assemble`
    RelationLayer relations;
    VictimFlowLayer victim_flows;
  };
  // Builds the adjacencies in parallel. Transaction columns must be in ledger order.
  // O(V + E) time and memory; deterministic.
  static std::shared_ptr<const Snapshot> assemble(Parts parts, const ExecutionContext& context);

  CommitSeq commit() const { return parts_.commit; }
  bool sees_victims() const { return parts_.sees_victims; }
  const VertexTable& vertices() const { return parts_.vertices; }
  std::uint8_t vertex_flags(VertexIndex v) const { return parts_.vertex_flags[v]; }
  bool has_flag(VertexIndex v, VertexFlag flag) const {
    return (parts_.vertex_flags[v] & flag) != 0;
  }
  const std::vector<Asset>& assets() const { return parts_.assets; }
  const TransactionLayer& transactions() const { return parts_.transactions; }
  const RelationLayer& relations() const { return parts_.relations; }
  const VictimFlowLayer& victim_flows() const { return parts_.victim_flows; }
  std::uint64_t resident_bytes() const;

 private:
  explicit Snapshot(Parts parts) : parts_(std::move(parts)) {}
  Parts parts_;
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
