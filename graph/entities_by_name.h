// Entities in the order of their names. Their numbers tell in what order a store met them, and so
// which came with a source that others must not know of; names tell nothing but themselves.
//
//   for_each_entity_by_name(*view, EntityKind::kPerson, {}, "/tmp/scratch",
//                           [&](const std::string& name, const Entity& person) { ... });
#pragma once

#include <functional>
#include <string>

#include "graph/store.h"

namespace headwater::graph {

// What `StoreView::for_each_entity_told` tells (an empty `tells`: every visible commit), ascending
// by `to_string(key)`, byte by byte. Sorted through files in `scratch_folder`, which exists and is
// the caller's alone: they hold names and are removed. O(n log n) time, some 100 MiB of memory.
// Deterministic for equal content, however it was loaded. Errors: those of the view, kIo, and what
// `visit` returns.
Status for_each_entity_by_name(
    const StoreView& view, EntityKind kind, const std::function<bool(CommitSeq)>& tells,
    const std::string& scratch_folder,
    const std::function<Status(const std::string& name, const Entity& entity)>& visit);

}  // namespace headwater::graph
