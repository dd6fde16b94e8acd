// disclosures: what was handed out about victims, to whom and when.
#include "apps/commands.h"
#include "apps/console.h"
#include "graph/disclosure.h"

namespace headwater::apps {
namespace {

using graph::Status;

graph::Table disclosure_table(const std::vector<graph::Disclosure>& all) {
  using graph::ColumnType;
  graph::Table table({{"commit", ColumnType::kInt64, "id"},
                      {"recorded", ColumnType::kText, "time"},
                      {"recipient", ColumnType::kText, "text"},
                      {"what", ColumnType::kText, "text"},
                      {"case", ColumnType::kText, "id"},
                      {"victims", ColumnType::kInt64, "count"},
                      {"transactions", ColumnType::kInt64, "count"},
                      {"as_of", ColumnType::kInt64, "id"},
                      {"sha256", ColumnType::kText, "text"}});
  for (const graph::Disclosure& one : all) {
    table.column(0).append_int64(static_cast<std::int64_t>(one.commit.value));
    table.column(1).append_text(graph::format_iso8601(one.wall_clock));
    table.column(2).append_text(one.recipient);
    table.column(3).append_text(one.what);
    table.column(4).append_text(one.case_name);
    table.column(5).append_int64(static_cast<std::int64_t>(one.victims));
    table.column(6).append_int64(static_cast<std::int64_t>(one.transactions));
    table.column(7).append_int64(static_cast<std::int64_t>(one.as_of.value));
    table.column(8).append_text(one.sha256);
  }
  return table;
}

Status run_disclosures(const Arguments& arguments, Console& console) {
  HEADWATER_RETURN_IF_ERROR(refuse_clearance(arguments, "the list is of the whole store"));
  if (!arguments.has("--victim-key")) {
    return graph::question_error("list the disclosures", "--victim-key", "it is not given",
                                 "give the key file: the list tells of victims");
  }
  HEADWATER_ASSIGN_OR_RETURN(const OpenedView opened, open_view(arguments, console));
  queries::Answer answer;
  answer.title = "What was handed out about victims";
  answer.commit = opened.view->as_of();
  answer.internal_audience = true;
  answer.result.set("rows", queries::Document(disclosure_table(graph::disclosures(*opened.view))));
  answer.notes.emplace_back(
      "a line is written before its document gets its name: a command that was stopped in between "
      "handed nothing out");
  return console.print(answer, 0);
}

}  // namespace

std::vector<CommandSpec> disclosure_commands() {
  return {
      {"disclosures",
       "list what was handed out about victims, and to whom",
       "Every document that names victims by pseudonym (`export --format goaml` with "
       "--victim-key and --disclose-to) is recorded as a commit of its own before it is there: "
       "recipient, reference, case, how many victims and payments, the commit that it was drawn "
       "from, and the SHA-256 of the document. Nothing takes a line back.",
       "  headwater disclosures case.hw --victim-key victims.key",
       {{"STORE", "the store's directory"}},
       output_options() + reading_options(),
       false,
       run_disclosures}};
}

}  // namespace headwater::apps
