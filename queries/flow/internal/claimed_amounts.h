// From shares that assertions claim of transactions to amounts, none claimed twice.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "queries/flow/internal/case_evidence.h"

namespace headwater::queries::internal {

struct ClaimedAmount {
  std::uint32_t position = 0;
  ProceedsLabel label;
  std::int64_t amount = 0;   // of the received asset for proceeds, else of the paid one
  std::int64_t cut = 0;      // claimed on top, beyond the whole; amount + cut > 0
  bool is_conflict = false;  // labels of this transaction claim more than its whole
};

// Claims of one kind about one transaction and label are one claim: the largest counts. So are
// labels that differ in the standard of proof only: the strongest counts first, a weaker one for
// what it claims beyond that. Each share is rounded once, half to even, and never exceeds the
// whole. For proceeds, labels that claim more than the whole together are cut in proportion, by
// largest remainder. By position, then label. O(n log n).
std::vector<ClaimedAmount> claimed_amounts(const graph::TransactionLayer& layer,
                                           std::span<const TransactionClaim> claims,
                                           MoneyClaim kind);

}  // namespace headwater::queries::internal
