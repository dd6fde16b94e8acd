// quarantine: the rows that were not accepted, and why.
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "apps/commands.h"
#include "apps/console.h"
#include "ingest/quarantine_reason.h"
#include "queries/render.h"

namespace headwater::apps {
namespace {

using graph::ColumnType;
using graph::Status;
using graph::Table;
using queries::Document;

using Reading = std::tuple<std::string, std::string, std::string, std::string>;

// One file, read in one way.
Reading reading_of(const graph::Manifest& manifest, const graph::SourceFile& source) {
  return {manifest.namespace_name, manifest.format, manifest.mapping_sha256, source.sha256};
}

std::map<Reading, graph::CommitSeq> newest_loads(const graph::StoreView& view) {
  std::map<Reading, graph::CommitSeq> newest;
  for (const graph::Manifest& manifest : view.manifests()) {
    if (!view.is_commit_visible(manifest.commit)) continue;
    for (const graph::SourceFile& source : manifest.sources) {
      newest[reading_of(manifest, source)] = manifest.commit;
    }
  }
  return newest;
}

// Calls `visit(source, row)` for each row of the sources whose SHA-256 begins so. A file that was
// loaded again decided anew about its rows in conflict: those of its newest load are left.
template <typename Visit>
Status for_each_row(const graph::StoreView& view, const std::string& sha256, const Visit& visit) {
  const auto newest = newest_loads(view);
  return view.for_each_quarantined([&](const graph::QuarantinedRow& row) -> Status {
    const graph::Manifest& manifest = view.manifests()[row.commit.value - 1];
    if (row.source >= manifest.sources.size()) return {};
    const graph::SourceFile& source = manifest.sources[row.source];
    const auto load = newest.find(reading_of(manifest, source));
    const bool is_decided_anew =
        row.reason == "conflict" && load != newest.end() && row.commit < load->second;
    if (is_decided_anew || !source.sha256.starts_with(sha256)) return {};
    return visit(source, row);
  });
}

Status check_source(const graph::StoreView& view, const std::string& sha256) {
  if (sha256.empty()) return {};
  for (const graph::Manifest& manifest : view.manifests()) {
    for (const graph::SourceFile& source : manifest.sources) {
      if (source.sha256.starts_with(sha256)) return {};
    }
  }
  return Status(graph::StatusCode::kNotFound,
                {"show quarantined rows", "--source", "no loaded source has these digits",
                 "take the first digits of a SHA-256 that `headwater ingest --json` printed"});
}

Document to_document(const graph::SourceFile& source, const graph::QuarantinedRow& row) {
  Document line = Document::object();
  line.set("path", Document(source.path));
  line.set("sha256", Document(source.sha256));
  line.set("row", Document(row.row));
  line.set("reason", Document(row.reason));
  Document columns = Document::array();
  for (const std::string& column : row.columns) columns.push(Document(column));
  line.set("columns", std::move(columns));
  line.set("byte_begin", Document(row.byte_begin));
  line.set("byte_end", Document(row.byte_end));
  if (!source.restricted) line.set("text", Document(row.text));
  return line;
}

Table reason_table(const std::map<std::string, std::int64_t>& reasons) {
  Table table({{"reason", ColumnType::kText, "text"},
               {"rows", ColumnType::kInt64, "count"},
               {"meaning", ColumnType::kText, "text"}});
  for (const auto& [reason, rows] : reasons) {
    table.column(0).append_text(reason);
    table.column(1).append_int64(rows);
    table.column(2).append_text(ingest::explain_reason(reason));
  }
  return table;
}

Status print_lines(const graph::StoreView& view, const std::string& sha256, Console& console) {
  return for_each_row(view, sha256,
                      [&](const graph::SourceFile& source, const graph::QuarantinedRow& row) {
                        return console.print_raw(queries::to_json(to_document(source, row)) + "\n");
                      });
}

Status print_table(const graph::StoreView& view, const std::string& sha256, Console& console) {
  Table table({{"path", ColumnType::kText, "text"},
               {"row", ColumnType::kInt64, "count"},
               {"reason", ColumnType::kText, "text"},
               {"columns", ColumnType::kText, "text"}});
  std::map<std::string, std::int64_t> reasons;
  HEADWATER_RETURN_IF_ERROR(for_each_row(
      view, sha256,
      [&](const graph::SourceFile& source, const graph::QuarantinedRow& row) -> Status {
        table.column(0).append_text(source.path);
        table.column(1).append_int64(static_cast<std::int64_t>(row.row));
        table.column(2).append_text(row.reason);
        table.column(3).append_text(fmt::format("{}", fmt::join(row.columns, " ")));
        ++reasons[row.reason];
        return {};
      }));
  queries::Answer answer;
  answer.title = "Quarantined rows";
  answer.commit = view.as_of();
  answer.result.set("rows", Document(std::move(table)));
  answer.result.set("reasons", Document(reason_table(reasons)));
  if (!reasons.empty()) {
    answer.notes.emplace_back("--json shows the text of rows too, except of restricted sources");
  }
  return console.print(answer);
}

Status run_quarantine(const Arguments& arguments, Console& console) {
  HEADWATER_ASSIGN_OR_RETURN(const OpenedView opened, open_view(arguments, console));
  const std::string wanted = arguments.text("--source");
  HEADWATER_RETURN_IF_ERROR(check_source(*opened.view, wanted));
  return console.wants_json() ? print_lines(*opened.view, wanted, console)
                              : print_table(*opened.view, wanted, console);
}

}  // namespace

std::vector<CommandSpec> quarantine_commands() {
  return {{"quarantine",
           "show the rows that were not accepted",
           "With --json one object a line. Rows of restricted sources have no text.",
           "  headwater quarantine case.hw --json",
           {{"STORE", "the store's directory"}},
           std::vector<OptionSpec>{
               {"--source", "SHA", "only this source: first digits of its SHA-256", "", {}}} +
               output_options() + reading_options(),
           false,
           run_quarantine}};
}

}  // namespace headwater::apps
