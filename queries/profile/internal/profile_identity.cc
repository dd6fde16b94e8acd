// Who the entity is, what it is called, what it owns and who owns it.
#include <algorithm>
#include <set>

#include "queries/internal/columns.h"
#include "queries/internal/row_writer.h"
#include "queries/profile/internal/profile_parts.h"

namespace headwater::queries::internal {
namespace {

using graph::RelationKind;
using graph::Status;
using graph::Table;
using graph::VertexIndex;
using Edge = graph::RelationLayer::Edge;

Status add_attributes(const ProfileSubject& subject, ProfileFindings& findings, Document& result) {
  Document names = Document::array();
  Table attributes({columns::id("entity"), columns::text("name"), columns::text("value")});
  for (const VertexIndex member : subject.members) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string name, findings.names.name(member));
    names.push(Document(name));
    HEADWATER_ASSIGN_OR_RETURN(const auto entity,
                               subject.view.entity(subject.snapshot.vertices().entity(member)));
    if (!entity) continue;
    for (const graph::Attribute& attribute : entity->attributes) {
      RowWriter(attributes).text(name).text(attribute.name).text(attribute.value).done();
    }
  }
  result.set("names", std::move(names)).set("attributes", Document(std::move(attributes)));
  return {};
}

// Relations of the members that `wants`, each once, by number; none whose other end is hidden.
template <typename Wanted>
std::vector<const Edge*> edges_at(const ProfileSubject& subject,
                                  const std::vector<VertexIndex>& vertices, const Wanted& wants) {
  const graph::RelationLayer& layer = subject.snapshot.relations();
  std::vector<std::uint32_t> positions;
  for (const VertexIndex vertex : vertices) {
    for (const graph::Adjacency* side : {&layer.out, &layer.in}) {
      for (const std::uint32_t position : side->edges(vertex)) {
        const Edge& edge = layer.edges[position];
        if (!wants(edge) || subject.hides(edge.from) || subject.hides(edge.to)) continue;
        positions.push_back(position);
      }
    }
  }
  std::sort(positions.begin(), positions.end());
  positions.erase(std::unique(positions.begin(), positions.end()), positions.end());
  std::vector<const Edge*> edges;
  for (const std::uint32_t position : positions) edges.push_back(&layer.edges[position]);
  return edges;
}

std::string relation_name(const ProfileSubject& subject, const graph::Relation& relation) {
  return subject.view.name_of("relation", relation.origin);
}

// Empty for a link in force, and for a not-same-as: it always holds its ends apart.
graph::Result<std::string> why_not_in_force(const ProfileSubject& subject, const Edge& claim) {
  const graph::ResolvedVertices& resolved = subject.resolved;
  const auto& used = resolved.used;
  const bool is_used = std::binary_search(used.begin(), used.end(), claim.id);
  if (is_used || claim.kind == RelationKind::kNotSameAs) return std::string();
  const auto& blocked = resolved.blocked;
  const auto found = std::lower_bound(blocked.begin(), blocked.end(), claim.id);
  if (found == blocked.end() || *found != claim.id) return std::string("below the level");
  const graph::RelationId by =
      resolved.blocked_by[static_cast<std::size_t>(found - blocked.begin())];
  const std::vector<Edge>& all = subject.snapshot.relations().edges;
  const auto edge = std::find_if(all.begin(), all.end(), [&](const Edge& e) { return e.id == by; });
  HEADWATER_CHECK(edge != all.end(), "what blocks a link is a relation of the snapshot");
  if (subject.hides(edge->from) || subject.hides(edge->to)) return std::string("blocked");
  HEADWATER_ASSIGN_OR_RETURN(const auto relation, subject.view.relation(by));
  return relation ? "blocked by " + relation_name(subject, *relation) : std::string("blocked");
}

Status add_identity_claims(const ProfileSubject& subject, ProfileFindings& findings,
                           Document& result) {
  Table table({columns::id("entity"),
               columns::text("claim"),
               columns::id("other"),
               columns::share("probability_bp"),
               {"in_force", graph::ColumnType::kBool, "text"},
               columns::text("why_not"),
               columns::text("evidence"),
               columns::id("relation")});
  const auto edges = edges_at(subject, subject.members, [](const Edge& edge) {
    return edge.kind == RelationKind::kSameAs || edge.kind == RelationKind::kNotSameAs;
  });
  const std::size_t shown = subject.rows_shown(edges.size());
  for (std::size_t i = 0; i < shown; ++i) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string from, findings.names.name(edges[i]->from));
    HEADWATER_ASSIGN_OR_RETURN(const std::string to, findings.names.name(edges[i]->to));
    HEADWATER_ASSIGN_OR_RETURN(const auto relation, subject.view.relation(edges[i]->id));
    if (!relation) continue;
    HEADWATER_ASSIGN_OR_RETURN(const std::string why_not, why_not_in_force(subject, *edges[i]));
    RowWriter(table)
        .text(from)
        .text(graph::to_string(edges[i]->kind))
        .text(to)
        .count(static_cast<std::uint64_t>(edges[i]->probability.value))
        .flag(why_not.empty())
        .text(why_not)
        .text(relation->evidence)
        .text(relation_name(subject, *relation))
        .done();
  }
  findings.note_cut("identity", edges.size(), shown);
  result.set("identity", Document(std::move(table)));
  return {};
}

