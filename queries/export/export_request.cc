#include "queries/export/export_request.h"

#include "queries/internal/layer_names.h"

namespace headwater::queries {
namespace {

constexpr std::string_view kAbout = "export a store";
constexpr ExportFormat kFormats[] = {ExportFormat::kCsv, ExportFormat::kGraphml,
                                     ExportFormat::kGexf, ExportFormat::kFtm};

graph::Status check_is_there(const ParameterMap& given) {
  const auto format = given.find("format");
  if (format != given.end() && format->second == "parquet") {
    return graph::question_error(std::string(kAbout), "parameter format",
                                 "this version cannot write it: parquet comes in a later one",
                                 "give one of csv|graphml|gexf|ftm|goaml");
  }
  if (format != given.end() && format->second == "goaml") {
    return graph::question_error(std::string(kAbout), "parameter format",
                                 "a report is of a case, and not of a store",
                                 "ask for it with the parameters of a report");
  }
  return {};
}

}  // namespace

std::string_view to_text(ExportFormat format) {
  switch (format) {
    case ExportFormat::kCsv:
      return "csv";
    case ExportFormat::kGraphml:
      return "graphml";
    case ExportFormat::kGexf:
      return "gexf";
    case ExportFormat::kFtm:
      break;
  }
  return "ftm";
}

std::string_view to_text(ExportAudience audience) {
  return audience == ExportAudience::kInternal ? "internal" : "publication";
}

const std::vector<ParameterSpec>& export_parameters() {
  static const std::vector<ParameterSpec> kParameters = {
      {"format", "csv|graphml|gexf|ftm|goaml", "", true,
       "csv: a folder that `ingest --format case` loads again; graphml and gexf: one graph; ftm: "
       "FollowTheMoney, a JSON object a line; goaml: a case as a report to a financial "
       "intelligence unit"},
      {"audience", "publication|internal", "publication", false,
       "publication leaves out all that sources about victims say; internal, with the victim key, "
       "has victims under their pseudonyms, and is stamped so"},
      {"from", "time", "", false, "only what happened at or after it"},
      {"to", "time", "", false, "only what happened before it"},
      {"layers", "layers", "money,relations,victims", false,
       "which of money,relations,victims; entities, statistics and assertions always"}};
  return kParameters;
}

graph::Result<ExportRequest> parse_export(const ParameterMap& given) {
  HEADWATER_RETURN_IF_ERROR(check_is_there(given));
  HEADWATER_RETURN_IF_ERROR(check_parameters(kAbout, export_parameters(), given));
  const Parameters parameters(kAbout, export_parameters(), given);
  ExportRequest request;
  for (const ExportFormat format : kFormats) {
    if (to_text(format) == parameters.text("format")) request.format = format;
  }
  if (parameters.text("audience") == "internal") request.audience = ExportAudience::kInternal;
  HEADWATER_ASSIGN_OR_RETURN(request.window, parameters.window());
  HEADWATER_ASSIGN_OR_RETURN(request.layers,
                             internal::parse_layers(kAbout, parameters.list("layers")));
  return request;
}

}  // namespace headwater::queries
