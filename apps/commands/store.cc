// stats, verify: what a store holds, and whether it can be trusted.
#include "graph/store.h"

#include <chrono>

#include <fmt/format.h>

#include "apps/commands.h"
#include "apps/console.h"
#include "graph/seal.h"
#include "queries/store/stats.h"

namespace headwater::apps {
namespace {

using graph::Result;
using graph::Status;
using queries::Document;

// Which loads should have been looked at again by now. A note: it depends on the day.
void note_reviews(const graph::StoreView& view, queries::Answer& answer) {
  const graph::Timestamp now{std::chrono::duration_cast<std::chrono::milliseconds>(
                                 std::chrono::system_clock::now().time_since_epoch())
                                 .count()};
  std::string due;
  for (const graph::Manifest& manifest : view.manifests()) {
    const bool is_due = manifest.review_by.is_known() && manifest.review_by < now;
    if (!is_due || !view.is_commit_visible(manifest.commit)) continue;
    due += fmt::format("{}{} ({})", due.empty() ? "" : ", ", manifest.commit.value,
                       graph::format_iso8601(manifest.review_by));
  }
  if (!due.empty()) answer.notes.push_back("due for review, by commit: " + due);
}

Status run_stats(const Arguments& arguments, Console& console) {
  if (arguments.has("--sizes")) {
    HEADWATER_RETURN_IF_ERROR(refuse_clearance(arguments, "sizes are of the whole store"));
  }
  HEADWATER_ASSIGN_OR_RETURN(const OpenedView opened, open_view(arguments, console));
  HEADWATER_ASSIGN_OR_RETURN(queries::Answer answer,
                             queries::stats(*opened.view, console.context()));
  note_reviews(*opened.view, answer);
  if (arguments.has("--sizes")) {
    HEADWATER_ASSIGN_OR_RETURN(const auto sizes, graph::sizes_by_family(*opened.store));
    Document families = Document::object();
    for (const auto& [family, bytes] : sizes) families.set(family, Document(bytes));
    answer.aside.set("bytes", std::move(families));
    answer.aside.set("unsealed_transactions",
                     Document(graph::unsealed_transactions(*opened.store)));
  }
  return console.print(answer);
}

queries::Answer verification(const graph::VerifyReport& report, bool deep) {
  queries::Answer answer;
  answer.title = "Verification of the store";
  answer.result.set("ok", Document(report.ok()));
  Document problems = Document::array();
  for (const std::string& problem : report.problems) problems.push(Document(problem));
  answer.result.set("problems", std::move(problems));
  answer.result.set("content_digest", Document(report.content_digest));
  answer.parameters.set("deep", Document(deep));
  return answer;
}

// A store that is too damaged to open is an answer too: its one problem. What else is read says
// "run `headwater verify`" of damage: here that would lead in a circle.
Status tell_of_damage(graph::Explanation error, const Arguments& arguments, Console& console) {
  graph::VerifyReport report;
  report.problems.push_back(error.place + ": " + error.found);
  queries::Answer answer = verification(report, arguments.has("--deep"));
  answer.notes.push_back("the store does not open: nothing else was checked");
  HEADWATER_RETURN_IF_ERROR(console.print(answer));
  error.remedy = "restore a copy, or load the sources again into a new store";
  return Status(graph::StatusCode::kCorrupt, std::move(error));
}

Status run_verify(const Arguments& arguments, Console& console) {
  HEADWATER_RETURN_IF_ERROR(refuse_clearance(arguments, "a store is verified as a whole"));
  const auto opened = open_view(arguments, console);
  if (!opened.has_value() && opened.error().code() == graph::StatusCode::kCorrupt) {
    return tell_of_damage(opened.error().explanation(), arguments, console);
  }
  if (!opened.has_value()) return opened.error();
  const bool deep = arguments.has("--deep");
  HEADWATER_ASSIGN_OR_RETURN(const auto victim_key, read_victim_key(arguments));
  HEADWATER_ASSIGN_OR_RETURN(
      const graph::VerifyReport report,
      graph::verify(*opened->store, deep, console.context(), opened->view->as_of(), victim_key));
  queries::Answer answer = verification(report, deep);
  answer.commit = opened->view->as_of();
  HEADWATER_RETURN_IF_ERROR(console.print(answer));
  if (report.ok()) return {};
  return Status(graph::StatusCode::kCorrupt,
                {"verify the store", arguments.text("STORE"),
                 std::to_string(report.problems.size()) + " problems",
                 "restore a backup or load the sources again into a new store"});
}

}  // namespace

std::vector<CommandSpec> store_commands() {
  return {
      {"stats",
       "what a store holds",
       "Counts of entities, transactions, relations and the other records, sums of money per asset "
       "and the span of time, as known at a commit.",
       "  headwater stats case.hw\n  headwater stats case.hw --sizes --json",
       {{"STORE", "the store's directory"}},
       std::vector<OptionSpec>{{"--sizes", "", "also the bytes on disk of each family", "", {}}} +
           output_options() + reading_options(),
       false,
       run_stats},
      {"verify",
       "check a store and print its content digest",
       "Reads everything and checks numbering, counters, references, the checksum of every value "
       "and of every file down to its last byte. A store with a missing file, or one that has lost "
       "its newest commits, does not open: that is its one problem. With the victim key what is "
       "encrypted is opened and checked too. The content digest is the same with and without the "
       "key, and however and in how many steps the records were loaded.",
       "  headwater verify case.hw --deep",
       {{"STORE", "the store's directory"}},
       std::vector<OptionSpec>{
           {"--deep",
            "",
            "also check every block of every file, and compare the index with the ledger",
            "",
            {}}} +
           output_options() + reading_options(),
       false,
       run_verify}};
}

}  // namespace headwater::apps
