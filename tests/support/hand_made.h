// Snapshots written out by hand: accounts by number, transfers in any order.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "graph/snapshot.h"

namespace headwater::tests {

struct HandMadeTransfer {
  std::uint32_t from, to;
  std::int64_t time, amount;
  std::uint16_t asset = 0;
  std::uint16_t received_asset = 0;
  std::int64_t received = -1;  // -1: the amount paid
  std::uint8_t flags = 0;
};

// `accounts` account vertices 0 .. accounts - 1, of which those in `boundary` are cash. Transfers
// are put in ledger order (time, then their order here): their position is not their index here.
std::shared_ptr<const graph::Snapshot> hand_made_snapshot(
    std::uint32_t accounts, std::vector<HandMadeTransfer> transfers,
    const std::vector<std::uint32_t>& boundary = {}, const std::vector<std::uint32_t>& pooled = {});

}  // namespace headwater::tests
