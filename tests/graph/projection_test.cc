#include "graph/projection.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

#include "tests/engine/thread_counts.h"
#include "tests/reference/plain_projection.h"
#include "tests/support/money_snapshot.h"

namespace headwater::graph {
namespace {

// Persons, media, victims and accounts with payments, ties of every kind and victims' flows.
std::shared_ptr<const Snapshot> random_snapshot(std::mt19937_64& random) {
  const auto below = [&](std::uint32_t n) { return static_cast<std::uint32_t>(random() % n); };
  Counters counters;
  for (const EntityKind kind :
       {EntityKind::kPerson, EntityKind::kAccount, EntityKind::kMedium, EntityKind::kVictim}) {
    counters.entities[static_cast<int>(kind)] = 1 + below(8);
  }
  Snapshot::Parts parts;
  parts.commit = {1};
  parts.sees_victims = true;
  parts.vertices = VertexTable(counters);
  parts.assets = {{"EUR", AssetKind::kFiat, 2}, {"BTC", AssetKind::kCrypto, 8}};
  const VertexIndex size = parts.vertices.size();
  for (VertexIndex v = 0; v < size; ++v) {
    const bool victim = parts.vertices.kind(v) == EntityKind::kVictim;
    const bool boundary = is_ledger_kind(parts.vertices.kind(v)) && below(6) == 0;
    parts.vertex_flags.push_back(
        static_cast<std::uint8_t>((below(12) == 0 ? 0 : kPresent) | (boundary ? kBoundary : 0) |
                                  (victim || below(10) == 0 ? kProtected : 0)));
  }
  const auto any_of = [&](EntityKind kind) {
    return parts.vertices.base(kind) + below(parts.vertices.count(kind));
  };
  std::int64_t time = 0;
  for (std::uint32_t i = below(80); i > 0; --i) {
    TransactionColumns& layer = parts.transactions;
    const bool undated = time == 0 && below(2) == 0;
    if (!undated) time += below(3) + (time == 0 ? 1 : 0);
    if (below(8) == 0) layer.counts.push_back({layer.size(), below(4)});
    layer.time_ms.push_back(undated ? kUnknownTime.ms : time);
    layer.amount.push_back(below(1000));
    layer.from.push_back(any_of(EntityKind::kAccount));
    layer.to.push_back(below(5) == 0 ? parts.vertices.base(EntityKind::kAccount)
                                     : any_of(EntityKind::kAccount));
    layer.asset.push_back(static_cast<std::uint16_t>(below(2)));
    layer.kind.push_back(static_cast<std::uint8_t>(1 + below(3)));
    layer.flags.push_back(0);
  }
  for (std::uint32_t i = below(30); i > 0; --i) {
    RelationLayer::Edge edge{};
    edge.id = {parts.relations.edges.size()};
    edge.probability = {below(2) == 0 ? BasisPoints::kWhole : 6000};
    const RelationKind kinds[] = {RelationKind::kOwnsAccount, RelationKind::kSameAs,
                                  RelationKind::kNotSameAs,   RelationKind::kUsesMedium,
                                  RelationKind::kFamily,      RelationKind::kListedBy};
    edge.kind = kinds[below(6)];
    const bool accounts = edge.kind == RelationKind::kSameAs && below(2) == 0;
    edge.from = any_of(accounts ? EntityKind::kAccount : EntityKind::kPerson);
    edge.to = any_of(edge.kind == RelationKind::kOwnsAccount || accounts ? EntityKind::kAccount
                     : edge.kind == RelationKind::kUsesMedium            ? EntityKind::kMedium
                                                                         : EntityKind::kPerson);
    parts.relations.edges.push_back(edge);
  }
  for (std::uint32_t i = below(8); i > 0; --i) {
    VictimFlowLayer& layer = parts.victim_flows;
    VictimFlowLayer::Flow flow{};
    flow.victim = below(3) == 0 ? kNoVertex : any_of(EntityKind::kVictim);
    flow.id = {layer.flows.size()};
    for (std::uint32_t roles = below(5); roles > 0; --roles) {
      layer.roles.push_back({static_cast<std::uint32_t>(layer.flows.size()),
                             any_of(EntityKind::kPerson), RoleKind::kProfited});
    }
    layer.flows.push_back(flow);
  }
  return Snapshot::assemble(std::move(parts), ExecutionContext({.threads = 1}));
}

ProjectionRequest random_request(std::mt19937_64& random) {
  const auto chance = [&](int n) { return random() % static_cast<std::uint64_t>(n) == 0; };
  ProjectionRequest request;
  request.layers.clear();
  for (const Layer layer : {Layer::kMoney, Layer::kRelations, Layer::kVictims}) {
    if (chance(2) || request.layers.empty()) request.layers.push_back(layer);
  }
  request.directed = chance(2);
  if (chance(3)) request.window = {{5}, chance(2) ? Timestamp{40} : kUnknownTime};
  if (chance(2)) request.assets = {{static_cast<std::uint16_t>(random() % 2)}};
  if (chance(3)) request.min_amount = {200};
  if (chance(4)) request.transaction_kinds = {TransactionKind::kTransfer};
  if (chance(4)) request.relation_kinds = {RelationKind::kFamily, RelationKind::kListedBy};
  request.weight = static_cast<Weight>(random() % 4);
  if (request.weight == Weight::kAmount) request.assets = {{0}};
  request.collapse_parallel = chance(2);
  request.self_loops = chance(2);
  request.contract_owners = chance(2);
  request.boundary = chance(3);
  request.fold_shared = chance(2);
  request.hub_cap = chance(2) ? 2 : 50;
  const Resolution::Level levels[] = {Resolution::Level::kNone, Resolution::Level::kConfirmed,
                                      Resolution::Level::kProbable};
  request.resolution = {levels[random() % 3], {5000}};
  return request;
}

// Every edge once as (from, to) of the snapshot's vertices.
auto edges_of(const Projection& p, const CompressedRows& rows, bool reversed) {
  std::map<std::pair<VertexIndex, VertexIndex>, std::vector<double>> edges;
  for (std::uint32_t v = 0; v < p.vertex_count(); ++v) {
    const auto neighbours = rows.neighbours(v);
    EXPECT_TRUE(std::is_sorted(neighbours.begin(), neighbours.end()));
    for (std::size_t i = 0; i < neighbours.size(); ++i) {
      if (!p.is_directed() && neighbours[i] < v) continue;
      const VertexIndex a = p.snapshot_vertices()[v], b = p.snapshot_vertices()[neighbours[i]];
      edges[reversed ? std::pair(b, a) : std::pair(a, b)].push_back(
          p.is_weighted() ? rows.weights_of(v)[i] : 1.0);
    }
  }
  return edges;
}

TEST(Projection, AgreesWithThePlainReferenceForAnyNumberOfThreads) {
  for (std::uint64_t seed = 0; seed < 600; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const auto snapshot = random_snapshot(random);
    const ProjectionRequest request = random_request(random);
    const auto expected = reference::plain_projection(*snapshot, request);
    tests::for_thread_counts([&](const ExecutionContext& context) {
      const auto projected = project(*snapshot, request, context);
      ASSERT_TRUE(projected.has_value()) << projected.error().message();
      const Projection& p = *projected;
      const auto found = p.snapshot_vertices();
      ASSERT_EQ(std::vector<VertexIndex>(found.begin(), found.end()),
                std::vector<VertexIndex>(expected.vertices.begin(), expected.vertices.end()));
      EXPECT_EQ(edges_of(p, p.out(), false), expected.edges);
      EXPECT_EQ(edges_of(p, p.in(), p.is_directed()), expected.edges);
      std::uint64_t edges = 0;
      for (const auto& [ends, weights] : expected.edges) edges += weights.size();
      EXPECT_EQ(p.edge_count(), edges);
      for (std::uint32_t v = 0; v < p.vertex_count(); ++v) {
        EXPECT_EQ(p.is_rankable(v), expected.unrankable.count(found[v]) == 0);
      }
      EXPECT_EQ(p.notes().transactions_used, expected.used);
      EXPECT_EQ(p.notes().transactions_left_out, expected.left_out);
    });
  }
}

TEST(Projection, RollsUpAccountsThatAreTheSameToTheOneOwnerOfAny) {
  const auto snapshot =
      tests::MoneySnapshot(3, 1).owns(0, 1).same_accounts(0, 1).pay(0, 2, 1).pay(2, 1, 2).build();
  ProjectionRequest request;
  request.contract_owners = true;
  const Projection p = project(*snapshot, request, ExecutionContext({.threads = 1})).value();
  EXPECT_EQ(p.vertex_count(), 2u);
  EXPECT_EQ(p.find(1), p.find(0));
  EXPECT_EQ(p.find(2), p.find(0));
  EXPECT_EQ(p.edge_count(), 2u);
}

TEST(Projection, KeepsJointlyOwnedAccountsAndCountsThem) {
  const auto snapshot = tests::MoneySnapshot(2, 2).owns(0, 0).owns(1, 0).pay(0, 1, 1).build();
  ProjectionRequest request;
  request.contract_owners = true;
  const Projection p = project(*snapshot, request, ExecutionContext({.threads = 1})).value();
  EXPECT_EQ(p.vertex_count(), 2u);
  EXPECT_EQ(p.notes().jointly_owned_accounts, 1u);
  EXPECT_EQ(p.find(0), kNoVertex);
}

TEST(Projection, RefusesToWeighByAmountsOfSeveralAssets) {
  const auto snapshot =
      tests::MoneySnapshot(3).pay(0, 1, 1, 5).pay(0, 1, 2, 6).pay(1, 2, 3, 7, 0, 1).build();
  const ExecutionContext context({.threads = 1});
  ProjectionRequest request;
  request.weight = Weight::kAmount;
  const auto refused = project(*snapshot, request, context);
  ASSERT_FALSE(refused.has_value());
  EXPECT_EQ(refused.error().code(), StatusCode::kQuestion);
  EXPECT_NE(refused.error().message().find("amounts in 2 assets"), std::string::npos);
  request.assets = {{0}};
  EXPECT_TRUE(project(*snapshot, request, context).has_value());
}

// An asset that no transaction is in, as a table of rates leaves it, is in nobody's way.
TEST(Projection, WeighsByAmountWhereTheTransactionsHaveOneAsset) {
  const auto snapshot = tests::MoneySnapshot(2).pay(0, 1, 1, 5).pay(0, 1, 2, 6).build();
  ASSERT_GT(snapshot->assets().size(), 1u);
  ProjectionRequest request;
  request.weight = Weight::kAmount;
  EXPECT_TRUE(project(*snapshot, request, ExecutionContext({.threads = 1})).has_value());
}

}  // namespace
}  // namespace headwater::graph
