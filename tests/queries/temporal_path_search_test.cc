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
  EarliestArrival find(std::vector<VertexIndex> sources, std::vector<VertexIndex> targets) const {
    const graph::ExecutionContext context({.threads = 1});
    return find_earliest_arrival(steps_, sources, targets, context).value();
  }
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
  EXPECT_EQ(search.steps().stops_of_entity(graph.person(0)),
            (std::vector<VertexIndex>{graph.account(0), graph.account(1), graph.account(3)}));
  EXPECT_EQ(search.steps().stops_of_entity(graph.account(2)),
            (std::vector<VertexIndex>{graph.account(1)}));
  EXPECT_TRUE(search.steps().stops_of_entity(graph.person(2)).empty());
}

TEST(MoneySteps, AccountsThatAreTheSameCarryEachOthersMoney) {
  MoneySnapshot graph(4);
  graph.pay(0, 1, 10).pay(2, 3, 20).same_accounts(1, 2);
  EXPECT_TRUE(PathSearch(graph).find({graph.account(0)}, {graph.account(3)}).found);
}

// The path itself is checked too: it hangs together, obeys time, and arrives when it says.
void check_path(const PathSearch& search, const EarliestArrival& found,
                const std::set<VertexIndex>& sources, const std::set<VertexIndex>& targets,
                std::int64_t expected) {
  ASSERT_FALSE(found.positions.empty());
  EXPECT_EQ(sources.count(search.steps().payer(found.positions.front())), 1u);
  EXPECT_EQ(targets.count(search.steps().payee(found.positions.back())), 1u);
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
    const std::set<VertexIndex> sources = {draw(), draw()};
    std::set<VertexIndex> targets = {draw(), draw()};
    for (const VertexIndex source : sources) targets.erase(source);
    const EarliestArrival found =
        search.find({sources.begin(), sources.end()}, {targets.begin(), targets.end()});
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
