// report: the page that shows a case.
#include "apps/commands.h"
#include "apps/console.h"
#include "apps/output_file.h"
#include "apps/parameter_options.h"
#include "apps/version.h"
#include "graph/sha256.h"
#include "queries/report/case_report.h"
#include "queries/report/report_page.h"

namespace headwater::apps {
namespace {

using graph::Status;
using queries::Document;
using queries::ReportAudience;

queries::Answer answer_about(const queries::CaseReportRequest& request,
                             const queries::ReportModel& model, const graph::StoreView& view,
                             const std::string& html) {
  queries::Answer answer;
  answer.title = "Report written";
  answer.commit = view.as_of();
  answer.internal_audience = request.audience == ReportAudience::kInternal;
  answer.result.set("title", Document(model.title))
      .set("bytes", Document(static_cast<std::uint64_t>(html.size())))
      .set("sha256", Document(graph::sha256_hex(html)));
  answer.parameters.set("audience", Document(answer.internal_audience ? "internal" : "publication"))
      .set("case", request.case_name.empty() ? Document() : Document(request.case_name))
      .set("resolve", Document(queries::to_text(request.resolution)))
      .set("cut_off", Document(std::uint64_t{request.cut_off}))
      .set("truth", Document(request.truth.has_value()));
  if (answer.internal_audience) {
    answer.notes.emplace_back(
        "the page names suspects: it is internal, and only its owner may read the file");
  }
  return answer;
}

Status run_report(const Arguments& arguments, Console& console) {
  HEADWATER_ASSIGN_OR_RETURN(queries::CaseReportRequest request,
                             queries::parse_report(given_parameters(
                                 arguments, parameter_options(queries::report_parameters()))));
  request.engine_version = std::string("Headwater ") + kVersion;
  HEADWATER_ASSIGN_OR_RETURN(const OpenedView opened, open_view(arguments, console));
  queries::QuerySession session(*opened.view, console.context(), queries::SnapshotReuse::kWhole);
  HEADWATER_ASSIGN_OR_RETURN(const queries::ReportModel model,
                             queries::build_case_report(session, request));
  HEADWATER_ASSIGN_OR_RETURN(const std::string html, queries::report_page(model));
  const bool is_internal = request.audience == ReportAudience::kInternal;
  const std::string path = arguments.text("--output");
  HEADWATER_RETURN_IF_ERROR(
      write_output_file(path, html, is_internal ? FileReaders::kOwnerOnly : FileReaders::kAnybody));
  return console.print(answer_about(request, model, *opened.view, html));
}

}  // namespace

std::vector<CommandSpec> report_commands() {
  return {
      {"report",
       "write a page that shows a case, or the two numbers for publication",
       "One HTML file that loads nothing from anywhere: open it, print it, hand it over. With "
       "--audience internal it follows the asserted proceeds, shows who profited, the network "
       "around the ring, when it happened, both scoreboards, and what all of it rests on; it names "
       "suspects, and never a victim. For publication, the default, it holds the two numbers after "
       "disclosure control, the method and its assumptions, and no person, account, case or file. "
       "Equal stores and parameters give equal bytes.",
       "  headwater report case.hw --output numbers.html\n"
       "  headwater report case.hw --audience internal --case case:police/harbour \\\n"
       "      --victim-key victims.key --resolve probable:0.9 --output case.html\n"
       "  headwater report case.hw --audience internal --truth case-truth --output made-up.html",
       {{"STORE", "the store's directory"}},
       std::vector<OptionSpec>{
           {"--output", "FILE", "the page; a file of that name is replaced", "", {}, true}} +
           parameter_options(queries::report_parameters()) + output_options() + reading_options(),
       false,
       run_report}};
}

}  // namespace headwater::apps
