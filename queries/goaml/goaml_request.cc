// What the command line says of a goAML report.
#include "queries/goaml/goaml_export.h"

namespace headwater::queries {
namespace {

constexpr std::string_view kWriteReport = "write a goAML report";

struct HeaderParameter {
  std::string_view name;
  std::string GoamlHeader::*field;
};
constexpr HeaderParameter kHeaderParameters[] = {
    {"rentity-id", &GoamlHeader::rentity_id},
    {"report-code", &GoamlHeader::report_code},
    {"reference", &GoamlHeader::entity_reference},
    {"submission-date", &GoamlHeader::submission_date},
    {"local-currency", &GoamlHeader::currency_code_local},
    {"reason", &GoamlHeader::reason},
    {"action", &GoamlHeader::action}};

}  // namespace

const std::vector<ParameterSpec>& goaml_parameters() {
  static const std::vector<ParameterSpec> kParameters = {
      {"case", "case", "", true, "goaml: the case that is reported"},
      {"payments", "members|asserted", "members", false,
       "goaml: payments of the members' accounts and those that a claim names, or the latter"},
      {"resolve", "resolution", "confirmed", false,
       "goaml: none|confirmed|probable:P: which same-as relations count for who a member is"},
      {"from", "time", "", false, "only what happened at or after it"},
      {"to", "time", "", false, "only what happened before it"},
      {"rentity-id", "number", "", false, "goaml: the reporting entity's number at the unit"},
      {"report-code", "code", "", false, "goaml: kind of the report (default: STR)"},
      {"reference", "text", "", false, "goaml: your reference (default: the case's id)"},
      {"submission-date", "time", "", false, "goaml: when the report is submitted"},
      {"local-currency", "code", "", false, "goaml: the currency of amounts"},
      {"reason", "text", "", false, "goaml: why it is reported"},
      {"action", "text", "", false, "goaml: what was done about it"},
      {"indicators", "codes", "", false, "goaml: the unit's indicators, parted by commas"}};
  return kParameters;
}

graph::Result<GoamlRequest> parse_goaml(const ParameterMap& given, GoamlHeader header) {
  HEADWATER_RETURN_IF_ERROR(check_parameters(kWriteReport, goaml_parameters(), given));
  const Parameters parameters(kWriteReport, goaml_parameters(), given);
  GoamlRequest request;
  request.case_name = parameters.text("case");
  request.header = std::move(header);
  for (const HeaderParameter& one : kHeaderParameters) {
    if (parameters.has(one.name)) request.header.*one.field = parameters.text(one.name);
  }
  if (parameters.has("indicators")) request.header.indicators = parameters.list("indicators");
  if (request.header.entity_reference.empty()) {
    const std::size_t slash = request.case_name.find('/');
    if (slash != std::string::npos) {
      request.header.entity_reference = request.case_name.substr(slash + 1);
    }
  }
  if (parameters.text("payments") == "asserted") request.payments = GoamlPayments::kAsserted;
  HEADWATER_ASSIGN_OR_RETURN(request.window, parameters.window());
  HEADWATER_ASSIGN_OR_RETURN(request.resolution, parameters.resolution());
  HEADWATER_RETURN_IF_ERROR(check_goaml_header(request.header));
  return request;
}

}  // namespace headwater::queries
