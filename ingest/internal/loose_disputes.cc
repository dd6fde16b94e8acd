#include "ingest/internal/loose_disputes.h"

#include "graph/dispute_targets.h"

namespace headwater::ingest::internal {

graph::Result<LooseDisputes> loose_disputes(const graph::StoreView& view, std::uint64_t added) {
  LooseDisputes loose;
  if (added == 0) return loose;
  const graph::AssertionId first{view.counters().assertions - added};
  HEADWATER_ASSIGN_OR_RETURN(const auto disputes, graph::dispute_targets(view, first));
  for (const graph::DisputeTargets& dispute : disputes) {
    if (dispute.named.empty()) ++loose.of_nothing;
    if (dispute.named.size() > 1) ++loose.ambiguous;
  }
  return loose;
}

}  // namespace headwater::ingest::internal
