// Builds the family `link` from the records: for `verify --deep`, which compares, and for stores
// that have none yet.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "graph/internal/database.h"
#include "graph/internal/store_state.h"
#include "graph/internal/store_view.h"

namespace headwater::graph::internal {

// Gives the key of every link that the published records of all commits have, ascending and
// distinct. `folder` takes sorted runs. O(n log n) time for n links, 64 MiB of memory and what one
// record takes. Errors: kCorrupt for a record that does not decode, kIo, kCancelled, and those of
// `put`.
Status build_links(const StoreView::Internal& view, const std::string& folder,
                   const ExecutionContext& context,
                   const std::function<Status(std::string_view key)>& put);

// What makes the stored family equal to one that is built anew.
struct LinkRepair {
  TableFiles files;  // in the store's scratch folder; none where nothing differs
  std::uint64_t written = 0, removed = 0;
};
// Compares as it builds: what is there and right is not written again, so a store without the
// family gets all of it and a sound one nothing. The files are taken in by `Database::ingest`,
// alone or with others in one atomic step. Of the writer, with no commit open. Errors: as above.
Result<LinkRepair> stage_link_repair(Store::Internal& state, const ExecutionContext& context);
// The same, taken in.
Result<LinkRepair> repair_links(Store::Internal& state, const ExecutionContext& context);

// Walks the stored family beside one that is built anew: `missing` is called for links that are not
// stored or have another value, `surplus` for rows that no record accounts for. In key order.
Status compare_links(const StoreView::Internal& view, const std::string& folder,
                     const ExecutionContext& context,
                     const std::function<Status(std::string_view key)>& missing,
                     const std::function<Status(std::string_view key)>& surplus);

}  // namespace headwater::graph::internal
