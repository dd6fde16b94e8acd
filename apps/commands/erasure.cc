// erase: what the store holds of somebody is destroyed. The one command that overwrites.
#include "graph/erasure.h"
#include "apps/commands.h"
#include "apps/console.h"

namespace headwater::apps {
namespace {

using graph::Status;
using queries::Document;

// Names what is left, never what was asked for.
Document erased_rows(const graph::ErasureReport& report) {
  Document rows = Document::array();
  for (std::size_t i = 0; i < report.erased.size(); ++i) {
    rows.push(Document::object()
                  .set("name", Document(report.names[i]))
                  .set("victim_flows", Document(report.erased[i].victim_flows))
                  .set("relations", Document(report.erased[i].relations)));
  }
  return rows;
}

Status run_erase(const Arguments& arguments, Console& console) {
  graph::ErasureRequest request;
  request.names = arguments.list("NAME");
  request.reason = arguments.text("--reason");
  HEADWATER_ASSIGN_OR_RETURN(request.victim_key, read_victim_key(arguments));
  HEADWATER_ASSIGN_OR_RETURN(const auto store, open_for_writing(arguments, false));
  HEADWATER_ASSIGN_OR_RETURN(const graph::ErasureReport report,
                             graph::erase(*store, request, console.context()));
  queries::Answer answer;
  answer.title = "Erased";
  answer.commit = report.commit;
  Document backups = Document::array();
  for (const std::string& backup : report.backups) backups.push(Document(backup));
  answer.result.set("erased", erased_rows(report)).set("backups", std::move(backups));
  answer.notes = {
      "answers as of earlier commits lack it too; payments, relations and counts stay",
      "free text that others wrote (evidence, quarantined rows, attributes of other records, ids "
      "of assertions) was not searched",
      report.backups.empty()
          ? "no backup is registered: copies of this store that are kept elsewhere still hold it "
            "and must be made again"
          : "the backups listed, and copies that are kept elsewhere, still hold it and must be "
            "made "
            "again"};
  return console.print(answer);
}

}  // namespace

std::vector<CommandSpec> erasure_commands() {
  return {
      {"erase",
       "destroy what the store holds of an entity, at every commit",
       "The key and the attributes of each entity go from the files of the store; of a victim also "
       "the data key, and with it sex, age band, citizenship, means, roles and the text of "
       "relations. What others did stays: payments, relations and counts have an end "
       "KIND:erased/N. "
       "A victim is named by the stored pseudonym or by the source's own id, and is found with "
       "--victim-key only; so is a counted group, by its victim-flow name. The pooled account of a "
       "party goes with it. One unknown name, and nothing is erased. There is no way back: "
       "--as-of-seq does not show it either. Free text of others, backups and copies are out of "
       "reach: the answer lists the backups that are registered.",
       "  headwater erase case.hw person:bank/7 --reason \"order 12/2026\"\n"
       "  headwater erase case.hw victim:shelter/V-0042 --victim-key victims.key",
       {{"STORE", "the store's directory"}, {"NAME", "whom to erase", true, true}},
       std::vector<OptionSpec>{
           {"--reason", "TEXT", "kept with the erasure; names nobody", "", {}},
           {"--victim-key", "FILE", "to erase victims and counted groups", "", {}}} +
           output_options() +
           std::vector<OptionSpec>{{"--threads", "N", "threads to use (default: all)", "", {}},
                                   {"--memory", "GIB", "soft memory budget in GiB", "", {}}},
       false,
       run_erase}};
}

}  // namespace headwater::apps
