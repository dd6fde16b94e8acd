// seal, compact, backup, restore, migrate: what keeps a store quick, small and safe; answers do not
// change.
#include "apps/commands.h"
#include "apps/console.h"
#include "graph/backup.h"
#include "graph/compact.h"
#include "graph/migrate.h"
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

queries::Answer answer_of(const char* title, const graph::BackupReport& report) {
  queries::Answer answer;
  answer.title = title;
  answer.commit = report.commit;
  answer.result.set("content_digest", Document(report.content_digest))
      .set("files", Document(report.files))
      .set("bytes", Document(report.bytes));
  return answer;
}

Status run_backup(const Arguments& arguments, Console& console) {
  HEADWATER_ASSIGN_OR_RETURN(const auto store, open_for_writing(arguments, false));
  HEADWATER_ASSIGN_OR_RETURN(const graph::BackupReport report,
                             graph::backup(*store, arguments.text("DIR"), console.context()));
  return console.print(answer_of("Backed up", report));
}

Status run_restore(const Arguments& arguments, Console& console) {
  HEADWATER_ASSIGN_OR_RETURN(
      const graph::BackupReport report,
      graph::restore(arguments.text("DIR"), arguments.text("STORE"), console.context()));
  return console.print(answer_of("Restored", report));
}

Status run_migrate(const Arguments& arguments, Console& console) {
  HEADWATER_ASSIGN_OR_RETURN(const graph::MigrationReport report,
                             graph::migrate(arguments.text("STORE"), console.context()));
  queries::Answer answer;
  answer.title = report.from == report.to ? "Up to date already" : "Migrated";
  answer.commit = report.commit;
  answer.result.set("from_format", Document(std::uint64_t{report.from}))
      .set("to_format", Document(std::uint64_t{report.to}))
      .set("links", Document(report.links));
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
           run_compact},
          {"backup",
           "copy a store to another folder, and prove the copy",
           "Copies every file and notes its SHA-256; then opens the copy, checks all of it as "
           "`verify --deep` does, and only then gives it its name. Put it on another disk. Nobody "
           "can write to the store meanwhile. The victim key is no part of a backup: keep a copy "
           "of it apart, or victims in it are lost for good.",
           "  headwater backup case.hw /mnt/vault/case-2026-11-27",
           {{"STORE", "the store's directory"}, {"DIR", "a folder that does not exist yet"}},
           upkeep_options(),
           false,
           run_backup},
          {"restore",
           "make a store from a backup",
           "Hashes every file while it is copied, checks the whole copy and compares its content "
           "digest with the one noted when the backup was made. A backup of which one byte has "
           "changed is refused, and the file is named.",
           "  headwater restore /mnt/vault/case-2026-11-27 case.hw",
           {{"DIR", "the folder that `headwater backup` made"},
            {"STORE", "a directory that does not exist yet"}},
           upkeep_options(),
           false,
           run_restore},
          {"migrate",
           "bring a store of an earlier version to this one's format",
           "What is derived from the records is built anew; records, names, commits and answers "
           "stay as they are. Atomic: after an interruption run it again. Earlier versions of "
           "headwater refuse the store afterwards: copy its whole directory before.",
           "  headwater migrate case.hw",
           {{"STORE", "the store's directory"}},
           upkeep_options(),
           false,
           run_migrate}};
}

}  // namespace headwater::apps
