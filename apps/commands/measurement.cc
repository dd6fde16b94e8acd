// measure scoreboard, rank ring, rank evaluate: the two numbers, and who stands around known
// members.
#include <limits>

#include "apps/commands.h"
#include "apps/console.h"
#include "apps/parameter_options.h"
#include "queries/measurement/scoreboard_change.h"
#include "queries/ring/ring_answer.h"

namespace headwater::apps {
namespace {

using graph::Result;
using graph::Status;

Status run_scoreboard(const Arguments& arguments, Console& console) {
  const auto given =
      given_parameters(arguments, parameter_options(queries::scoreboard_parameters()));
  HEADWATER_ASSIGN_OR_RETURN(const auto request, queries::parse_scoreboard(given));
  HEADWATER_ASSIGN_OR_RETURN(const auto periods, queries::parse_periods(given));
  HEADWATER_ASSIGN_OR_RETURN(const OpenedView opened, open_view(arguments, console));
  queries::QuerySession session(*opened.view, console.context());
  HEADWATER_ASSIGN_OR_RETURN(const queries::Answer answer,
                             periods ? queries::scoreboard_change(session, request, *periods)
                                     : queries::scoreboard(session, request));
  return console.print(answer);
}

Status run_rank_ring(const Arguments& arguments, Console& console) {
  HEADWATER_ASSIGN_OR_RETURN(auto question,
                             queries::parse_ring(given_parameters(
                                 arguments, parameter_options(queries::ring_parameters()))));
  question.known = arguments.list("--known");
  question.truth = arguments.text("--truth");
  HEADWATER_ASSIGN_OR_RETURN(const OpenedView opened, open_view(arguments, console));
  queries::QuerySession session(*opened.view, console.context());
  HEADWATER_ASSIGN_OR_RETURN(const queries::Answer answer, queries::ring_answer(session, question));
  return console.print(answer);
}

// A whole number of an option, or its default in `request`.
Result<std::int64_t> number_within(const Arguments& arguments, std::string_view name,
                                   std::int64_t otherwise, std::int64_t least, std::int64_t most) {
  HEADWATER_ASSIGN_OR_RETURN(const auto given, arguments.integer(name));
  const std::int64_t value = given.value_or(otherwise);
  if (value >= least && value <= most) return value;
  return graph::question_error(
      "rank evaluate", std::string(name), "a number outside its range",
      "give a whole number from " + std::to_string(least) + " to " + std::to_string(most));
}

std::vector<queries::ParameterSpec> evaluation_resolution() {
  return {{"resolve", "none, confirmed or probable:P", "probable:0.7", false,
           "who counts as the same"}};
}

Result<queries::SeedEvaluationRequest> read_evaluation(const Arguments& arguments) {
  queries::SeedEvaluationRequest request;
  HEADWATER_ASSIGN_OR_RETURN(const auto seeds,
                             number_within(arguments, "--seeds", request.seeds, 1, 10'000));
  HEADWATER_ASSIGN_OR_RETURN(const auto cut_off,
                             number_within(arguments, "--cut-off", request.cut_off, 1, 1'000'000));
  HEADWATER_ASSIGN_OR_RETURN(
      const auto first,
      number_within(arguments, "--first-seed", static_cast<std::int64_t>(request.first_seed), 0,
                    std::numeric_limits<std::int64_t>::max() - 10'000));
  HEADWATER_ASSIGN_OR_RETURN(const auto scale, arguments.number("--scale"));
  request.seeds = static_cast<std::uint32_t>(seeds);
  request.cut_off = static_cast<std::uint32_t>(cut_off);
  request.first_seed = static_cast<std::uint64_t>(first);
  if (scale) request.scale = *scale;
  const auto specs = evaluation_resolution();
  const queries::Parameters parameters("rank evaluate", specs,
                                       given_parameters(arguments, parameter_options(specs)));
  HEADWATER_ASSIGN_OR_RETURN(request.resolution, parameters.resolution());
  return request;
}

Status run_rank_evaluate(const Arguments& arguments, Console& console) {
  HEADWATER_ASSIGN_OR_RETURN(const auto request, read_evaluation(arguments));
  HEADWATER_ASSIGN_OR_RETURN(const queries::SeedEvaluation evaluation,
                             queries::evaluate_seeds(request, console.context()));
  return console.print(queries::ring_evaluation_answer(evaluation));
}

CommandSpec scoreboard_command() {
  return {
      "measure scoreboard",
      "the two numbers: known victims and illicit profit, a territory, form and sector",
      "Victims known to the store, and profit of the members of its cases as an interval, by place "
      "of exploitation, form of exploitation and sector, totals first. Known victims are not "
      "prevalence; money that nobody asserted is not in it, and what no record says is unknown, "
      "not 0.\n"
      "--audience publication (the default) hides counts below 10, money beside them, money that "
      "one member dominates, and whatever would give any of it back. --audience internal shows "
      "exact cells with the parts of the money, and is stamped so. Counts need no victim key; with "
      "it people named in victim flows are members too. docs/measurement.md says what the figures "
      "are, and what the hiding does not withstand. Windows of a publication begin and end with "
      "quarters, and are hidden so that the whole less the window gives nothing back.",
      "  headwater measure scoreboard case.hw\n"
      "  headwater measure scoreboard case.hw --by territory --threshold 20 --csv\n"
      "  headwater measure scoreboard case.hw --audience internal --victim-key victims.key\n"
      "  headwater measure scoreboard case.hw --from 2023-01-01 --to 2024-01-01\n"
      "  headwater measure scoreboard case.hw --baseline 2023-01-01..2023-07-01 --endline "
      "2023-07-01..2024-01-01",
      {{"STORE", "the store's directory"}},
      parameter_options(queries::scoreboard_parameters()) + output_options() + reading_options(),
      false,
      run_scoreboard};
}

CommandSpec rank_ring_command() {
  return {
      "rank ring",
      "who stands closest to the known members of a ring",
      "Orders persons and companies by how closely money, relations and roles towards victims tie "
      "them to the known members: whom to look at next, never a verdict. Every answer says how "
      "often the method named innocents; with --truth (of a generated case) it counts them. "
      "Victims, and whoever is used under their identity, are never ranked.",
      "  headwater rank ring case.hw --victim-key victims.key --resolve probable:0.9\n"
      "  headwater rank ring case.hw --known person:bank/7 company:register/R12 --layers money\n"
      "  headwater rank ring demo/case.hw --truth demo/truth --top 15",
      {{"STORE", "the store's directory"}},
      std::vector<OptionSpec>{
          {"--known",
           "ID",
           "known members; those asserted by member-of if not given",
           "",
           {},
           false,
           true},
          {"--truth", "DIR", "truth of a generated case: mark members and innocents", "", {}}} +
          parameter_options(queries::ring_parameters()) + output_options() + reading_options(),
      false,
      run_rank_ring};
}

CommandSpec rank_evaluate_command() {
  return {
      "rank evaluate",
      "how many innocents ring ranking names, on generated cases whose truth is known",
      "Generates, loads and ranks one case a seed and judges the first rows against the truth: "
      "members found and missed, innocents named, by kind of decoy, beside two baselines (one hop, "
      "degree). Needs no store and leaves nothing behind.",
      "  headwater rank evaluate --seeds 20\n"
      "  headwater rank evaluate --seeds 4 --first-seed 201 --scale 1",
      {},
      std::vector<OptionSpec>{{"--seeds", "N", "cases to generate", "20", {}},
                              {"--first-seed", "N", "seed of the first", "1", {}},
                              {"--scale", "S", "size of each case (1: 2,500 people)", "0.05", {}},
                              {"--cut-off", "N", "rows of each list that are judged", "15", {}}} +
          parameter_options(evaluation_resolution()) + output_options() +
          std::vector<OptionSpec>{{"--threads", "N", "threads to use (default: all)", "", {}},
                                  {"--memory", "GIB", "soft memory budget", "", {}}},
      false,
      run_rank_evaluate};
}

}  // namespace

std::vector<CommandSpec> measurement_commands() {
  return {scoreboard_command(), rank_ring_command(), rank_evaluate_command()};
}

}  // namespace headwater::apps
