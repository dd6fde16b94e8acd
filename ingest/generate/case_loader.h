// Loading a whole case: the files that `case.json` lists, in its order.
//
//   HEADWATER_ASSIGN_OR_RETURN(CaseLoad load, load_case(*store, "case", key, context));
//   // load.quarantined == 0
//
// Reads the case folder only; the truth beside a generated case is never opened.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "graph/execution_context.h"
#include "graph/store.h"
#include "graph/victim_key.h"
#include "ingest/loader.h"

namespace headwater::ingest {

// One source of a case: a file, how it is read, and under which namespace.
struct CaseSource {
  std::string path;          // absolute, or relative to the working directory
  std::string format;        // "csv" or a built-in name
  std::string mapping_path;  // of format "csv"
  std::string namespace_name;
  bool restricted = false;  // says something about victims: needs the victim key
};

// The sources in load order. Errors: kInput (no case.json, malformed, a path that leaves the
// folder).
graph::Result<std::vector<CaseSource>> read_case_sources(const std::filesystem::path& directory);

struct CaseLoad {
  std::uint64_t rows_read = 0, accepted = 0, duplicates = 0, quarantined = 0;
  LooseDisputes disputes;            // when the last source is there
  std::vector<LoadReport> sources;   // one a source, in load order
  std::vector<std::string> ignored;  // below the folder: what case.json does not name
};

// One commit a source. Of `common` count what holds for every source: strict, append, supersede,
// dedupe_rows, victim_key (for restricted sources), and what is kept with sources. A missing victim
// key is noticed before the first source. Stops at the first source that fails; what was published
// before it stays and a second run finds it as duplicates. Errors: those of `read_case_sources` and
// `load`.
graph::Result<CaseLoad> load_case(const StoreOpener& open_store,
                                  const std::filesystem::path& directory, const LoadRequest& common,
                                  const graph::ExecutionContext& context);
graph::Result<CaseLoad> load_case(graph::Store& store, const std::filesystem::path& directory,
                                  const std::optional<graph::VictimKey>& victim_key,
                                  const graph::ExecutionContext& context);

}  // namespace headwater::ingest
