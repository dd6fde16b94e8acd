#include "queries/flow/attribution_question.h"

#include <algorithm>
#include <array>
#include <utility>

#include "queries/flow/case_attribution.h"
#include "queries/flow/internal/attribution_answer.h"
#include "queries/flow/internal/attribution_publication.h"
#include "queries/flow/internal/evidence_notes.h"
#include "queries/internal/values.h"

namespace headwater::queries {
namespace {

using graph::Result;
using graph::Status;

constexpr std::string_view kTriedAttribution = "attribute profit";
constexpr std::array<std::string_view, 6> kGroups = {"entity", "role",      "form",
                                                     "sector", "territory", "period"};

Status wrong(std::string place, std::string found, std::string remedy) {
  return graph::question_error(std::string(kTriedAttribution), std::move(place), std::move(found),
                               std::move(remedy));
}

Status check_publication(const AttributionQuestion& question) {
  if (question.by == "entity" || question.by == "role") {
    return wrong("parameter by", "rows that name somebody, for publication",
                 "publication shows groups only: use form, sector, territory or period; exact "
                 "rows are for --audience internal");
  }
  if (!question.truth_directory.empty() || !question.report_currency.empty()) {
    return wrong("parameter audience", "a truth or a report currency, for publication",
                 "both show exact figures: use --audience internal");
  }
  return {};
}

Status check_question(const AttributionQuestion& question) {
  if (std::find(kGroups.begin(), kGroups.end(), question.by) == kGroups.end()) {
    return wrong("parameter by", "no way to group rows",
                 "use entity, role, form, sector, territory or period");
  }
  if (question.audience == "publication") return check_publication(question);
  if (question.audience != "internal") {
    return wrong("parameter audience", "no audience", "use internal or publication");
  }
  if (!question.truth_directory.empty() && question.by != "entity") {
    return wrong("parameter truth", "a truth beside groups",
                 "a truth is known of entities: use --by entity");
  }
  return {};
}

Result<CaseAttribution> attribute_asked(QuerySession& session,
                                        const AttributionQuestion& question) {
  CaseAttributionRequest request;
  request.case_name = question.case_name;
  request.resolution = question.resolution;
  request.members_from = question.members_from;
  request.disputed = question.disputed;
  HEADWATER_ASSIGN_OR_RETURN(request.policy, trace_policy(kTriedAttribution, question.policy));
  return attribute_cases(session, request);
}

Result<std::string> canonical_case(const graph::StoreView& view, const std::string& name) {
  if (name.empty()) return std::string();
  HEADWATER_ASSIGN_OR_RETURN(const graph::EntityId id, view.resolve(name));
  HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view.key_of(id));
  return graph::to_string(key);
}

// For publication the parameters name no entity either, and no case.
Status set_parameters(const graph::StoreView& view, const AttributionQuestion& question,
                      Document& parameters) {
  HEADWATER_ASSIGN_OR_RETURN(const std::string case_name, canonical_case(view, question.case_name));
  Document members = Document::array();
  for (const std::string& text : question.members_from) {
    HEADWATER_ASSIGN_OR_RETURN(const std::string name, canonical_case(view, text));
    members.push(Document(name));
  }
  const bool is_internal = question.audience == "internal";
  parameters.set("query", Document("attribute"))
      .set("case", case_name.empty() ? Document() : Document(is_internal ? case_name : "one"))
      .set("members-from",
           is_internal ? std::move(members) : Document(std::uint64_t{question.members_from.size()}))
      .set("by", Document(question.by))
      .set("audience", Document(question.audience))
      .set("report-currency",
           question.report_currency.empty() ? Document() : Document(question.report_currency))
      .set("truth", Document(!question.truth_directory.empty()))
      .set("without-disputed", Document(!question.disputed));
  set_trace_policy(question.policy, question.resolution, parameters);
  return {};
}

Result<Answer> publish(const QuerySession& session, const AttributionQuestion& question,
                       const CaseAttribution& found, Answer answer) {
  HEADWATER_ASSIGN_OR_RETURN(
      internal::PublishedRows rows,
      internal::published_rows(session, found, question.by, question.case_name));
  answer.result.set("rows", Document(std::move(rows.table)));
  answer.notes = std::move(rows.notes);
  return answer;
}

bool has_conversions(const CaseAttribution& found) {
  return std::any_of(found.result.members.begin(), found.result.members.end(),
                     [](const engine::MemberProfit& row) { return row.converted_out != 0; });
}

Result<Answer> show(QuerySession& session, const AttributionQuestion& question,
                    const CaseAttribution& found, Answer answer) {
  answer.internal_audience = true;
  answer.notes = trace_notes(found.result.trace, found.snapshot->assets());
  for (std::string& note :
       internal::evidence_notes(found, session.view().sees_victims(), question.disputed)) {
    answer.notes.push_back(std::move(note));
  }
  for (std::string& note : internal::resolution_notes(*found.resolved, question.resolution)) {
    answer.notes.push_back(std::move(note));
  }
  internal::AttributionAnswer tables(session.view(), question, found);
  HEADWATER_RETURN_IF_ERROR(tables.add_rows(answer.result, answer.notes));
  HEADWATER_RETURN_IF_ERROR(tables.add_report_currency(answer.result, answer.notes));
  HEADWATER_RETURN_IF_ERROR(tables.add_other_tables(answer.result));
  if (!question.truth_directory.empty()) {
    answer.notes.emplace_back(
        "interval_minus_truth is the nearest end of [lower, profit] less the truth, 0 within; "
        "upper_minus_truth is profit, the upper end alone, less the truth");
  }
  answer.notes.emplace_back(
      "a profit is an interval: lower = profit - unexplained; withheld wages and suspected money "
      "are in no profit");
  if (has_conversions(found)) {
    answer.notes.emplace_back(
        "labelled money changed asset: it is in the profit of the asset in which it was earned, "
        "and what became of it stands in the other's row. So lower leaves out what went to another "
        "asset; --report-currency has profit - unexplained over all of them");
  }
  return answer;
}

}  // namespace

Result<Answer> attribution_question(QuerySession& session, const AttributionQuestion& question) {
  HEADWATER_RETURN_IF_ERROR(check_question(question));
  HEADWATER_ASSIGN_OR_RETURN(const CaseAttribution found, attribute_asked(session, question));
  Answer answer;
  answer.title = "Illicit profit by " + question.by;
  answer.commit = session.view().as_of();
  HEADWATER_RETURN_IF_ERROR(set_parameters(session.view(), question, answer.parameters));
  return question.audience == "publication" ? publish(session, question, found, std::move(answer))
                                            : show(session, question, found, std::move(answer));
}

}  // namespace headwater::queries
