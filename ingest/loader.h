// load: puts files into a store. One commit a file, published only when the whole file went well.
//
//   LoadRequest request{.paths = {"statement.csv"}, .format = "csv", .mapping_path = "bank.json"};
//   Result<LoadReport> report = load(*store, request, context);
//
// The same bytes under the same namespace, format and mapping add nothing, however often they are
// loaded. A row that cannot be read is quarantined with its place and reason; it never takes its
// neighbours with it. Files that say something about victims need a victim key; their ids become
// pseudonyms before they reach any record.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "graph/execution_context.h"
#include "graph/ids.h"
#include "graph/status.h"
#include "graph/store.h"
#include "graph/timestamp.h"
#include "graph/victim_key.h"
#include "ingest/mapping.h"

namespace headwater::ingest {

struct LoadRequest {
  std::vector<std::string> paths;  // files, or folders of a format that names its files
  std::string format;              // a built-in name; or csv, json or xml: as the mapping says
  std::string mapping_path;        // of these three
  std::string namespace_name;      // empty: the mapping's
  bool strict = false;             // a quarantined row fails its source
  bool batch_all = false;          // one commit for all paths instead of one a file
  bool append = false;             // more files of a name that the namespace already holds: a feed
  bool supersede = false;          // replaces what stands under the same bytes or source ids; a
                                   // known file's rows in conflict are read again for it
  bool dedupe_rows = false;        // the n-th occurrence of equal rows is one row, across files
  std::optional<graph::VictimKey> victim_key;
  // Kept with the sources; their records inherit them.
  std::string handling_code, compartment, purpose;
  graph::Timestamp review_by;
};

struct NameCount {
  std::string name;
  std::uint64_t count = 0;
};
// Names of a file's own, the first 100 in order of occurrence; what else was met is `others`.
struct NameCounts {
  std::vector<NameCount> names;
  std::uint64_t others = 0;
};

struct SourceReport {
  std::string path;  // its own name; where it lay is nobody's business, and a reload goes by bytes
  std::string sha256;
  std::string recognised_as;
  std::uint64_t rows_read = 0, accepted = 0, duplicates = 0, quarantined = 0;
  // Rows that the mapping passes over ("unmatched": "skip"), or that a later statement replaces.
  std::uint64_t skipped = 0;
  NameCounts skipped_by;  // their types, where the mapping tells them apart; not if restricted
  // What JSON rows and XML elements hold and no column reads; of a restricted source counts alone.
  NameCounts unread;
  bool restricted = false;
  graph::CommitSeq commit;  // that holds it: a new one, or the earlier one of a duplicate
};

// Disputes that a load added and that doubt nothing when it ends: a slip, unless what they name is
// loaded later. Answers count them as well, as of their own commit.
struct LooseDisputes {
  std::uint64_t of_nothing = 0;  // no visible assertion has the name
  std::uint64_t ambiguous = 0;   // several share it, and it names none of them
};

struct LoadReport {
  std::uint64_t rows_read = 0, accepted = 0, duplicates = 0, quarantined = 0, skipped = 0;
  graph::CommitSeq commit;  // the largest of the sources' commits
  struct Added {
    std::uint64_t entities = 0, transactions = 0, relations = 0, victim_flows = 0, statistics = 0,
                  assertions = 0, rates = 0;
  } added;
  LooseDisputes disputes;
  std::vector<SourceReport> sources;
  std::vector<std::string> ignored;  // below the folder given: what the format does not name
  std::vector<std::string> notes;    // for people: what was left out and why
};

// Loads every path, in order. Everything that can be refused without reading rows (missing files,
// headers, conflicts, a missing victim key) is refused before the first row is stored.
//
// Errors: kQuestion (unknown format, one of one's own without a mapping, a restricted source
// without a victim key), kInput (missing, empty or unreadable file, wrong header, `strict` and a
// bad row), kConflict (same bytes under another format or mapping; other bytes under a name that
// the namespace holds; another storage exponent), kIo, kLocked, kCancelled. After an error the
// sources before the failed one are published, the failed one and those after it are not there at
// all. Deterministic for any number of threads. Time O(bytes); memory bounded: about 2 * threads +
// 2 blocks of rows, plus what the CommitWriter states.
graph::Result<LoadReport> load(graph::Store& store, const LoadRequest& request,
                               const graph::ExecutionContext& context);

// Gives the store once the load is ready for it: so a load that is refused for its files or options
// need not make one. The store outlives the load.
using StoreOpener = std::function<graph::Result<graph::Store*>()>;

// The same on a store that is opened after everything that the files and options alone can be
// refused for was looked at. Errors: also those of `open_store`.
graph::Result<LoadReport> load(const StoreOpener& open_store, const LoadRequest& request,
                               const graph::ExecutionContext& context);

// The format that a request names. Errors: kQuestion, kInput.
graph::Result<Format> choose_format(const LoadRequest& request);

}  // namespace headwater::ingest
