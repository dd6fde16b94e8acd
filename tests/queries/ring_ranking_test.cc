#include "queries/ring/ring_ranking.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <random>
#include <set>

#include <gtest/gtest.h>

namespace headwater::queries {
namespace {

using graph::EntityKind;
using graph::Layer;
using graph::VertexIndex;

constexpr std::uint32_t kPersons = 9;
constexpr std::uint32_t kCompanies = 2;
constexpr std::uint32_t kAccounts = 14;

// Persons, companies and accounts; account a belongs to party a % (persons + companies), except the
// last, which nobody owns.
class Town {
 public:
  Town() {
    graph::Counters counters;
    counters.entities[static_cast<int>(EntityKind::kPerson)] = kPersons;
    counters.entities[static_cast<int>(EntityKind::kCompany)] = kCompanies;
    counters.entities[static_cast<int>(EntityKind::kAccount)] = kAccounts;
    parts_.vertices = graph::VertexTable(counters);
    parts_.vertex_flags.assign(parts_.vertices.size(), graph::kPresent);
    parts_.assets = {{"EUR", graph::AssetKind::kFiat, 2}, {"USD", graph::AssetKind::kFiat, 2}};
    for (std::uint32_t a = 0; a + 1 < kAccounts; ++a) {
      relate(owner(a), account(a), graph::RelationKind::kOwnsAccount);
    }
  }
  static VertexIndex owner(std::uint32_t account_number) {
    return account_number % (kPersons + kCompanies);
  }
  VertexIndex account(std::uint32_t number) const {
    return parts_.vertices.base(EntityKind::kAccount) + number;
  }
  void relate(VertexIndex from, VertexIndex to, graph::RelationKind kind,
              std::int32_t probability = graph::BasisPoints::kWhole) {
    const graph::RelationId id{parts_.relations.edges.size()};
    parts_.relations.edges.push_back({from, to, kind, {probability}, {}, {}, {}, id});
  }
  void pay(std::uint32_t from, std::uint32_t to, std::int64_t amount, std::uint16_t asset = 0) {
    graph::TransactionColumns& layer = parts_.transactions;
    layer.time_ms.push_back(static_cast<std::int64_t>(layer.time_ms.size()));
    layer.amount.push_back(amount);
    layer.from.push_back(account(from));
    layer.to.push_back(account(to));
    layer.asset.push_back(asset);
    layer.kind.push_back(static_cast<std::uint8_t>(graph::TransactionKind::kTransfer));
    layer.flags.push_back(0);
  }
  void protect(VertexIndex v) { parts_.vertex_flags[v] |= graph::kProtected; }
  std::shared_ptr<const graph::Snapshot> snapshot(int threads = 1) const {
    return graph::Snapshot::assemble(parts_, graph::ExecutionContext({.threads = threads}));
  }

