// erase: what the store holds of an entity is destroyed, for every commit. The one exception to
// "nothing is overwritten".
//
//   HEADWATER_ASSIGN_OR_RETURN(const ErasureReport report,
//                              erase(*store, {{"person:bank/7"}, "court order 12/2026"}, context));
//
// The key and the attributes of the entity go, and of a victim also its data key and all that its
// flows and relations say of it. What others did with it stays: payments, relations and roles have
// an end `kind:erased/N`; counts stay too. Names in free text (evidence, quarantined rows,
// attributes of other records, names of assertions) are not looked for. Copies of the store, and
// blocks that the disk keeps for itself, are out of reach.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "graph/execution_context.h"
#include "graph/records.h"
#include "graph/status.h"
#include "graph/store.h"
#include "graph/victim_key.h"

namespace headwater::graph {

struct ErasureRequest {
  // Entities as answers print them; a victim also by the id that its source gave. Of a counted
  // group its `victim-flow:` name. The pooled account of a party goes with the party.
  std::vector<std::string> names;
  std::string reason;                   // kept in the manifest: it names nobody
  std::optional<VictimKey> victim_key;  // victims and groups are found with it only
};

struct ErasureReport {
  CommitSeq commit;
  std::vector<std::string> names;    // what the entities are called now, in the order of erasing
  std::vector<Erasure> erased;       // beside each name
  std::vector<std::string> backups;  // lines of STORE/backups: to be made again
};

// All names are resolved before anything is written: one unknown name and nothing is erased. One
// commit of format "erase". When it returns no file of the store holds what was erased; a process
// that dies before has erased nothing, or the next writer completes it. No view of the store may be
// open in this process, and readers that opened before keep what they see. O(victim flows +
// relations) time, and that of rewriting the files that held what was erased.
// Errors: kNotFound, kQuestion (ambiguous, a boundary account or a listed territory, which name
// nobody, a flow of one victim), kLocked (opened for reading, a view is open), kIo, kCancelled.
// After kIo the store must be opened anew.
Result<ErasureReport> erase(Store& store, const ErasureRequest& request,
                            const ExecutionContext& context);

}  // namespace headwater::graph
