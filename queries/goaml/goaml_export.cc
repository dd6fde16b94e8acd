#include "queries/goaml/goaml_export.h"

#include "queries/export/internal/export_run.h"
#include "queries/goaml/internal/goaml_report_file.h"
#include "queries/internal/columns.h"
#include "queries/internal/values.h"

namespace headwater::queries {
namespace {

using graph::Result;
using internal::ExportScope;
using internal::GoamlCase;
using internal::GoamlReportFile;

// The rules of all exports, as far as a report has use for them.
ExportRequest scope_request(const GoamlRequest& request) {
  ExportRequest same;
  same.as_of = request.as_of;
  same.clearance = request.clearance;
  if (request.disclosure) {
    same.audience = ExportAudience::kInternal;
    same.victim_key = request.disclosure->victim_key;
  }
  return same;
}

Document counted(const std::map<std::string, std::uint64_t>& counts) {
  Document document = Document::object();
  for (const auto& [name, count] : counts) document.set(name, Document(count));
  return document;
}

graph::Table stamp_table(const internal::FileStamp& stamp) {
  namespace columns = internal::columns;
  graph::Table table({columns::text("file"), columns::count("rows"), columns::count("bytes"),
                      columns::text("sha256")});
  table.column(0).append_text(stamp.name);
  table.column(1).append_int64(static_cast<std::int64_t>(stamp.rows));
  table.column(2).append_int64(static_cast<std::int64_t>(stamp.bytes));
  table.column(3).append_text(stamp.sha256);
  return table;
}

std::vector<std::string> goaml_notes(const GoamlRequest& request, const GoamlCase& of_case,
                                     const GoamlReportFile& report) {
  std::vector<std::string> notes;
  if (request.disclosure) {
    notes.emplace_back(
        "victims stand in the report under their pseudonyms, and the disclosure is recorded");
  } else {
    notes.emplace_back(
        "no victim and no payment of a protected person is in the report, whether or not there are "
        "any; --victim-key with --disclose-to names them by pseudonym");
  }
  if (!report.unknown().empty()) {
    notes.emplace_back(
        "what the schema demands and nobody stated is filled in as unknown: see `unknown`");
  }
  std::uint64_t disputed = 0;
  for (const auto& [id, member] : of_case.members()) disputed += member.disputed ? 1 : 0;
  if (disputed > 0) {
    notes.push_back("members whose every claim is disputed stand in it, and it says so: " +
                    std::to_string(disputed));
  }
  if (report.characters_replaced() > 0) {
    notes.push_back(std::to_string(report.characters_replaced()) +
                    " characters that XML forbids were replaced by U+FFFD");
  }
  return notes;
}

void set_parameters(const GoamlRequest& request, const std::string& case_name, Answer& answer) {
  const GoamlHeader& header = request.header;
  answer.parameters.set("format", Document("goaml"))
      .set("case", Document(case_name))
      .set("payments",
           Document(request.payments == GoamlPayments::kAsserted ? "asserted" : "members"))
      .set("resolve", Document(to_text(request.resolution)))
      .set("window", internal::window_document(request.window))
      .set("victims", Document(request.disclosure.has_value()))
      .set("rentity_id", Document(header.rentity_id))
      .set("report_code", Document(header.report_code))
      .set("entity_reference", Document(header.entity_reference))
      .set("submission_date", Document(header.submission_date))
      .set("currency_code_local", Document(header.currency_code_local));
}

std::map<std::string, std::uint64_t> merged(std::map<std::string, std::uint64_t> counts,
                                            const std::map<std::string, std::uint64_t>& more) {
  for (const auto& [what, count] : more) counts[what] += count;
  return counts;
}

}  // namespace

Result<GoamlExport> export_goaml(const graph::Store& store, const GoamlRequest& request,
                                 ExportSink& sink, const graph::ExecutionContext& context) {
  HEADWATER_RETURN_IF_ERROR(check_goaml_header(request.header));
  const ExportRequest rules = scope_request(request);
  HEADWATER_ASSIGN_OR_RETURN(const auto view, store.view({.as_of = rules.as_of,
                                                          .victim_key = rules.victim_key,
                                                          .clearance = rules.clearance}));
  HEADWATER_ASSIGN_OR_RETURN(const std::string digest,
                             internal::digest_of_sound_store(store, view->as_of(), context));
  HEADWATER_ASSIGN_OR_RETURN(const ExportScope scope, ExportScope::create(*view, rules));
  HEADWATER_ASSIGN_OR_RETURN(const GoamlCase of_case,
                             GoamlCase::read(*view, scope, request, context));
  GoamlReportFile report(*view, scope, request, of_case, context);
  internal::ExportFile file(sink, kGoamlFile);
  HEADWATER_RETURN_IF_ERROR(report.write(file));
  HEADWATER_ASSIGN_OR_RETURN(const internal::FileStamp stamp, file.close());
  GoamlExport made;
  HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view->key_of(of_case.id()));
  made.case_name = graph::to_string(key);
  made.sha256 = stamp.sha256;
  made.bytes = stamp.bytes;
  made.transactions = report.transactions();
  made.victims = report.victims().size();
  Answer& answer = made.answer;
  answer.title = "goAML report written";
  answer.commit = view->as_of();
  answer.internal_audience = true;
  answer.result.set("format", Document("goaml"))
      .set("content_digest", request.clearance ? Document() : Document(digest))
      .set("records", Document::object()
                          .set("transactions", Document(report.transactions()))
                          .set("parties", Document(report.parties())))
      .set("victims", Document(made.victims))
      .set("left_out", counted(merged(of_case.left_out(), report.left_out())))
      .set("unknown", counted(report.unknown()))
      .set("characters_replaced", Document(report.characters_replaced()))
      .set("names_respelt", Document(report.names_respelt()))
      .set("rates", Document(report.rates()))
      .set("files", Document(stamp_table(stamp)));
  set_parameters(request, made.case_name, answer);
  answer.notes = goaml_notes(request, of_case, report);
  if (request.clearance) note_clearance(*request.clearance, answer);
  return made;
}

}  // namespace headwater::queries
