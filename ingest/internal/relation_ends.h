// Which kinds of entities a kind of relation ties, where the data model says so.
#pragma once

#include "graph/ids.h"
#include "graph/records.h"

namespace headwater::ingest::internal {

// Always true for kinds whose ends are free (family, associate, mentions, uses-medium ...). O(1).
bool may_tie(graph::RelationKind kind, graph::EntityKind from, graph::EntityKind to);

}  // namespace headwater::ingest::internal
