// trace, attribute: following labelled money, and who profited from it.
#include "apps/commands.h"
#include "apps/console.h"
#include "ingest/source_file.h"
#include "queries/flow/attribution_question.h"
#include "queries/flow/trace_question.h"
#include "queries/flow/trace_statement.h"
#include "queries/parameters.h"

namespace headwater::apps {
namespace {

using graph::Result;
using graph::Status;

Status question(std::string_view command, std::string found, std::string remedy) {
  return graph::question_error(std::string(command), "", std::move(found), std::move(remedy));
}

// How money is traced over a network; of both commands.
std::vector<OptionSpec> policy_options() {
  return {
      {"--rule",
       "RULE",
       "how mixed money is split; networks know pro-rata, statements (--ledger) all",
       "pro-rata",
       {"pro-rata", "fifo", "lifo", "clean-first", "taint-first", "libr-single",
        "static-pari-passu", "all"}},
      {"--until", "TIME", "nothing later is run: 2024-06-30, 2024-06-30T12:00:00Z", "", {}},
      {"--ties",
       "MODE",
       "order of equal times: as recorded, or money in before out, or out before in",
       "ledger",
       {"ledger", "credits-first", "debits-first"}},
      {"--opening",
       "MODE",
       "what accounts hold before their first event",
       "given-else-inferred",
       {"given-else-inferred", "given", "inferred", "zero"}},
      {"--overdraft",
       "MODE",
       "stop: labelled money that repays a debt is gone; backward is not there",
       "stop",
       {"stop", "backward"}},
      {"--aggregates", "", "run rows that sum many payments too", "", {}},
      {"--undated", "", "run undated transactions too, before all others", "", {}},
      {"--boundary", "", "go on through cash and the outside world", "", {}},
      {"--through-pooled", "", "go on through accounts that stand for all of a party's", "", {}},
      {"--resolve", "LEVEL", "which same-as count: none, confirmed, probable:P", "confirmed", {}}};
}

queries::Parameters parameters_of(std::string_view about, const Arguments& arguments) {
  static const std::vector<queries::ParameterSpec> kSpecs = {
      {"until", "time", "", false, ""},
      {"resolve", "none, confirmed or probable:P", "confirmed", false, ""},
      {"limit", "integer", "100", false, ""}};
  queries::ParameterMap given;
  for (const queries::ParameterSpec& spec : kSpecs) {
    const std::string name = "--" + std::string(spec.name);
    if (arguments.has(name)) given[std::string(spec.name)] = arguments.text(name);
  }
  return queries::Parameters(about, kSpecs, given);
}

Result<queries::TracePolicyWords> policy_words(std::string_view about, const Arguments& arguments) {
  queries::TracePolicyWords words;
  words.rule = arguments.text("--rule");
  words.ties = arguments.text("--ties");
  words.opening = arguments.text("--opening");
  words.overdraft = arguments.text("--overdraft");
  words.aggregates = arguments.has("--aggregates");
  words.undated = arguments.has("--undated");
  words.boundary = arguments.has("--boundary");
  words.through_pooled = arguments.has("--through-pooled");
  HEADWATER_ASSIGN_OR_RETURN(words.until, parameters_of(about, arguments).time("until"));
  return words;
}

Status check_statement_options(const Arguments& arguments) {
  for (const char* name :
       {"STORE", "--source", "--source-file", "--from-assertions", "--until", "--aggregates",
        "--undated", "--boundary", "--through-pooled", "--without-disputed", "--interest"}) {
    if (arguments.has(name)) {
      return question("trace a statement", std::string(name) + " beside --ledger",
                      "a statement stands alone; leave it out");
    }
  }
  const bool is_plain = arguments.text("--ties") == "ledger" &&
                        arguments.text("--overdraft") == "stop" &&
                        arguments.text("--direction") == "forward";
  return is_plain ? Status()
                  : question("trace a statement", "a policy that statements do not have",
                             "events run forward in the order of seq, and overdrafts stop a trace");
}

Status run_trace_statement(const Arguments& arguments, Console& console) {
  HEADWATER_RETURN_IF_ERROR(check_statement_options(arguments));
  HEADWATER_ASSIGN_OR_RETURN(
      const queries::Answer answer,
      queries::trace_statement_file(arguments.text("--ledger"), arguments.text("--rule"),
                                    arguments.text("--inner"), console.context()));
  return console.print(answer);
}

Status check_network_options(const Arguments& arguments) {
  if (!arguments.has("STORE")) {
    return question("trace money", "neither a store nor --ledger FILE",
                    "write `headwater trace STORE --from-assertions`, or see --help");
  }
  if (arguments.has("--inner")) {
    return question("trace money", "--inner on a network",
                    "it belongs to clean-first and taint-first, which run with --ledger only");
  }
  if (arguments.has("--interest")) {
    return question("trace money", "--interest",
                    "interest is clean unless a source says otherwise; there is no other way yet");
  }
  const int kinds = int{arguments.has("--source")} + int{arguments.has("--source-file")} +
                    int{arguments.has("--from-assertions")};
  if (kinds == 1) return {};
  return question("trace money", kinds == 0 ? "no source to start from" : "sources of two kinds",
                  "give --source, --source-file or --from-assertions, and one of them only");
}

Result<std::vector<queries::AskedSource>> read_sources(const Arguments& arguments,
                                                       Console& console) {
  std::vector<queries::AskedSource> sources;
  for (const std::string& text : arguments.list("--source")) sources.push_back({text, "", "", ""});
  if (!arguments.has("--source-file")) return sources;
  const std::string path = arguments.text("--source-file");
  HEADWATER_ASSIGN_OR_RETURN(const std::vector<ingest::SourceRow> rows,
                             ingest::read_source_file(path, console.context()));
  for (const ingest::SourceRow& row : rows) {
    sources.push_back(
        {row.transaction, row.amount, row.label, path + ":" + std::to_string(row.row)});
  }
  return sources;
}

Status run_trace(const Arguments& arguments, Console& console) {
  if (arguments.has("--ledger")) return run_trace_statement(arguments, console);
  HEADWATER_RETURN_IF_ERROR(check_network_options(arguments));
  const queries::Parameters parameters = parameters_of("trace money", arguments);
  queries::TraceQuestion asked;
  HEADWATER_ASSIGN_OR_RETURN(asked.sources, read_sources(arguments, console));
  asked.from_assertions = arguments.has("--from-assertions");
  asked.case_name = arguments.text("--from-assertions");
  asked.disputed = !arguments.has("--without-disputed");
  HEADWATER_ASSIGN_OR_RETURN(asked.policy, policy_words("trace money", arguments));
  asked.policy.direction = arguments.text("--direction");
  HEADWATER_ASSIGN_OR_RETURN(asked.resolution, parameters.resolution());
  HEADWATER_ASSIGN_OR_RETURN(const std::int64_t limit,
                             parameters.integer("limit", 0, std::int64_t{1} << 40));
  asked.limit = static_cast<std::size_t>(limit);
  HEADWATER_ASSIGN_OR_RETURN(const OpenedView opened, open_view(arguments, console));
  queries::QuerySession session(*opened.view, console.context());
  HEADWATER_ASSIGN_OR_RETURN(const queries::Answer answer, queries::trace_question(session, asked));
  return console.print(answer);
}

Status run_attribute(const Arguments& arguments, Console& console) {
  constexpr std::string_view kAbout = "attribute profit";
  queries::AttributionQuestion asked;
  asked.case_name = arguments.text("--case");
  asked.by = arguments.text("--by");
  asked.audience = arguments.text("--audience");
  asked.report_currency = arguments.text("--report-currency");
  asked.truth_directory = arguments.text("--truth");
  asked.disputed = !arguments.has("--without-disputed");
  HEADWATER_ASSIGN_OR_RETURN(asked.policy, policy_words(kAbout, arguments));
  HEADWATER_ASSIGN_OR_RETURN(asked.resolution, parameters_of(kAbout, arguments).resolution());
  if (arguments.has("--members-from")) {
    HEADWATER_ASSIGN_OR_RETURN(
        asked.members_from,
        ingest::read_name_file(arguments.text("--members-from"), console.context()));
  }
  HEADWATER_ASSIGN_OR_RETURN(const OpenedView opened, open_view(arguments, console));
  queries::QuerySession session(*opened.view, console.context());
  HEADWATER_ASSIGN_OR_RETURN(const queries::Answer answer,
                             queries::attribution_question(session, asked));
  return console.print(answer);
}

std::vector<OptionSpec> trace_options() {
  OptionSpec from_assertions = {"--from-assertions",
                                "CASE",
                                "start from what assertions claim; of one case, or of all",
                                "",
                                {}};
  from_assertions.value_optional = true;
  OptionSpec source = {"--source",
                       "TRANSACTION[=AMOUNT]",
                       "start here: of what it credits, AMOUNT (major units), or all",
                       "",
                       {}};
  source.repeatable = true;
  return std::vector<OptionSpec>{
             source,
             {"--source-file", "FILE", "CSV with columns transaction, amount, label", "", {}},
             from_assertions,
             {"--without-disputed", "", "leave out assertions that another one disputes", "", {}},
             {"--direction",
              "WAY",
              "forward; backward is not there",
              "forward",
              {"forward", "backward"}},
             {"--limit", "N", "payments and conversions shown, in ledger order; 0: all", "100", {}},
             {"--ledger", "FILE", "a statement instead of a store", "", {}},
             {"--inner",
              "RULE",
              "with --ledger: inside clean-first and taint-first (default: fifo)",
              "",
              {"fifo", "pro-rata"}},
             {"--interest",
              "MODE",
              "not there: interest is clean unless a source says otherwise",
              "",
              {"accrete", "opening"}}} +
         policy_options() + output_options() + reading_options();
}

CommandSpec trace_command() {
  return {
      "trace",
      "follow labelled money through accounts, to where it stands now",
      "Over a network: from sources, pro rata through every account in ledger order. Nothing is "
      "illicit because a computer says so: a trace starts from transactions that you name, or from "
      "assertions. Rows say where the money stands: held, pooled, cashed-out, external, dissipated "
      "(repaid a debt, or a fee), spent (an assertion explains it). Every trace proves that no "
      "money was lost, or fails. Accounts of victims, and of whoever is used under their identity, "
      "are never named.\n"
      "With --ledger: one account's statement from a file, by any of the rules, with no store. "
      "Columns case,seq,kind (D or W),label,amount_minor,claimed.",
      "  headwater trace case.hw --from-assertions\n"
      "  headwater trace case.hw --from-assertions case:police/17 --resolve probable:0.9 --json\n"
      "  headwater trace case.hw --source transaction:bank/T7=1250.00 --until 2024-06-30\n"
      "  headwater trace case.hw --source-file sources.csv --limit 0 --json\n"
      "  headwater trace --ledger statement.csv --rule fifo --csv",
      {{"STORE", "the store's directory (none with --ledger)", false}},
      trace_options(),
      false,
      run_trace};
}

std::vector<OptionSpec> attribute_options() {
  return std::vector<OptionSpec>{
             {"--case", "CASE", "one case (default: all)", "", {}},
             {"--members-from",
              "FILE",
              "further members: one id a line, # begins a comment; may be a pipe",
              "",
              {}},
             {"--by",
              "GROUP",
              "what a row is; period: the month of the event",
              "entity",
              {"entity", "role", "form", "sector", "territory", "period"}},
             {"--audience",
              "WHO",
              "internal: exact; publication: groups, small and dominated cells hidden",
              "internal",
              {"internal", "publication"}},
             {"--report-currency", "C", "also totals in one asset, by a dated rate each", "", {}},
             {"--without-disputed", "", "leave out assertions that another one disputes", "", {}},
             {"--truth", "DIR", "compare with the truth of a generated case", "", {}}} +
         policy_options() + output_options() + reading_options();
}

CommandSpec attribute_command() {
  return {
      "attribute",
      "who profited: illicit profit of each member of a case",
      "pi = G + T_in - C - T_out for each member: asserted proceeds when they first reach a "
      "member, money carried between members, costs that assertions name. The answer is the "
      "interval [lower, profit]: money that went to outsiders and that nobody explains may be "
      "profit or not. Members are whom assertions or roles in an exploitation name (roles need the "
      "victim key) and those of --members-from. Sum of profit = sum of gross - sum of cost, "
      "exactly, and the table `identities` shows both sides.\n"
      "Suspected money (of an indicator alone) and withheld wages have columns of their own and "
      "are in no profit. Whoever is a victim, or used under a victim's identity, has no row.\n"
      "--audience publication shows groups of all cases through disclosure control, and names "
      "nobody; it refuses options that choose whose money counts or which.",
      "  headwater attribute case.hw --case case:police/17 --victim-key victims.key\n"
      "  headwater attribute case.hw --by period --csv\n"
      "  headwater attribute case.hw --resolve probable:0.9 --report-currency EUR --json\n"
      "  headwater attribute case.hw --members-from found.txt --by role\n"
      "  headwater attribute case.hw --by territory --audience publication\n"
      "  headwater attribute made.hw --truth made-truth     (a generated case)",
      {{"STORE", "the store's directory"}},
      attribute_options(),
      false,
      run_attribute};
}

}  // namespace

std::vector<CommandSpec> flow_commands() { return {trace_command(), attribute_command()}; }

}  // namespace headwater::apps
