// The content digest: SHA-256 over the visible records in canonical order, the same however, in
// whatever order and in how many steps they were loaded.
//
// A record's canonical bytes name entities and assets by what they are called outside the store and
// leave out numbers, commits and rows. Each record is hashed by itself; the record hashes of a type
// are sorted and hashed; the digest is the hash of the types' hashes.
#pragma once

#include <string>

#include "graph/execution_context.h"
#include "graph/internal/store_view.h"

namespace headwater::graph::internal {

// `view` sees everything. Time O(n log n); memory 32 bytes an entity and a fixed buffer; runs are
// spilled to `scratch_folder`.
Result<std::string> content_digest(const RocksStoreView& view, const std::string& scratch_folder,
                                   const ExecutionContext& context);

}  // namespace headwater::graph::internal
