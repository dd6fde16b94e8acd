#include "queries/walk/neighbourhood.h"

#include <algorithm>

#include "graph/owners.h"
#include "queries/internal/columns.h"
#include "queries/internal/entity_names.h"
#include "queries/internal/money_question.h"
#include "queries/internal/values.h"

namespace headwater::queries {
namespace {

using graph::Result;
using graph::Status;
using graph::VertexIndex;
using internal::EntityNames;

constexpr std::string_view kAbout = "walk a neighbourhood";

struct Row {
  const ReachedStop* stop;
  const ReachedMoney* money;
  std::string id;
};

// One row a stop, owner and asset, with the printed id to sort by; none for protected ones.
Result<std::vector<Row>> make_rows(const NeighbourhoodReach& reach, const MoneySteps& steps,
                                   EntityNames& names) {
  std::vector<VertexIndex> stops;
  for (const ReachedStop& stop : reach.stops) {
    if (steps.is_protected(stop.stop)) continue;
    stops.push_back(stop.stop);
    if (stop.owner != graph::kNoVertex) stops.push_back(stop.owner);
  }
  HEADWATER_RETURN_IF_ERROR(names.prepare(stops));
  std::vector<Row> rows;
  std::size_t next = 0;
  for (const ReachedStop& stop : reach.stops) {
    const bool is_listed = !steps.is_protected(stop.stop);
    std::string id;
    if (is_listed) {
      HEADWATER_ASSIGN_OR_RETURN(id, names.name(stop.stop));
    }
    const auto is_here = [&](const ReachedMoney& money) {
      return money.stop == stop.stop && money.owner == stop.owner;
    };
    for (; next < reach.money.size() && is_here(reach.money[next]); ++next) {
      if (is_listed) rows.push_back({&stop, &reach.money[next], id});
    }
  }
  return rows;
}

void sort_rows(std::vector<Row>& rows, bool inward) {
  std::sort(rows.begin(), rows.end(), [&](const Row& a, const Row& b) {
    if (a.stop->hops != b.stop->hops) return a.stop->hops < b.stop->hops;
    if (a.stop->time_ms != b.stop->time_ms) return (a.stop->time_ms < b.stop->time_ms) != inward;
    if (a.id != b.id) return a.id < b.id;
    if (a.money->owner != b.money->owner) return a.money->owner < b.money->owner;
    return a.money->asset < b.money->asset;
  });
}

Result<graph::Table> reached_table(const std::vector<Row>& rows, const MoneySteps& steps,
                                   EntityNames& names) {
  graph::Table table({internal::columns::id("id"), internal::columns::id("owner"),
                      internal::columns::count("hops"), internal::columns::time("time"),
                      internal::columns::count("transactions"), internal::columns::money("amount"),
                      internal::columns::asset_code()});
  for (const Row& row : rows) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string owner, names.name(row.stop->owner));
    table.column(0).append_text(row.id);
    internal::append_text_or_null(table.column(1), owner);
    table.column(2).append_int64(row.stop->hops);
    internal::append_time(table.column(3), graph::Timestamp{row.stop->time_ms});
    table.column(4).append_int64(static_cast<std::int64_t>(row.money->transactions));
    internal::append_money(table.column(5), table.column(6), row.money->amount,
                           steps.snapshot().assets()[row.money->asset.value]);
  }
  return table;
}

std::uint64_t stops_reached(const NeighbourhoodReach& reach) {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < reach.stops.size(); ++i) {
    if (i == 0 || reach.stops[i].stop != reach.stops[i - 1].stop) ++count;
  }
  return count;
}

graph::Table hop_table(const NeighbourhoodReach& reach) {
  graph::Table table({internal::columns::count("hops"), internal::columns::count("endpoints"),
                      internal::columns::count("transactions"),
                      internal::columns::count("hubs_truncated")});
  for (std::size_t hop = 0; hop < reach.hops.size(); ++hop) {
    table.column(0).append_int64(static_cast<std::int64_t>(hop) + 1);
    table.column(1).append_int64(static_cast<std::int64_t>(reach.hops[hop].endpoints));
    table.column(2).append_int64(static_cast<std::int64_t>(reach.hops[hop].transactions));
    table.column(3).append_int64(static_cast<std::int64_t>(reach.hops[hop].hubs));
  }
  return table;
}

