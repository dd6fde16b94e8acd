// Refreshing a snapshot: what was stored since reaches it without reading the store again.
//
//   SnapshotRequest request; request.room_for_more = true;
//   HEADWATER_ASSIGN_OR_RETURN(auto snapshot, build_snapshot(*view, request, context));
//   ...                                                     // the store gets new commits
//   HEADWATER_ASSIGN_OR_RETURN(auto refreshed, refresh_snapshot(snapshot, *later, {}, context));
//   snapshot = refreshed.snapshot;                          // whoever holds the old one keeps it
//
// A refreshed snapshot answers as one that was built of the later commit: the same transactions at
// the same positions, the same flags, relations and victim flows; vertices stand in the same order,
// with more unused numbers between them. It shares with the snapshot before it what did not
// change. What is new is a delta beside that; once the delta is a share of the whole, both become
// one base again, in memory.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "graph/execution_context.h"
#include "graph/snapshot.h"
#include "graph/status.h"
#include "graph/store.h"

namespace headwater::graph {

struct RefreshOptions {
  // A delta of more transactions than `least_folded` and than this share of all is folded.
  BasisPoints folded_share{1'250};
  std::uint32_t least_folded = 65'536;
};

struct RefreshedSnapshot {
  enum class Way : std::uint8_t {
    kUnchanged,  // of the same commit: the snapshot that was given
    kDelta,      // the base is shared
    kFolded,     // base and delta were joined
    kRebuilt,    // build_snapshot, for `reason`
  };
  std::shared_ptr<const Snapshot> snapshot;
  Way way = Way::kUnchanged;
  std::string reason;  // why it was built anew; empty for the other ways
};

// `view`: of the same store, a commit not before the snapshot's, with the same clearance and right
// to see victims. The snapshot is built anew, for a reason that is told, where a transaction or a
// commit of before was withdrawn or is back (a correction under a source's id withdraws too),
// something was erased, the store's history is not the one it was, or a kind of entities has no
// room left. Relations and victim flows are read again where any of them changed.
//
// O(vertices + commits + withdrawals + transactions since + delta) time and a look at the keys of
// all relations and victim flows; with victims in the store all relations are read, to tell whom
// they protect, and where a commit is withdrawn or outside the clearance all entities' keys. Late
// transactions bring those of the base that stand after them into the delta. Folding adds
// O(transactions), and a second copy of them meanwhile: without the memory for it the delta grows
// on. Deterministic: equal for any number of threads. Thread-safe: the snapshot given is not
// changed.
//
// Errors: kQuestion (a snapshot not read from a store, or a view that does not fit), and those of
// build_snapshot.
Result<RefreshedSnapshot> refresh_snapshot(const std::shared_ptr<const Snapshot>& snapshot,
                                           const StoreView& view, const RefreshOptions& options,
                                           const ExecutionContext& context);

}  // namespace headwater::graph
