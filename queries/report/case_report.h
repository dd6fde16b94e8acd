// Case report: everything a store knows of a case, put into the model of the report page: where the
// asserted proceeds went, who profited, the network around the ring, the timeline, the two numbers,
// and what all of it rests on.
//
//   CaseReportRequest request; request.audience = ReportAudience::kInternal;
//   HEADWATER_ASSIGN_OR_RETURN(ReportModel model, build_case_report(session, request));
//   HEADWATER_ASSIGN_OR_RETURN(std::string html, report_page(model));
//
// A page about a case names suspects: it is internal by nature, and stamped so. For publication it
// holds the two numbers after disclosure control, the method and its assumptions, and no person,
// account, case or file. Victims and whoever is used under their identity have no place in either.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "graph/snapshot.h"
#include "graph/status.h"
#include "queries/parameters.h"
#include "queries/query_session.h"
#include "queries/report/report_model.h"

namespace headwater::queries {

struct CaseReportRequest {
  std::string case_name;  // "case:scheme/id"; empty: all cases
  graph::Resolution resolution;
  ReportAudience audience = ReportAudience::kPublication;
  std::string title;  // empty: one that fits
  // The truth of a generated case, beside which the figures are put; internal reports only.
  std::optional<std::filesystem::path> truth;
  std::uint32_t cut_off = 15;  // rows of the ranking that are shown
  std::string engine_version;  // stamped; empty: none
};

// Reads the store as its view shows it; the truth is opened last, when nothing can be swayed by it.
// No clock and no path of this machine goes in: equal store, commit and request give equal models,
// for any number of threads. Errors: kQuestion (a truth with the publication audience), kInput (a
// truth of another case), those of `attribute_cases`, `rank_ring` and the scoreboard; kInternal
// when the diagrams and the attribution disagree about a single unit.
graph::Result<ReportModel> build_case_report(QuerySession& session,
                                             const CaseReportRequest& request);

// What `headwater report` takes besides the file, by names without dashes, and a request from it.
// Errors: kQuestion, naming the parameter.
const std::vector<ParameterSpec>& report_parameters();
graph::Result<CaseReportRequest> parse_report(const ParameterMap& given);

}  // namespace headwater::queries
