// Retraction: withdrawing records or whole commits. Nothing is overwritten: the retraction is a
// commit of its own, and answers as of an earlier commit still see what was withdrawn.
//
//   Result<RetractionReport> r = retract(store, {{"assertion:3f9a0c12be77:4"}, "witness recanted"},
//                                        context);
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "graph/execution_context.h"
#include "graph/store.h"

namespace headwater::ingest {

struct RetractionRequest {
  // `transaction:`, `relation:`, `victim-flow:` and `assertion:` names, `commit:N`, or
  // `source:SHA256` (at least 12 hex digits): every load of the file.
  std::vector<std::string> names;
  std::string reason;  // kept in the manifest
};

struct RetractionReport {
  graph::CommitSeq commit;
  std::uint64_t records = 0, commits = 0;
  // Files of later commits of the same namespaces some of whose rows were duplicates, perhaps of
  // what is withdrawn: loading them again takes what is missing. As the loads named them, in order.
  std::vector<std::string> load_again;
};

// All names are resolved before anything is written: one unknown name and nothing is retracted.
// Errors: kNotFound, kQuestion, kLocked, kIo.
graph::Result<RetractionReport> retract(graph::Store& store, const RetractionRequest& request,
                                        const graph::ExecutionContext& context);

}  // namespace headwater::ingest
