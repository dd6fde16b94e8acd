// What the disputes that a load added come to, once all of it is there.
#pragma once

#include <cstdint>

#include "graph/store.h"
#include "ingest/loader.h"

namespace headwater::ingest::internal {

// Of the disputes among the last `added` assertions of the view. Errors: those of the view. Time:
// as graph::dispute_targets.
graph::Result<LooseDisputes> loose_disputes(const graph::StoreView& view, std::uint64_t added);

}  // namespace headwater::ingest::internal
