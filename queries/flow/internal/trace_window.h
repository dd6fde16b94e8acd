// What a trace runs of a ledger, as the engine decides it.
#pragma once

#include "engine/flow/trace.h"

namespace headwater::queries::internal {

// Whether the policies let the transaction in and its time is not after the end.
inline bool is_run(const graph::TransactionLayer& layer, std::uint32_t position,
                   const engine::TraceRequest& policy) {
  const graph::Timestamp time{layer.time_ms[position]};
  if (!time.is_known() && !policy.undated) return false;
  if (policy.until.is_known() && time > policy.until) return false;
  return policy.aggregates || (layer.flags[position] & graph::kAggregate) == 0;
}

}  // namespace headwater::queries::internal
