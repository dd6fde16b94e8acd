// Degree and strength: how many ties a vertex has, and how much they weigh.
//
//   Result<DegreeCentrality> d = degree(projection, Direction::kTotal, context);
//
// Exact; deterministic for any number of threads. O(V + E) time, O(V) memory.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/execution_context.h"
#include "graph/projection.h"
#include "graph/status.h"

namespace headwater::engine {

enum class Direction : std::uint8_t { kOut, kIn, kTotal };

// Number of stored edges at each vertex. A self-loop counts once out and once in. For undirected
// projections every direction is the same number, and a self-loop counts twice.
graph::Result<std::vector<std::uint64_t>> degree(const graph::Projection& projection,
                                                 Direction direction,
                                                 const graph::ExecutionContext& context);

// Sum of the weights of those edges, in neighbour order (each weight 1 when unweighted).
graph::Result<std::vector<double>> strength(const graph::Projection& projection,
                                            Direction direction,
                                            const graph::ExecutionContext& context);

}  // namespace headwater::engine
