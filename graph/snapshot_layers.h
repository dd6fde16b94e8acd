// What a snapshot is made of: its vertices and its three layers (graph/snapshot.h).
//
// The transaction layer stands in two parts, base and delta. A snapshot that was read as a whole is
// all base. One that was refreshed (graph/snapshot_refresh.h) shares the base with the snapshots
// before it, and its delta holds the transactions since, with those of the base that they stand
// before. Whoever reads a layer by position or by vertex sees one sequence.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "graph/records.h"
#include "graph/split_span.h"

namespace headwater::graph {

// Dense number of a vertex in one snapshot, kinds one after another. At most 2^32 - 2 vertices.
using VertexIndex = std::uint32_t;
inline constexpr VertexIndex kNoVertex = 0xFFFFFFFFu;

// Vertices of one kind stand together: index = base(kind) + dense index of the entity.
class VertexTable {
 public:
  enum class Room : std::uint8_t { kNone, kForMore };

  VertexTable() = default;
  // kForMore leaves numbers of each kind unused, an eighth of those used and at least 1,024, for
  // entities that a refresh may bring: vertices that are not present.
  explicit VertexTable(const Counters& counters, Room room = Room::kNone);

  // The same numbering with the entities of later counters; nothing where a kind has no room.
  std::optional<VertexTable> with(const Counters& counters) const;

  VertexIndex size() const { return base_[kEntityKindCount + 1]; }  // with unused ones
  VertexIndex base(EntityKind kind) const { return base_[static_cast<int>(kind)]; }
  VertexIndex count(EntityKind kind) const { return count_[static_cast<int>(kind)]; }
  // kNoVertex for an entity outside the snapshot.
  VertexIndex find(EntityId id) const;
  EntityId entity(VertexIndex vertex) const;
  EntityKind kind(VertexIndex vertex) const;

 private:
  VertexIndex base_[kEntityKindCount + 2] = {};  // [kind] .. [kind] + room
  VertexIndex count_[kEntityKindCount + 1] = {};
};

// Bits of Snapshot::vertex_flags.
enum VertexFlag : std::uint8_t {
  kPresent = 1,    // visible at this commit; others are gaps left by retracted or hidden entities
  kPooled = 2,     // account:unspecified/...
  kBoundary = 4,   // account:cash/..., account:external/...
  kProtected = 8,  // a victim, or owned or used under a victim's identity: never ranked
  kCashBoundary = 16,  // account:cash/...: what enters it is cashed out
};

// Compressed rows: a vertex's entries are [offsets[v], offsets[v + 1]).
struct AdjacencyRows {
  std::vector<std::uint32_t> offsets;    // vertices + 1
  std::vector<std::uint32_t> positions;  // positions in the layer's columns, ascending in a row
  std::vector<VertexIndex> peers;        // the other end, beside each position

  std::uint64_t resident_bytes() const;
};

// For each vertex its entries in ledger order: those of the base, then those of the delta.
class Adjacency {
 public:
  Adjacency() = default;
  explicit Adjacency(AdjacencyRows rows)
      : base_(std::make_shared<const AdjacencyRows>(std::move(rows))) {}
  // `ends`: where a vertex's entries of the base end, for those that moved to the delta stand
  // behind it; null where none did.
  Adjacency(std::shared_ptr<const AdjacencyRows> base,
            std::shared_ptr<const std::vector<std::uint32_t>> ends, AdjacencyRows delta)
      : base_(std::move(base)),
        ends_(std::move(ends)),
        delta_(std::make_shared<const AdjacencyRows>(std::move(delta))) {}

  SplitSpan<std::uint32_t> edges(VertexIndex v) const {
    return {entries(base_->positions, v), moved(&AdjacencyRows::positions, v)};
  }
  SplitSpan<VertexIndex> neighbours(VertexIndex v) const {
    return {entries(base_->peers, v), moved(&AdjacencyRows::peers, v)};
  }
  std::uint32_t degree(VertexIndex v) const {
    return end(v) - base_->offsets[v] +
           (delta_ == nullptr ? 0 : delta_->offsets[v + 1] - delta_->offsets[v]);
  }

  const std::shared_ptr<const AdjacencyRows>& base() const { return base_; }
  std::uint64_t resident_bytes() const;

