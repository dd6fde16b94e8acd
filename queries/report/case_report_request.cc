// From named texts to a request.
#include "queries/report/case_report.h"

namespace headwater::queries {
namespace {

constexpr std::string_view kAbout = "report a case";

}  // namespace

const std::vector<ParameterSpec>& report_parameters() {
  static const std::vector<ParameterSpec> kParameters = {
      {"audience", "publication|internal", "publication", false,
       "internal follows the money and names suspects, and is stamped so; publication has the two "
       "numbers after disclosure control, and names nobody"},
      {"case", "case", "", false, "one case only; all if not given"},
      {"resolve", "none, confirmed or probable:P", "confirmed", false, "who counts as the same"},
      {"cut-off", "integer", "15", false, "rows of the ranking to show (internal)"},
      {"title", "text", "", false, "the heading of the page"},
      {"truth", "folder", "", false,
       "the truth of a generated case, to be put beside the figures (internal)"}};
  return kParameters;
}

graph::Result<CaseReportRequest> parse_report(const ParameterMap& given) {
  HEADWATER_RETURN_IF_ERROR(check_parameters(kAbout, report_parameters(), given));
  const Parameters parameters(kAbout, report_parameters(), given);
  CaseReportRequest request;
  const bool is_internal = parameters.text("audience") == "internal";
  request.audience = is_internal ? ReportAudience::kInternal : ReportAudience::kPublication;
  request.case_name = parameters.text("case");
  HEADWATER_ASSIGN_OR_RETURN(request.resolution, parameters.resolution());
  HEADWATER_ASSIGN_OR_RETURN(const std::int64_t cut_off, parameters.integer("cut-off", 1, 100));
  request.cut_off = static_cast<std::uint32_t>(cut_off);
  request.title = parameters.text("title");
  if (parameters.has("truth")) request.truth = parameters.text("truth");
  return request;
}

}  // namespace headwater::queries
