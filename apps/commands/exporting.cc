// export: what a store holds, as files for other programs.
#include "apps/commands.h"
#include "apps/console.h"
#include "apps/goaml_report.h"
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
  if (arguments.text("--format") == "goaml") return export_goaml_report(arguments, console);
  HEADWATER_RETURN_IF_ERROR(refuse_goaml_options(arguments));
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

std::vector<OptionSpec> export_options() {
  std::vector<OptionSpec> options = parameter_options(queries::export_parameters());
  add_goaml_options(options);
  return options;
}

constexpr char kDescription[] =
    "Writes a folder that appears whole or not at all; its files are their owner's alone. "
    "docs/export.md says what maps to what and what is lost.\n\n"
    "Formats: csv is a folder of tables with their mappings, which `ingest --format case` loads "
    "into a new store again. graphml and gexf are one graph, entities as nodes, transactions and "
    "relations as edges; Gephi opens both, gexf with times. ftm is FollowTheMoney, a JSON object "
    "a line. parquet comes in a later version.\n\n"
    "goaml is a case as a report to a financial intelligence unit: DIR is a folder with "
    "report.xml, "
    "or, where it ends in .xml, that file. Who reports, when and why stands in the file of "
    "--header "
    "or in options. --xsd and --profile ask for two separate verdicts on what was written; when "
    "one "
    "of them is against it the file is there, and the command ends with 2. Without --victim-key "
    "and "
    "--disclose-to no victim and no payment of a protected person is in it; with both they are "
    "named by pseudonym, and `headwater disclosures` lists what was handed to whom.\n\n"
    "Without --audience internal and --victim-key the export is what the store would say had "
    "nobody ever loaded a source about victims: no victim, no victim flow, no record, attribute "
    "or text from such a source, and no claim that points at a victim. It still names everybody "
    "else: publication here means that no victim is at risk, not that it is fit for a web page. "
    "Every export says in its manifest.json for whom it is, of which commit, and the digest of "
    "the store's content. Equal stores and parameters give equal bytes.";

}  // namespace

std::vector<CommandSpec> exporting_commands() {
  return {{"export",
           "write what a store holds as files for other programs",
           kDescription,
           "  headwater export case.hw case-csv --format csv\n"
           "  headwater ingest copy.hw case-csv --format case     # the same content again\n"
           "  headwater export case.hw graph --format gexf --from 2024-01-01 --layers money\n"
           "  headwater export case.hw all --format csv --audience internal \\\n"
           "      --victim-key victims.key\n"
           "  headwater export case.hw str.xml --format goaml --case case:police/harbour \\\n"
           "      --header header.json --xsd goAMLSchema.xsd --profile unit.json",
           {{"STORE", "the store's directory"},
            {"DIR", "folder to write; must be empty or missing (goaml: or a file NAME.xml)"}},
           export_options() + output_options() + reading_options(),
           false,
           run_export}};
}

}  // namespace headwater::apps