 private:
  std::uint32_t end(VertexIndex v) const {
    return ends_ == nullptr ? base_->offsets[v + 1] : (*ends_)[v];
  }
  std::span<const std::uint32_t> entries(const std::vector<std::uint32_t>& values,
                                         VertexIndex v) const {
    return {values.data() + base_->offsets[v], end(v) - base_->offsets[v]};
  }
  std::span<const std::uint32_t> moved(std::vector<std::uint32_t> AdjacencyRows::*values,
                                       VertexIndex v) const {
    if (delta_ == nullptr) return {};
    const std::uint32_t begin = delta_->offsets[v];
    return {((*delta_).*values).data() + begin, delta_->offsets[v + 1] - begin};
  }

  std::shared_ptr<const AdjacencyRows> base_;
  std::shared_ptr<const std::vector<std::uint32_t>> ends_;
  std::shared_ptr<const AdjacencyRows> delta_;
};

// Columns by position; position order is ledger order (event time, then transaction number).
struct TransactionColumns {
  std::vector<std::int64_t> time_ms;  // Timestamp::ms; unknown is the smallest value
  std::vector<std::int64_t> amount;   // minor units paid
  std::vector<VertexIndex> from, to;
  std::vector<std::uint16_t> asset;  // AssetId, paid
  std::vector<std::uint8_t> kind;    // TransactionKind
  std::vector<std::uint8_t> flags;   // low 8 bits of TransactionFlag

  // Transaction numbers; empty where each is its position in the layer.
  std::vector<std::uint32_t> numbers;

  // Sparse columns, sorted by position in the layer.
  struct Received {
    std::uint32_t position;
    AssetId asset;
    std::int64_t amount;
    friend bool operator==(const Received&, const Received&) = default;
  };
  struct Count {
    std::uint32_t position;
    std::uint32_t count;  // 0: unknown
    friend bool operator==(const Count&, const Count&) = default;
  };
  std::vector<Received> received;  // where another asset is received than paid
  std::vector<Count> counts;       // where the count is not 1

  std::uint32_t size() const { return static_cast<std::uint32_t>(time_ms.size()); }
  std::uint64_t resident_bytes() const;
};

// The columns as one sequence, and the adjacencies. Cheap to copy: the values are shared.
class TransactionLayer {
 public:
  using Received = TransactionColumns::Received;

  TransactionLayer() = default;
  // All base. The adjacencies are of its positions.
  TransactionLayer(std::shared_ptr<const TransactionColumns> base, Adjacency outgoing,
                   Adjacency incoming);
  // The first `split` of the base, then the delta, whose sparse positions are the layer's.
  TransactionLayer(std::shared_ptr<const TransactionColumns> base, std::uint32_t split,
                   std::shared_ptr<const TransactionColumns> delta, Adjacency outgoing,
                   Adjacency incoming);

  SplitSpan<std::int64_t> time_ms, amount;
  SplitSpan<VertexIndex> from, to;
  SplitSpan<std::uint16_t> asset;
  SplitSpan<std::uint8_t> kind, flags;
  Adjacency out, in;  // by `from`, by `to`

  std::uint32_t size() const { return static_cast<std::uint32_t>(time_ms.size()); }
  // Null where the asset received is the one paid.
  const Received* find_received(std::uint32_t position) const;
  std::uint32_t count_of(std::uint32_t position) const;
  TransactionId id(std::uint32_t position) const {
    const TransactionColumns& part = part_of(position);
    if (part.numbers.empty()) return {position};
    return {part.numbers[position < split_ ? position : position - split_]};
  }
  // Whether every transaction's number is its position.
  bool is_numbered_by_position() const {
    return (split_ == 0 || base_->numbers.empty()) &&
           (delta_ == nullptr || delta_->numbers.empty());
  }

  const std::shared_ptr<const TransactionColumns>& base() const { return base_; }
  const std::shared_ptr<const TransactionColumns>& delta() const { return delta_; }  // or null
  std::uint32_t delta_size() const { return size() - split_; }
  std::uint64_t resident_bytes() const;  // also what is shared with other snapshots

 private:
  const TransactionColumns& part_of(std::uint32_t position) const {
    return position < split_ ? *base_ : *delta_;
  }
  std::shared_ptr<const TransactionColumns> base_, delta_;
  std::uint32_t split_ = 0;
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

}  // namespace headwater::graph
