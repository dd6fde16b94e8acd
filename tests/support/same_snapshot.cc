#include "tests/support/same_snapshot.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "graph/projection.h"

namespace headwater::tests {
namespace {

using graph::EntityId;
using graph::Snapshot;
using graph::VertexIndex;

EntityId entity_at(const Snapshot& snapshot, VertexIndex v) {
  return v == graph::kNoVertex ? EntityId() : snapshot.vertices().entity(v);
}

void expect_same_vertices(const Snapshot& found, const Snapshot& expected) {
  VertexIndex entities = 0;
  for (const graph::EntityKind kind : graph::kAllEntityKinds) {
    ASSERT_EQ(found.vertices().count(kind), expected.vertices().count(kind));
    entities += found.vertices().count(kind);
    for (VertexIndex i = 0; i < found.vertices().count(kind); ++i) {
      ASSERT_EQ(found.vertex_flags(found.vertices().base(kind) + i),
                expected.vertex_flags(expected.vertices().base(kind) + i))
          << "entity " << i << " of kind " << static_cast<int>(kind);
    }
  }
  VertexIndex seen = 0;
  for (VertexIndex v = 0; v < found.vertices().size(); ++v) {
    if (found.vertices().find(found.vertices().entity(v)) == v) {
      ++seen;
      continue;
    }
    ASSERT_EQ(found.vertex_flags(v), 0);
    ASSERT_TRUE(found.transactions().out.edges(v).empty());
    ASSERT_TRUE(found.transactions().in.edges(v).empty());
  }
  EXPECT_EQ(seen, entities);
}

void expect_same_adjacency(const Snapshot& found, const graph::Adjacency& edges,
                           const Snapshot& expected, const graph::Adjacency& others) {
  for (VertexIndex v = 0; v < expected.vertices().size(); ++v) {
    const EntityId id = expected.vertices().entity(v);
    const VertexIndex at = found.vertices().find(id);
    if (at == graph::kNoVertex) continue;  // room of the expected one
    const auto a = edges.edges(at), b = others.edges(v);
    ASSERT_EQ(a.size(), b.size());
    ASSERT_EQ(edges.degree(at), a.size());
    ASSERT_TRUE(std::equal(a.begin(), a.end(), b.begin()));
    const auto peers = edges.neighbours(at), other_peers = others.neighbours(v);
    ASSERT_EQ(peers.size(), a.size());
    for (std::size_t i = 0; i < peers.size(); ++i) {
      ASSERT_EQ(entity_at(found, peers[i]), entity_at(expected, other_peers[i]));
    }
  }
}

using ComparedRow = std::tuple<std::uint64_t, std::int64_t, std::int64_t, EntityId, EntityId, int,
                               int, int, std::uint32_t, int, std::int64_t>;
std::vector<ComparedRow> compared_rows(const Snapshot& snapshot) {
  std::vector<ComparedRow> rows;
  const graph::TransactionLayer& layer = snapshot.transactions();
  for (std::uint32_t p = 0; p < layer.size(); ++p) {
    const auto* received = layer.find_received(p);
    rows.emplace_back(layer.id(p).value, layer.time_ms[p], layer.amount[p],
                      entity_at(snapshot, layer.from[p]), entity_at(snapshot, layer.to[p]),
                      layer.asset[p], layer.kind[p], layer.flags[p], layer.count_of(p),
                      received == nullptr ? -1 : received->asset.value,
                      received == nullptr ? 0 : received->amount);
  }
  return rows;
}

using ComparedRelation =
    std::tuple<EntityId, EntityId, int, int, std::int64_t, std::int64_t, int, int, std::uint64_t>;
std::vector<ComparedRelation> compared_relations(const Snapshot& snapshot) {
  std::vector<ComparedRelation> all;
  for (const auto& edge : snapshot.relations().edges) {
    all.emplace_back(entity_at(snapshot, edge.from), entity_at(snapshot, edge.to),
                     static_cast<int>(edge.kind), edge.probability.value, edge.valid_from.ms,
                     edge.valid_to.ms, edge.share ? edge.share->low.value : -1,
                     edge.share ? edge.share->high.value : -1, edge.id.value);
  }
  return all;
}

using ComparedFlow =
    std::tuple<EntityId, std::uint32_t, int, EntityId, EntityId, EntityId, std::int64_t,
               std::int64_t, std::string, std::string, EntityId, std::uint64_t>;
std::vector<ComparedFlow> compared_flows(const Snapshot& snapshot) {
  std::vector<ComparedFlow> all;
  const auto& layer = snapshot.victim_flows();
  for (const auto& flow : layer.flows) {
    all.emplace_back(entity_at(snapshot, flow.victim), flow.count, static_cast<int>(flow.kind),
                     entity_at(snapshot, flow.recruitment), entity_at(snapshot, flow.transit),
                     entity_at(snapshot, flow.exploitation), flow.start.ms, flow.end.ms,
                     layer.terms[flow.form], layer.terms[flow.sector],
                     entity_at(snapshot, flow.case_vertex), flow.id.value);
  }
  return all;
}

using ComparedRole = std::tuple<std::uint32_t, EntityId, int>;
std::vector<ComparedRole> compared_roles(const Snapshot& snapshot) {
  std::vector<ComparedRole> all;
  for (const auto& role : snapshot.victim_flows().roles) {
    all.emplace_back(role.flow, entity_at(snapshot, role.entity), static_cast<int>(role.kind));
  }
  return all;
}

graph::Projection compared_projection(const Snapshot& snapshot) {
  graph::ProjectionRequest request;
  request.layers = {graph::Layer::kMoney, graph::Layer::kRelations};
  request.weight = graph::Weight::kCount;
  request.boundary = true;
  auto projection = graph::project(snapshot, request, graph::ExecutionContext({.threads = 1}));
  EXPECT_TRUE(projection.has_value());
  return projection.has_value() ? std::move(*projection) : graph::Projection();
}

void expect_same_projection(const Snapshot& found, const Snapshot& expected) {
  const graph::Projection a = compared_projection(found), b = compared_projection(expected);
  ASSERT_EQ(a.vertex_count(), b.vertex_count());
  EXPECT_EQ(a.out().offsets, b.out().offsets);
  EXPECT_EQ(a.out().targets, b.out().targets);
  EXPECT_EQ(a.out().weights, b.out().weights);
  EXPECT_EQ(a.in().targets, b.in().targets);
  for (std::uint32_t v = 0; v < a.vertex_count(); ++v) {
    ASSERT_EQ(entity_at(found, a.snapshot_vertices()[v]),
              entity_at(expected, b.snapshot_vertices()[v]));
    ASSERT_EQ(a.is_rankable(v), b.is_rankable(v));
  }
}

}  // namespace

void expect_same_snapshot(const Snapshot& found, const Snapshot& expected) {
  EXPECT_EQ(found.commit(), expected.commit());
  EXPECT_EQ(found.sees_victims(), expected.sees_victims());
  ASSERT_EQ(found.assets().size(), expected.assets().size());
  for (std::size_t i = 0; i < found.assets().size(); ++i) {
    EXPECT_EQ(found.assets()[i].code, expected.assets()[i].code);
  }
  ASSERT_NO_FATAL_FAILURE(expect_same_vertices(found, expected));
  ASSERT_EQ(compared_rows(found), compared_rows(expected));
  ASSERT_EQ(compared_relations(found), compared_relations(expected));
  ASSERT_EQ(compared_flows(found), compared_flows(expected));
  ASSERT_EQ(compared_roles(found), compared_roles(expected));
  const auto &a = found.transactions(), &b = expected.transactions();
  ASSERT_NO_FATAL_FAILURE(expect_same_adjacency(found, a.out, expected, b.out));
  ASSERT_NO_FATAL_FAILURE(expect_same_adjacency(found, a.in, expected, b.in));
  const auto &c = found.relations(), &d = expected.relations();
  ASSERT_NO_FATAL_FAILURE(expect_same_adjacency(found, c.out, expected, d.out));
  ASSERT_NO_FATAL_FAILURE(expect_same_adjacency(found, c.in, expected, d.in));
  expect_same_projection(found, expected);
}

}  // namespace headwater::tests
