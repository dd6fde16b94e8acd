#include "queries/profile/profile.h"

#include <algorithm>

#include "queries/internal/values.h"
#include "queries/parameters.h"
#include "queries/profile/internal/profile_parts.h"

namespace headwater::queries {
namespace internal {

bool ProfileSubject::is_member(graph::VertexIndex v) const {
  return std::binary_search(members.begin(), members.end(), v);
}
bool ProfileSubject::is_account(graph::VertexIndex v) const {
  return std::binary_search(accounts.begin(), accounts.end(), v);
}
std::size_t ProfileSubject::rows_shown(std::size_t all) const {
  return request.limit == 0 ? all : std::min(all, request.limit);
}
bool ProfileSubject::owns(graph::VertexIndex v, graph::Timestamp time) const {
  return owned.contains(resolved.representative[v], time);
}
bool ProfileSubject::is_protected() const {
  const auto shielded = [&](graph::VertexIndex v) {
    return snapshot.has_flag(v, graph::kProtected);
  };
  return std::any_of(members.begin(), members.end(), shielded) ||
         std::any_of(accounts.begin(), accounts.end(), shielded);
}

bool ProfileSubject::hides(graph::VertexIndex other) const {
  const auto shielded = [&](graph::VertexIndex v) {
    return snapshot.has_flag(v, graph::kProtected);
  };
  return other != graph::kNoVertex && !snapshot.sees_victims() && shielded(other) &&
         std::none_of(members.begin(), members.end(), shielded);
}

void ProfileFindings::note_cut(std::string_view list, std::size_t all, std::size_t shown) {
  if (shown >= all) return;
  notes.push_back(std::string(list) + ": " + std::to_string(shown) + " of " + std::to_string(all) +
                  " rows are shown (limit)");
}

}  // namespace internal

namespace {

using graph::Result;
using graph::VertexIndex;
using internal::ProfileFindings;
using internal::ProfileSubject;

// The ledger vertices behind the stops that the entity owns, at whatever time.
std::vector<VertexIndex> accounts_of(const graph::Snapshot& snapshot, const MoneySteps& steps,
                                     const OwnedStops& owned) {
  std::vector<VertexIndex> accounts;
  for (const VertexIndex stop : owned.stops()) {
    for (const VertexIndex member : steps.members(stop)) {
      if (graph::is_ledger_kind(snapshot.vertices().kind(member))) accounts.push_back(member);
    }
  }
  std::sort(accounts.begin(), accounts.end());
  return accounts;
}

Document parameters_of(const ProfileRequest& request, const std::string& name) {
  return std::move(Document::object()
                       .set("query", Document("profile"))
                       .set("entity", Document(name))
                       .set("resolve", Document(to_text(request.resolution)))
                       .set("from", internal::time_document(request.window.from))
                       .set("to", internal::time_document(request.window.to))
                       .set("top", Document(std::uint64_t{request.top}))
                       .set("limit", Document(std::uint64_t{request.limit}))
                       .set("scores", Document(request.scores)));
}

graph::Status add_parts(const ProfileSubject& subject, ProfileFindings& findings,
                        Document& result) {
  using Part = graph::Status (*)(const ProfileSubject&, ProfileFindings&, Document&);
  constexpr Part kParts[] = {internal::add_identity,   internal::add_accounts,
                             internal::add_money,      internal::add_network,
                             internal::add_relations,  internal::add_victim_roles,
                             internal::add_assertions, internal::add_sources};
  for (const Part part : kParts) {
    HEADWATER_RETURN_IF_ERROR(subject.context.check_cancelled("profile an entity"));
    HEADWATER_RETURN_IF_ERROR(part(subject, findings, result));
  }
  return {};
}

}  // namespace

Result<Answer> profile(QuerySession& session, const ProfileRequest& request) {
  const graph::StoreView& view = session.view();
  HEADWATER_ASSIGN_OR_RETURN(const graph::EntityId id, view.resolve(request.entity));
  graph::SnapshotRequest wanted;
  wanted.window = request.window;
  HEADWATER_ASSIGN_OR_RETURN(const auto snapshot, session.snapshot(wanted));
  const auto resolved = session.resolved(request.resolution);
  const VertexIndex vertex = snapshot->vertices().find(id);
  HEADWATER_CHECK(vertex != graph::kNoVertex, "a snapshot has every entity of its view");
  const MoneySteps steps(*snapshot, resolved->representative, {});
  std::vector<VertexIndex> members = steps.members(steps.stop_of(vertex));
  std::sort(members.begin(), members.end());
  OwnedStops owned = steps.owned_stops(vertex);
  std::vector<VertexIndex> accounts = accounts_of(*snapshot, steps, owned);
  const ProfileSubject subject{
      view, *snapshot, *resolved,          session.context(),   request,
      id,   vertex,    std::move(members), std::move(accounts), std::move(owned)};
  ProfileFindings findings{internal::EntityNames(view, snapshot->vertices()),
                           internal::resolution_notes(*resolved, request.resolution),
                           {}};
  HEADWATER_ASSIGN_OR_RETURN(const std::string name, findings.names.name(id));
  Answer answer;
  answer.title = "Profile of " + name;
  answer.commit = view.as_of();
  answer.result.set("id", Document(name)).set("kind", Document(graph::to_string(id.kind())));
  HEADWATER_RETURN_IF_ERROR(add_parts(subject, findings, answer.result));
  answer.parameters = parameters_of(request, name);
  answer.notes = std::move(findings.notes);
  return answer;
}

}  // namespace headwater::queries
