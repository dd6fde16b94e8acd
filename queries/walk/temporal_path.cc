#include "queries/walk/temporal_path.h"

#include "queries/internal/columns.h"
#include "queries/internal/entity_names.h"
#include "queries/internal/money_question.h"
#include "queries/internal/values.h"
#include "queries/walk/temporal_path_search.h"

namespace headwater::queries {
namespace {

using graph::Result;
using graph::Status;
using internal::EntityNames;

constexpr std::string_view kAboutPath = "search a path in time";

graph::Table path_table() {
  return graph::Table({internal::columns::count("step"), internal::columns::id("transaction"),
                       internal::columns::id("from"), internal::columns::id("to"),
                       internal::columns::time("time"), internal::columns::money("amount"),
                       internal::columns::asset_code(), internal::columns::money("received"),
                       internal::columns::asset_code("received_asset")});
}

Status append_step(const graph::StoreView& view, const graph::Snapshot& snapshot,
                   std::uint32_t position, EntityNames& names, graph::Table& table) {
  const graph::TransactionLayer& layer = snapshot.transactions();
  HEADWATER_ASSIGN_OR_RETURN(const std::string transaction, view.name_of(layer.id(position)));
  HEADWATER_ASSIGN_OR_RETURN(const std::string from, names.name(layer.from[position]));
  HEADWATER_ASSIGN_OR_RETURN(const std::string to, names.name(layer.to[position]));
  table.column(0).append_int64(static_cast<std::int64_t>(table.row_count()) + 1);
  table.column(1).append_text(transaction);
  table.column(2).append_text(from);
  table.column(3).append_text(to);
  internal::append_time(table.column(4), graph::Timestamp{layer.time_ms[position]});
  internal::append_money(table.column(5), table.column(6), layer.amount[position],
                         snapshot.assets()[layer.asset[position]]);
  const auto* received = layer.find_received(position);
  internal::append_money(
      table.column(7), table.column(8), received ? received->amount : layer.amount[position],
      snapshot.assets()[received ? received->asset.value : layer.asset[position]]);
  return {};
}

Document summary_of(const EarliestArrival& arrival, const graph::TransactionLayer& layer) {
  Document summary = Document::object();
  summary.set("found", Document(arrival.found));
  if (arrival.found) {
    const graph::Timestamp first{layer.time_ms[arrival.positions.front()]};
    const graph::Timestamp last{layer.time_ms[arrival.positions.back()]};
    summary.set("steps", Document(std::uint64_t{arrival.positions.size()}))
        .set("departure", internal::time_document(first))
        .set("arrival", internal::time_document(last));
    const bool is_dated = first.is_known() && last.is_known();
    summary.set("duration_ms", is_dated ? Document(last.ms - first.ms) : Document());
  }
  return summary.set("reached_before_the_end", Document(arrival.stops_reached));
}

Document parameters_of(const TemporalPathRequest& request, const std::string& from,
                       const std::string& to) {
  Document parameters = Document::object();
  parameters.set("query", Document("path"))
      .set("source", Document(from))
      .set("target", Document(to));
  internal::set_step_parameters(request.steps, parameters);
  return parameters;
}

}  // namespace

Result<Answer> temporal_path(QuerySession& session, const TemporalPathRequest& request) {
  const graph::StoreView& view = session.view();
  HEADWATER_ASSIGN_OR_RETURN(const graph::EntityId from, view.resolve(request.source));
  HEADWATER_ASSIGN_OR_RETURN(const graph::EntityId to, view.resolve(request.target));
  // A step names both its ends. Without the key a path through a victim's account is not shown, and
  // neither is a gap where it stood: it goes another way.
  MoneyStepRequest wanted = request.steps;
  wanted.policy.through_protected = view.sees_victims();
  HEADWATER_ASSIGN_OR_RETURN(const internal::MoneyQuestion question,
                             internal::prepare_money_question(session, kAboutPath, wanted));
  const MoneySteps& steps = *question.steps;
  HEADWATER_ASSIGN_OR_RETURN(const auto sources, internal::stops_to_start(steps, kAboutPath, from));
  HEADWATER_ASSIGN_OR_RETURN(const auto targets, internal::stops_to_start(steps, kAboutPath, to));
  if (sources.meets(targets)) {
    return graph::question_error(std::string(kAboutPath), "source and target",
                                 "both are at the same account",
                                 "name two that differ; neighbourhood shows what comes back");
  }
  HEADWATER_ASSIGN_OR_RETURN(const EarliestArrival arrival,
                             find_earliest_arrival(steps, sources, targets, session.context()));
  EntityNames names(view, question.snapshot->vertices());
  graph::Table table = path_table();
  for (const std::uint32_t position : arrival.positions) {
    HEADWATER_RETURN_IF_ERROR(append_step(view, *question.snapshot, position, names, table));
  }
  HEADWATER_ASSIGN_OR_RETURN(const std::string from_name, names.name(from));
  HEADWATER_ASSIGN_OR_RETURN(const std::string to_name, names.name(to));
  Answer answer;
  answer.title = "Earliest arrival of money in time order";
  answer.commit = view.as_of();
  answer.result.set("rows", Document(std::move(table)))
      .set("summary", summary_of(arrival, question.snapshot->transactions()));
  answer.parameters = parameters_of(request, from_name, to_name);
  answer.notes = question.notes;
  for (const auto& [owned, name] :
       {std::pair(&sources, &from_name), std::pair(&targets, &to_name)}) {
    for (std::string& note : internal::ownership_notes(*owned, *name))
      answer.notes.push_back(std::move(note));
  }
  for (std::string& note : arrival.left_out.notes()) answer.notes.push_back(std::move(note));
  if (!view.sees_victims()) {
    answer.notes.emplace_back(
        "paths through accounts under a victim's identity are searched with the victim key only");
  }
  answer.notes.emplace_back(
      "a path shows that the order of payments allows it, not whose money moved: see trace");
  return answer;
}

}  // namespace headwater::queries
