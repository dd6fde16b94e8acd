// Ring ranking: who stands closest to the known members of a ring, in a list for people to look at,
// never a verdict.
//
//   RingRequest request; request.known = {manager, mule}; request.layers = {Layer::kMoney};
//   HEADWATER_ASSIGN_OR_RETURN(RingRanking ranking, rank_ring(*snapshot, request, context));
//
// A random walker starts at the known members, follows ties (money of any direction, relations,
// roles towards victims; accounts stand for their owners) and returns with a fixed chance:
// personalised PageRank. Landlords, employers and shops are near everybody; how often a walker from
// anywhere would be there (plain PageRank) is therefore taken out by a hub discount. Ranked are
// persons and companies; protected vertices (victims, and whoever is used under a victim's
// identity) take part but are never ranked. Limits: docs/ring.md, with how often innocents are
// named.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/execution_context.h"
#include "graph/projection.h"
#include "graph/snapshot.h"
#include "graph/status.h"
#include "graph/store.h"
#include "graph/table.h"

namespace headwater::queries {

// A number is divided by nothing, by the square root of a hub's size, or by its size.
enum class HubDiscount : std::uint8_t { kNone, kSquareRoot, kFull };

struct RingRequest {
  std::vector<graph::EntityId> known;  // at least one; the same entity under two ids counts once
  std::vector<graph::Layer> layers = {graph::Layer::kMoney, graph::Layer::kRelations,
                                      graph::Layer::kVictims};
  graph::Resolution resolution;
  graph::Weight weight = graph::Weight::kAmount;          // of money, per asset; other ties weigh 1
  HubDiscount tie_discount = HubDiscount::kNone;          // by the strength of the tie's far end
  HubDiscount score_discount = HubDiscount::kSquareRoot;  // by plain PageRank
  double damping = 0.85;
  graph::TimeWindow window;
};

struct RankedEntity {
  graph::VertexIndex vertex = 0;  // representative of everything that is the same as it
  graph::EntityId entity;
  double score = 0;         // comparable within one ranking only
  double personalised = 0;  // chance of the walker from the known members
  double plain = 0;         // chance of the walker from anywhere
  std::uint64_t ties = 0;   // distinct neighbours
};

struct RingRanking {
  std::vector<RankedEntity> ranked;       // best first, ties by vertex; without the known
  std::vector<graph::VertexIndex> known;  // representatives of the known, ascending
  std::uint64_t protected_left_out = 0;   // persons and companies that are never ranked
  graph::ProjectionNotes notes;
};

// Known ones outside these layers, and protected ones, are passed over in silence: no message says
// who is a victim. Errors: kQuestion (no known member is left, or one is no person or
// company of the graph), and those of `project` and `pagerank`. O(iterations * (V + E)) time.
// Deterministic for any number of threads.
graph::Result<RingRanking> rank_ring(const graph::Snapshot& snapshot, const RingRequest& request,
                                     const graph::ExecutionContext& context);

// Two simple ways to compare with, over the same graph and with the same rules on who is ranked.
// One-hop: neighbours of the known, by the number of known ones they touch, then by weight of the
// ties to them; nobody else is listed.
graph::Result<RingRanking> rank_one_hop(const graph::Snapshot& snapshot, const RingRequest& request,
                                        const graph::ExecutionContext& context);
// Degree: everybody by number of distinct neighbours; the known members play no part.
graph::Result<RingRanking> rank_by_degree(const graph::Snapshot& snapshot,
                                          const RingRequest& request,
                                          const graph::ExecutionContext& context);

// rank, id, name (where a source gives one), ties, score; the first `top` rows.
graph::Result<graph::Table> ring_table(const graph::StoreView& view, const RingRanking& ranking,
                                       std::size_t top);

}  // namespace headwater::queries
