#include "graph/snapshot.h"

#include <algorithm>

#include "graph/internal/adjacency_builder.h"

namespace headwater::graph {

VertexTable::VertexTable(const Counters& counters) {
  VertexIndex next = 0;
  for (int kind = 1; kind <= kEntityKindCount; ++kind) {
    base_[kind] = next;
    next += static_cast<VertexIndex>(counters.entities[kind]);
  }
  base_[kEntityKindCount + 1] = next;
}

VertexIndex VertexTable::find(EntityId id) const {
  const auto kind = static_cast<int>(id.kind());
  if (kind < 1 || kind > kEntityKindCount) return kNoVertex;
  if (id.index() >= base_[kind + 1] - base_[kind]) return kNoVertex;
  return base_[kind] + static_cast<VertexIndex>(id.index());
}

EntityKind VertexTable::kind(VertexIndex vertex) const {
  int kind = 1;
  while (vertex >= base_[kind + 1]) ++kind;
  return static_cast<EntityKind>(kind);
}

EntityId VertexTable::entity(VertexIndex vertex) const {
  const EntityKind of = kind(vertex);
  return EntityId(of, vertex - base(of));
}

const TransactionLayer::Received* TransactionLayer::find_received(std::uint32_t position) const {
  const auto found = std::lower_bound(
      received.begin(), received.end(), position,
      [](const Received& entry, std::uint32_t wanted) { return entry.position < wanted; });
  return found != received.end() && found->position == position ? &*found : nullptr;
}

std::uint32_t TransactionLayer::count_of(std::uint32_t position) const {
  const auto found = std::lower_bound(
      counts.begin(), counts.end(), position,
      [](const Count& entry, std::uint32_t wanted) { return entry.position < wanted; });
  return found != counts.end() && found->position == position ? found->count : 1;
}

namespace {

template <typename T>
std::uint64_t bytes_of(const std::vector<T>& values) {
  return values.capacity() * sizeof(T);
}
std::uint64_t bytes_of(const Adjacency& adjacency) {
  return bytes_of(adjacency.offsets) + bytes_of(adjacency.positions) + bytes_of(adjacency.peers);
}

void assemble_relations(VertexIndex vertices, RelationLayer& layer,
                        const ExecutionContext& context) {
  std::vector<VertexIndex> from(layer.edges.size()), to(layer.edges.size());
  for (std::size_t i = 0; i < layer.edges.size(); ++i) {
    from[i] = layer.edges[i].from;
    to[i] = layer.edges[i].to;
  }
  layer.out = internal::build_adjacency(vertices, from, to, context);
  layer.in = internal::build_adjacency(vertices, to, from, context);
}

}  // namespace

std::uint64_t TransactionLayer::resident_bytes() const {
  return bytes_of(time_ms) + bytes_of(amount) + bytes_of(from) + bytes_of(to) + bytes_of(asset) +
         bytes_of(kind) + bytes_of(flags) + bytes_of(out) + bytes_of(in) + bytes_of(numbers) +
         bytes_of(received) + bytes_of(counts);
}

std::uint64_t Snapshot::resident_bytes() const {
  return parts_.transactions.resident_bytes() + bytes_of(parts_.vertex_flags) +
         bytes_of(parts_.relations.edges) + bytes_of(parts_.relations.out) +
         bytes_of(parts_.relations.in) + bytes_of(parts_.victim_flows.flows) +
         bytes_of(parts_.victim_flows.roles);
}

std::shared_ptr<const Snapshot> Snapshot::assemble(Parts parts, const ExecutionContext& context) {
  const VertexIndex vertices = parts.vertices.size();
  TransactionLayer& layer = parts.transactions;
  HEADWATER_CHECK(std::is_sorted(layer.time_ms.begin(), layer.time_ms.end()),
                  "transaction columns come in ledger order");
  HEADWATER_CHECK(layer.from.size() == layer.size() && layer.to.size() == layer.size() &&
                      layer.amount.size() == layer.size() && layer.asset.size() == layer.size() &&
                      layer.kind.size() == layer.size() && layer.flags.size() == layer.size(),
                  "transaction columns are equally long");
  parts.vertex_flags.resize(vertices, kPresent);
  layer.out = internal::build_adjacency(vertices, layer.from, layer.to, context);
  layer.in = internal::build_adjacency(vertices, layer.to, layer.from, context);
  assemble_relations(vertices, parts.relations, context);
  if (parts.victim_flows.terms.empty()) parts.victim_flows.terms.emplace_back();
  return std::shared_ptr<const Snapshot>(new Snapshot(std::move(parts)));
}

}  // namespace headwater::graph
