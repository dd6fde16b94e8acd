// A slow, obvious pro-rata trace: every account of the ledger keeps a list of (label, holder) lots
// in maps, nothing is skipped, and splits are done by a full sort. Openings inferred, from
// all events, or none; ties in ledger order.
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
  // What attribution needs: (holder, label, asset) -> labelled money that first reached a holder,
  // and that a holder spent on what is explained; (from, to, label, asset) -> passed between them.
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint16_t>, std::int64_t> gross, explained;
  std::map<std::tuple<std::uint32_t, std::uint32_t, std::uint32_t, std::uint16_t>, std::int64_t>
      transfers;
};

ReferenceTrace reference_trace(const graph::Snapshot& snapshot,
                               const engine::TraceRequest& request);

}  // namespace headwater::tests
