#include "engine/flow/attribution.h"

#include <map>
#include <random>

#include <gtest/gtest.h>

#include "tests/reference/trace.h"
#include "tests/support/hand_made.h"
#include "tests/support/holders.h"

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
    request_.holders = AccountHolders(8);
    request_.holders.set(2, 0);
    request_.holders.set(4, 1);
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
  EXPECT_EQ(result.cases[0].newly_labelled, 1000);
  EXPECT_EQ(result.cases[0].profit, 800);  // sum G - sum C
  EXPECT_EQ(result.cases[0].with_conduits, 0);
}

TEST_F(ValueChain, MoneyThatReachedNoMemberStaysWithConduits) {
  request_.holders.set(2, kNoHolder);
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
  request_.holders.set(5, 1);
  request_.payments.push_back({3, 0, {700}, false});
  const AttributionResult result = attributed(*snapshot_, request_);
  EXPECT_EQ(result.payments_left_out, 1u);
  EXPECT_EQ(row_of(result, 0).cost, 200);
}

TEST_F(ValueChain, APaymentCostsNoMoreThanItPaid) {
  request_.payments = {{2, 0, {200}, false}, {2, 0, {200}, false}, {2, 0, {400}, true}};
  const AttributionResult result = attributed(*snapshot_, request_);
  EXPECT_EQ(result.payments_capped, 1u);
  EXPECT_EQ(row_of(result, 0).cost, 134);  // a third each of the 200 paid; ties to the first
  EXPECT_EQ(row_of(result, 0).spent, 66);
}

TEST_F(ValueChain, AMemberOfAnotherCaseIsAConduit) {
  request_.trace.label_count = 2;
  request_.trace.sources = {{0, {600}, 0}, {1, {400}, 1}};
  request_.member_of_label = {{true, true}, {false, true}};  // the site has no part in case 1
  request_.payments = {{2, 1, {200}, false}};
  const AttributionResult result = attributed(*snapshot_, request_);
  EXPECT_EQ(result.payments_left_out, 1u);  // a cost of a case that the payer is not in
  ASSERT_EQ(result.members.size(), 3u);     // by label, then member
  EXPECT_EQ(result.members[0].gross, 600);
  EXPECT_EQ(result.members[1].transfers_in, 420);
  EXPECT_EQ(result.members[2].member, 1u);
  EXPECT_EQ(result.members[2].label, 1u);
  EXPECT_EQ(result.members[2].gross, 280);  // 400 * 7 / 10 first reached the boss
  ASSERT_EQ(result.cases.size(), 2u);
  EXPECT_EQ(result.cases[1].with_conduits, 120);
}

TEST_F(ValueChain, CostsPaidFromCleanMoneyCountInFull) {
  request_.trace.sources = {{0, {600}, 0}};  // the other 400 are nobody's proceeds
  const AttributionResult result = attributed(*snapshot_, request_);
  const MemberProfit& site = row_of(result, 0);
  EXPECT_EQ(site.gross, 600);
  EXPECT_EQ(site.cost, 200);  // though only 120 of the rent was labelled money
  EXPECT_EQ(site.explained, 120);
  EXPECT_EQ(site.transfers_out, 420);
  EXPECT_EQ(site.profit, -20);  // shown as it is: clean money paid part of the costs
  EXPECT_EQ(result.cases[0].profit, 400);
}

