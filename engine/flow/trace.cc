// Method: the ledger model with proportionate sharing ("rolling charge", "haircut"): Boughner v
// Greyhawk 2012 ONSC 3185; Moeser, Boehme, Breuker 2014. Variant: event-ordered and in integers,
// with Hamilton's largest remainder, so that every split adds up. One pass in ledger order: a trace
// is a statement about order, so the run itself is sequential; what it reads is an immutable
// snapshot. Known limit: over n splits a lot may drift from the exact rational share by at most n
// minor units.
#include "engine/flow/trace.h"

#include "engine/flow/internal/trace_run.h"

namespace headwater::engine {

graph::Result<TraceResult> trace(const graph::Snapshot& snapshot, const TraceRequest& request,
                                 const graph::ExecutionContext& context) {
  HEADWATER_CHECK(
      request.holders.is_empty() || request.holders.size() == snapshot.vertices().size(),
      "one holder entry a vertex");
  return internal::TraceRun(snapshot, request).run(context);
}

}  // namespace headwater::engine
