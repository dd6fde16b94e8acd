// EdgeCursor: the transactions of one account, read from the store without a snapshot.
//
//   HEADWATER_ASSIGN_OR_RETURN(const auto cursor, EdgeCursor::make(*view, context));
//   HEADWATER_RETURN_IF_ERROR(cursor->for_each(
//       {.account = id, .direction = Direction::kOut, .window = last_year},
//       [&](const AdjacentTransaction& edge) { ...; return true; }));
//
// Sealed transactions are read from the index (graph/seal.h), a block at a time; those above the
// watermark from a copy of the ledger's end that the view makes once, when a cursor first needs it.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "graph/execution_context.h"
#include "graph/records.h"
#include "graph/status.h"
#include "graph/store.h"

namespace headwater::graph {

enum class Direction : std::uint8_t { kOut, kIn };

// A transaction as one of its ends sees it: what it paid, or what it received.
struct AdjacentTransaction {
  TransactionId id;
  Timestamp time;
  EntityId peer;  // the other end; the account itself for a self-transfer
  MinorUnits amount;
  AssetId asset;
  TransactionKind kind = TransactionKind::kTransfer;
  Channel channel = Channel::kUnknown;

  friend bool operator==(const AdjacentTransaction&, const AdjacentTransaction&) = default;
};

struct EdgeRequest {
  EntityId account;  // a ledger vertex; others have no transactions
  Direction direction = Direction::kOut;
  TimeWindow window;                   // of event time; undated ones only if unbounded
  std::vector<TransactionKind> kinds;  // empty: all
  bool newest_first = false;
};

// Visible at the view's commit, in ledger order (event time, then number) or in its reverse; a
// self-transfer is both an outgoing and an incoming one. Not thread-safe: one cursor a thread; any
// number of one view. Must not outlive the view.
class EdgeCursor {
 public:
  // The first one of a view reads what is not sealed: O(unsealed transactions) time, and memory of
  // 80 bytes each as long as the view stands. Errors: kCorrupt, kIo, kCancelled.
  static Result<std::unique_ptr<EdgeCursor>> make(const StoreView& view,
                                                  const ExecutionContext& context);
  virtual ~EdgeCursor() = default;

  // Calls `visit` until it returns false. O(log blocks + edges of the blocks met) time, warm about
  // ten microseconds for ten edges; memory of one block a kind. Errors: kCorrupt, kIo.
  virtual Status for_each(const EdgeRequest& request,
                          const std::function<bool(const AdjacentTransaction&)>& visit) = 0;
};

}  // namespace headwater::graph