// Accounts: 0 client, 1 S (Ana), 2 landlord, 3 M, 4 B (Boris), 5 cash, 6 stranger.
TEST(Attribution, TheWorkedExampleOfTheTracingPageHolds) {
  const auto snapshot = hand_made_snapshot(7,
                                           {{0, 1, 1, 1000},
                                            {1, 2, 2, 300},
                                            {1, 3, 3, 500},
                                            {3, 4, 4, 500},
                                            {4, 5, 5, 250},
                                            {4, 6, 6, 125}},
                                           {5});
  AttributionRequest request;
  request.trace.sources = {{0, {600}, 0}};
  request.trace.openings = {{1, {0}, {500}, {0}}};
  request.holders = tests::held_by({kNoHolder, 0, kNoHolder, kNoHolder, 1, kNoHolder, kNoHolder});
  request.payments = {{1, 0, {300}, false}};
  const auto figures = [&](const MemberProfit& row) {
    std::vector<std::int64_t> numbers;
    for (const auto figure :
         {row.gross, row.transfers_in, row.transfers_out, row.cost, row.profit, row.held,
          row.cashed_out, row.explained, row.unexplained, row.lower()}) {
      numbers.push_back(static_cast<std::int64_t>(figure));
    }
    return numbers;
  };
  using Numbers = std::vector<std::int64_t>;
  AttributionResult result = attributed(*snapshot, request);
  EXPECT_EQ(figures(row_of(result, 0)), (Numbers{600, 0, 200, 300, 100, 280, 0, 120, 0, 100}));
  EXPECT_EQ(figures(row_of(result, 1)), (Numbers{0, 200, 0, 0, 200, 50, 100, 0, 50, 150}));
  EXPECT_EQ(result.cases[0].profit, 300);
  request.payments.push_back({5, 0, {125}, true});  // were the stranger's 125 spending
  result = attributed(*snapshot, request);
  EXPECT_EQ(figures(row_of(result, 1)), (Numbers{0, 200, 0, 0, 200, 50, 100, 50, 0, 200}));
  EXPECT_EQ(row_of(result, 1).spent, 125);
  request.holders.set(3, 2);  // were M a member
  result = attributed(*snapshot, request);
  EXPECT_EQ(figures(row_of(result, 2)), (Numbers{0, 200, 200, 0, 0, 0, 0, 0, 0, 0}));
}

// Ana gets 100 euros, keeps 40 and sends 60 to an outsider, who changes them into 66 dollars and
// sends these abroad.
TEST(Attribution, TheLowerEndHoldsNothingThatChangedIntoAnotherAsset) {
  std::vector<HandMadeTransfer> transfers = {{0, 1, 1, 100}, {1, 2, 2, 60}, {2, 3, 3, 60}};
  transfers[2].received_asset = 1;
  transfers[2].received = 66;
  const auto snapshot = hand_made_snapshot(4, transfers);
  AttributionRequest request;
  request.trace.sources = {{0, {100}, 0}};
  request.holders = tests::held_by({kNoHolder, 0, kNoHolder, kNoHolder});
  const AttributionResult result = attributed(*snapshot, request);
  ASSERT_EQ(result.members.size(), 2u);
  const MemberProfit& euros = result.members[0];
  EXPECT_EQ(euros.profit, 100);
  EXPECT_EQ(euros.unexplained, 0);  // it stands in dollars
  EXPECT_EQ(euros.lower(), 40);
  const MemberProfit& dollars = result.members[1];
  EXPECT_EQ(dollars.unexplained, 66);
  EXPECT_EQ(dollars.profit, 0);
  EXPECT_EQ(dollars.lower(), 0);
}

TEST(Attribution, MoneyInAMembersOwnPooledAccountIsHeld) {
  const auto snapshot =
      hand_made_snapshot(4, {{0, 1, 1, 100}, {1, 2, 2, 60}, {1, 3, 3, 30}}, {}, {2, 3});
  AttributionRequest request;
  request.trace.sources = {{0, {100}, 0}};
  request.holders = tests::held_by({kNoHolder, 0, 1, kNoHolder});
  const AttributionResult result = attributed(*snapshot, request);
  EXPECT_EQ(row_of(result, 1).held, 60);
  EXPECT_EQ(row_of(result, 1).unexplained, 0);
  EXPECT_EQ(row_of(result, 0).unexplained, 30);
}

TEST(Attribution, RefusesPaymentsThatAreNone) {
  const auto snapshot = hand_made_snapshot(2, {{0, 1, 1, 100}});
  AttributionRequest request;
  request.holders = tests::held_by({0, kNoHolder});
  for (const AssertedPayment& payment :
       {AssertedPayment{5, 0, {1}, false}, AssertedPayment{0, 0, {-1}, false},
        AssertedPayment{0, 3, {1}, false}}) {
    request.payments = {payment};
    EXPECT_EQ(attribute(*snapshot, request, graph::ExecutionContext()).error().code(),
              graph::StatusCode::kQuestion);
  }
}

