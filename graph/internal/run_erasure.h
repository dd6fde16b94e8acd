// `erase` with somebody who is told of its steps.
#pragma once

#include "graph/erasure.h"
#include "graph/internal/erasure_steps.h"

namespace headwater::graph::internal {

Result<ErasureReport> run_erasure(Store& store, const ErasureRequest& request,
                                  const ExecutionContext& context, const ErasureObserver& observer);

}  // namespace headwater::graph::internal
