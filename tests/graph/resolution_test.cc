#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "graph/snapshot.h"
#include "tests/reference/resolution.h"

namespace headwater::graph {
namespace {

using Level = Resolution::Level;

struct Tie {
  VertexIndex from, to;
  RelationKind kind = RelationKind::kSameAs;
  std::int32_t probability = BasisPoints::kWhole;
};

std::shared_ptr<const Snapshot> persons(std::uint64_t count, const std::vector<Tie>& ties) {
  Counters counters;
  counters.entities[static_cast<int>(EntityKind::kPerson)] = count;
  Snapshot::Parts parts;
  parts.vertices = VertexTable(counters);
  for (const Tie& tie : ties) {
    RelationLayer::Edge edge{};
    edge.from = tie.from;
    edge.to = tie.to;
    edge.kind = tie.kind;
    edge.probability = {tie.probability};
    edge.id = {parts.relations.edges.size()};
    parts.relations.edges.push_back(edge);
  }
  return Snapshot::assemble(std::move(parts), ExecutionContext({.threads = 1}));
}

const std::vector<Tie> kTies = {{4, 2},
                                {2, 3, RelationKind::kSameAs, 7000},
                                {1, 0},
                                {0, 1, RelationKind::kNotSameAs},
                                {3, 4, RelationKind::kNotSameAs}};

TEST(Resolution, JoinsNobodyAtLevelNone) {
  const auto resolved = resolve_vertices(*persons(5, kTies), {Level::kNone, {0}});
  EXPECT_EQ(resolved.representative, (std::vector<VertexIndex>{0, 1, 2, 3, 4}));
  EXPECT_TRUE(resolved.used.empty());
}

TEST(Resolution, JoinsTheCertainAndBlocksAPairHeldApart) {
  const auto resolved = resolve_vertices(*persons(5, kTies), {Level::kConfirmed, {0}});
  EXPECT_EQ(resolved.representative, (std::vector<VertexIndex>{0, 1, 2, 3, 2}));
  EXPECT_EQ(resolved.used, (std::vector<RelationId>{{0}}));
  EXPECT_EQ(resolved.blocked, (std::vector<RelationId>{{2}}));
  EXPECT_EQ(resolved.blocked_by, (std::vector<RelationId>{{3}}));
}

// 4 = 2 is certain and 2 = 3 is not, and somebody knows that 3 is not 4.
TEST(Resolution, BlocksTheWeakerLinkThroughAThirdId) {
  const auto resolved = resolve_vertices(*persons(5, kTies), {Level::kProbable, {7000}});
  EXPECT_EQ(resolved.representative, (std::vector<VertexIndex>{0, 1, 2, 3, 2}));
  EXPECT_EQ(resolved.used, (std::vector<RelationId>{{0}}));
  EXPECT_EQ(resolved.blocked, (std::vector<RelationId>{{1}, {2}}));
  EXPECT_EQ(resolved.blocked_by, (std::vector<RelationId>{{4}, {3}}));
}

TEST(Resolution, OfLinksEquallyProbableTheLaterGivesWay) {
  const std::vector<Tie> ties = {{0, 2, RelationKind::kNotSameAs},
                                 {1, 2, RelationKind::kSameAs, 8000},
                                 {0, 1, RelationKind::kSameAs, 8000}};
  const auto resolved = resolve_vertices(*persons(3, ties), {Level::kProbable, {7000}});
  EXPECT_EQ(resolved.representative, (std::vector<VertexIndex>{0, 1, 1}));
  EXPECT_EQ(resolved.blocked, (std::vector<RelationId>{{2}}));
}

TEST(Resolution, GroupsStayApartWhateverTheyGrowInto) {
  const std::vector<Tie> ties = {{0, 1}, {4, 5}, {1, 4, RelationKind::kNotSameAs},
                                 {2, 0}, {3, 5}, {2, 3, RelationKind::kSameAs, 9000}};
  const auto resolved = resolve_vertices(*persons(6, ties), {Level::kProbable, {7000}});
  EXPECT_EQ(resolved.representative, (std::vector<VertexIndex>{0, 0, 0, 3, 3, 3}));
  EXPECT_EQ(resolved.blocked_by, (std::vector<RelationId>{{2}}));
}

TEST(Resolution, ANotSameAsToItselfBlocksNothing) {
  const std::vector<Tie> ties = {{0, 1}, {1, 1, RelationKind::kNotSameAs}};
  EXPECT_TRUE(resolve_vertices(*persons(2, ties), {Level::kConfirmed, {0}}).blocked.empty());
}

TEST(Resolution, AgreesWithTheReferenceOnRandomTies) {
  std::size_t blocked = 0;
  for (std::uint64_t seed = 0; seed < 300; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937_64 random(seed);
    const std::size_t size = 1 + random() % 14;
    std::vector<Tie> ties;
    for (std::size_t i = random() % 30; i > 0; --i) {
      ties.push_back({static_cast<VertexIndex>(random() % size),
                      static_cast<VertexIndex>(random() % size),
                      random() % 4 == 0 ? RelationKind::kNotSameAs : RelationKind::kSameAs,
                      static_cast<std::int32_t>(9996 + random() % 5)});
    }
    const BasisPoints threshold{9997};
    const auto snapshot = persons(size, ties);
    const auto expected = reference::resolve(size, snapshot->relations().edges, threshold);
    const auto resolved = resolve_vertices(*snapshot, {Level::kProbable, threshold});
    EXPECT_EQ(resolved.representative, expected.smallest);
    EXPECT_EQ(resolved.used, std::vector(expected.used.begin(), expected.used.end()));
    EXPECT_EQ(resolved.blocked, std::vector(expected.blocked.begin(), expected.blocked.end()));
    ASSERT_EQ(resolved.blocked_by.size(), resolved.blocked.size());
    for (const RelationId by : resolved.blocked_by) {
      EXPECT_EQ(ties[by.value].kind, RelationKind::kNotSameAs);
    }
    blocked += resolved.blocked.size();
  }
  EXPECT_GT(blocked, 100u);
}

// Groups do not depend on the order or the direction of the pairs, and their smallest vertex
// stands for them: a matrix of who reaches whom says the same.
TEST(Resolution, EqualsReachabilityOnRandomPairs) {
  for (std::uint64_t seed = 0; seed < 200; ++seed) {
    std::mt19937_64 random(seed);
    const std::size_t size = 1 + random() % 20;
    std::vector<Tie> ties;
    std::vector<std::vector<bool>> reaches(size, std::vector<bool>(size, false));
    for (std::size_t v = 0; v < size; ++v) reaches[v][v] = true;
    for (std::size_t i = random() % 20; i > 0; --i) {
      const auto a = static_cast<VertexIndex>(random() % size);
      const auto b = static_cast<VertexIndex>(random() % size);
      ties.push_back({a, b});
      reaches[a][b] = reaches[b][a] = true;
    }
    for (std::size_t via = 0; via < size; ++via) {
      for (std::size_t a = 0; a < size; ++a) {
        for (std::size_t b = 0; b < size; ++b) {
          if (reaches[a][via] && reaches[via][b]) reaches[a][b] = true;
        }
      }
    }
    const auto resolved = resolve_vertices(*persons(size, ties), {Level::kConfirmed, {0}});
    for (std::size_t v = 0; v < size; ++v) {
      VertexIndex smallest = 0;
      while (!reaches[v][smallest]) ++smallest;
      EXPECT_EQ(resolved.representative[v], smallest) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace headwater::graph
