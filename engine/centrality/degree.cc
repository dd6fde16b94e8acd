// Degree and strength, read off the compressed rows.
//
// Every vertex is computed by one task from its own rows in neighbour order, so there is nothing
// shared to write and the result does not depend on the number of threads. An undirected projection
// stores a self-loop once; both of its ends are at the vertex, so it is added a second time here.
#include "engine/centrality/degree.h"

#include <algorithm>

#include "engine/internal/vertex_blocks.h"

namespace headwater::engine {
namespace {

using graph::CompressedRows;
using graph::ExecutionContext;
using graph::Projection;
using graph::Result;

// Positions [first, second) in the row of v that point back at v; rows ascend.
std::pair<std::size_t, std::size_t> self_loops(const CompressedRows& rows, std::uint32_t v) {
  const auto row = rows.neighbours(v);
  const auto [first, last] = std::equal_range(row.begin(), row.end(), v);
  return {static_cast<std::size_t>(first - row.begin()),
          static_cast<std::size_t>(last - row.begin())};
}

double weight_of_arcs(const CompressedRows& rows, std::uint32_t v, std::size_t begin,
                      std::size_t end) {
  const auto weights = rows.weights_of(v);
  if (weights.empty()) return static_cast<double>(end - begin);
  double sum = 0;
  for (std::size_t i = begin; i < end; ++i) sum += weights[i];
  return sum;
}

// What one vertex adds up to, for both measures: `measure(rows, v, begin, end)` over a part of the
// row of v.
template <typename Value, typename Measure>
Value total_at(const Projection& projection, Direction direction, std::uint32_t v,
               const Measure& measure) {
  const auto whole_row = [&](const CompressedRows& rows) {
    return measure(rows, v, std::size_t{0}, static_cast<std::size_t>(rows.degree(v)));
  };
  if (!projection.is_directed()) {
    const auto [first, last] = self_loops(projection.out(), v);
    return whole_row(projection.out()) + measure(projection.out(), v, first, last);
  }
  Value total{};
  if (direction != Direction::kIn) total += whole_row(projection.out());
  if (direction != Direction::kOut) total += whole_row(projection.in());
  return total;
}

template <typename Value, typename Measure>
Result<std::vector<Value>> measure_all(const Projection& projection, Direction direction,
                                       const ExecutionContext& context, std::string_view what,
                                       const Measure& measure) {
  std::vector<Value> values(projection.vertex_count());
  context.run([&] {
    const internal::VertexBlocks blocks(projection.vertex_count(), projection.out(),
                                        projection.in());
    internal::for_each_block(blocks, context, [&](std::uint32_t begin, std::uint32_t end) {
      for (std::uint32_t v = begin; v < end; ++v) {
        values[v] = total_at<Value>(projection, direction, v, measure);
      }
    });
  });
  HEADWATER_RETURN_IF_ERROR(context.check_cancelled(what));
  return values;
}

}  // namespace

Result<std::vector<std::uint64_t>> degree(const Projection& projection, Direction direction,
                                          const ExecutionContext& context) {
  return measure_all<std::uint64_t>(projection, direction, context, "degree",
                                    [](const CompressedRows&, std::uint32_t, std::size_t begin,
                                       std::size_t end) { return std::uint64_t{end - begin}; });
}

Result<std::vector<double>> strength(const Projection& projection, Direction direction,
                                     const ExecutionContext& context) {
  return measure_all<double>(projection, direction, context, "strength", weight_of_arcs);
}

}  // namespace headwater::engine