Status add_ownership(const ProfileSubject& subject, const std::vector<const Edge*>& edges,
                     bool shows_accounts, ProfileFindings& findings, Document& result) {
  Table table({columns::id(shows_accounts ? "account" : "owner"), columns::time("valid_from"),
               columns::time("valid_to"), columns::id("relation")});
  const std::size_t shown = subject.rows_shown(edges.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const Edge& edge = *edges[i];
    HEADWATER_ASSIGN_OR_RETURN(const std::string name,
                               findings.names.name(shows_accounts ? edge.to : edge.from));
    HEADWATER_ASSIGN_OR_RETURN(const auto relation, subject.view.relation(edge.id));
    if (!relation) continue;
    RowWriter(table)
        .text(name)
        .time(edge.valid_from)
        .time(edge.valid_to)
        .text(relation_name(subject, *relation))
        .done();
  }
  const std::string_view list = shows_accounts ? "accounts" : "owners";
  findings.note_cut(list, edges.size(), shown);
  result.set(list, Document(std::move(table)));
  return {};
}

// Accounts that others own while they are the subject's; of an account, itself with owners at once.
std::uint64_t jointly_owned(const ProfileSubject& subject) {
  const auto& representative = subject.resolved.representative;
  if (graph::is_ledger_kind(subject.id.kind())) {
    const graph::AccountOwnership ownership =
        graph::account_ownership(subject.snapshot, representative);
    return ownership.is_ever_joint(subject.vertex) ? subject.accounts.size() : 0;
  }
  const graph::VertexTable& vertices = subject.snapshot.vertices();
  std::set<VertexIndex> joint;  // representatives
  for (const Edge& edge : subject.snapshot.relations().edges) {
    if (edge.kind != RelationKind::kOwnsAccount || graph::is_ledger_kind(vertices.kind(edge.from)))
      continue;
    const VertexIndex account = representative[edge.to];
    if (representative[edge.from] == representative[subject.vertex]) continue;
    if (subject.owned.is_ever_owned_within(account, {edge.valid_from, edge.valid_to})) {
      joint.insert(account);
    }
  }
  return static_cast<std::uint64_t>(
      std::count_if(subject.accounts.begin(), subject.accounts.end(),
                    [&](VertexIndex v) { return joint.count(representative[v]) != 0; }));
}

std::string share_text(const std::optional<graph::ShareInterval>& share) {
  if (!share) return "";
  if (share->low == share->high) return graph::format_percent(share->low);
  return graph::format_percent(share->low) + " to " + graph::format_percent(share->high);
}

}  // namespace

Status add_identity(const ProfileSubject& subject, ProfileFindings& findings, Document& result) {
  HEADWATER_RETURN_IF_ERROR(add_attributes(subject, findings, result));
  return add_identity_claims(subject, findings, result);
}

Status add_accounts(const ProfileSubject& subject, ProfileFindings& findings, Document& result) {
  const auto owned = edges_at(subject, subject.members, [&](const Edge& edge) {
    return edge.kind == RelationKind::kOwnsAccount && subject.is_member(edge.from);
  });
  const auto owning = edges_at(subject, subject.members, [&](const Edge& edge) {
    return edge.kind == RelationKind::kOwnsAccount && subject.is_member(edge.to);
  });
  HEADWATER_RETURN_IF_ERROR(add_ownership(subject, owned, true, findings, result));
  HEADWATER_RETURN_IF_ERROR(add_ownership(subject, owning, false, findings, result));
  if (const std::uint64_t joint = jointly_owned(subject); joint > 0) {
    findings.notes.push_back(std::to_string(joint) +
                             " accounts have several owners at once: what they moved then counts "
                             "here in full, and with each other owner too");
  }
  return {};
}

Status add_relations(const ProfileSubject& subject, ProfileFindings& findings, Document& result) {
  Table table({columns::text("direction"), columns::text("relation"), columns::id("other"),
               columns::time("valid_from"), columns::time("valid_to"), columns::text("share"),
               columns::text("evidence"), columns::id("record")});
  const auto edges = edges_at(subject, subject.members, [](const Edge& edge) {
    return edge.kind != RelationKind::kSameAs && edge.kind != RelationKind::kNotSameAs &&
           edge.kind != RelationKind::kOwnsAccount;
  });
  const std::size_t shown = subject.rows_shown(edges.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const Edge& edge = *edges[i];
    const bool is_outward = subject.is_member(edge.from);
    HEADWATER_ASSIGN_OR_RETURN(const std::string other,
                               findings.names.name(is_outward ? edge.to : edge.from));
    HEADWATER_ASSIGN_OR_RETURN(const auto relation, subject.view.relation(edge.id));
    if (!relation) continue;
    RowWriter(table)
        .text(is_outward ? "out" : "in")
        .text(graph::to_string(edge.kind))
        .text(other)
        .time(edge.valid_from)
        .time(edge.valid_to)
        .text(share_text(edge.share))
        .text(relation->evidence)
        .text(relation_name(subject, *relation))
        .done();
  }
  findings.note_cut("relations", edges.size(), shown);
  result.set("relations", Document(std::move(table)));
  return {};
}

}  // namespace headwater::queries::internal
