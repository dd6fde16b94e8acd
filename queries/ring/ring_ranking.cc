// Personalised PageRank (Page et al. 1999; Haveliwala, "Topic-sensitive PageRank", 2002) on a
// multiplex of layers (De Domenico et al., "Ranking in interconnected multiplex networks", 2015, in
// its simplest form: the walker forgets by which layer it came), divided by a power of plain
// PageRank. Powers are 0, 1/2 or 1 so that only operations that IEEE 754 rounds exactly are used.
// Which find most of a generated ring for the fewest innocents is measured in docs/ring.md.
#include "queries/ring/ring_ranking.h"

#include <algorithm>
#include <span>

#include "engine/centrality/pagerank.h"
#include "queries/ring/internal/ring_graph.h"
#include "queries/ring/internal/ring_walk.h"

namespace headwater::queries {

using internal::RingGraph;

namespace {

void sort_by_score(std::vector<RankedEntity>& ranked) {
  std::sort(ranked.begin(), ranked.end(), [](const RankedEntity& a, const RankedEntity& b) {
    if (a.score != b.score) return a.score > b.score;
    return a.vertex < b.vertex;
  });
}

}  // namespace

graph::Result<RingRanking> rank_ring(const graph::Snapshot& snapshot, const RingRequest& request,
                                     const graph::ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const RingGraph ring, RingGraph::build(snapshot, request, context));
  engine::PageRankOptions options;
  options.damping = request.damping;
  HEADWATER_ASSIGN_OR_RETURN(const graph::Projection walk,
                             internal::walk_graph(snapshot, request, ring.projection(), context));
  HEADWATER_ASSIGN_OR_RETURN(const auto plain, engine::pagerank(walk, options, context));
  for (const std::uint32_t v : ring.known()) options.start.emplace_back(v, 1.0);
  HEADWATER_ASSIGN_OR_RETURN(const auto personalised, engine::pagerank(walk, options, context));
  RingRanking ranking = ring.empty_ranking();
  for (const std::uint32_t v : ring.candidates()) {
    RankedEntity entity = ring.entity(v);
    entity.personalised = personalised.scores[v];
    entity.plain = plain.scores[v];
    entity.score = internal::discounted(entity.personalised, entity.plain, request.score_discount);
    if (entity.personalised > 0) ranking.ranked.push_back(entity);
  }
  sort_by_score(ranking.ranked);
  return ranking;
}

graph::Result<RingRanking> rank_one_hop(const graph::Snapshot& snapshot, const RingRequest& request,
                                        const graph::ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const RingGraph ring, RingGraph::build(snapshot, request, context));
  const std::uint32_t count = ring.projection().vertex_count();
  std::vector<double> touched(count, 0), weight(count, 0);
  const graph::CompressedRows& rows = ring.projection().out();
  double heaviest = 0;
  for (const std::uint32_t v : ring.known()) {
    const std::span<const std::uint32_t> neighbours = rows.neighbours(v);
    const std::span<const double> weights = rows.weights_of(v);
    for (std::size_t i = 0; i < neighbours.size(); ++i) {
      touched[neighbours[i]] += 1;
      weight[neighbours[i]] += weights.empty() ? 1.0 : weights[i];
      heaviest = std::max(heaviest, weight[neighbours[i]]);
    }
  }
  RingRanking ranking = ring.empty_ranking();
  for (const std::uint32_t v : ring.candidates()) {
    if (touched[v] == 0) continue;
    RankedEntity entity = ring.entity(v);
    entity.score = touched[v] + weight[v] / (2 * heaviest);
    ranking.ranked.push_back(entity);
  }
  sort_by_score(ranking.ranked);
  return ranking;
}

graph::Result<RingRanking> rank_by_degree(const graph::Snapshot& snapshot,
                                          const RingRequest& request,
                                          const graph::ExecutionContext& context) {
  HEADWATER_ASSIGN_OR_RETURN(const RingGraph ring, RingGraph::build(snapshot, request, context));
  RingRanking ranking = ring.empty_ranking();
  for (const std::uint32_t v : ring.candidates()) {
    RankedEntity entity = ring.entity(v);
    entity.score = static_cast<double>(entity.ties);
    ranking.ranked.push_back(entity);
  }
  sort_by_score(ranking.ranked);
  return ranking;
}

graph::Result<graph::Table> ring_table(const graph::StoreView& view, const RingRanking& ranking,
                                       std::size_t top) {
  using graph::ColumnType;
  graph::Table table({{"rank", ColumnType::kInt64, "count"},
                      {"id", ColumnType::kText, "id"},
                      {"name", ColumnType::kText, "text"},
                      {"ties", ColumnType::kInt64, "count"},
                      {"score", ColumnType::kFloat64, "score"}});
  for (std::size_t i = 0; i < std::min(top, ranking.ranked.size()); ++i) {
    const RankedEntity& ranked = ranking.ranked[i];
    HEADWATER_ASSIGN_OR_RETURN(const graph::EntityKey key, view.key_of(ranked.entity));
    HEADWATER_ASSIGN_OR_RETURN(const auto entity, view.entity(ranked.entity));
    table.column(0).append_int64(static_cast<std::int64_t>(i) + 1);
    table.column(1).append_text(graph::to_string(key));
    const graph::Attribute* name = nullptr;
    if (entity) {
      for (const graph::Attribute& attribute : entity->attributes) {
        if (attribute.name == "name") name = &attribute;
      }
    }
    if (name != nullptr) {
      table.column(2).append_text(name->value);
    } else {
      table.column(2).append_null();
    }
    table.column(3).append_int64(static_cast<std::int64_t>(ranked.ties));
    table.column(4).append_float64(ranked.score);
  }
  return table;
}

}  // namespace headwater::queries
