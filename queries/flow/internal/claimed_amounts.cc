#include "queries/flow/internal/claimed_amounts.h"

#include <algorithm>
#include <limits>
#include <tuple>

namespace headwater::queries::internal {
namespace {

using Claims = std::vector<const TransactionClaim*>;

// What makes two labels one claim: all but the standard of proof.
auto subject_of(const ProceedsLabel& label) {
  return std::tie(label.case_id, label.territory, label.form, label.sector, label.component);
}

// By transaction and subject; of one subject the strongest first, of one label the largest.
bool comes_first(const TransactionClaim* a, const TransactionClaim* b) {
  if (a->position != b->position) return a->position < b->position;
  if (subject_of(a->label) != subject_of(b->label)) {
    return subject_of(a->label) < subject_of(b->label);
  }
  const int a_strength = strength_of(a->label.standard);
  const int b_strength = strength_of(b->label.standard);
  if (a_strength != b_strength) return a_strength > b_strength;
  if (a->label.standard != b->label.standard) return a->label.standard < b->label.standard;
  return a->share > b->share;
}

std::int64_t whole_of(const graph::TransactionLayer& layer, std::uint32_t position,
                      MoneyClaim kind) {
  const auto* received = layer.find_received(position);
  if (kind != MoneyClaim::kProceeds || received == nullptr) return layer.amount[position];
  return received->amount;
}

std::int64_t share_of(std::int64_t whole, graph::BasisPoints share) {
  const auto part = graph::multiply_rational(whole, share.value, graph::BasisPoints::kWhole);
  HEADWATER_CHECK(part && *part >= 0 && *part <= whole, "a share is no more than its whole");
  return static_cast<std::int64_t>(*part);
}

// Cuts the amounts [begin, end) to `whole` in proportion.
void cut(std::vector<ClaimedAmount>& amounts, std::size_t begin, std::int64_t whole) {
  // Scaled down where even so the sum would leave 64 bits.
  int shift = 0;
  const auto count = static_cast<graph::WideMinorUnits>(amounts.size() - begin);
  while ((graph::WideMinorUnits{whole} >> shift) * count >
         std::numeric_limits<std::int64_t>::max()) {
    ++shift;
  }
  std::vector<std::int64_t> weights;
  for (std::size_t i = begin; i < amounts.size(); ++i) {
    weights.push_back(amounts[i].amount >> shift);
  }
  const std::vector<std::int64_t> parts = graph::largest_remainder(whole, weights);
  for (std::size_t i = begin; i < amounts.size(); ++i) {
    const std::int64_t claimed = amounts[i].amount;
    amounts[i].amount = std::min(parts[i - begin], claimed);
    amounts[i].cut = claimed - amounts[i].amount;
  }
}

// The claims [begin, end) of one transaction.
void add_transaction(const Claims& claims, std::size_t begin, std::size_t end, std::int64_t whole,
                     bool is_capped, std::vector<ClaimedAmount>& amounts) {
  const std::size_t first = amounts.size();
  std::int64_t shares = 0, covered = 0;
  std::int32_t covered_share = 0;
  graph::WideMinorUnits sum = 0;
  for (std::size_t i = begin; i < end; ++i) {
    const TransactionClaim& claim = *claims[i];
    if (i == begin || subject_of(claim.label) != subject_of(claims[i - 1]->label)) {
      shares += covered_share;
      covered = 0;
      covered_share = 0;
    }
    const std::int64_t amount = share_of(whole, claim.share);
    covered_share = std::max(covered_share, claim.share.value);
    if (amount <= covered) continue;
    amounts.push_back({claim.position, claim.label, amount - covered, 0, false});
    sum += amount - covered;
    covered = amount;
  }
  if (!is_capped) return;
  if (shares + covered_share > graph::BasisPoints::kWhole) {
    for (std::size_t i = first; i < amounts.size(); ++i) amounts[i].is_conflict = true;
  }
  if (sum > whole) cut(amounts, first, whole);  // also where rounding alone made a unit too many
}

}  // namespace

std::vector<ClaimedAmount> claimed_amounts(const graph::TransactionLayer& layer,
                                           std::span<const TransactionClaim> claims,
                                           MoneyClaim kind) {
  Claims sorted;
  for (const TransactionClaim& claim : claims) {
    if (claim.claim == kind) sorted.push_back(&claim);
  }
  std::sort(sorted.begin(), sorted.end(), comes_first);
  std::vector<ClaimedAmount> amounts;
  for (std::size_t begin = 0; begin < sorted.size();) {
    const std::uint32_t position = sorted[begin]->position;
    std::size_t end = begin;
    while (end < sorted.size() && sorted[end]->position == position) ++end;
    add_transaction(sorted, begin, end, whole_of(layer, position, kind),
                    kind == MoneyClaim::kProceeds, amounts);
    begin = end;
  }
  std::erase_if(amounts, [](const ClaimedAmount& each) { return each.amount + each.cut == 0; });
  std::sort(amounts.begin(), amounts.end(), [](const auto& a, const auto& b) {
    return std::tie(a.position, a.label) < std::tie(b.position, b.label);
  });
  return amounts;
}

}  // namespace headwater::queries::internal
