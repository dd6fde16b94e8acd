// MoneySteps: which transactions are steps of a time-respecting walk, and between whom.
//
//   MoneySteps steps(*snapshot, resolved->representative, policy);
//   if (steps.allows(position)) ... steps.payer(position) ... steps.payee(position)
//
// Accounts that are the same (same-as) are one stop, named by their representative. A walk moves
// forward in time along transactions; self-transfers are steps.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "graph/snapshot.h"
#include "queries/walk/owned_stops.h"

namespace headwater::queries {

struct MoneyStepPolicy {
  graph::TimeWindow window;
  std::vector<graph::AssetId> assets;  // paid; empty: all
  graph::MinorUnits min_amount;        // of the paid asset
  bool non_decreasing = false;         // equal times may follow each other
  bool aggregates = false;             // take aggregate transactions too
  bool undated = false;                // take undated ones too: they come before all others
  bool boundary = false;               // pass through account:cash/... and account:external/...
  bool through_pooled = false;         // pass through pooled accounts
  bool through_protected = true;       // pass through accounts under a victim's identity
};

// Which steps a question asks for, in words that only a store can read.
struct MoneyStepRequest {
  MoneyStepPolicy policy;            // assets and min_amount are filled from the texts below
  std::string currency, min_amount;  // asset code and decimal major units of it; empty: all
  graph::Resolution resolution;
};

// Stops are snapshot vertices (representatives). Keeps references to the snapshot and the
// representatives. Thread-safe once made. O(V) time, memory O(accounts that share a stop).
class MoneySteps {
 public:
  MoneySteps(const graph::Snapshot& snapshot, std::span<const graph::VertexIndex> representative,
             MoneyStepPolicy policy);

  const graph::Snapshot& snapshot() const { return snapshot_; }
  const MoneyStepPolicy& policy() const { return policy_; }
  graph::VertexIndex stop_of(graph::VertexIndex vertex) const { return representative_[vertex]; }
  graph::VertexIndex payer(std::uint32_t position) const;
  graph::VertexIndex payee(std::uint32_t position) const;

  enum class Verdict : std::uint8_t { kStep, kOutside, kAggregate, kUndated, kBoundary };
  Verdict judge(std::uint32_t position) const;
  bool allows(std::uint32_t position) const { return judge(position) == Verdict::kStep; }
  // A walk that did not start here may go on from here.
  bool passes(graph::VertexIndex stop) const;
  // Later than `earlier` in the sense of the policy.
  bool follows(std::int64_t earlier_ms, std::int64_t later_ms) const {
    return policy_.non_decreasing ? later_ms >= earlier_ms : later_ms > earlier_ms;
  }

  // The vertices behind a stop; mostly itself alone.
  std::vector<graph::VertexIndex> members(graph::VertexIndex stop) const;
  // Any of them is protected: the stop carries a walk and stands in no list.
  bool is_protected(graph::VertexIndex stop) const;
  // The stops that an entity's money is at, and when: itself at any time when it is an account, or
  // else all accounts while it, or whom it is the same as, owns them. Empty when it has none.
  OwnedStops owned_stops(graph::VertexIndex entity) const;

 private:
  const graph::Snapshot& snapshot_;
  std::span<const graph::VertexIndex> representative_;
  MoneyStepPolicy policy_;
  std::unordered_map<graph::VertexIndex, std::vector<graph::VertexIndex>> shared_;
};

// How many transactions were left out, by reason.
struct LeftOutSteps {
  std::uint64_t aggregates = 0, undated = 0, boundary = 0;
  void count(MoneySteps::Verdict verdict);
  std::vector<std::string> notes() const;
};

}  // namespace headwater::queries
