// stats: what a store holds at a commit.
//
//   HEADWATER_ASSIGN_OR_RETURN(Answer answer, stats(*view, context));
//
// Result: {"entities":{kind:n},"transactions":n,"relations":{kind:n},"victim_flows":n,
// "statistics":n,"assertions":n,"money":{asset:{"count","sum_minor"}},"time":{"first","last"},
// "commit":n}. Money sums what was paid, aggregates included. Victims are numbers only.
#pragma once

#include "graph/execution_context.h"
#include "graph/store.h"
#include "queries/answer.h"

namespace headwater::queries {

// Streams once over everything visible: O(records) time, O(distinct statistic cells) memory.
// Errors: kCorrupt, kIo, kCancelled. Deterministic.
graph::Result<Answer> stats(const graph::StoreView& view, const graph::ExecutionContext& context);

}  // namespace headwater::queries
