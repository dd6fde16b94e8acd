// export: what a store holds, as files for other programs.
#include "apps/commands.h"
#include "apps/console.h"
#include "apps/output_folder.h"
#include "apps/parameter_options.h"
#include "apps/version.h"
#include "queries/export/export_store.h"

namespace headwater::apps {
namespace {

using graph::Status;
using queries::Document;

graph::Result<queries::ExportRequest> read_export_request(const Arguments& arguments) {
  HEADWATER_ASSIGN_OR_RETURN(queries::ExportRequest request,
                             queries::parse_export(given_parameters(
                                 arguments, parameter_options(queries::export_parameters()))));
  HEADWATER_ASSIGN_OR_RETURN(request.as_of, read_as_of(arguments));
  HEADWATER_ASSIGN_OR_RETURN(request.victim_key, read_victim_key(arguments));
  HEADWATER_ASSIGN_OR_RETURN(request.clearance, read_clearance(arguments));
  request.engine_version = std::string("Headwater ") + kVersion;
  return request;
}

Status run_export(const Arguments& arguments, Console& console) {
  HEADWATER_ASSIGN_OR_RETURN(queries::ExportRequest request, read_export_request(arguments));
  HEADWATER_ASSIGN_OR_RETURN(
      const auto store,
      graph::Store::open(arguments.text("STORE"), {.mode = graph::OpenMode::kRead}));
  HEADWATER_ASSIGN_OR_RETURN(const auto folder, OutputFolder::create(arguments.text("DIR")));
  HEADWATER_ASSIGN_OR_RETURN(request.scratch_folder, folder->scratch_folder());
  HEADWATER_ASSIGN_OR_RETURN(queries::Answer answer,
                             queries::export_store(*store, request, *folder, console.context()));
  HEADWATER_RETURN_IF_ERROR(console.context().check_cancelled("export a store"));
  HEADWATER_RETURN_IF_ERROR(folder->publish());
  answer.aside.set("directory", Document(arguments.text("DIR")));
  return console.print(answer);
}

constexpr char kDescription[] =
    "Writes a folder that appears whole or not at all; its files are their owner's alone. "
    "docs/export.md says what maps to what and what is lost.\n\n"
    "Formats: csv is a folder of tables with their mappings, which `ingest --format case` loads "
    "into a new store again. graphml and gexf are one graph, entities as nodes, transactions and "
    "relations as edges; Gephi opens both, gexf with times. ftm is FollowTheMoney, a JSON object "
    "a line. goaml and parquet come in a later version.\n\n"
    "Without --audience internal and --victim-key the export is what the store would say had "
    "nobody ever loaded a source about victims: no victim, no victim flow, no record, attribute "
    "or text from such a source, and no claim that points at a victim. It still names everybody "
    "else: publication here means that no victim is at risk, not that it is fit for a web page. "
    "Every export says in its manifest.json for whom it is, of which commit, and the digest of "
    "the store's content. Equal stores and parameters give equal bytes.";

}  // namespace

std::vector<CommandSpec> exporting_commands() {
  return {
      {"export",
       "write what a store holds as files for other programs",
       kDescription,
       "  headwater export case.hw case-csv --format csv\n"
       "  headwater ingest copy.hw case-csv --format case     # the same content again\n"
       "  headwater export case.hw graph --format gexf --from 2024-01-01 --layers money\n"
       "  headwater export case.hw all --format csv --audience internal \\\n"
       "      --victim-key victims.key",
       {{"STORE", "the store's directory"}, {"DIR", "folder to write; must be empty or missing"}},
       parameter_options(queries::export_parameters()) + output_options() + reading_options(),
       false,
       run_export}};
}

}  // namespace headwater::apps
