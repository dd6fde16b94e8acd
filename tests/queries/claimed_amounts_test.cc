// What must hold for any set of claims.
#include "queries/flow/internal/claimed_amounts.h"

#include <algorithm>
#include <map>
#include <random>
#include <tuple>

#include <gtest/gtest.h>

#include "tests/support/hand_made.h"

namespace headwater::queries::internal {
namespace {

struct Made {
  std::shared_ptr<const graph::Snapshot> snapshot;
  std::vector<TransactionClaim> claims;
};

Made made_claims(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto below = [&](std::uint64_t n) { return random() % n; };
  std::vector<tests::HandMadeTransfer> transfers;
  for (std::int64_t time = 0; time < 5; ++time) {
    const std::int64_t most = below(6) == 0 ? std::numeric_limits<std::int64_t>::max() : 1'000;
    const auto amount = static_cast<std::int64_t>(below(static_cast<std::uint64_t>(most)));
    transfers.push_back({0, 1, time, amount});
    if (below(4) == 0) transfers.back().received = static_cast<std::int64_t>(below(2'000));
  }
  Made made;
  made.snapshot = tests::hand_made_snapshot(2, transfers);
  constexpr std::string_view kStandards[] = {"", "suspicion", "charged", "convicted"};
  for (std::size_t i = 0, n = below(14); i < n; ++i) {
    TransactionClaim claim;
    claim.position = static_cast<std::uint32_t>(below(5));
    claim.claim = static_cast<MoneyClaim>(below(3));
    claim.label.case_id = graph::EntityId(graph::EntityKind::kCase, below(2));
    if (below(2) == 0) claim.label.form.push_back('f');
    claim.label.standard.assign(kStandards[below(4)]);
    claim.share.value = static_cast<std::int32_t>(below(3) == 0 ? 10'000 : below(10'001));
    made.claims.push_back(std::move(claim));
  }
  return made;
}

std::int64_t whole_of(const graph::TransactionLayer& layer, std::uint32_t position,
                      MoneyClaim kind) {
  const auto* received = layer.find_received(position);
  return kind == MoneyClaim::kProceeds && received != nullptr ? received->amount
                                                              : layer.amount[position];
}

std::int64_t rounded_share(std::int64_t whole, std::int32_t share) {
  return static_cast<std::int64_t>(*graph::multiply_rational(whole, share, 10'000));
}

using Subject = std::tuple<std::uint32_t, graph::EntityId, std::string>;

TEST(ClaimedAmounts, NothingIsClaimedTwiceOrForMoreThanItsWhole) {
  std::size_t conflicts = 0;
  for (std::uint64_t seed = 0; seed < 2'000; ++seed) {
    const Made made = made_claims(seed);
    const graph::TransactionLayer& layer = made.snapshot->transactions();
    for (const MoneyClaim kind :
         {MoneyClaim::kProceeds, MoneyClaim::kCost, MoneyClaim::kSpending}) {
      std::map<Subject, std::int32_t> largest;
      std::map<std::pair<std::uint32_t, ProceedsLabel>, std::int32_t> largest_of_label;
      for (const TransactionClaim& claim : made.claims) {
        if (claim.claim != kind) continue;
        auto& share = largest[{claim.position, claim.label.case_id, claim.label.form}];
        share = std::max(share, claim.share.value);
        auto& own = largest_of_label[{claim.position, claim.label}];
        own = std::max(own, claim.share.value);
      }
      std::map<std::uint32_t, std::int64_t> shares;
      for (const auto& [subject, share] : largest) shares[std::get<0>(subject)] += share;
      std::map<std::uint32_t, graph::WideMinorUnits> sums;
      std::map<Subject, graph::WideMinorUnits> sums_of_subject, cut;
      for (const ClaimedAmount& each : claimed_amounts(layer, made.claims, kind)) {
        const std::int64_t whole = whole_of(layer, each.position, kind);
        const std::int32_t share = largest_of_label.at({each.position, each.label});
        ASSERT_TRUE(each.amount >= 0 && each.cut >= 0 && each.amount + each.cut > 0)
            << "seed " << seed;
        ASSERT_LE(each.amount, rounded_share(whole, share)) << "seed " << seed;
        ASSERT_EQ(each.is_conflict, kind == MoneyClaim::kProceeds && shares[each.position] > 10'000)
            << "seed " << seed;
        sums[each.position] += each.amount;
        sums_of_subject[{each.position, each.label.case_id, each.label.form}] += each.amount;
        cut[{each.position, each.label.case_id, each.label.form}] += each.cut;
        conflicts += each.is_conflict;
      }
      for (const auto& [subject, sum] : sums_of_subject) {
        const std::uint32_t position = std::get<0>(subject);
        const std::int64_t whole = whole_of(layer, position, kind);
        const std::int64_t claimed = rounded_share(whole, largest.at(subject));
        const bool is_cut = kind == MoneyClaim::kProceeds && sums[position] == whole;
        ASSERT_TRUE(sum == claimed || (is_cut && sum < claimed)) << "seed " << seed;
        ASSERT_TRUE(sum + cut[subject] == claimed) << "seed " << seed;
        ASSERT_TRUE(kind != MoneyClaim::kProceeds || sums[position] <= whole) << "seed " << seed;
      }
    }
  }
  EXPECT_GT(conflicts, 500u);
}

TEST(ClaimedAmounts, TheOrderOfTheClaimsDoesNotMatter) {
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    Made made = made_claims(seed);
    const graph::TransactionLayer& layer = made.snapshot->transactions();
    const auto before = claimed_amounts(layer, made.claims, MoneyClaim::kProceeds);
    std::mt19937_64 random(seed);
    std::shuffle(made.claims.begin(), made.claims.end(), random);
    const auto after = claimed_amounts(layer, made.claims, MoneyClaim::kProceeds);
    ASSERT_TRUE(std::equal(before.begin(), before.end(), after.begin(), after.end(),
                           [](const ClaimedAmount& a, const ClaimedAmount& b) {
                             return std::tie(a.position, a.label, a.amount, a.is_conflict) ==
                                    std::tie(b.position, b.label, b.amount, b.is_conflict);
                           }))
        << "seed " << seed;
  }
}

}  // namespace
}  // namespace headwater::queries::internal
