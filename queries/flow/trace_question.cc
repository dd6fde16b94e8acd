#include "queries/flow/trace_question.h"

#include <utility>

#include "queries/flow/case_attribution.h"
#include "queries/flow/internal/asked_sources.h"
#include "queries/flow/internal/evidence_notes.h"
#include "queries/flow/internal/trace_tables.h"
#include "queries/internal/values.h"

namespace headwater::queries {
namespace {

using graph::Result;
using graph::Status;
using internal::TracedMoney;

constexpr std::string_view kTried = "trace money";

struct Traced {
  TracedMoney money;
  Document parameters;             // what the labels come from
  std::vector<std::string> notes;  // about it
};

Status check_sources(const TraceQuestion& question) {
  if (question.from_assertions != question.sources.empty()) {
    return graph::question_error(
        std::string(kTried), "",
        question.from_assertions ? "sources of two kinds" : "no source to start from",
        "give --source, --source-file or --from-assertions, and one of them only: nothing is "
        "illicit because a computer says so");
  }
  if (question.from_assertions || question.case_name.empty()) return {};
  return graph::question_error(std::string(kTried), "parameter case",
                               "a case beside sources of one's own",
                               "a case belongs to --from-assertions");
}

Result<Traced> trace_asked_sources(QuerySession& session, const TraceQuestion& question,
                                   engine::TraceRequest policy) {
  const graph::StoreView& view = session.view();
  graph::SnapshotRequest wanted;
  wanted.victim_flows = false;
  TracedMoney money{view};
  HEADWATER_ASSIGN_OR_RETURN(money.snapshot, session.snapshot(wanted));
  money.resolved = session.resolved(question.resolution);
  money.owners =
      graph::account_owners(*money.snapshot, money.resolved->representative, graph::kUnknownTime);
  HEADWATER_ASSIGN_OR_RETURN(internal::SourceSet set,
                             internal::asked_sources(view, *money.snapshot, question, policy));
  money.until = policy.until;
  for (const std::string& name : set.labels) money.labels.push_back({name, {}});
  policy.sources = std::move(set.sources);
  policy.label_count = static_cast<std::uint32_t>(money.labels.size());
  HEADWATER_ASSIGN_OR_RETURN(RecordedOpenings openings, opening_balances(view, *money.snapshot));
  policy.openings = std::move(openings.balances);
  HEADWATER_ASSIGN_OR_RETURN(money.result,
                             engine::trace(*money.snapshot, policy, session.context()));
  std::vector<std::string> notes;
  if (set.left_out > 0) {
    notes.push_back(std::to_string(set.left_out) +
                    " sources are transactions that are not run (undated, aggregates, or after the "
                    "end): they label nothing");
  }
  if (openings.later > 0) notes.push_back(internal::later_openings_note(openings.later));
  return Traced{std::move(money), std::move(set.parameters), std::move(notes)};
}

Result<Traced> trace_assertions(QuerySession& session, const TraceQuestion& question,
                                const engine::TraceRequest& policy) {
  CaseAttributionRequest request;
  request.case_name = question.case_name;
  request.resolution = question.resolution;
  request.disputed = question.disputed;
  request.policy = policy;
  HEADWATER_ASSIGN_OR_RETURN(CaseAttribution found, attribute_cases(session, request));
  std::vector<std::string> notes =
      internal::evidence_notes(found, session.view().sees_victims(), question.disputed);
  TracedMoney money{session.view(), found.snapshot, found.resolved, std::move(found.owners),
                    policy.until};
  for (const ProceedsLabel& label : found.labels) money.labels.push_back({"", label});
  for (const CaseMember& member : found.members) money.called[member.vertex] = member.entity;
  money.result = std::move(found.result.trace);
  money.asserted = std::move(found.asserted);
  Document parameters = Document::object();
  std::string case_name;
  if (!question.case_name.empty()) {
    HEADWATER_ASSIGN_OR_RETURN(const graph::EntityId id,
                               session.view().resolve(question.case_name));
    HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, session.view().key_of(id));
    case_name = graph::to_string(key);
  }
  parameters.set("from-assertions", Document(true))
      .set("case", case_name.empty() ? Document() : Document(case_name))
      .set("without-disputed", Document(!question.disputed));
  return Traced{std::move(money), std::move(parameters), std::move(notes)};
}

void note_cut(const char* table, std::size_t found, std::size_t limit,
              std::vector<std::string>& notes) {
  if (limit == 0 || found <= limit) return;
  notes.push_back(std::string(table) + ": the first " + std::to_string(limit) + " of " +
                  std::to_string(found) + " rows in ledger order (--limit 0 shows all)");
}

Result<Document> result_of(const TracedMoney& money, std::size_t limit,
                           std::vector<std::string>& notes) {
  internal::TraceTables tables(money);
  std::size_t payments_found = 0, conversions_found = 0;
  HEADWATER_ASSIGN_OR_RETURN(graph::Table conservation, tables.conservation());
  HEADWATER_ASSIGN_OR_RETURN(graph::Table rows, tables.holdings());
  HEADWATER_ASSIGN_OR_RETURN(graph::Table payments, tables.payments(limit, payments_found));
  HEADWATER_ASSIGN_OR_RETURN(graph::Table conversions,
                             tables.conversions(limit, conversions_found));
  HEADWATER_ASSIGN_OR_RETURN(graph::Table labels, tables.labels());
  note_cut("payments", payments_found, limit, notes);
  note_cut("conversions", conversions_found, limit, notes);
  return std::move(Document::object()
                       .set("rows", Document(std::move(rows)))
                       .set("payments", Document(std::move(payments)))
                       .set("conversions", Document(std::move(conversions)))
                       .set("conservation", Document(std::move(conservation)))
                       .set("labels", Document(std::move(labels)))
                       .set("summary", tables.summary()));
}

}  // namespace

Result<Answer> trace_question(QuerySession& session, const TraceQuestion& question) {
  HEADWATER_RETURN_IF_ERROR(check_sources(question));
  HEADWATER_ASSIGN_OR_RETURN(const engine::TraceRequest policy,
                             trace_policy(kTried, question.policy));
  HEADWATER_ASSIGN_OR_RETURN(Traced traced, question.from_assertions
                                                ? trace_assertions(session, question, policy)
                                                : trace_asked_sources(session, question, policy));
  Answer answer;
  answer.title = "Labelled money, traced pro rata";
  answer.commit = session.view().as_of();
  answer.internal_audience = true;
  answer.notes = trace_notes(traced.money.result, traced.money.snapshot->assets());
  answer.notes.insert(answer.notes.end(), traced.notes.begin(), traced.notes.end());
  for (std::string& note :
       internal::resolution_notes(*traced.money.resolved, question.resolution)) {
    answer.notes.push_back(std::move(note));
  }
  HEADWATER_ASSIGN_OR_RETURN(answer.result, result_of(traced.money, question.limit, answer.notes));
  answer.parameters.set("query", Document("trace"));
  for (const auto& [name, value] :
       std::get<std::vector<Document::Member>>(traced.parameters.value())) {
    answer.parameters.set(name, value);
  }
  set_trace_policy(question.policy, question.resolution, answer.parameters);
  answer.parameters.set("limit", Document(std::uint64_t{question.limit}));
  return answer;
}

}  // namespace headwater::queries
