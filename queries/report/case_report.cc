#include "queries/report/case_report.h"

#include <fmt/format.h>

#include <algorithm>

#include "queries/evidence/asserted_members.h"
#include "queries/internal/text_table.h"
#include "queries/parameters.h"
#include "queries/report/internal/case_notes.h"
#include "queries/report/internal/case_parts.h"
#include "queries/report/internal/report_money.h"
#include "queries/report/internal/report_scoreboard.h"
#include "queries/report/internal/report_sources.h"

namespace headwater::queries {
namespace {

using graph::Result;
using graph::Status;
using internal::CaseTruthBook;
using internal::ReportCase;

Result<Scoreboard> measure(QuerySession& session, const CaseReportRequest& request,
                           Audience audience) {
  ScoreboardRequest wanted;
  wanted.audience = audience;
  wanted.case_name = request.case_name;
  wanted.resolution = request.resolution;
  return measure_scoreboard(session, wanted);
}

// The ranking around the asserted members; nothing where none is asserted who may be ranked from.
Result<std::optional<RingRanking>> rank(QuerySession& session, const CaseReportRequest& request,
                                        const CaseAttribution& attribution,
                                        const internal::PartyBook& parties) {
  HEADWATER_ASSIGN_OR_RETURN(AssertedMembers known,
                             asserted_members(session.view(), *attribution.snapshot,
                                              *attribution.resolved, request.case_name));
  std::erase_if(known.members, [&](graph::EntityId id) {
    const graph::VertexIndex vertex = attribution.snapshot->vertices().find(id);
    return vertex == graph::kNoVertex || parties.is_protected(vertex);
  });
  if (known.members.empty()) return std::optional<RingRanking>();
  RingRequest ring;
  ring.known = std::move(known.members);
  ring.resolution = request.resolution;
  HEADWATER_ASSIGN_OR_RETURN(RingRanking ranking,
                             rank_ring(*attribution.snapshot, ring, session.context()));
  return std::optional<RingRanking>(std::move(ranking));
}

Result<std::optional<CaseTruthBook>> read_truth(const QuerySession& session,
                                                const CaseReportRequest& request,
                                                const CaseAttribution& attribution,
                                                const std::optional<RingRanking>& ranking) {
  if (!request.truth) return std::optional<CaseTruthBook>();
  const graph::StoreView& view = session.view();
  const graph::Snapshot& snapshot = *attribution.snapshot;
  CaseTruthBook book;
  HEADWATER_ASSIGN_OR_RETURN(book.truth, ingest::read_case_truth(*request.truth));
  HEADWATER_ASSIGN_OR_RETURN(book.judge,
                             internal::Judge::make(view, snapshot, request.resolution, book.truth));
  HEADWATER_ASSIGN_OR_RETURN(book.match, match_truth(view, attribution, book.truth));
  if (ranking) {
    HEADWATER_ASSIGN_OR_RETURN(book.score, score_ranking(view, snapshot, request.resolution,
                                                         *ranking, book.truth, request.cut_off));
  }
  return std::optional<CaseTruthBook>(std::move(book));
}

void add_stamps(const QuerySession& session, const CaseReportRequest& request, ReportModel& model) {
  if (session.view().clearance()) model.summary += " All of it is filtered by clearance.";
  model.stamps = {{"Store commit", std::to_string(session.view().as_of().value)}};
  if (model.audience == ReportAudience::kInternal) {
    model.stamps.emplace_back("Cases", request.case_name.empty() ? "all" : request.case_name);
    model.stamps.emplace_back("Victims' side of the records",
                              session.view().sees_victims() ? "read with the key" : "not read");
  }
  model.stamps.emplace_back("Tracing rule", "pro rata, ledger order");
  model.stamps.emplace_back("Opening balances", "given, else inferred");
  model.stamps.emplace_back("Same-as", to_text(request.resolution));
  if (!request.engine_version.empty()) model.stamps.emplace_back("Engine", request.engine_version);
}

// ---- Publication ----

std::string interval_text(const ScoreboardMoney& money) {
  return internal::amount_text(money.lower(), money.asset) + " to " +
         internal::amount_text(money.upper(), money.asset);
}

void add_public_figures(const Scoreboard& board, ReportModel& model) {
  const ScoreboardCell* total = internal::scoreboard_total(board);
  if (total == nullptr) return;
  const bool shown = total->victims_status == FigureStatus::kShown;
  model.key_figures.push_back(
      {"Victims known",
       shown ? internal::grouped(total->victims) : std::string(to_string(total->victims_status)),
       shown ? "people" : "", "whom a source told of; how many there are is not known"});
  for (const ScoreboardMoney& money : total->money) {
    if (money.status == FigureStatus::kUnknown) continue;
    const bool is_shown = money.status == FigureStatus::kShown;
    model.key_figures.push_back(
        {"Illicit profit", is_shown ? interval_text(money) : std::string(to_string(money.status)),
         money.asset.code,
         "lower to upper, from asserted proceeds only: a lower bound of takings"});
  }
}

Result<ReportModel> build_publication(QuerySession& session, const CaseReportRequest& request) {
  HEADWATER_ASSIGN_OR_RETURN(const Scoreboard board,
                             measure(session, request, Audience::kPublication));
  ReportModel model;
  model.audience = ReportAudience::kPublication;
  model.title = request.title.empty() ? "Victims and illicit profit" : request.title;
  model.subtitle = "Two numbers a territory, form of exploitation and sector.";
  model.summary =
      "Victims whom the sources tell of, and the profit that asserted proceeds left with those who "
      "exploited them, from lower to upper. Small and dominated figures are hidden. A cell that is "
      "hidden or unknown is not zero.";
  add_public_figures(board, model);
  model.scoreboard = {internal::scoreboard_table(board)};
  model.assumptions = internal::assumption_notes(model.audience, request.resolution);
  model.method = internal::method_notes(model.audience);
  model.sources = internal::report_sources(session.view(), model.audience);
  model.left_out = internal::left_out_of_publication(board);
  add_stamps(session, request, model);
  return model;
}

// ---- Internal ----

std::string subtitle_of(const CaseReportRequest& request) {
  std::string text =
      request.case_name.empty() ? "All cases of the store." : request.case_name + ".";
  if (request.truth) {
    text +=
        " A made-up case: every person, company and payment is invented, and its truth is "
        "known.";
  }
  return text;
}

Status fill_parts(const ReportCase& report, ReportModel& model) {
  HEADWATER_ASSIGN_OR_RETURN(model.flows, internal::case_flows(report));
  HEADWATER_ASSIGN_OR_RETURN(model.members, internal::case_members(report));
  HEADWATER_ASSIGN_OR_RETURN(model.profit_tables, internal::case_profit_tables(report));
  HEADWATER_ASSIGN_OR_RETURN(model.network, internal::case_network(report));
  HEADWATER_ASSIGN_OR_RETURN(model.timeline, internal::case_timeline(report));
  HEADWATER_ASSIGN_OR_RETURN(model.innocents, internal::case_innocents(report));
  return {};
}

Result<ReportModel> build_internal(QuerySession& session, const CaseReportRequest& request) {
  CaseAttributionRequest wanted;
  wanted.case_name = request.case_name;
  wanted.resolution = request.resolution;
  HEADWATER_ASSIGN_OR_RETURN(const CaseAttribution attribution, attribute_cases(session, wanted));
  HEADWATER_ASSIGN_OR_RETURN(const Scoreboard exact,
                             measure(session, request, Audience::kInternal));
  HEADWATER_ASSIGN_OR_RETURN(const Scoreboard published,
                             measure(session, request, Audience::kPublication));
  const internal::PartyBook parties(attribution);
  internal::PartyNames names(session.view(), *attribution.snapshot, parties);
  const CanonicalEntities canonical(*attribution.snapshot, *attribution.resolved);
  HEADWATER_ASSIGN_OR_RETURN(const CaseScope scope, case_scope(session.view(), canonical,
                                                               request.case_name, "report a case"));
  HEADWATER_ASSIGN_OR_RETURN(const auto ranking, rank(session, request, attribution, parties));
  HEADWATER_ASSIGN_OR_RETURN(const auto truth, read_truth(session, request, attribution, ranking));
  const ReportCase report{session,   request, attribution, parties, names,
                          canonical, scope,   ranking,     truth};
  ReportModel model;
  model.audience = ReportAudience::kInternal;
  model.title = request.title.empty() ? "Where the money went, and who profited" : request.title;
  model.subtitle = subtitle_of(request);
  model.summary = internal::case_summary(report);
  HEADWATER_RETURN_IF_ERROR(fill_parts(report, model));
  model.key_figures = internal::case_figures(report, exact);
  model.members_caption =
      "Lower: profit less what went to outsiders without an explanation, came to another member "
      "with an account, or changed into another asset. Upper: profit by value chain. The upper "
      "end alone is never the answer.";
  model.scoreboard = {internal::scoreboard_table(exact), internal::scoreboard_table(published)};
  model.assumptions = internal::assumption_notes(model.audience, request.resolution);
  model.method = internal::method_notes(model.audience);
  model.sources = internal::report_sources(session.view(), model.audience);
  model.left_out = internal::left_out_of_case(report);
  add_stamps(session, request, model);
  return model;
}

}  // namespace

Result<ReportModel> build_case_report(QuerySession& session, const CaseReportRequest& request) {
  if (request.audience == ReportAudience::kInternal) return build_internal(session, request);
  if (request.truth) {
    return graph::question_error("report a case", "--truth",
                                 "the audience is publication, which shows no member to compare",
                                 "leave it out, or give --audience internal");
  }
  return build_publication(session, request);
}

}  // namespace headwater::queries
