#include "queries/walk/neighbourhood_walk.h"

#include <gtest/gtest.h>

#include "tests/reference/temporal_walks.h"
#include "tests/support/money_snapshot.h"

namespace headwater::queries {
namespace {

using graph::VertexIndex;
using tests::MoneySnapshot;

class Walks {
 public:
  explicit Walks(const MoneySnapshot& graph, MoneyStepPolicy policy = {})
      : snapshot_(graph.build()),
        resolved_(graph::resolve_vertices(*snapshot_, {})),
        steps_(*snapshot_, resolved_.representative, std::move(policy)) {}

  const MoneySteps& steps() const { return steps_; }
  graph::AccountOwnership ownership() const {
    return graph::account_ownership(*snapshot_, resolved_.representative);
  }
  const graph::TransactionLayer& layer() const { return snapshot_->transactions(); }
  NeighbourhoodReach walk(const std::vector<VertexIndex>& starts,
                          const WalkOptions& options) const {
    return walk(OwnedStops::always(starts), options);
  }
  NeighbourhoodReach walk(const OwnedStops& starts, const WalkOptions& options) const {
    const graph::ExecutionContext context({.threads = 1});
    return walk_neighbourhood(steps_, starts, options, context).value();
  }

 private:
  std::shared_ptr<const graph::Snapshot> snapshot_;
  graph::ResolvedVertices resolved_;
  MoneySteps steps_;
};

TEST(NeighbourhoodWalk, AnEarlyArrivalDoesNotHideALaterOneWithinTheGap) {
  MoneySnapshot graph(3);
  graph.pay(0, 1, 10).pay(0, 1, 90).pay(1, 2, 100);
  const NeighbourhoodReach reach =
      Walks(graph).walk({graph.account(0)}, {.hops = 2, .max_gap_ms = 10});
  ASSERT_EQ(reach.stops.size(), 2u);
  EXPECT_EQ(reach.stops[0].time_ms, 10);
  EXPECT_EQ(reach.stops[1].hops, 2);
  EXPECT_EQ(Walks(graph).walk({graph.account(0)}, {.hops = 2, .max_gap_ms = 9}).stops.size(), 1u);
}

TEST(NeighbourhoodWalk, GoesBackInTimeWhenAskedWhoCouldHavePaid) {
  MoneySnapshot graph(4);
  graph.pay(0, 1, 10).pay(1, 2, 20).pay(3, 1, 30);
  const NeighbourhoodReach reach =
      Walks(graph).walk({graph.account(2)}, {.inward = true, .hops = 3});
  ASSERT_EQ(reach.stops.size(), 2u);
  EXPECT_EQ(reach.stops[0].stop, graph.account(0));
  EXPECT_EQ(reach.stops[0].hops, 2);
  EXPECT_EQ(reach.stops[1].stop, graph.account(1));
}

TEST(NeighbourhoodWalk, SelfTransfersAreStepsAndStartsMayBeReturnedTo) {
  MoneySnapshot graph(2);
  graph.pay(0, 0, 10).pay(0, 1, 20).pay(1, 0, 30);
  const NeighbourhoodReach reach = Walks(graph).walk({graph.account(0)}, {.hops = 3});
  ASSERT_EQ(reach.hops.size(), 3u);
  EXPECT_EQ(reach.hops[0].endpoints, 2u);
  EXPECT_EQ(reach.hops[1].endpoints, 2u);
  EXPECT_EQ(reach.hops[2].endpoints, 1u);
}

TEST(NeighbourhoodWalk, TheHubLimitTakesTheNearestInTimeAndIsCounted) {
  MoneySnapshot graph(5);
  graph.pay(0, 1, 40).pay(0, 2, 30).pay(0, 3, 20).pay(0, 4, 10);
  const NeighbourhoodReach out = Walks(graph).walk({graph.account(0)}, {.hops = 1, .hub_limit = 2});
  ASSERT_EQ(out.stops.size(), 2u);
  EXPECT_EQ(out.stops[0].stop, graph.account(3));
  EXPECT_EQ(out.stops[1].stop, graph.account(4));
  EXPECT_EQ(out.hops[0].hubs, 1u);
  MoneySnapshot mirrored(5);
  mirrored.pay(1, 0, 40).pay(2, 0, 30).pay(3, 0, 20).pay(4, 0, 10);
  const NeighbourhoodReach in =
      Walks(mirrored).walk({mirrored.account(0)}, {.inward = true, .hops = 1, .hub_limit = 2});
  ASSERT_EQ(in.stops.size(), 2u);
  EXPECT_EQ(in.stops[0].stop, mirrored.account(1));
  EXPECT_EQ(in.stops[1].stop, mirrored.account(2));
  EXPECT_EQ(Walks(graph).walk({graph.account(0)}, {.hops = 1, .hub_limit = 4}).hops[0].hubs, 0u);
}

TEST(NeighbourhoodWalk, MoneyCountsEachTransactionOnceAndInTheAssetThatArrives) {
  MoneySnapshot graph(2);
  graph.pay(0, 1, 10, 500).pay(1, 0, 20, 100).pay(0, 1, 30, 200).received(1, 7);
  const NeighbourhoodReach reach = Walks(graph).walk({graph.account(0)}, {.hops = 5});
  ASSERT_EQ(reach.money.size(), 3u);
  EXPECT_TRUE(reach.money[0].amount == 100);
  EXPECT_TRUE(reach.money[1].amount == 500);
  EXPECT_EQ(reach.money[1].transactions, 1u);
  EXPECT_TRUE(reach.money[2].amount == 7);
  EXPECT_EQ(reach.money[2].asset.value, 1);
}

TEST(NeighbourhoodWalk, SumsBeyond64Bits) {
  MoneySnapshot graph(2);
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  graph.pay(0, 1, 10, most).pay(0, 1, 10, most).pay(0, 1, 20, most);
  const NeighbourhoodReach reach = Walks(graph).walk({graph.account(0)}, {.hops = 1});
  EXPECT_EQ(graph::to_string(reach.money[0].amount), "27670116110564327421");
}

TEST(NeighbourhoodWalk, StartsFromAnAccountOnlyWhileItIsOwned) {
  MoneySnapshot graph(3, 1);
  graph.owns(0, 0, {graph::kUnknownTime, graph::Timestamp{50}});
  graph.pay(0, 1, 10).pay(0, 2, 50).pay(2, 0, 20).pay(1, 0, 60);
  const Walks walks(graph);
  const OwnedStops owned = walks.steps().owned_stops(graph.person(0));
  const NeighbourhoodReach out = walks.walk(owned, {.hops = 1});
  ASSERT_EQ(out.stops.size(), 1u);
  EXPECT_EQ(out.stops[0].stop, graph.account(1));
  const NeighbourhoodReach in = walks.walk(owned, {.inward = true, .hops = 1});
  ASSERT_EQ(in.stops.size(), 1u);
  EXPECT_EQ(in.stops[0].stop, graph.account(2));
}

TEST(NeighbourhoodWalk, AReachedAccountIsItsOwnersAsOfEachPayment) {
  MoneySnapshot graph(2, 2);
  graph.owns(0, 1, {graph::kUnknownTime, graph::Timestamp{50}});
  graph.owns(1, 1, {graph::Timestamp{50}, graph::kUnknownTime});
  graph.pay(0, 1, 10, 7).pay(0, 1, 60, 30).pay(0, 1, 70, 3);
  const Walks walks(graph);
  const graph::AccountOwnership ownership = walks.ownership();
  const NeighbourhoodReach reach =
      walks.walk({graph.account(0)}, {.hops = 1, .ownership = &ownership});
  ASSERT_EQ(reach.stops.size(), 2u);
  EXPECT_EQ(reach.stops[0].owner, graph.person(0));
  EXPECT_EQ(reach.stops[0].time_ms, 10);
  EXPECT_EQ(reach.stops[1].owner, graph.person(1));
  EXPECT_EQ(reach.stops[1].time_ms, 60);
  ASSERT_EQ(reach.money.size(), 2u);
  EXPECT_TRUE(reach.money[0].amount == 7);
  EXPECT_TRUE(reach.money[1].amount == 33);
  EXPECT_EQ(reach.hops[0].endpoints, 1u);
}

struct Totals {
  std::map<VertexIndex, std::pair<int, std::int64_t>> stops;  // fewest hops, first time
  std::map<std::pair<VertexIndex, std::uint16_t>, graph::WideMinorUnits> money;
};

Totals totals_of(const MoneySteps& steps, const std::vector<std::set<std::uint32_t>>& ends,
                 bool inward) {
  const auto& layer = steps.snapshot().transactions();
  Totals totals;
  std::set<std::uint32_t> met;
  for (std::size_t hop = 0; hop < ends.size(); ++hop) {
    for (const std::uint32_t e : ends[hop]) {
      const VertexIndex stop = inward ? steps.payer(e) : steps.payee(e);
      const std::int64_t time = layer.time_ms[e];
      const auto [found, is_new] = totals.stops.try_emplace(stop, static_cast<int>(hop) + 1, time);
      std::int64_t& best = found->second.second;
      best = inward ? std::max(best, time) : std::min(best, time);
      if (!met.insert(e).second) continue;
      const auto* received = inward ? nullptr : layer.find_received(e);
      totals.money[{stop, received ? received->asset.value : layer.asset[e]}] +=
          received ? received->amount : layer.amount[e];
    }
  }
  return totals;
}

TEST(NeighbourhoodWalk, AgreesWithTheReferenceOnRandomGraphs) {
  for (std::uint64_t seed = 1; seed <= 400; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const MoneySnapshot graph = tests::random_money_snapshot(seed);
    MoneyStepPolicy policy;
    policy.non_decreasing = seed % 2 == 0;
    policy.aggregates = seed % 3 == 0;
    policy.undated = seed % 5 == 0;
    policy.through_pooled = seed % 4 == 0;
    WalkOptions options;
    options.hops = 1 + static_cast<int>(seed % 4);
    options.inward = seed % 7 < 3;
    options.max_gap_ms = seed % 3 == 1 ? 3000 : 0;
    const Walks walks(graph, policy);
    OwnedStops starts;
    starts.add(walks.steps().stop_of(graph.account(0)), {});
    graph::TimeWindow period;
    if (seed % 2 == 1) period.from = graph::Timestamp{static_cast<std::int64_t>(seed % 30) * 1000};
    starts.add(walks.steps().stop_of(graph.account(1)), period);
    const NeighbourhoodReach reach = walks.walk(starts, options);
    const auto ends = reference::walk_ends(walks.steps(), starts, options);
    for (std::size_t hop = 0; hop < ends.size(); ++hop) {
      const std::uint64_t found = hop < reach.hops.size() ? reach.hops[hop].transactions : 0;
      ASSERT_EQ(found, ends[hop].size()) << "hop " << hop + 1;
    }
    const Totals expected = totals_of(walks.steps(), ends, options.inward);
    Totals actual;
    for (const ReachedStop& stop : reach.stops) actual.stops[stop.stop] = {stop.hops, stop.time_ms};
    for (const ReachedMoney& money : reach.money) {
      actual.money[{money.stop, money.asset.value}] = money.amount;
    }
    EXPECT_EQ(actual.stops, expected.stops);
    EXPECT_TRUE(actual.money == expected.money);
  }
}

}  // namespace
}  // namespace headwater::queries
