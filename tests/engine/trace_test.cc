#include "engine/flow/trace.h"

#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "tests/reference/trace.h"
#include "tests/support/hand_made.h"
#include "tests/support/holders.h"

namespace headwater::engine {
namespace {

using tests::hand_made_snapshot;
using tests::HandMadeTransfer;

TraceResult traced(const graph::Snapshot& snapshot, const TraceRequest& request, int threads = 2) {
  const graph::ExecutionContext context({.threads = threads});
  auto result = trace(snapshot, request, context);
  EXPECT_TRUE(result.has_value()) << result.error().message();
  return result.has_value() ? std::move(*result) : TraceResult();
}

std::int64_t held(const TraceResult& result, std::uint32_t account, std::uint32_t label = 0) {
  std::int64_t sum = 0;
  for (const LabelledHolding& holding : result.holdings) {
    if (holding.account == account && holding.label == label) sum += holding.amount;
  }
  return sum;
}

TEST(Trace, CommingledMoneyIsSharedInProportion) {
  // 2.0 stolen and 3.0 clean: two fifths of what leaves is stolen.
  const auto snapshot = hand_made_snapshot(4, {{0, 2, 1, 200}, {1, 2, 2, 300}, {2, 3, 3, 250}});
  const TraceResult result =
      traced(*snapshot, {.sources = {{0, {200}, 0}}, .opening = OpeningPolicy::kZero});
  EXPECT_EQ(held(result, 3), 100);
  EXPECT_EQ(held(result, 2), 100);
}

TEST(Trace, ThreeThirdsLoseNothing) {
  const auto snapshot = hand_made_snapshot(
      5, {{0, 4, 1, 333}, {1, 4, 2, 333}, {2, 4, 3, 334}, {4, 3, 4, 100}, {4, 3, 5, 100}});
  TraceRequest request;
  request.sources = {{0, {333}, 0}, {1, {333}, 1}, {2, {334}, 2}};
  request.label_count = 3;
  const TraceResult result = traced(*snapshot, request);
  EXPECT_EQ(held(result, 3, 0) + held(result, 3, 1) + held(result, 3, 2), 200);
  for (const LabelBalance& balance : result.balances) {
    EXPECT_EQ(balance.held, balance.newly_labelled);
  }
}

TEST(Trace, NothingIsTracedThroughAnOverdraft) {
  const auto snapshot = hand_made_snapshot(3, {{1, 2, 1, 100}, {0, 1, 2, 150}});
  const TraceResult result =
      traced(*snapshot, {.sources = {{1, {150}, 0}}, .opening = OpeningPolicy::kZero});
  EXPECT_EQ(result.balances.front().dissipated, 100);
  EXPECT_EQ(result.balances.front().held, 50);
  const TraceResult inferred =
      traced(*snapshot, {.sources = {{1, {150}, 0}}, .opening = OpeningPolicy::kInferred});
  EXPECT_EQ(inferred.balances.front().dissipated, 0);
  EXPECT_EQ(inferred.accounts_with_inferred_opening, 1u);
}

TEST(Trace, MoneyAssertedTwiceOnItsWayIsLabelledOnce) {
  const auto snapshot = hand_made_snapshot(3, {{0, 1, 1, 100}, {1, 2, 2, 100}});
  const TraceResult result = traced(*snapshot, {.sources = {{0, {100}, 0}, {1, {100}, 0}}});
  EXPECT_EQ(result.balances.front().newly_labelled, 100);
  EXPECT_EQ(result.balances.front().already_labelled, 100);
  EXPECT_EQ(held(result, 2), 100);
}

TEST(Trace, CashAndPooledAccountsEndTheTrace) {
  const std::vector<HandMadeTransfer> transfers = {
      {0, 1, 1, 100}, {1, 2, 2, 40}, {1, 3, 3, 60}, {2, 4, 4, 40}, {3, 4, 5, 60}};
  const auto snapshot = hand_made_snapshot(5, transfers, {2}, {3});
  const TraceResult result = traced(*snapshot, {.sources = {{0, {100}, 0}}});
  EXPECT_EQ(result.balances.front().cashed_out, 40);
  EXPECT_EQ(result.balances.front().pooled, 60);
  EXPECT_EQ(held(result, 4), 0);
  const TraceResult through =
      traced(*snapshot, {.sources = {{0, {100}, 0}}, .boundary = true, .through_pooled = true});
  EXPECT_EQ(held(through, 4), 100);
}

TEST(Trace, ConversionsCarryTheLabelIntoTheOtherAsset) {
  const auto snapshot = hand_made_snapshot(3, {{0, 1, 1, 100}, {1, 2, 2, 100, 0, 1, 110}});
  const TraceResult result = traced(*snapshot, {.sources = {{0, {100}, 0}}});
  ASSERT_EQ(result.conversions.size(), 1u);
  EXPECT_EQ(result.conversions[0].received, 110);
  EXPECT_EQ(held(result, 2), 110);
}

TEST(Trace, SelfTransfersAndAggregatesLeaveLotsAlone) {
  const auto snapshot = hand_made_snapshot(
      3, {{0, 1, 1, 100}, {1, 1, 2, 70}, {1, 2, 3, 50, 0, 0, -1, graph::kAggregate}});
  const TraceResult result = traced(*snapshot, {.sources = {{0, {100}, 0}}});
  EXPECT_EQ(held(result, 1), 100);
  EXPECT_EQ(result.aggregates_left_out, 1u);
  EXPECT_EQ(held(traced(*snapshot, {.sources = {{0, {100}, 0}}, .aggregates = true}), 2), 50);
}

TEST(Trace, TieModesBoundEachOther) {
  // In and out at one time, the debit first in the ledger.
  const auto snapshot = hand_made_snapshot(3, {{1, 2, 5, 100}, {0, 1, 5, 100}});
  TraceRequest request;
  request.sources = {{1, {100}, 0}};
  request.opening = OpeningPolicy::kZero;
  EXPECT_EQ(held(traced(*snapshot, request), 2), 0);
  request.ties = TieMode::kCreditsFirst;
  EXPECT_EQ(held(traced(*snapshot, request), 2), 100);
  request.ties = TieMode::kDebitsFirst;
  EXPECT_EQ(held(traced(*snapshot, request), 2), 0);
}

TEST(Trace, GivenOpeningsStandAmongTheClean) {
  const auto snapshot = hand_made_snapshot(3, {{0, 1, 1, 100}, {1, 2, 2, 100}});
  TraceRequest request;
  request.sources = {{0, {100}, 0}};
  request.openings = {{1, {0}, {300}, graph::kUnknownTime}};
  EXPECT_EQ(held(traced(*snapshot, request), 2), 25);
  request.openings = {{1, {0}, {-30}, graph::kUnknownTime}};
  const TraceResult in_debt = traced(*snapshot, request);
  EXPECT_EQ(in_debt.balances.front().dissipated, 30);
}

TEST(Trace, RefusesSourcesBeyondTheirTransaction) {
  const auto snapshot = hand_made_snapshot(2, {{0, 1, 1, 100}});
  const graph::ExecutionContext context;
  TraceRequest request;
  request.sources = {{0, {101}, 0}};
  EXPECT_EQ(trace(*snapshot, request, context).error().code(), graph::StatusCode::kQuestion);
  request.sources = {{7, {1}, 0}};
  EXPECT_EQ(trace(*snapshot, request, context).error().code(), graph::StatusCode::kQuestion);
  EXPECT_TRUE(traced(*snapshot, {}).holdings.empty());
}

struct RandomCase {
  std::shared_ptr<const graph::Snapshot> snapshot;
  TraceRequest request;
};

RandomCase random_case(std::uint64_t seed) {
  std::mt19937_64 random(seed);
  const auto accounts = static_cast<std::uint32_t>(2 + random() % 9);
  std::vector<HandMadeTransfer> transfers;
  const std::size_t count = random() % 60;
  for (std::size_t i = 0; i < count; ++i) {
    HandMadeTransfer t{};
    t.from = static_cast<std::uint32_t>(random() % 3 == 0 ? 0 : random() % accounts);  // a hub
    t.to = static_cast<std::uint32_t>(random() % accounts);
    t.time = static_cast<std::int64_t>(random() % (seed % 2 == 0 ? 8 : 1000));  // many ties
    t.amount = static_cast<std::int64_t>(random() % (seed % 3 == 0 ? 7 : 1'000'000));
    if (random() % 50 == 0) t.amount = 0;
    if (random() % 60 == 0) t.amount = std::int64_t{1} << 50;
    t.asset = static_cast<std::uint16_t>(random() % 4 == 0);
    t.received_asset = t.asset;
    if (random() % 8 == 0) {
      t.received_asset = static_cast<std::uint16_t>(1 - t.asset);
      t.received = static_cast<std::int64_t>(random() % 1000);
    } else if (random() % 12 == 0) {
      t.received =
          t.amount + static_cast<std::int64_t>(random() % 5) - std::min<std::int64_t>(t.amount, 2);
    }
    if (random() % 20 == 0) t.flags = graph::kAggregate;
    transfers.push_back(t);
  }
  RandomCase made;
  std::vector<std::uint32_t> boundary, pooled;
  if (seed % 4 == 0) boundary.push_back(accounts - 1);
  if (seed % 5 == 0 && accounts > 3) pooled.push_back(accounts - 2);
  made.snapshot = hand_made_snapshot(accounts, std::move(transfers), boundary, pooled);
  made.request.label_count = 2;
  made.request.opening = seed % 2 == 0 ? OpeningPolicy::kInferred : OpeningPolicy::kZero;
  if (seed % 3 == 0) made.request.until = {static_cast<std::int64_t>(seed % 2 == 0 ? 4 : 500)};
  const auto& layer = made.snapshot->transactions();
  for (std::uint32_t p = 0; p < layer.size(); ++p) {
    if (random() % 6 != 0) continue;
    const auto* other = layer.find_received(p);
    const auto most =
        static_cast<std::uint64_t>(other != nullptr ? other->amount : layer.amount[p]);
    made.request.sources.push_back({p,
                                    {static_cast<std::int64_t>(random() % (most + 1))},
                                    static_cast<std::uint32_t>(random() % 2)});
  }
  std::vector<std::uint32_t> members;
  for (std::uint32_t v = 0; v < accounts; ++v) {
    members.push_back(random() % 3 == 0 ? static_cast<std::uint32_t>(random() % 2) : kNoHolder);
  }
  made.request.holders = tests::changing_holders(members, seed % 2 == 0 ? 8 : 1000, random);
  return made;
}

TEST(Trace, AgreesWithTheSlowReferenceOnRandomLedgers) {
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    const RandomCase made = random_case(seed);
    const TraceResult result = traced(*made.snapshot, made.request);
    tests::ReferenceTrace reference = tests::reference_trace(*made.snapshot, made.request);
    decltype(reference.held) held;
    std::int64_t dissipated = 0;
    for (const LabelledHolding& holding : result.holdings) {
      if (holding.kind == HoldingKind::kDissipated) {
        dissipated += holding.amount;
        continue;
      }
      held[{holding.account, holding.asset.value, holding.label, holding.holder}] += holding.amount;
    }
    std::erase_if(reference.held, [](const auto& entry) { return entry.second == 0; });
    ASSERT_EQ(held, reference.held) << "seed " << seed;
    ASSERT_EQ(dissipated, reference.dissipated) << "seed " << seed;
  }
}

TEST(Trace, IsEqualForAnyNumberOfThreads) {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const RandomCase made = random_case(seed);
    const TraceResult one = traced(*made.snapshot, made.request, 1);
    for (const int threads : {2, 4}) {
      const TraceResult many = traced(*made.snapshot, made.request, threads);
      ASSERT_EQ(many.movements.size(), one.movements.size());
      for (std::size_t i = 0; i < one.movements.size(); ++i) {
        ASSERT_EQ(many.movements[i].amount, one.movements[i].amount) << "seed " << seed;
        ASSERT_EQ(many.movements[i].position, one.movements[i].position) << "seed " << seed;
      }
    }
  }
}

}  // namespace
}  // namespace headwater::engine
