// The steps of an erasure, and what completes one that was interrupted.
//
// 1. One atomic ingestion takes in the rows that are written anew, the commit, and under
//    `kErasureKey` in `meta` which ranges still hold old bytes: from then on nobody reads them.
// 2. The ranges are compacted, so that no listed file holds them.
// 3. `kErasureKey` says that only `meta` is left; `meta` is compacted, for the ranges name hashes.
// 4. The database is opened anew: RocksDB removes files and logs that are not listed, and begins a
//    list that does not remember the keys of the files before.
// 5. `kErasureKey` goes.
//
// A writer that finds `kErasureKey` goes on with step 2 or 4.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "graph/internal/erasure_plan.h"
#include "graph/internal/store_state.h"

namespace headwater::graph::internal {

inline constexpr char kErasureKey[] = "headwater-erase";

// Tells where the work is; tests stop it there.
using ErasureObserver = std::function<void(std::string_view step)>;

// Step 1. `folder` is scratch. Errors: kIo; nothing is erased then.
Status publish_erasure(Store::Internal& state, const ErasurePlan& plan, Manifest manifest,
                       const ErasureObserver& observer);
// The other steps, as far as they are not done; nothing where nothing was erased. No view may be
// open. Errors: kLocked (a snapshot is in use), kIo, kCorrupt.
Status finish_erasure(Store::Internal& state, const ErasureObserver& observer);
Result<bool> is_erasure_unfinished(const Database& database);

}  // namespace headwater::graph::internal
