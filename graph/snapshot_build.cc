// build_snapshot: pins nothing itself (the view does), reads the three layers and assembles them.
#include <algorithm>
#include <string>
#include <unordered_map>

#include "graph/internal/ledger_reader.h"
#include "graph/internal/ledger_segment.h"
#include "graph/internal/transaction_columns.h"
#include "graph/protected_entities.h"
#include "graph/snapshot.h"

namespace headwater::graph {
namespace {

constexpr std::uint64_t kBytesATransaction = 48;
constexpr std::uint64_t kBytesAFilteredTransaction = 64;  // its columns stand twice while joined
constexpr std::uint64_t kBytesAVertex = 40;
constexpr std::uint64_t kBytesARelation = 96;

bool has_special_schemes(const StoreView& view) {
  for (const EntityKey& key : {EntityKey{EntityKind::kAccount, "unspecified", ""},
                               EntityKey{EntityKind::kAccount, "cash", ""},
                               EntityKey{EntityKind::kAccount, "external", ""}}) {
    if (view.internal().view->knows_scheme(key.scheme)) return true;
  }
  return false;
}

bool everything_is_visible(const StoreView::Internal& view) {
  return std::find(view.visible.begin() + 1, view.visible.end(), false) == view.visible.end();
}

// Present, pooled and boundary, from the entities' keys; from the counters alone where no commit
// was retracted and no special scheme was met.
Status read_presence(const StoreView& view, const VertexTable& vertices,
                     std::vector<std::uint8_t>& flags) {
  const bool all_present = everything_is_visible(view.internal());
  for (const EntityKind kind : kAllEntityKinds) {
    const bool hidden = kind == EntityKind::kVictim && !view.sees_victims();
    const bool needs_keys =
        !all_present || (kind == EntityKind::kAccount && has_special_schemes(view));
    if (hidden) continue;
    if (!needs_keys) {
      std::fill_n(flags.begin() + vertices.base(kind), vertices.count(kind), kPresent);
      continue;
    }
    HEADWATER_RETURN_IF_ERROR(
        view.for_each_entity_key(kind, [&](EntityId id, const EntityKey& key) -> Status {
          std::uint8_t& flag = flags[vertices.find(id)];
          flag = kPresent;
          if (is_pooled_account(key)) flag |= kPooled;
          if (is_boundary_account(key)) flag |= kBoundary;
          if (is_boundary_account(key) && key.scheme == "cash") flag |= kCashBoundary;
          return {};
        }));
  }
  return {};
}

Status read_protection(const StoreView& view, const VertexTable& vertices,
                       std::vector<std::uint8_t>& flags) {
  for (VertexIndex i = 0; i < vertices.count(EntityKind::kVictim); ++i) {
    flags[vertices.base(EntityKind::kVictim) + i] |= kProtected;
  }
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<EntityId> all, protected_entities(view));
  for (const EntityId id : all) {
    const VertexIndex vertex = vertices.find(id);
    if (vertex != kNoVertex) flags[vertex] |= kProtected;
  }
  return {};
}

Status read_relations(const StoreView& view, const VertexTable& vertices, RelationLayer& layer) {
  return view.for_each_relation([&](RelationId id, const Relation& relation) -> Status {
    const VertexIndex from = vertices.find(relation.from);
    const VertexIndex to = vertices.find(relation.to);
    if (from == kNoVertex || to == kNoVertex) return {};
    layer.edges.push_back({from, to, relation.kind, relation.probability, relation.valid_from,
                           relation.valid_to, relation.share, id});
    return {};
  });
}

// Terms are numbered in the order in which they are met.
class TermTable {
 public:
  explicit TermTable(std::vector<std::string>& terms) : terms_(terms) {
    terms_.assign(1, "");
    numbers_.emplace("", 0);
  }
  std::uint32_t number(const std::string& term) {
    const auto [at, is_new] = numbers_.emplace(term, static_cast<std::uint32_t>(terms_.size()));
    if (is_new) terms_.push_back(term);
    return at->second;
  }