 private:
  graph::Snapshot::Parts parts_;
};

graph::EntityId person(std::uint64_t index) { return {EntityKind::kPerson, index}; }

RingRanking ranked(const graph::Snapshot& snapshot, const RingRequest& request) {
  auto result = rank_ring(snapshot, request, graph::ExecutionContext({.threads = 2}));
  EXPECT_TRUE(result.has_value()) << result.error().message();
  return result.has_value() ? std::move(*result) : RingRanking();
}

RingRequest around(std::vector<graph::EntityId> known) {
  RingRequest request;
  request.known = std::move(known);
  request.layers = {Layer::kMoney, Layer::kRelations};
  return request;
}

// The definition, in dense matrices and from the snapshot's columns alone.
class SlowRing {
 public:
  SlowRing(const graph::Snapshot& snapshot, const RingRequest& request)
      : snapshot_(snapshot), request_(request) {
    for (VertexIndex v = 0; v < snapshot.vertices().size(); ++v) place(v);
    const std::size_t n = vertices_.size();
    step_.assign(n, std::vector<double>(n, 0));
    std::vector<std::vector<std::vector<double>>> money(2, zeros()), counts(2, zeros());
    std::vector<std::vector<double>> relations = zeros();
    const auto& t = snapshot.transactions();
    for (std::uint32_t i = 0; i < t.size(); ++i) {
      const std::size_t a = at(t.from[i]), b = at(t.to[i]);
      if (a == b) continue;
      for (const auto& [x, y] : {std::pair(a, b), std::pair(b, a)}) {
        money[t.asset[i]][x][y] += static_cast<double>(t.amount[i]);
        counts[t.asset[i]][x][y] += 1;
      }
    }
    for (const auto& edge : snapshot.relations().edges) {
      const std::size_t a = at(edge.from), b = at(edge.to);
      if (a != b) relations[a][b] = relations[b][a] = 1;
    }
    for (std::size_t u = 0; u < n; ++u) {
      const double payments = sum(counts[0][u]) + sum(counts[1][u]);
      const int layers = (payments > 0 ? 1 : 0) + (sum(relations[u]) > 0 ? 1 : 0);
      for (int asset = 0; asset < 2; ++asset) {
        add(u, money[static_cast<std::size_t>(asset)][u],
            sum(counts[static_cast<std::size_t>(asset)][u]) / payments / layers);
      }
      add(u, relations[u], 1.0 / layers);
    }
  }

  std::map<VertexIndex, double> scores() const {
    const std::size_t n = vertices_.size();
    std::vector<double> even(n, 1.0 / static_cast<double>(n)), start(n, 0);
    for (const graph::EntityId id : request_.known) {
      start[at(snapshot_.vertices().find(id))] = 1;
    }
    const double total = sum(start);
    for (double& chance : start) chance /= total;
    const std::vector<double> plain = walk(even), personal = walk(start);
    std::map<VertexIndex, double> result;
    for (std::size_t u = 0; u < n; ++u) {
      const bool is_party = vertices_[u] < kPersons + kCompanies;
      const bool listed = is_party && !snapshot_.has_flag(vertices_[u], graph::kProtected) &&
                          start[u] == 0 && personal[u] > 0;
      if (listed) result[vertices_[u]] = personal[u] / std::sqrt(plain[u]);
    }
    return result;
  }

 private:
  using Matrix = std::vector<std::vector<double>>;
  static double sum(const std::vector<double>& row) {
    double total = 0;
    for (const double value : row) total += value;
    return total;
  }
  Matrix zeros() const {
    return Matrix(vertices_.size(), std::vector<double>(vertices_.size(), 0));
  }
  // Accounts stand for their owners; a party takes part if it has an account or a relation.
  VertexIndex stands_for(VertexIndex v) const {
    const VertexIndex first = snapshot_.vertices().base(EntityKind::kAccount);
    return v < first || v == first + kAccounts - 1 ? v : Town::owner(v - first);
  }
  void place(VertexIndex v) {
    const VertexIndex first = snapshot_.vertices().base(EntityKind::kAccount);
    bool takes_part = v >= first;
    for (const auto& edge : snapshot_.relations().edges) {
      takes_part = takes_part || edge.from == v || edge.to == v;
    }
    if (!takes_part) return;
    const VertexIndex owner = stands_for(v);
    if (std::find(vertices_.begin(), vertices_.end(), owner) == vertices_.end()) {
      vertices_.push_back(owner);
    }
  }
  std::size_t at(VertexIndex v) const {
    return static_cast<std::size_t>(std::find(vertices_.begin(), vertices_.end(), stands_for(v)) -
                                    vertices_.begin());
  }
  void add(std::size_t u, const std::vector<double>& row, double share) {
    const double total = sum(row);
    if (total <= 0) return;
    for (std::size_t v = 0; v < row.size(); ++v) step_[u][v] += share * row[v] / total;
  }
  std::vector<double> walk(const std::vector<double>& start) const {
    std::vector<double> chance = start;
    for (int i = 0; i < 400; ++i) {
      std::vector<double> next(start.size(), 0);
      double lost = 0;
      for (std::size_t u = 0; u < start.size(); ++u) {
        const double leaving = sum(step_[u]);
        if (leaving == 0) lost += chance[u];
        for (std::size_t v = 0; v < start.size() && leaving > 0; ++v) {
          next[v] += 0.85 * chance[u] * step_[u][v] / leaving;
        }
      }
      for (std::size_t v = 0; v < start.size(); ++v) {
        next[v] += (0.15 + 0.85 * lost) * start[v];
      }
      chance = std::move(next);
    }
    return chance;
  }

