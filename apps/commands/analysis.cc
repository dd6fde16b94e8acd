// analyze, query: algorithms over the whole graph, and questions about entities. What their flags
// are is asked of the registries, so help, parsing and completion follow them.
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <fstream>

#include "apps/commands.h"
#include "apps/console.h"
#include "apps/parameter_options.h"
#include "apps/version.h"
#include "engine/algorithm_registry.h"
#include "queries/analysis/analyze.h"
#include "queries/catalogue.h"

namespace headwater::apps {
namespace {

using graph::Result;
using graph::Status;

constexpr std::size_t kAllRows = 0;

std::vector<OptionSpec> analysis_options() {
  std::vector<OptionSpec> options;
  for (const engine::AlgorithmDescription& algorithm : engine::algorithms()) {
    add_parameter_options(queries::analysis_parameters(algorithm.name), options);
  }
  return options;
}

std::vector<OptionSpec> query_options() {
  std::vector<OptionSpec> options;
  for (const queries::QueryDescription& query : queries::query_catalogue()) {
    add_parameter_options(query.parameters, options);
  }
  return options;
}

Status missing(std::string_view command, std::string what, std::string remedy) {
  return graph::question_error(std::string(command), "", std::move(what), std::move(remedy));
}

Status analyze_file(const Arguments& arguments, Console& console) {
  const std::string algorithm =
      arguments.has("ALGORITHM") ? arguments.text("ALGORITHM") : arguments.text("STORE");
  if (arguments.has("ALGORITHM")) {
    return missing("analyze", "both a store and --edges", "give one of them");
  }
  HEADWATER_ASSIGN_OR_RETURN(
      const auto request,
      queries::parse_analysis(algorithm, given_parameters(arguments, analysis_options())));
  ingest::EdgeFileRequest file;
  file.edges = arguments.text("--edges");
  file.vertices = arguments.text("--vertices");
  file.adjacency = arguments.has("--adjacency");
  file.undirected = arguments.has("--undirected");
  HEADWATER_ASSIGN_OR_RETURN(const queries::Answer answer,
                             queries::analyze_edges(file, request, console.context()));
  return console.print(answer);
}

Status run_analyze(const Arguments& arguments, Console& console) {
  if (arguments.has("--list")) return console.print(queries::list_algorithms(), kAllRows);
  if (arguments.has("--describe")) {
    HEADWATER_ASSIGN_OR_RETURN(const queries::Answer answer,
                               queries::describe_algorithm(arguments.text("--describe")));
    return console.print(answer);
  }
  if (!arguments.has("STORE")) {
    return missing("analyze", "neither a store nor --edges FILE",
                   "write `headwater analyze STORE ALGORITHM`, or see --list");
  }
  if (arguments.has("--edges")) return analyze_file(arguments, console);
  if (arguments.has("--vertices") || arguments.has("--adjacency")) {
    return missing("analyze", "--vertices or --adjacency without --edges",
                   "they describe the file of --edges");
  }
  if (!arguments.has("ALGORITHM")) {
    return missing("analyze", "no algorithm", "see `headwater analyze --list`");
  }
  HEADWATER_ASSIGN_OR_RETURN(
      const auto request, queries::parse_analysis(arguments.text("ALGORITHM"),
                                                  given_parameters(arguments, analysis_options())));
  HEADWATER_ASSIGN_OR_RETURN(const OpenedView opened, open_view(arguments, console));
  queries::QuerySession session(*opened.view, console.context());
  HEADWATER_ASSIGN_OR_RETURN(const queries::Answer answer, queries::analyze(session, request));
  return console.print(answer);
}

Status batch_error(const std::string& path, std::string found) {
  return graph::input_error("read a batch of questions", path, std::move(found),
                            "give a file with one JSON object a line");
}

Status answer_batch(queries::QuerySession& session, const std::string& path, Console& console) {
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) return batch_error(path, "it is a directory");
  std::ifstream file(path);
  if (!file) return batch_error(path, graph::system_message(errno));
  const queries::EngineStamp stamp{kVersion, console.context().threads(), 0};
  std::string line;
  while (std::getline(file, line)) {
    HEADWATER_RETURN_IF_ERROR(console.context().check_cancelled("answer a batch of questions"));
    if (line.find_first_not_of(" \t\r") == std::string::npos) continue;
    HEADWATER_ASSIGN_OR_RETURN(const std::string answer,
                               queries::run_batch_line(session, line, stamp));
    HEADWATER_RETURN_IF_ERROR(console.print_raw(answer));
  }
  return file.bad() ? batch_error(path, "reading stopped in the middle") : Status();
}

Status run_query_command(const Arguments& arguments, Console& console) {
  if (arguments.has("--list")) return console.print(queries::list_queries(), kAllRows);
  if (!arguments.has("STORE")) {
    return missing("query", "no store", "write `headwater query STORE NAME`, or see --list");
  }
  const bool is_batch = arguments.has("--batch");
  if (is_batch == arguments.has("NAME")) {
    return missing("query", is_batch ? "both a name and --batch" : "neither a name nor --batch",
                   "give one of them; `headwater query --list` shows the names");
  }
  if (is_batch && console.wants_csv()) {
    return missing("query", "--batch with --csv", "a batch answers in JSON, one object a line");
  }
  HEADWATER_ASSIGN_OR_RETURN(const OpenedView opened, open_view(arguments, console));
  queries::QuerySession session(
      *opened.view, console.context(),
      is_batch ? queries::SnapshotReuse::kWhole : queries::SnapshotReuse::kNarrow);
  if (is_batch) return answer_batch(session, arguments.text("--batch"), console);
  HEADWATER_ASSIGN_OR_RETURN(const queries::Answer answer,
                             queries::run_query(session, arguments.text("NAME"),
                                                given_parameters(arguments, query_options())));
  return console.print(answer);
}

CommandSpec analyze_command() {
  return {
      "analyze",
      "run a centrality or community algorithm over the whole graph",
      "On a store, or with --edges on a plain file of edges. Layers decide which ties count: "
      "money, relations, victims, or several together. Rows are sorted by value, then id; "
      "victims and whoever is used under a victim's identity take part where the key allows it "
      "and have no row. A score is a reason to look, never evidence.\n"
      "--list shows the algorithms, --describe NAME one of them with its parameters and source.",
      "  headwater analyze --list\n"
      "  headwater analyze --describe pagerank\n"
      "  headwater analyze case.hw pagerank --top 10\n"
      "  headwater analyze case.hw wcc --layers money,relations --csv\n"
      "  headwater analyze case.hw personalised-pagerank --source person:bank/7 --json\n"
      "  headwater analyze --edges friends.txt pagerank --undirected --csv",
      {{"STORE", "the store's directory (none with --edges)", false},
       {"ALGORITHM", "a name of --list", false}},
      std::vector<OptionSpec>{
          {"--list", "", "the algorithms that exist", "", {}},
          {"--describe", "NAME", "all about one algorithm", "", {}},
          {"--edges", "FILE", "a file instead of a store: `source target [weight]` a line", "", {}},
          {"--vertices", "FILE", "with --edges: ids, isolated ones too, one a line", "", {}},
          {"--adjacency", "", "with --edges: lines are `v n1 n2 ...`", "", {}}} +
          analysis_options() + output_options() + reading_options(),
      false,
      run_analyze};
}

CommandSpec query_command() {
  return {"query",
          "ask a question about entities, paths or published figures",
          "One question by its name, or with --batch many, one JSON object a line: "
          "{\"query\":NAME,\"params\":{...}}; answers come in input order, one a line, and a line "
          "that is wrong is answered by its error. --list shows the questions and what each takes.",
          "  headwater query --list\n"
          "  headwater query case.hw profile --entity account:iban/DE89370400440532013000\n"
          "  headwater query case.hw path --source person:bank/7 --target account:cash/ESP\n"
          "  headwater query case.hw statistic --indicator \"Detected trafficking victims\" "
          "--territory ESP --period 2019\n"
          "  headwater query case.hw --batch questions.jsonl",
          {{"STORE", "the store's directory", false}, {"NAME", "a name of --list", false}},
          std::vector<OptionSpec>{{"--list", "", "the questions that exist", "", {}},
                                  {"--batch", "FILE", "one question a line, as JSON", "", {}}} +
              query_options() + output_options() + reading_options(),
          false,
          run_query_command};
}

}  // namespace

std::vector<CommandSpec> analysis_commands() { return {analyze_command(), query_command()}; }

}  // namespace headwater::apps
