// build_snapshot: pins nothing itself (the view does), reads the three layers and assembles them.
#include <string>

#include "graph/internal/snapshot_reading.h"
#include "graph/internal/transaction_columns.h"
#include "graph/snapshot.h"

namespace headwater::graph {
namespace {

constexpr std::uint64_t kBytesATransaction = 48;
constexpr std::uint64_t kBytesAFilteredTransaction = 64;  // its columns stand twice while joined
constexpr std::uint64_t kBytesAVertex = 40;
constexpr std::uint64_t kBytesARelation = 96;

constexpr std::string_view kNarrower =
    "ask for a shorter time window, fewer kinds or one currency, or raise --memory";

// Conversions and counts are seen only once the columns are read: zone maps do not tell them.
Status check_again(const Snapshot::Parts& parts, const ExecutionContext& context) {
  constexpr std::uint64_t kAdjacencyBytes = 16;
  const TransactionColumns& layer = parts.transactions;
  return context.check_memory(layer.resident_bytes() + layer.size() * kAdjacencyBytes +
                                  std::uint64_t{parts.vertices.size()} * kBytesAVertex,
                              "build a snapshot", kNarrower);
}

std::uint64_t vertices_of(const Counters& counters) {
  std::uint64_t vertices = 0;
  for (int kind = 1; kind <= kEntityKindCount; ++kind) vertices += counters.entities[kind];
  return vertices;
}

// Room for more where there are numbers left for it.
VertexTable::Room room_of(const StoreView& view, const SnapshotRequest& request) {
  constexpr std::uint64_t kMostToLeaveRoom = 3'000'000'000;
  return request.room_for_more && vertices_of(view.counters()) < kMostToLeaveRoom
             ? VertexTable::Room::kForMore
             : VertexTable::Room::kNone;
}

Status check_size(const StoreView& view, const SnapshotRequest& request,
                  const ExecutionContext& context) {
  const std::uint64_t vertices = vertices_of(view.counters());
  if (vertices > 0xFFFFFFFEu) {
    return Status(StatusCode::kOverBudget,
                  {"build a snapshot", "", std::to_string(vertices) + " entities in the store",
                   "a snapshot numbers at most 4,294,967,294: split the store"});
  }
  if (context.memory_budget_bytes() == 0) return {};
  HEADWATER_ASSIGN_OR_RETURN(const std::uint64_t bytes, estimate_snapshot_bytes(view, request));
  return context.check_memory(bytes, "build a snapshot", kNarrower);
}

}  // namespace

Result<std::uint64_t> estimate_snapshot_bytes(const StoreView& view,
                                              const SnapshotRequest& request) {
  std::uint64_t transactions = 0;
  if (request.transactions) {
    HEADWATER_ASSIGN_OR_RETURN(transactions, internal::count_possible_rows(view, request, 0));
  }
  const std::uint64_t vertices =
      room_of(view, request) == VertexTable::Room::kNone
          ? vertices_of(view.counters())
          : VertexTable(view.counters(), VertexTable::Room::kForMore).size();
  const std::uint64_t relations = request.relations ? view.counters().relations : 0;
  const bool filtered = request.window.is_bounded() || !request.assets.empty() ||
                        !request.kinds.empty() || request.entities.has_value();
  return transactions * (filtered ? kBytesAFilteredTransaction : kBytesATransaction) +
         vertices * kBytesAVertex + relations * kBytesARelation;
}

Result<std::shared_ptr<const Snapshot>> build_snapshot(const StoreView& view,
                                                       const SnapshotRequest& request,
                                                       const ExecutionContext& context) {
  HEADWATER_RETURN_IF_ERROR(check_size(view, request, context));
  HEADWATER_ASSIGN_OR_RETURN(const auto origin, internal::origin_of(view, request));
  Snapshot::Parts parts;
  parts.commit = view.as_of();
  parts.sees_victims = view.sees_victims();
  parts.vertices = VertexTable(view.counters(), room_of(view, request));
  parts.vertex_flags.assign(parts.vertices.size(), 0);
  parts.assets = view.assets();
  parts.origin = origin;
  HEADWATER_RETURN_IF_ERROR(internal::read_presence(view, parts.vertices, parts.vertex_flags));
  internal::leave_out_others(request, parts.vertices, parts.vertex_flags);
  HEADWATER_RETURN_IF_ERROR(internal::read_protection(view, parts.vertices, parts.vertex_flags));
  if (request.transactions) {
    HEADWATER_RETURN_IF_ERROR(internal::read_transaction_columns(
        view.internal(), request, parts.vertices, origin->hidden, context, parts.transactions));
    HEADWATER_RETURN_IF_ERROR(check_again(parts, context));
  }
  if (request.relations) {
    HEADWATER_RETURN_IF_ERROR(
        internal::read_relations(view, request, parts.vertices, parts.relations));
  }
  if (request.victim_flows) {
    HEADWATER_RETURN_IF_ERROR(
        internal::read_victim_flows(view, request, parts.vertices, parts.victim_flows));
  }
  HEADWATER_RETURN_IF_ERROR(context.check_cancelled("build a snapshot"));
  return Snapshot::assemble(std::move(parts), context);
}

}  // namespace headwater::graph