  const graph::Snapshot& snapshot_;
  const RingRequest& request_;
  std::vector<VertexIndex> vertices_;
  Matrix step_;
};

Town random_town(std::uint32_t seed) {
  std::mt19937 random(seed);
  const auto below = [&](std::uint32_t bound) {
    return static_cast<std::uint32_t>(random() % bound);
  };
  Town town;
  const std::uint32_t payments = 5 + below(60);
  const std::uint32_t hub = below(kAccounts);
  for (std::uint32_t i = 0; i < payments; ++i) {
    const std::uint32_t from = below(3) == 0 ? hub : below(kAccounts);
    town.pay(from, below(kAccounts), 1 + below(100'000), static_cast<std::uint16_t>(below(4) == 0));
  }
  for (std::uint32_t i = below(8); i > 0; --i) {
    town.relate(below(kPersons), below(kPersons + kCompanies), graph::RelationKind::kAssociate);
  }
  if (below(2) == 0) town.protect(2 + below(kPersons - 2));
  return town;
}

TEST(RingRanking, EqualsTheDefinitionOnRandomTowns) {
  for (std::uint32_t seed = 1; seed <= 120; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto snapshot = random_town(seed).snapshot();
    const RingRequest request = around({person(0), person(1)});
    const std::map<VertexIndex, double> expected = SlowRing(*snapshot, request).scores();
    const RingRanking ranking = ranked(*snapshot, request);
    EXPECT_EQ(ranking.ranked.size(), expected.size());
    double previous = 1e300;
    for (const RankedEntity& entity : ranking.ranked) {
      ASSERT_TRUE(expected.contains(entity.vertex));
      EXPECT_NEAR(entity.score, expected.at(entity.vertex), 1e-8);
      EXPECT_LE(entity.score, previous);
      previous = entity.score;
    }
  }
}

TEST(RingRanking, IsTheSameForAnyNumberOfThreads) {
  for (std::uint32_t seed = 1; seed <= 10; ++seed) {
    const Town town = random_town(seed);
    const RingRequest request = around({person(0)});
    const auto one = rank_ring(*town.snapshot(1), request, graph::ExecutionContext({.threads = 1}));
    const auto two = rank_ring(*town.snapshot(2), request, graph::ExecutionContext({.threads = 2}));
    ASSERT_TRUE(one.has_value() && two.has_value());
    ASSERT_EQ(one->ranked.size(), two->ranked.size());
    for (std::size_t i = 0; i < one->ranked.size(); ++i) {
      EXPECT_EQ(one->ranked[i].vertex, two->ranked[i].vertex);
      EXPECT_EQ(one->ranked[i].score, two->ranked[i].score);
    }
  }
}

TEST(RingRanking, NeverNamesTheKnownOrTheProtected) {
  Town town;
  town.pay(0, 1, 500'00);
  town.pay(0, 2, 400'00);
  town.pay(2, 3, 400'00);
  town.protect(2);
  // The protected person is known to the company register under another number.
  town.relate(7, 2, graph::RelationKind::kSameAs);
  town.pay(0, 7, 900'00);
  const auto snapshot = town.snapshot();
  for (const auto& rank : {rank_ring, rank_one_hop, rank_by_degree}) {
    const auto ranking = rank(*snapshot, around({person(0)}), graph::ExecutionContext());
    ASSERT_TRUE(ranking.has_value()) << ranking.error().message();
    std::set<VertexIndex> named;
    for (const RankedEntity& entity : ranking->ranked) named.insert(entity.vertex);
    EXPECT_FALSE(named.contains(0));
    EXPECT_FALSE(named.contains(2));
    EXPECT_FALSE(named.contains(7));
    EXPECT_TRUE(named.contains(1));
    EXPECT_EQ(ranking->protected_left_out, 1u);
  }
}

TEST(RingRanking, SameAsJoinsIdsAtTheLevelAsked) {
  Town town;
  town.pay(0, 1, 100'00);
  town.pay(5, 3, 100'00);
  town.relate(1, 5, graph::RelationKind::kSameAs, 8'000);
  const auto snapshot = town.snapshot();
  RingRequest request = around({person(0)});
  const auto reaches = [&](VertexIndex v) {
    const RingRanking ranking = ranked(*snapshot, request);
    return std::any_of(ranking.ranked.begin(), ranking.ranked.end(),
                       [&](const RankedEntity& entity) { return entity.vertex == v; });
  };
  EXPECT_FALSE(reaches(3)) << "only proved pairs count by default";
  request.resolution = {graph::Resolution::Level::kProbable, graph::BasisPoints{7'000}};
  EXPECT_TRUE(reaches(3));
  EXPECT_FALSE(reaches(5)) << "one person, one row";
}

TEST(RingRanking, OneHopListsNeighboursOnlyAndThoseOfMoreMembersFirst) {
  Town town;
  town.pay(0, 2, 900'00);
  town.pay(0, 3, 1'00);
  town.pay(1, 3, 1'00);
  town.pay(3, 4, 500'00);
  const auto ranking =
      rank_one_hop(*town.snapshot(), around({person(0), person(1)}), graph::ExecutionContext());
  ASSERT_TRUE(ranking.has_value());
  ASSERT_EQ(ranking->ranked.size(), 2u);
  EXPECT_EQ(ranking->ranked[0].vertex, 3u);
  EXPECT_EQ(ranking->ranked[1].vertex, 2u);
}

TEST(RingRanking, AProtectedKnownMemberIsPassedOver) {
  Town town;
  town.pay(0, 1, 100'00);
  town.pay(2, 3, 100'00);
  town.protect(2);
  town.relate(7, 2, graph::RelationKind::kSameAs);
  const auto snapshot = town.snapshot();
  const RingRanking alone = ranked(*snapshot, around({person(0)}));
  for (const std::uint32_t other : {2u, 7u}) {  // protected, and the same as it
    const RingRanking both = ranked(*snapshot, around({person(0), person(other)}));
    EXPECT_EQ(both.known, alone.known);
    ASSERT_EQ(both.ranked.size(), alone.ranked.size());
    for (std::size_t i = 0; i < both.ranked.size(); ++i) {
      EXPECT_EQ(both.ranked[i].vertex, alone.ranked[i].vertex);
      EXPECT_EQ(both.ranked[i].score, alone.ranked[i].score);
    }
  }
}

TEST(RingRanking, RefusesQuestionsWithoutAnAnswer) {
  Town town;
  town.pay(0, 1, 100'00);
  town.protect(3);
  const auto snapshot = town.snapshot();
  const graph::ExecutionContext context;
  for (const std::vector<graph::EntityId>& known : {std::vector<graph::EntityId>{},
                                                    {person(3)},
                                                    {person(kPersons)},
                                                    {graph::EntityId(EntityKind::kAccount, 0)}}) {
    const auto result = rank_ring(*snapshot, around(known), context);
    ASSERT_FALSE(result.has_value());
    EXPECT_EQ(result.error().code(), graph::StatusCode::kQuestion);
  }
}

}  // namespace
}  // namespace headwater::queries