std::vector<std::string> notes_of(const NeighbourhoodReach& reach,
                                  const NeighbourhoodRequest& request,
                                  const graph::Snapshot& snapshot) {
  std::vector<std::string> notes = reach.left_out.notes();
  if (snapshot.vertices().count(graph::EntityKind::kVictim) > 0) {
    notes.emplace_back(
        "accounts under a victim's identity carry walks, count in the sums and have no row");
  }
  std::uint64_t hubs = 0;
  for (const HopCount& hop : reach.hops) hubs += hop.hubs;
  if (hubs > 0) {
    notes.push_back("the hub limit of " + std::to_string(request.walk.hub_limit) + " was hit " +
                    std::to_string(hubs) +
                    " times: only the nearest transactions in time were followed there");
  }
  notes.emplace_back(
      "amounts are of whole transactions that end a walk: how much of them is whose, trace tells");
  return notes;
}

Document parameters_of(const NeighbourhoodRequest& request, const std::string& entity) {
  Document parameters = Document::object();
  parameters.set("query", Document("neighbourhood"))
      .set("entity", Document(entity))
      .set("direction", Document(request.walk.inward ? "in" : "out"))
      .set("hops", Document(request.walk.hops))
      .set("max-gap-ms", Document(request.walk.max_gap_ms))
      .set("hub-limit", Document(request.walk.hub_limit))
      .set("top", Document(std::uint64_t{request.top}));
  internal::set_step_parameters(request.steps, parameters);
  return parameters;
}

}  // namespace

Result<Answer> neighbourhood(QuerySession& session, const NeighbourhoodRequest& request) {
  const graph::StoreView& view = session.view();
  HEADWATER_ASSIGN_OR_RETURN(const graph::EntityId entity, view.resolve(request.entity));
  HEADWATER_ASSIGN_OR_RETURN(const internal::MoneyQuestion question,
                             internal::prepare_money_question(session, kAbout, request.steps));
  HEADWATER_ASSIGN_OR_RETURN(const auto starts,
                             internal::stops_to_start(*question.steps, kAbout, entity));
  const graph::AccountOwnership ownership =
      graph::account_ownership(*question.snapshot, question.resolved->representative);
  WalkOptions walk = request.walk;
  walk.ownership = &ownership;
  HEADWATER_ASSIGN_OR_RETURN(const NeighbourhoodReach reach,
                             walk_neighbourhood(*question.steps, starts, walk, session.context()));
  EntityNames names(view, question.snapshot->vertices());
  HEADWATER_ASSIGN_OR_RETURN(std::vector<Row> rows, make_rows(reach, *question.steps, names));
  sort_rows(rows, request.walk.inward);
  const std::size_t all_rows = rows.size();
  if (request.top != 0 && rows.size() > request.top) rows.resize(request.top);
  HEADWATER_ASSIGN_OR_RETURN(graph::Table table, reached_table(rows, *question.steps, names));
  HEADWATER_ASSIGN_OR_RETURN(const std::string name, names.name(entity));
  Answer answer;
  answer.title = request.walk.inward ? "Who could have paid, back in time"
                                     : "Whom the money could have reached, forward in time";
  answer.commit = view.as_of();
  answer.result.set("rows", Document(std::move(table)))
      .set("hops", Document(hop_table(reach)))
      .set("summary", Document::object()
                          .set("accounts_at_start", Document(std::uint64_t{starts.stops().size()}))
                          .set("accounts_reached", Document(stops_reached(reach)))
                          .set("rows", Document(std::uint64_t{all_rows})));
  answer.parameters = parameters_of(request, name);
  answer.notes = question.notes;
  for (std::string& note : internal::ownership_notes(starts, name))
    answer.notes.push_back(std::move(note));
  for (std::string& note : notes_of(reach, request, *question.snapshot))
    answer.notes.push_back(std::move(note));
  return answer;
}

}  // namespace headwater::queries
