// seal, compact: what keeps a store quick and small; answers do not change.
#include "apps/commands.h"
#include "apps/console.h"
#include "graph/compact.h"
#include "graph/seal.h"

namespace headwater::apps {
namespace {

using graph::Status;
using queries::Document;

Status run_seal(const Arguments& arguments, Console& console) {
  HEADWATER_ASSIGN_OR_RETURN(const auto store, open_for_writing(arguments, false));
  HEADWATER_ASSIGN_OR_RETURN(const graph::SealReport report,
                             graph::seal(*store, console.context()));
  queries::Answer answer;
  answer.title = "Sealed";
  answer.commit = store->latest_commit();
  answer.result.set("sealed_now", Document(report.sealed_now))
      .set("sealed", Document(report.sealed))
      .set("blocks_written", Document(report.blocks_written))
      .set("blocks_removed", Document(report.blocks_removed));
  return console.print(answer);
}

Status run_compact(const Arguments& arguments, Console& console) {
  HEADWATER_ASSIGN_OR_RETURN(const auto store, open_for_writing(arguments, false));
  HEADWATER_ASSIGN_OR_RETURN(const graph::CompactReport report,
                             graph::compact(*store, console.context()));
  queries::Answer answer;
  answer.title = "Compacted";
  answer.commit = store->latest_commit();
  answer.result.set("bytes_before", Document(report.bytes_before))
      .set("bytes_after", Document(report.bytes_after));
  return console.print(answer);
}

std::vector<OptionSpec> upkeep_options() {
  return std::vector<OptionSpec>{{"--threads", "N", "threads to use (default: all)", "", {}},
                                 {"--memory", "GIB", "soft memory budget in GiB", "", {}}} +
         output_options();
}

}  // namespace

std::vector<CommandSpec> upkeep_commands() {
  return {{"seal",
           "put new transactions into the index of accounts",
           "An account's transactions are read from the index without going through the whole "
           "ledger. Transactions that are not in it yet are read from the ledger by every question "
           "that needs it. A load that leaves more than 16,777,216 of them seals by itself. The "
           "index says nothing that the ledger does not: `verify --deep` builds it anew and "
           "compares. Atomic: after an interruption the store is as it was.",
           "  headwater seal case.hw",
           {{"STORE", "the store's directory"}},
           upkeep_options(),
           false,
           run_seal},
          {"compact",
           "rewrite a store's files without what was replaced",
           "Makes a store that was loaded in many steps smaller and quicker to open. Answers do "
           "not change. Needs free space for its largest part once more.",
           "  headwater compact case.hw",
           {{"STORE", "the store's directory"}},
           upkeep_options(),
           false,
           run_compact}};
}

}  // namespace headwater::apps
