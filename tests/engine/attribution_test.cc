#include "engine/flow/attribution.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

#include "tests/support/hand_made.h"

namespace headwater::engine {
namespace {

using tests::hand_made_snapshot;
using tests::HandMadeTransfer;

AttributionResult attributed(const graph::Snapshot& snapshot, const AttributionRequest& request) {
  auto result = attribute(snapshot, request, graph::ExecutionContext());
  EXPECT_TRUE(result.has_value()) << result.error().message();
  return result.has_value() ? std::move(*result) : AttributionResult();
}

const MemberProfit& row_of(const AttributionResult& result, std::uint32_t member) {
  for (const MemberProfit& row : result.members) {
    if (row.member == member) return row;
  }
  static const MemberProfit none{};
  ADD_FAILURE() << "no row for member " << member;
  return none;
}

// Clients 0 and 1 pay the site 2 (member 0); it pays rent to 3 (asserted cost) and the rest to the
// boss 4 (member 1) through the mule 5; the boss draws cash at 6 and pays a stranger 7.
class ValueChain : public testing::Test {
 protected:
  ValueChain() {
    snapshot_ = hand_made_snapshot(8,
                                   {{0, 2, 1, 600},
                                    {1, 2, 2, 400},
                                    {2, 3, 3, 200},
                                    {2, 5, 4, 700},
                                    {5, 4, 5, 700},
                                    {4, 6, 6, 300},
                                    {4, 7, 7, 150}},
                                   {6});
    request_.trace.sources = {{0, {600}, 0}, {1, {400}, 0}};
    request_.member_count = 2;
    request_.member_of.assign(8, kNoHolder);
    request_.member_of[2] = 0;
    request_.member_of[4] = 1;
    request_.payments = {{2, 0, {200}, false}};
  }
  std::shared_ptr<const graph::Snapshot> snapshot_;
  AttributionRequest request_;
};

TEST_F(ValueChain, ProfitIsGrossPlusTransfersLessCosts) {
  const AttributionResult result = attributed(*snapshot_, request_);
  const MemberProfit& site = row_of(result, 0);
  EXPECT_EQ(site.gross, 1000);
  EXPECT_EQ(site.cost, 200);
  EXPECT_EQ(site.transfers_out, 700);  // through the mule, who is nobody's member
  EXPECT_EQ(site.profit, 100);
  EXPECT_EQ(site.held, 100);
  EXPECT_EQ(site.unexplained, 0);
  const MemberProfit& boss = row_of(result, 1);
  EXPECT_EQ(boss.transfers_in, 700);
  EXPECT_EQ(boss.gross, 0);  // never also G
  EXPECT_EQ(boss.profit, 700);
  EXPECT_EQ(boss.cashed_out, 300);
  EXPECT_EQ(boss.unexplained, 150);
  EXPECT_EQ(boss.lower(), 550);
  EXPECT_EQ(boss.held, 250);
  ASSERT_EQ(result.cases.size(), 1u);
  EXPECT_EQ(result.cases[0].asserted_proceeds, 1000);
  EXPECT_EQ(result.cases[0].profit, 800);  // sum G - sum C
  EXPECT_EQ(result.cases[0].with_conduits, 0);
}

TEST_F(ValueChain, MoneyThatReachedNoMemberStaysWithConduits) {
  request_.member_of[2] = kNoHolder;
  request_.payments.clear();
  const AttributionResult result = attributed(*snapshot_, request_);
  EXPECT_EQ(row_of(result, 1).gross, 700);  // first reached a member there, through conduits
  EXPECT_EQ(result.cases[0].with_conduits, 300);
}

TEST_F(ValueChain, ASpendingExplainsWithoutBeingACost) {
  request_.payments.push_back({6, 0, {150}, true});
  const AttributionResult result = attributed(*snapshot_, request_);
  const MemberProfit& boss = row_of(result, 1);
  EXPECT_EQ(boss.profit, 700);
  EXPECT_EQ(boss.spent, 150);
  EXPECT_EQ(boss.unexplained, 0);
}

TEST_F(ValueChain, PaymentsBetweenMembersAreNoCosts) {
  request_.member_of[5] = 1;
  request_.payments.push_back({3, 0, {700}, false});
  const AttributionResult result = attributed(*snapshot_, request_);
  EXPECT_EQ(result.payments_left_out, 1u);
  EXPECT_EQ(row_of(result, 0).cost, 200);
}

// The engine's own checks run on every ledger; this adds what holds for each member.
TEST(Attribution, MembersUsesAddUpOnRandomLedgersOfOneAsset) {
  for (std::uint64_t seed = 0; seed < 400; ++seed) {
    std::mt19937_64 random(seed);
    const auto accounts = static_cast<std::uint32_t>(4 + random() % 8);
    std::vector<HandMadeTransfer> transfers;
    for (std::size_t i = 0; i < 50; ++i) {
      transfers.push_back({static_cast<std::uint32_t>(random() % accounts),
                           static_cast<std::uint32_t>(random() % accounts),
                           static_cast<std::int64_t>(random() % 30),
                           static_cast<std::int64_t>(random() % 10'000)});
    }
    const auto snapshot = hand_made_snapshot(accounts, transfers, {accounts - 1});
    AttributionRequest request;
    request.member_count = 3;
    for (std::uint32_t v = 0; v < accounts; ++v) {
      request.member_of.push_back(v + 1 == accounts || random() % 2 == 0
                                      ? kNoHolder
                                      : static_cast<std::uint32_t>(random() % 3));
    }
    const auto& layer = snapshot->transactions();
    for (std::uint32_t p = 0; p < layer.size(); ++p) {
      if (random() % 5 == 0) request.trace.sources.push_back({p, {layer.amount[p] / 2}, 0});
      if (random() % 7 == 0)
        request.payments.push_back({p, 0, {layer.amount[p]}, random() % 2 == 0});
    }
    const AttributionResult result = attributed(*snapshot, request);
    std::map<std::uint32_t, std::int64_t> spent_labelled;
    for (const LabelledHolding& holding : result.trace.holdings) {
      if (holding.kind == HoldingKind::kSpent && holding.holder != kNoHolder) {
        spent_labelled[holding.holder] += holding.amount;
      }
    }
    for (const MemberProfit& row : result.members) {
      EXPECT_EQ(
          row.gross + row.transfers_in - row.transfers_out,
          row.held + row.cashed_out + row.dissipated + row.unexplained + spent_labelled[row.member])
          << "seed " << seed << " member " << row.member;
    }
  }
}

}  // namespace
}  // namespace headwater::engine
