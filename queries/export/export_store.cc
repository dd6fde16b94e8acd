// One export: choose the view, take the digest, write the format, seal it with a manifest. What is
// let through is decided in internal/export_scope.cc alone.
#include "queries/export/export_store.h"

#include "queries/export/internal/export_run.h"
#include "queries/internal/columns.h"
#include "queries/internal/layer_names.h"
#include "queries/internal/values.h"
#include "queries/render.h"

namespace headwater::queries {

namespace internal {

graph::Status ExportRun::close(ExportFile& file) {
  HEADWATER_ASSIGN_OR_RETURN(FileStamp stamp, file.close());
  files.push_back(std::move(stamp));
  return {};
}

graph::Status ExportRun::write_whole(const std::string& name, std::string_view text) {
  ExportFile file(sink, name);
  HEADWATER_RETURN_IF_ERROR(file.write(text));
  return close(file);
}

graph::Result<std::string> digest_of_sound_store(const graph::Store& store, graph::CommitSeq as_of,
                                                 const graph::ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const graph::VerifyReport report,
                             graph::verify(store, false, context, as_of));
  if (report.ok()) return report.content_digest;
  return graph::Status(
      graph::StatusCode::kCorrupt,
      {"export the store", store.path(),
       std::to_string(report.problems.size()) + " problems; the first: " + report.problems.front(),
       "run `headwater verify`; restore a copy or load the sources again"});
}

}  // namespace internal

namespace {

using graph::Result;
using graph::Status;
using internal::ExportRun;
using internal::ExportScope;

// A key that is given must be the store's, also where this audience has no use for it.
Result<std::unique_ptr<graph::StoreView>> open_view_for(const graph::Store& store,
                                                        const ExportRequest& request) {
  graph::ViewOptions options;
  options.as_of = request.as_of;
  options.victim_key = request.victim_key;
  options.clearance = request.clearance;
  HEADWATER_ASSIGN_OR_RETURN(auto view, store.view(options));
  if (request.audience == ExportAudience::kInternal || !request.victim_key) return view;
  options.victim_key.reset();
  return store.view(options);
}

Status write_format(ExportRun& run) {
  switch (run.request.format) {
    case ExportFormat::kCsv:
      return internal::write_csv_export(run);
    case ExportFormat::kGraphml:
      return internal::write_graphml_export(run);
    case ExportFormat::kGexf:
      return internal::write_gexf_export(run);
    case ExportFormat::kFtm:
      break;
  }
  return internal::write_ftm_export(run);
}

Document counts_document(const std::map<std::string, std::uint64_t>& counts) {
  Document document = Document::object();
  for (const auto& [name, count] : counts) document.set(name, Document(count));
  return document;
}

graph::Table files_table(const ExportRun& run) {
  namespace columns = internal::columns;
  graph::Table table({columns::text("file"), columns::count("rows"), columns::count("bytes"),
                      columns::text("sha256")});
  for (const internal::FileStamp& file : run.files) {
    table.column(0).append_text(file.name);
    table.column(1).append_int64(static_cast<std::int64_t>(file.rows));
    table.column(2).append_int64(static_cast<std::int64_t>(file.bytes));
    table.column(3).append_text(file.sha256);
  }
  return table;
}

// The same whether or not the store has victims.
std::vector<std::string> notes_of(const ExportRun& run) {
  std::vector<std::string> notes;
  const bool is_internal = run.request.audience == ExportAudience::kInternal;
  if (run.scope.shows_restricted()) {
    notes.emplace_back(
        "internal: victims stand in it under their pseudonyms; only its owner may read it");
    if (run.request.format != ExportFormat::kCsv) {
      notes.emplace_back("victim flows have more than two ends: format csv alone has them");
    }
  } else {
    notes.emplace_back("victim records are not exported to this audience");
    notes.emplace_back(
        "claims about protected people, and claims that point at a victim, are left out");
    if (is_internal) notes.emplace_back("without --victim-key it holds what a publication holds");
    if (run.request.victim_key) notes.emplace_back("the victim key changes nothing here");
  }
  if (run.characters_replaced > 0) {
    notes.push_back(std::to_string(run.characters_replaced) +
                    " characters that XML forbids were replaced by U+FFFD");
  }
  if (run.request.format != ExportFormat::kCsv) {
    notes.emplace_back(
        "statistics, assertions, opening balances and rates stand in format csv alone");
  }
  return notes;
}

Answer answer_of(const ExportRun& run, const std::string& content_digest) {
  Answer answer;
  answer.title = "Export written";
  answer.commit = run.view.as_of();
  answer.internal_audience = run.request.audience == ExportAudience::kInternal;
  answer.result.set("format", Document(to_text(run.request.format)))
      .set("content_digest", Document(content_digest))
      .set("records", counts_document(run.records))
      .set("left_out", counts_document(run.left_out))
      .set("characters_replaced", Document(run.characters_replaced))
      .set("files", Document(files_table(run)));
  answer.parameters.set("format", Document(to_text(run.request.format)))
      .set("audience", Document(to_text(run.request.audience)))
      .set("victims", Document(run.scope.shows_restricted()))
      .set("window", internal::window_document(run.request.window))
      .set("layers", internal::layers_document(run.request.layers));
  answer.notes = notes_of(run);
  if (run.request.clearance) {
    // The digest is of the whole store: two of them would tell what the clearance hides.
    answer.result.set("content_digest", Document());
    note_clearance(*run.request.clearance, answer);
  }
  return answer;
}

Status write_manifest(ExportRun& run, const Answer& answer) {
  Document manifest = Document::object();
  manifest.set("headwater_export", Document(1))
      .set("engine", Document(run.request.engine_version))
      .set("audience", Document(to_text(run.request.audience)))
      .set("commit", Document(run.view.as_of().value))
      .set("parameters", answer.parameters);
  for (const char* member :
       {"format", "content_digest", "records", "left_out", "characters_replaced", "files"}) {
    manifest.set(member, *answer.result.find(member));
  }
  Document notes = Document::array();
  for (const std::string& note : answer.notes) notes.push(Document(note));
  manifest.set("notes", std::move(notes));
  return run.write_whole("manifest.json", to_json(manifest) + "\n");
}

}  // namespace

Result<Answer> export_store(const graph::Store& store, const ExportRequest& request,
                            ExportSink& sink, const graph::ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const auto view, open_view_for(store, request));
  HEADWATER_ASSIGN_OR_RETURN(const std::string digest,
                             internal::digest_of_sound_store(store, view->as_of(), context));
  HEADWATER_ASSIGN_OR_RETURN(const ExportScope scope, ExportScope::create(*view, request));
  ExportRun run{*view, scope, request, sink, context};
  HEADWATER_RETURN_IF_ERROR(write_format(run));
  Answer answer = answer_of(run, digest);
  HEADWATER_RETURN_IF_ERROR(write_manifest(run, answer));
  return answer;
}

}  // namespace headwater::queries
