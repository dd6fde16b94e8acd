// generate, ingest: from nothing to files, from files to a store.
#include <algorithm>
#include <filesystem>

#include <fmt/format.h>

#include "apps/commands.h"
#include "apps/console.h"
#include "graph/seal.h"
#include "ingest/generate/case_loader.h"
#include "ingest/generate/generate.h"
#include "ingest/loader.h"
#include "queries/render.h"

namespace headwater::apps {
namespace {

using graph::Result;
using graph::Status;
using queries::Answer;
using queries::Document;

Status run_generate(const Arguments& arguments, Console& console) {
  ingest::GenerateRequest request;
  request.directory = arguments.text("DIR");
  request.preset = arguments.text("--preset");
  request.truth_directory = arguments.text("--truth");
  HEADWATER_ASSIGN_OR_RETURN(const auto scale, arguments.number("--scale"));
  HEADWATER_ASSIGN_OR_RETURN(const auto seed, arguments.integer("--seed"));
  if (scale) request.scale = *scale;
  if (seed && *seed < 0) {
    return graph::question_error("read the command line", "--seed", "a number below zero",
                                 "give a whole number from 0 to 9223372036854775807");
  }
  if (seed) request.seed = static_cast<std::uint64_t>(*seed);
  HEADWATER_ASSIGN_OR_RETURN(const ingest::GenerateReport report,
                             ingest::generate_case(request, console.context()));
  Answer answer;
  answer.title = "Made-up case, preset " + request.preset;
  for (const auto& [name, count] : {std::pair{"persons", report.persons},
                                    {"companies", report.companies},
                                    {"accounts", report.accounts},
                                    {"transactions", report.transactions},
                                    {"advertisements", report.advertisements},
                                    {"victims", report.victims},
                                    {"victim_flows", report.victim_flows},
                                    {"assertions", report.assertions},
                                    {"members", report.members},
                                    {"decoys", report.decoys},
                                    {"bytes_written", report.bytes_written}}) {
    answer.result.set(name, Document(count));
  }
  answer.result.set("directory", Document(report.directory.string()));
  answer.result.set("truth_directory", Document(report.truth_directory.string()));
  answer.parameters.set("preset", Document(request.preset));
  answer.parameters.set("scale", Document(request.scale));
  answer.parameters.set("seed", Document(static_cast<std::uint64_t>(request.seed)));
  answer.notes.push_back(
      "everything in it is invented; the truth stands apart and is never loaded");
  return console.print(answer);
}

Document added_to_document(const ingest::LoadReport::Added& added) {
  Document document = Document::object();
  document.set("entities", Document(added.entities));
  document.set("transactions", Document(added.transactions));
  document.set("relations", Document(added.relations));
  document.set("victim_flows", Document(added.victim_flows));
  document.set("statistics", Document(added.statistics));
  document.set("assertions", Document(added.assertions));
  document.set("rates", Document(added.rates));
  return document;
}

Document counts_to_document(const ingest::NameCounts& counts) {
  Document document = Document::object();
  for (const ingest::NameCount& one : counts.names) document.set(one.name, Document(one.count));
  if (counts.others > 0) document.set("(others)", Document(counts.others));
  return document;
}

Document source_to_document(const ingest::SourceReport& source) {
  Document document = Document::object();
  document.set("path", Document(source.path));
  document.set("sha256", Document(source.sha256));
  document.set("rows_read", Document(source.rows_read));
  document.set("accepted", Document(source.accepted));
  document.set("duplicates", Document(source.duplicates));
  document.set("quarantined", Document(source.quarantined));
  document.set("skipped", Document(source.skipped));
  const auto set_counts = [&document](const char* name, const ingest::NameCounts& counts) {
    if (counts.names.empty() && counts.others == 0) return;
    document.set(name, counts_to_document(counts));
  };
  set_counts("skipped_by", source.skipped_by);
  set_counts("unread", source.unread);
  document.set("restricted", Document(source.restricted));
  document.set("commit", Document(source.commit.value));
  return document;
}

// What decides the result beside the files: those that only describe a source are left out.
Document parameters_of(const ingest::LoadRequest& request) {
  Document parameters = Document::object();
  parameters.set("format", Document(request.format));
  if (!request.namespace_name.empty()) {
    parameters.set("namespace", Document(request.namespace_name));
  }
  parameters.set("batch", Document(request.batch_all ? "all" : "file"));
  parameters.set("strict", Document(request.strict));
  parameters.set("append", Document(request.append));
  parameters.set("supersede", Document(request.supersede));
  parameters.set("dedupe_rows", Document(request.dedupe_rows));
  return parameters;
}

void note_disputes(const ingest::LooseDisputes& disputes, std::vector<std::string>& notes) {
  const auto of_this_load = [](std::uint64_t number, const char* one, const char* many) {
    return number == 1 ? fmt::format("1 dispute of this load {}", one)
                       : fmt::format("{} disputes of this load {}", number, many);
  };
  if (disputes.of_nothing > 0) {
    notes.push_back(of_this_load(disputes.of_nothing, "names", "name") +
                    " an assertion that is not in the store: nothing is doubted until it is "
                    "loaded (check the column disputes)");
  }
  if (disputes.ambiguous > 0) {
    notes.push_back(of_this_load(disputes.ambiguous, "uses", "use") +
                    " a name that several assertions share: none of them is doubted (retract it "
                    "and name one as assertion:#N)");
  }
}

Answer report_to_answer(const ingest::LoadRequest& request, const ingest::LoadReport& report) {
  Answer answer;
  answer.title = "Loaded";
  answer.parameters = parameters_of(request);
  answer.commit = report.commit;
  answer.result.set("rows_read", Document(report.rows_read));
  answer.result.set("accepted", Document(report.accepted));
  answer.result.set("duplicates", Document(report.duplicates));
  answer.result.set("quarantined", Document(report.quarantined));
  answer.result.set("skipped", Document(report.skipped));
  answer.result.set("commit", Document(report.commit.value));
  answer.result.set("added", added_to_document(report.added));
  Document sources = Document::array();
  for (const auto& source : report.sources) sources.push(source_to_document(source));
  answer.result.set("sources", std::move(sources));
  Document ignored = Document::array();
  for (const std::string& path : report.ignored) ignored.push(Document(path));
  answer.result.set("ignored", std::move(ignored));
  answer.notes = report.notes;
  if (report.quarantined > 0) {
    answer.notes.push_back(fmt::format(
        "{} quarantined: see headwater quarantine",
        report.quarantined == 1 ? "1 row was" : fmt::format("{} rows were", report.quarantined)));
  }
  note_disputes(report.disputes, answer.notes);
  return answer;
}

void add_up(ingest::LoadReport& total, const ingest::LoadReport& part) {
  total.rows_read += part.rows_read;
  total.accepted += part.accepted;
  total.duplicates += part.duplicates;
  total.quarantined += part.quarantined;
  total.skipped += part.skipped;
  total.commit = std::max(total.commit, part.commit);
  total.added.entities += part.added.entities;
  total.added.transactions += part.added.transactions;
  total.added.relations += part.added.relations;
  total.added.victim_flows += part.added.victim_flows;
  total.added.statistics += part.added.statistics;
  total.added.assertions += part.added.assertions;
  total.added.rates += part.added.rates;
  total.sources.insert(total.sources.end(), part.sources.begin(), part.sources.end());
  for (const std::string& note : part.notes) {
    const bool is_new =
        std::find(total.notes.begin(), total.notes.end(), note) == total.notes.end();
    if (is_new) total.notes.push_back(note);
  }
}

// A clearance parts its words by commas: nobody could ever name one that holds a comma.
Result<std::string> read_word(const Arguments& arguments, const char* option) {
  std::string word = arguments.text(option);
  if (word.find(',') == std::string::npos) return word;
  return graph::question_error(std::string("read the option ") + option, "", "a comma in it",
                               "write it without commas, as readers will name it");
}

// As it is kept: "TLP:AMBER".
Result<std::string> read_handling_code(const Arguments& arguments) {
  if (!arguments.has("--handling-code")) return std::string();
  const auto code = graph::parse_handling_code(arguments.text("--handling-code"));
  if (code) return std::string(graph::to_string(*code));
  return graph::question_error(
      "read the option --handling-code", "", "no code of the Traffic Light Protocol",
      "write TLP:CLEAR, TLP:GREEN, TLP:AMBER, TLP:AMBER+STRICT or TLP:RED");
}

Result<ingest::LoadRequest> read_load_request(const Arguments& arguments) {
  ingest::LoadRequest request;
  request.paths = arguments.list("PATH");
  request.format = arguments.text("--format");
  request.mapping_path = arguments.text("--mapping");
  HEADWATER_RETURN_IF_ERROR(check_namespace(arguments));
  request.namespace_name = arguments.text("--namespace");
  request.strict = arguments.has("--strict");
  request.batch_all = arguments.text("--batch") == "all";
  request.append = arguments.has("--append");
  request.supersede = arguments.has("--supersede");
  request.dedupe_rows = arguments.text("--dedupe") == "rows";
  HEADWATER_ASSIGN_OR_RETURN(request.handling_code, read_handling_code(arguments));
  HEADWATER_ASSIGN_OR_RETURN(request.compartment, read_word(arguments, "--compartment"));
  HEADWATER_ASSIGN_OR_RETURN(request.purpose, read_word(arguments, "--purpose"));
  if (arguments.has("--review-by")) {
    const auto review_by = graph::parse_iso8601(arguments.text("--review-by"));
    if (!review_by) {
      return graph::question_error("read the option --review-by", "", "no date",
                                   "write YYYY-MM-DD");
    }
    request.review_by = *review_by;
  }
  HEADWATER_ASSIGN_OR_RETURN(request.victim_key, read_victim_key(arguments));
  return request;
}

// Opens the store when a load asks for it, and keeps it open. One that exists is opened first of
// all, so that a locked or foreign one is named before files are read; one that does not is made
// only once the files and options are known to be in order.
class StoreOnDemand {
 public:
  explicit StoreOnDemand(const Arguments& arguments) : arguments_(arguments) {}
  Result<graph::Store*> open() {
    if (store_ == nullptr) {
      HEADWATER_ASSIGN_OR_RETURN(store_, open_for_writing(arguments_, true));
    }
    return store_.get();
  }
  Status open_if_it_exists() {
    std::error_code ignored;
    if (!std::filesystem::exists(arguments_.text("STORE"), ignored)) return {};
    const Result<graph::Store*> opened = open();
    return opened.has_value() ? Status() : opened.error();
  }

