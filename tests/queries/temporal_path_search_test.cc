#include "queries/walk/temporal_path_search.h"

#include <random>

#include <gtest/gtest.h>

#include "tests/reference/temporal_walks.h"
#include "tests/support/money_snapshot.h"

namespace headwater::queries {
namespace {

using graph::VertexIndex;
using tests::MoneySnapshot;

class PathSearch {
 public:
  explicit PathSearch(const MoneySnapshot& graph, MoneyStepPolicy policy = {})
      : snapshot_(graph.build()),
        resolved_(graph::resolve_vertices(*snapshot_, {})),
        steps_(*snapshot_, resolved_.representative, std::move(policy)) {}

  const MoneySteps& steps() const { return steps_; }
  const graph::TransactionLayer& layer() const { return snapshot_->transactions(); }
  EarliestArrival find(const std::vector<VertexIndex>& sources,
                       const std::vector<VertexIndex>& targets) const {
    return find(OwnedStops::always(sources), OwnedStops::always(targets));
  }
  EarliestArrival find(const OwnedStops& sources, const OwnedStops& targets) const {
    const graph::ExecutionContext context({.threads = 1});
    return find_earliest_arrival(steps_, sources, targets, context).value();
  }
  OwnedStops owned(VertexIndex entity) const { return steps_.owned_stops(entity); }
  std::vector<std::uint64_t> numbers(const EarliestArrival& arrival) const {
    std::vector<std::uint64_t> numbers;
    for (const std::uint32_t e : arrival.positions) numbers.push_back(layer().id(e).value);
    return numbers;
  }