 private:
  std::vector<std::string>& terms_;
  std::unordered_map<std::string, std::uint32_t> numbers_;
};

Status read_victim_flows(const StoreView& view, const VertexTable& vertices,
                         VictimFlowLayer& layer) {
  TermTable terms(layer.terms);
  return view.for_each_victim_flow([&](VictimFlowId id, const VictimFlow& flow) -> Status {
    const auto number = static_cast<std::uint32_t>(layer.flows.size());
    layer.flows.push_back(
        {vertices.find(flow.victim), flow.count, flow.kind,
         vertices.find(flow.recruitment_territory), vertices.find(flow.transit_territory),
         vertices.find(flow.exploitation_territory), flow.start, flow.end, terms.number(flow.form),
         terms.number(flow.sector), vertices.find(flow.case_id), id});
    for (const Role& role : flow.roles) {
      layer.roles.push_back({number, vertices.find(role.entity), role.kind});
    }
    return {};
  });
}

constexpr std::string_view kNarrower =
    "ask for a shorter time window, fewer kinds or one currency, or raise --memory";

// Conversions and counts are seen only once the columns are read: zone maps do not tell them.
Status check_again(const Snapshot::Parts& parts, const ExecutionContext& context) {
  constexpr std::uint64_t kAdjacencyBytes = 16;
  const TransactionLayer& layer = parts.transactions;
  return context.check_memory(layer.resident_bytes() + layer.size() * kAdjacencyBytes +
                                  std::uint64_t{parts.vertices.size()} * kBytesAVertex,
                              "build a snapshot", kNarrower);
}

Status check_size(const StoreView& view, const SnapshotRequest& request,
                  const ExecutionContext& context) {
  std::uint64_t vertices = 0;
  for (int kind = 1; kind <= kEntityKindCount; ++kind) vertices += view.counters().entities[kind];
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
    HEADWATER_RETURN_IF_ERROR(internal::for_each_segment(
        view.internal(), 0, view.counters().transactions,
        [&](std::uint64_t first, std::string_view value) -> Status {
          HEADWATER_ASSIGN_OR_RETURN(const auto header,
                                     internal::decode_segment_header(value, first));
          const TimeWindow& window = request.window;
          const bool outside =
              window.is_bounded() && (!header.latest.is_known() ||
                                      (window.from.is_known() && header.latest < window.from) ||
                                      (window.to.is_known() && header.earliest >= window.to));
          const bool may_show = header.is_mixed || view.is_commit_visible(header.commit);
          if (!outside && may_show) transactions += header.count;
          return {};
        }));
  }
  std::uint64_t vertices = 0;
  for (int kind = 1; kind <= kEntityKindCount; ++kind) vertices += view.counters().entities[kind];
  const std::uint64_t relations = request.relations ? view.counters().relations : 0;
  const bool filtered =
      request.window.is_bounded() || !request.assets.empty() || !request.kinds.empty();
  return transactions * (filtered ? kBytesAFilteredTransaction : kBytesATransaction) +
         vertices * kBytesAVertex + relations * kBytesARelation;
}

Result<std::shared_ptr<const Snapshot>> build_snapshot(const StoreView& view,
                                                       const SnapshotRequest& request,
                                                       const ExecutionContext& context) {
  HEADWATER_RETURN_IF_ERROR(check_size(view, request, context));
  Snapshot::Parts parts;
  parts.commit = view.as_of();
  parts.sees_victims = view.sees_victims();
  parts.vertices = VertexTable(view.counters());
  parts.vertex_flags.assign(parts.vertices.size(), 0);
  parts.assets = view.assets();
  HEADWATER_RETURN_IF_ERROR(read_presence(view, parts.vertices, parts.vertex_flags));
  HEADWATER_RETURN_IF_ERROR(read_protection(view, parts.vertices, parts.vertex_flags));
  if (request.transactions) {
    HEADWATER_RETURN_IF_ERROR(internal::read_transaction_columns(
        view.internal(), request, parts.vertices, context, parts.transactions));
    HEADWATER_RETURN_IF_ERROR(check_again(parts, context));
  }
  if (request.relations) {
    HEADWATER_RETURN_IF_ERROR(read_relations(view, parts.vertices, parts.relations));
  }
  if (request.victim_flows) {
    HEADWATER_RETURN_IF_ERROR(read_victim_flows(view, parts.vertices, parts.victim_flows));
  }
  HEADWATER_RETURN_IF_ERROR(context.check_cancelled("build a snapshot"));
  return Snapshot::assemble(std::move(parts), context);
}

}  // namespace headwater::graph
