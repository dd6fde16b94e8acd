#include "graph/internal/snapshot_reading.h"

#include <algorithm>
#include <string>
#include <unordered_map>
#include <utility>

#include "graph/internal/entity_subset.h"
#include "graph/internal/hash128.h"
#include "graph/internal/ledger_reader.h"
#include "graph/internal/ledger_segment.h"
#include "graph/internal/record_codec.h"
#include "graph/protected_entities.h"

namespace headwater::graph::internal {
namespace {

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

std::uint8_t flags_of(const EntityKey& key) {
  std::uint8_t flags = kPresent;
  if (is_pooled_account(key)) flags |= kPooled;
  if (is_boundary_account(key)) flags |= kBoundary;
  if (is_boundary_account(key) && key.scheme == "cash") flags |= kCashBoundary;
  return flags;
}

bool is_hidden(const StoreView& view, EntityKind kind) {
  return kind == EntityKind::kVictim && !view.sees_victims();
}

bool is_held(const VictimFlow& flow, const EntitySubset& entities) {
  if (entities.is_everybody() || !flow.victim.is_none()) return entities.holds(flow.victim);
  return std::any_of(flow.roles.begin(), flow.roles.end(),
                     [&](const Role& role) { return entities.holds(role.entity); });
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

}  // namespace

std::uint64_t history_of(const StoreView& view, CommitSeq commit) {
  std::uint64_t hash = view.internal().seed;
  for (const Manifest& manifest : view.manifests()) {
    if (manifest.commit > commit) break;
    ByteWriter writer;
    encode(manifest, writer);
    hash = hash64(writer.take(), hash);
  }
  return hash;
}

Result<std::uint64_t> count_possible_rows(const StoreView& view, const SnapshotRequest& request,
                                          std::uint64_t first) {
  std::uint64_t rows = 0;
  HEADWATER_RETURN_IF_ERROR(for_each_segment(
      view.internal(), first, view.counters().transactions,
      [&](std::uint64_t number, std::string_view value) -> Status {
        HEADWATER_ASSIGN_OR_RETURN(const auto header, decode_segment_header(value, number));
        const TimeWindow& window = request.window;
        const bool outside =
            window.is_bounded() &&
            (!header.latest.is_known() || (window.from.is_known() && header.latest < window.from) ||
             (window.to.is_known() && header.earliest >= window.to));
        const bool may_show = header.is_mixed || view.is_commit_visible(header.commit);
        if (!outside && may_show) rows += header.count;
        return {};
      }));
  return rows;
}

Result<std::shared_ptr<const SnapshotOrigin>> origin_of(const StoreView& view,
                                                        const SnapshotRequest& request) {
  SnapshotOrigin origin;
  origin.request = request;
  origin.store_seed = view.internal().seed;
  origin.clearance = view.clearance();
  origin.counters = view.counters();
  origin.erasures = view.erasures().size();
  origin.history = history_of(view, view.as_of());
  origin.in_force = view.internal().in_force;
  origin.visible = view.internal().visible;
  HEADWATER_ASSIGN_OR_RETURN(origin.hidden, hidden_transactions(view.internal()));
  return std::make_shared<const SnapshotOrigin>(std::move(origin));
}

// From the counters alone where no commit was retracted and no special scheme was met.
Status read_presence(const StoreView& view, const VertexTable& vertices,
                     std::vector<std::uint8_t>& flags) {
  const bool all_present = everything_is_visible(view.internal());
  for (const EntityKind kind : kAllEntityKinds) {
    const bool needs_keys =
        !all_present || (kind == EntityKind::kAccount && has_special_schemes(view));
    if (is_hidden(view, kind)) continue;
    if (!needs_keys) {
      std::fill_n(flags.begin() + vertices.base(kind), vertices.count(kind), kPresent);
      continue;
    }
    HEADWATER_RETURN_IF_ERROR(
        view.for_each_entity_key(kind, [&](EntityId id, const EntityKey& key) -> Status {
          flags[vertices.find(id)] = flags_of(key);
          return {};
        }));
  }
  return {};
}

Status read_presence_since(const StoreView& view, const VertexTable& before,
                           const VertexTable& vertices, std::vector<std::uint8_t>& flags) {
  if (!everything_is_visible(view.internal())) {  // a later commit may show who was hidden
    std::fill(flags.begin(), flags.end(), std::uint8_t{0});
    return read_presence(view, vertices, flags);
  }
  for (const EntityKind kind : kAllEntityKinds) {
    if (is_hidden(view, kind)) continue;
    const bool needs_keys = kind == EntityKind::kAccount && has_special_schemes(view);
    for (VertexIndex i = before.count(kind); i < vertices.count(kind); ++i) {
      std::uint8_t& flag = flags[vertices.base(kind) + i];
      flag = kPresent;
      if (!needs_keys) continue;
      const auto key = view.key_of(EntityId(kind, i));
      if (!key.has_value() && key.error().code() != StatusCode::kNotFound) return key.error();
      flag = key.has_value() ? flags_of(*key) : std::uint8_t{0};
    }
  }
  return {};
}

void leave_out_others(const SnapshotRequest& request, const VertexTable& vertices,
                      std::vector<std::uint8_t>& flags) {
  if (!request.entities) return;
  std::vector<std::uint8_t> named(flags.size());
  for (const EntityId id : *request.entities) {
    const VertexIndex vertex = vertices.find(id);
    if (vertex != kNoVertex) named[vertex] = flags[vertex];
  }
  flags = std::move(named);
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

Status read_relations(const StoreView& view, const SnapshotRequest& request,
                      const VertexTable& vertices, RelationLayer& layer) {
  const EntitySubset entities(request.entities);
  return view.for_each_relation([&](RelationId id, const Relation& relation) -> Status {
    if (!entities.holds(relation.from) || !entities.holds(relation.to)) return {};
    const VertexIndex from = vertices.find(relation.from);
    const VertexIndex to = vertices.find(relation.to);
    if (from == kNoVertex || to == kNoVertex) return {};
    layer.edges.push_back({from, to, relation.kind, relation.probability, relation.valid_from,
                           relation.valid_to, relation.share, id});
    return {};
  });
}

Status read_victim_flows(const StoreView& view, const SnapshotRequest& request,
                         const VertexTable& vertices, VictimFlowLayer& layer) {
  const EntitySubset entities(request.entities);
  TermTable terms(layer.terms);
  return view.for_each_victim_flow([&](VictimFlowId id, const VictimFlow& flow) -> Status {
    if (!is_held(flow, entities)) return {};
    const auto number = static_cast<std::uint32_t>(layer.flows.size());
    layer.flows.push_back(
        {vertices.find(flow.victim), flow.count, flow.kind,
         vertices.find(flow.recruitment_territory), vertices.find(flow.transit_territory),
         vertices.find(flow.exploitation_territory), flow.start, flow.end, terms.number(flow.form),
         terms.number(flow.sector), vertices.find(flow.case_id), id});
    for (const Role& role : flow.roles) {
      if (!entities.holds(role.entity)) continue;
      layer.roles.push_back({number, vertices.find(role.entity), role.kind});
    }
    return {};
  });
}

}  // namespace headwater::graph::internal