// G, T and what is explained against the slow trace, on ledgers with two cases, two assets,
// conversions, sinks and members of one case only.
TEST(Attribution, AgreesWithTheSlowReferenceOnRandomLedgers) {
  std::size_t transfers_seen = 0, explained_seen = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    std::mt19937_64 random(seed);
    const auto below = [&](std::uint64_t n) { return random() % n; };
    const auto accounts = static_cast<std::uint32_t>(4 + below(8));
    std::vector<HandMadeTransfer> transfers;
    for (std::size_t i = 0; i < 60; ++i) {
      HandMadeTransfer t{};
      t.from = static_cast<std::uint32_t>(below(accounts));
      t.to = static_cast<std::uint32_t>(below(3) == 0 ? 0 : below(accounts));
      t.time = static_cast<std::int64_t>(below(30));
      t.amount = static_cast<std::int64_t>(below(10'000));
      t.asset = t.received_asset = static_cast<std::uint16_t>(below(4) == 0);
      if (below(8) == 0) {
        t.received_asset = static_cast<std::uint16_t>(below(2));
        t.received = static_cast<std::int64_t>(below(9'000));
      }
      transfers.push_back(t);
    }
    const auto snapshot = hand_made_snapshot(accounts, transfers, {accounts - 1});
    AttributionRequest request;
    request.trace.label_count = 2;
    request.trace.opening = below(2) == 0 ? OpeningPolicy::kInferred : OpeningPolicy::kZero;
    request.member_count = 3;
    request.member_of_label = {{true, true, false}, {below(2) == 0, true, true}};
    std::vector<std::uint32_t> members;
    for (std::uint32_t v = 0; v < accounts; ++v) {
      members.push_back(below(2) == 0 ? kNoHolder : static_cast<std::uint32_t>(below(3)));
    }
    request.holders = tests::changing_holders(members, 60, random);
    const auto& layer = snapshot->transactions();
    for (std::uint32_t p = 0; p < layer.size(); ++p) {
      const auto* other = layer.find_received(p);
      const std::int64_t received = other != nullptr ? other->amount : layer.amount[p];
      const auto label = static_cast<std::uint32_t>(below(2));
      if (below(4) == 0) request.trace.sources.push_back({p, {received / 2}, label});
      if (below(5) == 0) request.payments.push_back({p, label, {layer.amount[p] / 2}, false});
    }
    const AttributionResult result = attributed(*snapshot, request);
    TraceRequest plain = request.trace;
    plain.holders = request.holders;
    plain.holds_label = request.member_of_label;
    const auto in_case = [&](std::uint32_t p, std::uint32_t v, std::uint32_t label) {
      const std::uint32_t member = request.holders.at(v, graph::Timestamp{layer.time_ms[p]});
      return member != kNoHolder && request.member_of_label[label][member];
    };
    for (const AssertedPayment& payment : request.payments) {
      const std::uint32_t p = payment.position;
      if (in_case(p, layer.from[p], payment.label) && !in_case(p, layer.to[p], payment.label)) {
        plain.explained.push_back({payment.position, payment.amount});
      }
    }
    tests::ReferenceTrace reference = tests::reference_trace(*snapshot, plain);
    decltype(reference.gross) gross, explained;
    for (const MemberProfit& row : result.members) {
      if (row.gross != 0) {
        gross[{row.member, row.label, row.asset.value}] = static_cast<std::int64_t>(row.gross);
      }
      if (row.explained != 0) {
        explained[{row.member, row.label, row.asset.value}] =
            static_cast<std::int64_t>(row.explained);
      }
    }
    decltype(reference.transfers) passed;
    for (const MemberTransfer& t : result.transfers) {
      passed[{t.from_member, t.to_member, t.label, t.asset.value}] =
          static_cast<std::int64_t>(t.amount);
    }
    std::erase_if(reference.explained, [](const auto& entry) { return entry.second == 0; });
    ASSERT_EQ(gross, reference.gross) << "seed " << seed;
    ASSERT_EQ(passed, reference.transfers) << "seed " << seed;
    ASSERT_EQ(explained, reference.explained) << "seed " << seed;
    transfers_seen += passed.size();
    explained_seen += explained.size();
  }
  EXPECT_GT(transfers_seen, 100u);
  EXPECT_GT(explained_seen, 100u);
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
    std::vector<std::uint32_t> members;
    for (std::uint32_t v = 0; v < accounts; ++v) {
      members.push_back(v + 1 == accounts || random() % 2 == 0
                            ? kNoHolder
                            : static_cast<std::uint32_t>(random() % 3));
    }
    request.holders = tests::held_by(members);
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
