// The sum of a function over the arcs of one vertex. Long rows (hubs) are summed in parallel along
// a tree that depends on the length alone, so the result is the same for any number of threads.
#pragma once

#include <tbb/blocked_range.h>
#include <tbb/parallel_reduce.h>
#include <tbb/partitioner.h>

#include <cstddef>
#include <functional>

namespace headwater::engine::internal {

inline constexpr std::size_t kHubRow = 1 << 16;
inline constexpr std::size_t kArcsPerLeaf = 1 << 13;

// sum over i in [0, length) of term(i). Call inside ExecutionContext::run.
template <typename Term>
double sum_row(std::size_t length, const Term& term) {
  const auto linear = [&](std::size_t begin, std::size_t end) {
    double sum = 0;
    for (std::size_t i = begin; i < end; ++i) sum += term(i);
    return sum;
  };
  if (length <= kHubRow) return linear(0, length);
  return tbb::parallel_deterministic_reduce(
      tbb::blocked_range<std::size_t>(0, length, kArcsPerLeaf), 0.0,
      [&](const tbb::blocked_range<std::size_t>& range, double before) {
        return before + linear(range.begin(), range.end());
      },
      std::plus<>(), tbb::simple_partitioner());
}

}  // namespace headwater::engine::internal
