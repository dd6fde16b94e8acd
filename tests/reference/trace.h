// A slow, obvious pro-rata trace: every account of the ledger keeps a list of (label, holder) lots
// in maps, nothing is skipped, and splits are done by a full sort. One label rule, no explained
// payments.
#pragma once

#include <cstdint>
#include <map>
#include <tuple>

#include "engine/flow/trace.h"

namespace headwater::tests {

struct ReferenceTrace {
  // (account, asset, label, holder) -> amount, in accounts and in sinks alike.
  std::map<std::tuple<std::uint32_t, std::uint16_t, std::uint32_t, std::uint32_t>, std::int64_t>
      held;
  std::int64_t dissipated = 0;
};

ReferenceTrace reference_trace(const graph::Snapshot& snapshot,
                               const engine::TraceRequest& request);

}  // namespace headwater::tests