 private:
  std::shared_ptr<const graph::Snapshot> snapshot_;
  graph::ResolvedVertices resolved_;
  MoneySteps steps_;
};

using Numbers = std::vector<std::uint64_t>;

TEST(EarliestArrival, PrefersTheSoonestArrivalToTheFewestSteps) {
  MoneySnapshot graph(4);
  graph.pay(0, 3, 900).pay(0, 1, 10).pay(1, 2, 20).pay(2, 3, 30);
  const PathSearch search(graph);
  EXPECT_EQ(search.numbers(search.find({graph.account(0)}, {graph.account(3)})),
            Numbers({1, 2, 3}));
}

TEST(EarliestArrival, NeverMovesBackInTime) {
  MoneySnapshot graph(3);
  graph.pay(1, 2, 10).pay(0, 1, 20);
  EXPECT_FALSE(PathSearch(graph).find({graph.account(0)}, {graph.account(2)}).found);
}

TEST(EarliestArrival, EqualTimesFollowEachOtherOnlyWhenAsked) {
  MoneySnapshot graph(4);
  graph.pay(2, 3, 10).pay(1, 2, 10).pay(0, 1, 10);  // against the order of the ledger
  EXPECT_FALSE(PathSearch(graph).find({graph.account(0)}, {graph.account(3)}).found);
  const PathSearch search(graph, {.non_decreasing = true});
  EXPECT_EQ(search.numbers(search.find({graph.account(0)}, {graph.account(3)})),
            Numbers({2, 1, 0}));
}

TEST(EarliestArrival, LeavesOutAggregatesAndUndatedUnlessAsked) {
  MoneySnapshot graph(3);
  graph.pay(1, 2, 50, 1, graph::kAggregate).pay_undated(0, 1);
  const EarliestArrival without = PathSearch(graph).find({graph.account(0)}, {graph.account(2)});
  EXPECT_FALSE(without.found);
  EXPECT_EQ(without.left_out.aggregates, 1u);
  EXPECT_EQ(without.left_out.undated, 1u);
  EXPECT_EQ(without.left_out.notes().size(), 2u);
  const PathSearch with(graph, {.aggregates = true, .undated = true});
  EXPECT_TRUE(with.find({graph.account(0)}, {graph.account(2)}).found);
}

TEST(EarliestArrival, BoundaryTiesNoStrangers) {
  MoneySnapshot graph(3);
  graph.pay(0, 1, 10).pay(1, 2, 20).flag_account(1, graph::kBoundary);
  EXPECT_FALSE(PathSearch(graph).find({graph.account(0)}, {graph.account(2)}).found);
  EXPECT_TRUE(
      PathSearch(graph, {.boundary = true}).find({graph.account(0)}, {graph.account(2)}).found);
}

TEST(EarliestArrival, PooledAccountsEndAPathAndDoNotCarryIt) {
  MoneySnapshot graph(3);
  graph.pay(0, 1, 10).pay(1, 2, 20).flag_account(1, graph::kPooled);
  const PathSearch search(graph);
  EXPECT_TRUE(search.find({graph.account(0)}, {graph.account(1)}).found);
  EXPECT_FALSE(search.find({graph.account(0)}, {graph.account(2)}).found);
  EXPECT_TRUE(search.find({graph.account(1)}, {graph.account(2)}).found);
  EXPECT_TRUE(PathSearch(graph, {.through_pooled = true})
                  .find({graph.account(0)}, {graph.account(2)})
                  .found);
}

TEST(EarliestArrival, KeepsTheWindowHalfOpen) {
  MoneySnapshot graph(2);
  graph.pay(0, 1, 10).pay(0, 1, 20);
  MoneyStepPolicy policy;
  policy.window = {graph::Timestamp{11}, graph::Timestamp{21}};
  const PathSearch search(graph, policy);
  EXPECT_EQ(search.numbers(search.find({graph.account(0)}, {graph.account(1)})), Numbers({1}));
  policy.window = {graph::Timestamp{11}, graph::Timestamp{20}};
  EXPECT_FALSE(PathSearch(graph, policy).find({graph.account(0)}, {graph.account(1)}).found);
}

TEST(EarliestArrival, CountsOneAssetAndLargeAmountsWhenAsked) {
  MoneySnapshot graph(2);
  graph.pay(0, 1, 10, 5).pay(0, 1, 20, 50).pay(0, 1, 30, 50, 0, 1);
  MoneyStepPolicy policy;
  policy.assets = {graph::AssetId{0}};
  policy.min_amount = {6};
  const PathSearch search(graph, policy);
  EXPECT_EQ(search.numbers(search.find({graph.account(0)}, {graph.account(1)})), Numbers({1}));
  policy.assets = {graph::AssetId{1}};
  const PathSearch other(graph, policy);
  EXPECT_EQ(other.numbers(other.find({graph.account(0)}, {graph.account(1)})), Numbers({2}));
}

TEST(MoneySteps, AnEntityStandsForItsAccountsAndThoseOfWhomItIsTheSameAs) {
  MoneySnapshot graph(4, 3);
  graph.owns(0, 0).owns(0, 2).owns(1, 3).same_persons(0, 1).same_accounts(2, 1);
  const PathSearch search(graph);
  EXPECT_EQ(search.owned(graph.person(0)).stops(),
            (std::vector<VertexIndex>{graph.account(0), graph.account(1), graph.account(3)}));
  EXPECT_EQ(search.owned(graph.account(2)).stops(), (std::vector<VertexIndex>{graph.account(1)}));
  EXPECT_TRUE(search.owned(graph.person(2)).is_empty());
}

graph::TimeWindow until(std::int64_t ms) { return {graph::kUnknownTime, graph::Timestamp{ms}}; }
graph::TimeWindow since(std::int64_t ms) { return {graph::Timestamp{ms}, graph::kUnknownTime}; }

TEST(EarliestArrival, APersonReachesMoneyInAnAccountOnlyWhileOwningIt) {
  MoneySnapshot graph(3, 2);
  graph.owns(0, 1, until(50)).owns(1, 1, since(50));
  graph.pay(0, 1, 10).pay(0, 1, 50).pay(0, 1, 90);
  const PathSearch search(graph);
  const OwnedStops payer = search.owned(graph.account(0));
  EXPECT_EQ(search.numbers(search.find(payer, search.owned(graph.person(0)))), Numbers({0}));
  EXPECT_EQ(search.numbers(search.find(payer, search.owned(graph.person(1)))), Numbers({1}));
}

TEST(EarliestArrival, APersonStartsFromAnAccountOnlyWhileOwningIt) {
  MoneySnapshot graph(4, 2);
  graph.owns(0, 0, until(50)).owns(1, 0, since(50)).owns(1, 3);
  graph.pay(0, 1, 10).pay(0, 2, 60).pay(3, 0, 70).pay(0, 1, 80);
  const PathSearch search(graph);
  const OwnedStops first = search.owned(graph.account(1)), second = search.owned(graph.account(2));
  EXPECT_TRUE(search.find(search.owned(graph.person(0)), first).found);
  EXPECT_FALSE(search.find(search.owned(graph.person(0)), second).found);
  EXPECT_EQ(search.numbers(search.find(search.owned(graph.person(1)), first)), Numbers({3}));
}

// Money that its owner left in the account stays there, whoever owns it now.
TEST(EarliestArrival, AnAccountCarriesMoneyAcrossOwners) {
  MoneySnapshot graph(3, 2);
  graph.owns(0, 1, until(50)).owns(1, 1, since(50));
  graph.pay(0, 1, 10).pay(1, 2, 90);
  const PathSearch search(graph);
  EXPECT_EQ(search.numbers(search.find({graph.account(0)}, {graph.account(2)})), Numbers({0, 1}));
  MoneySnapshot given_up(3, 1);
  given_up.owns(0, 0).owns(0, 1, until(50)).pay(0, 1, 60).pay(1, 2, 90);
  const PathSearch back(given_up);
  const OwnedStops last = back.owned(given_up.account(2));
  EXPECT_EQ(back.numbers(back.find(back.owned(given_up.person(0)), last)), Numbers({0, 1}))
      << "paid from an owned account through one that was given up";
}

TEST(MoneySteps, AccountsThatAreTheSameCarryEachOthersMoney) {
  MoneySnapshot graph(4);
  graph.pay(0, 1, 10).pay(2, 3, 20).same_accounts(1, 2);
  EXPECT_TRUE(PathSearch(graph).find({graph.account(0)}, {graph.account(3)}).found);
}

// The path itself is checked too: it hangs together, obeys time, and arrives when it says.
void check_path(const PathSearch& search, const EarliestArrival& found, const OwnedStops& sources,
                const OwnedStops& targets, std::int64_t expected) {
  ASSERT_FALSE(found.positions.empty());
  const std::uint32_t first = found.positions.front(), last = found.positions.back();
  const auto time = [&](std::uint32_t e) { return graph::Timestamp{search.layer().time_ms[e]}; };
  EXPECT_TRUE(sources.contains(search.steps().payer(first), time(first)));
  EXPECT_TRUE(targets.contains(search.steps().payee(last), time(last)));
  EXPECT_EQ(search.layer().time_ms[found.positions.back()], expected);
  for (std::size_t i = 1; i < found.positions.size(); ++i) {
    const std::uint32_t before = found.positions[i - 1], after = found.positions[i];
    EXPECT_EQ(search.steps().payee(before), search.steps().payer(after));
    EXPECT_TRUE(search.steps().passes(search.steps().payer(after)));
    EXPECT_TRUE(
        search.steps().follows(search.layer().time_ms[before], search.layer().time_ms[after]));
  }
}

TEST(EarliestArrival, AgreesWithTheReferenceOnRandomGraphs) {
  std::uint64_t paths = 0, long_paths = 0;
  for (std::uint64_t seed = 1; seed <= 600; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const MoneySnapshot graph = tests::random_money_snapshot(seed);
    MoneyStepPolicy policy;
    policy.non_decreasing = seed % 2 == 0;
    policy.aggregates = seed % 3 == 0;
    policy.undated = seed % 5 == 0;
    policy.boundary = seed % 7 == 0;
    policy.through_pooled = seed % 4 == 0;
    if (seed % 6 == 0) policy.window = {graph::Timestamp{1000}, graph::Timestamp{20'000}};
    const PathSearch search(graph, policy);
    std::mt19937_64 random(seed);
    const VertexIndex vertices = search.steps().snapshot().vertices().size();
    const VertexIndex accounts = vertices - graph.account(0);
    const auto draw = [&] {
      return search.steps().stop_of(graph.account(static_cast<std::uint32_t>(random() % accounts)));
    };
    // Half of the ends are owned for a part of the time only.
    const auto period = [&]() -> graph::TimeWindow {
      if (random() % 2 == 0) return {};
      const auto border = static_cast<std::int64_t>(random() % 40) * 1000;
      return random() % 2 == 0 ? until(border) : since(border);
    };
    OwnedStops sources, targets;
    for (int i = 0; i < 2; ++i) sources.add(draw(), period());
    for (int i = 0; i < 2; ++i) targets.add(draw(), period());
    if (sources.meets(targets)) continue;
    const EarliestArrival found = search.find(sources, targets);
    const auto expected = reference::earliest_arrival(search.steps(), sources, targets);
    ASSERT_EQ(found.found, expected.has_value());
    if (!found.found) continue;
    check_path(search, found, sources, targets, *expected);
    ++paths;
    if (found.positions.size() > 2) ++long_paths;
  }
  EXPECT_GT(paths, 150u);
  EXPECT_GT(long_paths, 20u);
}

}  // namespace
}  // namespace headwater::queries
