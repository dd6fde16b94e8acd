#include "queries/analysis/analyze.h"

#include <algorithm>

#include "queries/analysis/internal/analysis_parameters.h"
#include "queries/analysis/internal/analysis_run.h"
#include "queries/internal/entity_names.h"
#include "queries/internal/values.h"
#include "queries/walk/money_steps.h"

namespace headwater::queries {
namespace {

using graph::Layer;
using graph::Projection;
using graph::Result;
using graph::Snapshot;
using graph::VertexIndex;

constexpr std::string_view kAbout = "analyze";

bool has(const graph::ProjectionRequest& request, Layer layer) {
  return std::find(request.layers.begin(), request.layers.end(), layer) != request.layers.end();
}

// Only what the projection will look at.
graph::SnapshotRequest snapshot_request(const graph::ProjectionRequest& projection) {
  graph::SnapshotRequest request;
  request.window = projection.window;
  request.assets = projection.assets;
  request.kinds = projection.transaction_kinds;
  request.transactions = has(projection, Layer::kMoney);
  request.victim_flows = has(projection, Layer::kVictims);
  return request;
}

// The projection's vertices that a source stands for: itself, or else all accounts that it owns at
// some time of the window.
Result<std::vector<std::uint32_t>> find_source(const QuerySession& session,
                                               const Snapshot& snapshot, const MoneySteps& steps,
                                               const Projection& projection,
                                               const graph::TimeWindow& window,
                                               const std::string& text) {
  HEADWATER_ASSIGN_OR_RETURN(const graph::EntityId id, session.view().resolve(text));
  const VertexIndex vertex = snapshot.vertices().find(id);
  std::vector<std::uint32_t> starts;
  if (vertex != graph::kNoVertex) {
    if (projection.find(vertex) != graph::kNoVertex) return std::vector{projection.find(vertex)};
    const OwnedStops owned = steps.owned_stops(vertex);
    for (const VertexIndex stop : owned.stops()) {
      if (!owned.is_ever_owned_within(stop, window)) continue;
      if (projection.find(stop) != graph::kNoVertex) starts.push_back(projection.find(stop));
    }
  }
  if (starts.empty()) {
    return graph::question_error(
        std::string(kAbout), "parameter source",
        "a " + std::string(graph::to_string(id.kind())) + " that takes no part in these layers",
        "add its layer with --layers, or name one of its accounts");
  }
  return starts;
}

Result<std::vector<std::uint32_t>> find_sources(QuerySession& session, const Snapshot& snapshot,
                                                const Projection& projection,
                                                const AnalysisRequest& request) {
  std::vector<std::uint32_t> starts;
  if (request.sources.empty()) return starts;
  const auto resolved = session.resolved(request.projection.resolution);
  const MoneySteps steps(snapshot, resolved->representative, {});
  for (const std::string& source : request.sources) {
    HEADWATER_ASSIGN_OR_RETURN(const auto more, find_source(session, snapshot, steps, projection,
                                                            request.projection.window, source));
    starts.insert(starts.end(), more.begin(), more.end());
  }
  std::sort(starts.begin(), starts.end());
  starts.erase(std::unique(starts.begin(), starts.end()), starts.end());
  return starts;
}

internal::VertexNaming store_naming(const graph::StoreView& view, const Snapshot& snapshot,
                                    const Projection& projection) {
  return {[&](const std::vector<std::uint32_t>& vertices) {
            std::vector<graph::EntityId> ids;
            ids.reserve(vertices.size());
            for (const std::uint32_t v : vertices) {
              ids.push_back(snapshot.vertices().entity(projection.snapshot_vertices()[v]));
            }
            return internal::entity_names(view, ids);
          },
          false};
}

void add_projection_summary(const Projection& projection, Document& result) {
  Document summary = *result.find("summary");
  const graph::ProjectionNotes& notes = projection.notes();
  summary.set("transactions_used", Document(notes.transactions_used))
      .set("transactions_left_out", Document(notes.transactions_left_out))
      .set("aggregates_used", Document(notes.aggregates_used))
      .set("jointly_owned_accounts", Document(notes.jointly_owned_accounts))
      .set("hubs_left_out", Document(notes.hubs_left_out))
      .set("same_as_used", Document(std::uint64_t{notes.same_as_used.size()}));
  result.set("summary", std::move(summary));
}

std::vector<std::string> notes_of(const Snapshot& snapshot, const Projection& projection,
                                  const AnalysisRequest& request,
                                  const graph::ResolvedVertices& resolved) {
  const graph::ProjectionNotes& done = projection.notes();
  std::vector<std::string> notes =
      internal::resolution_notes(resolved, request.projection.resolution);
  const auto note = [&](std::uint64_t count, const std::string& text) {
    if (count > 0) notes.push_back(std::to_string(count) + text);
  };
  note(done.transactions_left_out,
       " transactions read were left out by kind, amount, window or boundary");
  note(done.aggregates_used, " aggregate transactions count as one tie each");
  note(done.jointly_owned_accounts,
       " accounts with several owners, at once or one after another, stay accounts (owners-as-of)");
  note(done.hubs_left_out, " shared things with more than " +
                               std::to_string(request.projection.hub_cap) +
                               " users tie nobody (hub-cap)");
  if (has(request.projection, Layer::kVictims) && !snapshot.sees_victims()) {
    notes.emplace_back("ties through victims are known with the victim key only: none counts here");
  }
  if (snapshot.vertices().count(graph::EntityKind::kVictim) > 0) {
    notes.emplace_back("victims and those under their identity may carry ties, but are not listed");
  }
  return notes;
}

}  // namespace

Result<Answer> analyze(QuerySession& session, const AnalysisRequest& asked) {
  if (asked.file_weights) {
    return graph::question_error(std::string(kAbout), "parameter weight",
                                 "a file's column, but this is a store",
                                 "give none, count, amount or log-amount");
  }
  const graph::StoreView& view = session.view();
  AnalysisRequest request = asked;
  const bool is_money_alone = request.projection.layers == std::vector{Layer::kMoney};
  if (request.own_weight && is_money_alone) request.projection.weight = graph::Weight::kAmount;
  HEADWATER_ASSIGN_OR_RETURN(
      const internal::MoneyFilter filter,
      internal::money_filter(view, kAbout, request.currency, request.min_amount));
  request.projection.assets = filter.assets;
  request.projection.min_amount = filter.min_amount;
  HEADWATER_ASSIGN_OR_RETURN(const auto snapshot,
                             session.snapshot(snapshot_request(request.projection)));
  HEADWATER_ASSIGN_OR_RETURN(const Projection projection,
                             graph::project(*snapshot, request.projection, session.context()));
  HEADWATER_ASSIGN_OR_RETURN(const auto starts,
                             find_sources(session, *snapshot, projection, request));
  HEADWATER_ASSIGN_OR_RETURN(
      internal::AnalysisValues values,
      internal::run_algorithm(request, projection, starts, session.context()));
  Answer answer;
  answer.title = internal::analysis_title(request);
  answer.commit = view.as_of();
  HEADWATER_RETURN_IF_ERROR(internal::set_rows(projection, std::move(values), request.top,
                                               store_naming(view, *snapshot, projection),
                                               answer.result));
  add_projection_summary(projection, answer.result);
  HEADWATER_ASSIGN_OR_RETURN(answer.parameters,
                             internal::analysis_parameters_in_force(view, request));
  answer.notes =
      notes_of(*snapshot, projection, request, *session.resolved(request.projection.resolution));
  return answer;
}

}  // namespace headwater::queries