 private:
  const Arguments& arguments_;
  std::unique_ptr<graph::Store> store_;
};

// A folder with a case.json, as `headwater generate` writes it.
Result<ingest::LoadReport> ingest_case(const ingest::LoadRequest& request,
                                       const ingest::StoreOpener& open, Console& console) {
  if (!request.namespace_name.empty() || !request.mapping_path.empty() || request.batch_all) {
    return graph::question_error("load a case", "--format case",
                                 "--namespace, --mapping or --batch all beside it",
                                 "leave them out: case.json says it for each of its files");
  }
  ingest::LoadReport total;
  for (const std::string& path : request.paths) {
    HEADWATER_ASSIGN_OR_RETURN(ingest::CaseLoad loaded,
                               ingest::load_case(open, path, request, console.context()));
    for (const ingest::LoadReport& part : loaded.sources) add_up(total, part);
    total.disputes.of_nothing += loaded.disputes.of_nothing;
    total.disputes.ambiguous += loaded.disputes.ambiguous;
    total.ignored.insert(total.ignored.end(), loaded.ignored.begin(), loaded.ignored.end());
  }
  return total;
}

// What is loaded is published whatever becomes of this.
Status seal_if_due(const Arguments& arguments, StoreOnDemand& store, Console& console,
                   Answer& answer) {
  HEADWATER_ASSIGN_OR_RETURN(graph::Store* const opened, store.open());
  const std::uint64_t unsealed = graph::unsealed_transactions(*opened);
  if (!arguments.has("--seal") && unsealed <= graph::kMostUnsealed) return {};
  HEADWATER_ASSIGN_OR_RETURN(const graph::SealReport sealed,
                             graph::seal(*opened, console.context()));
  answer.notes.push_back(
      fmt::format("{} transactions were put into the index of accounts", sealed.sealed_now));
  return {};
}

Status run_ingest(const Arguments& arguments, Console& console) {
  HEADWATER_ASSIGN_OR_RETURN(const ingest::LoadRequest request, read_load_request(arguments));
  StoreOnDemand store(arguments);
  HEADWATER_RETURN_IF_ERROR(store.open_if_it_exists());
  const ingest::StoreOpener open = [&store] { return store.open(); };
  HEADWATER_ASSIGN_OR_RETURN(const ingest::LoadReport report,
                             request.format == "case"
                                 ? ingest_case(request, open, console)
                                 : ingest::load(open, request, console.context()));
  queries::Answer answer = report_to_answer(request, report);
  HEADWATER_RETURN_IF_ERROR(seal_if_due(arguments, store, console, answer));
  return console.print(answer);
}

std::vector<std::string> format_names() {
  std::vector<std::string> names = {"csv", "json", "xml", "case"};
  for (const std::string_view name : ingest::built_in_format_names()) names.emplace_back(name);
  return names;
}

std::vector<OptionSpec> ingest_options() {
  return {
      {"--format", "FORMAT",
       "csv, json, xml: any, by --mapping; case: a folder of `generate` or `export`; else a "
       "built-in "
       "one (docs/formats.md)",
       "", format_names(), true},
      {"--mapping", "FILE", "the mapping of formats csv, json and xml (docs/mapping.md)", "", {}},
      {"--namespace",
       "NS",
       "scheme of the source's local ids (default: the format's name)",
       "",
       {}},
      {"--strict", "", "any quarantined row fails its source; nothing of it is stored", "", {}},
      {"--batch",
       "UNIT",
       "one commit a file, or one for the whole command",
       "file",
       {"file", "all"}},
      {"--append", "", "a feed: more files of a name that the namespace already holds", "", {}},
      {"--dedupe",
       "WHAT",
       "rows: the n-th occurrence of equal rows is one, across files",
       "",
       {"rows"}},
      {"--supersede", "", "replace what the same bytes or source ids said before", "", {}},
      {"--seal", "", "then seal the store, as `headwater seal` does", "", {}},
      {"--victim-key", "FILE", "key that makes victims' ids pseudonymous", "", {}},
      {"--handling-code", "CODE", "who may use the source: TLP:CLEAR to TLP:RED", "", {}},
      {"--compartment", "NAME", "only readers with --clearance ...,compartment=NAME", "", {}},
      {"--purpose", "TEXT", "only readers with --clearance ...,purpose=TEXT", "", {}},
      {"--review-by", "DATE", "`stats` says when the source is due for review", "", {}},
      {"--threads", "N", "threads to use (default: all)", "", {}},
      {"--memory", "GIB", "soft memory budget in GiB", "", {}}};
}

}  // namespace

std::vector<CommandSpec> loading_commands() {
  return {
      {"generate",
       "write a made-up case with its truth apart",
       "Writes CSV files, mappings and a case.json as an investigator would hold them, and the "
       "truth to a folder of its own that loading never sees. Equal seeds give equal bytes.",
       "  headwater generate case --preset trafficking --scale 1 --seed 7",
       {{"DIR", "folder to write; must be empty or missing"}},
       std::vector<OptionSpec>{
           {"--preset", "NAME", "which world", "trafficking", {"trafficking"}},
           {"--scale", "S", "1 is some thousands of people", "1", {}},
           {"--seed", "N", "a whole number from 0", "1", {}},
           {"--truth", "DIR", "folder of the truth (default: DIR-truth)", "", {}},
           {"--threads", "N", "threads to use (default: all)", "", {}}} +
           output_options(),
       false,
       run_generate},
      {"ingest",
       "load files into a store",
       "Makes the store if it is missing. One commit a file, published in one step: after exit 0 "
       "it is durable, after anything else nothing of that file is there. The same bytes loaded "
       "again add nothing. Rows that cannot be read go to quarantine with place and reason; what "
       "JSON and XML hold and no column reads is counted by name.",
       "  headwater ingest case.hw statement.csv --format csv --mapping bank.json\n"
       "  headwater ingest case.hw fincen_files/ --format fincen-files\n"
       "  headwater ingest case.hw statements/*.xml --format iso20022\n"
       "  headwater ingest case.hw case/ --format case --victim-key victims.key",
       {{"STORE", "the store's directory"},
        {"PATH", "files or folders, in this order", true, true}},
       ingest_options() + output_options(),
       false,
       run_ingest}};
}

}  // namespace headwater::apps
