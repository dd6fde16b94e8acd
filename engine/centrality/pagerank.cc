// PageRank by power iteration, in the definition of LDBC Graphalytics:
//
//   next(v) = (1 - d) s(v) + d (sum over arcs u->v of score(u) w(u,v) / W(u) + D s(v))
//
// with s the start distribution (1/V when not personalised), W(u) the weight of all arcs out of u,
// and D the mass at vertices with W = 0 (dangling), from where the walk restarts.
//
// Variant: pull. One task computes next(v) from the arcs into v, so nothing is shared for writing.
// score(u) / W(u) is computed once a vertex and round, so that the inner loop is a sum over one
// array. What remains to be reduced (dangling mass, L1 change) goes along a tree that is fixed by
// the vertex count, and hubs along one fixed by their degree: equal bits for any thread count.
//
// Known limits: a plain power iteration converges like d^k; no extrapolation is done, because the
// number of rounds is part of the definition in Graphalytics.
#include "engine/centrality/pagerank.h"

#include <atomic>
#include <cmath>

#include "engine/internal/row_sum.h"
#include "engine/internal/vertex_blocks.h"

namespace headwater::engine {
namespace {

using graph::CompressedRows;
using graph::ExecutionContext;
using graph::Projection;
using graph::Result;
using graph::Status;

// Weights outside this range could overflow, or vanish beside a score, in score(u) / W(u).
constexpr double kSmallestStrength = 1e-150;
constexpr double kLargestStrength = 1e150;

struct RoundSums {
  double dangling = 0;
  double change = 0;
  RoundSums operator+(const RoundSums& other) const {
    return {dangling + other.dangling, change + other.change};
  }
};

Status check_options(const PageRankOptions& options, std::uint32_t vertex_count) {
  const auto wrong = [](std::string place, std::string found, std::string remedy) {
    return graph::question_error("PageRank", std::move(place), std::move(found), std::move(remedy));
  };
  if (!(options.damping >= 0 && options.damping < 1)) {
    return wrong("damping", "a value outside [0, 1)", "give a damping factor such as 0.85");
  }
  if (options.max_iterations <= 0) {
    return wrong("iterations", std::to_string(options.max_iterations), "give at least 1");
  }
  if (!(options.tolerance >= 0 && std::isfinite(options.tolerance))) {
    return wrong("tolerance", "a negative or infinite value", "give 0 or a small number");
  }
  double total = 0;
  for (std::size_t i = 0; i < options.start.size(); ++i) {
    const std::string place = "start vertex " + std::to_string(i + 1);
    if (options.start[i].first >= vertex_count) {
      return wrong(place, "a vertex outside the graph", "choose vertices of this projection");
    }
    const double weight = options.start[i].second;
    if (!(weight > 0 && std::isfinite(total += weight))) {
      return wrong(place, "a weight that is not positive and finite", "give weights such as 1");
    }
  }
  return {};
}

// The start distribution s, dense; empty when it is even.
std::vector<double> dense_start(const PageRankOptions& options, std::uint32_t vertex_count) {
  std::vector<double> start;
  if (options.start.empty()) return start;
  double total = 0;
  for (const auto& [vertex, weight] : options.start) total += weight;
  start.resize(vertex_count);
  for (const auto& [vertex, weight] : options.start) start[vertex] += weight / total;
  return start;
}

class PowerIteration {
 public:
  PowerIteration(const Projection& projection, const PageRankOptions& options,
                 const ExecutionContext& context)
      : projection_(projection),
        context_(context),
        vertex_count_(projection.vertex_count()),
        damping_(options.damping),
        even_share_(1.0 / projection.vertex_count()),
        start_(dense_start(options, projection.vertex_count())),
        out_strength_(projection.vertex_count()),
        contribution_(projection.vertex_count()),
        score_(projection.vertex_count()),
        next_(projection.vertex_count()) {}

  // False when a weight is negative, not finite or out of range.
  bool sum_out_strengths();
  void place_start_mass();
  // One round; returns the L1 change.
  double step();
  std::vector<double> take_scores() { return std::move(score_); }

 private:
  double start_share(std::uint32_t v) const { return start_.empty() ? even_share_ : start_[v]; }
  double pull(std::uint32_t v) const;
  // Fills contribution_ from next_, which becomes score_; sums what a round needs.
  RoundSums settle();

  const Projection& projection_;
  const ExecutionContext& context_;
  const std::uint32_t vertex_count_;
  const double damping_;
  const double even_share_;
  const std::vector<double> start_;
  std::vector<double> out_strength_, contribution_, score_, next_;
  double dangling_ = 0;
};

bool PowerIteration::sum_out_strengths() {
  std::atomic<bool> all_good{true};
  const CompressedRows& rows = projection_.out();
  const internal::VertexBlocks blocks(vertex_count_, rows);
  internal::for_each_block(blocks, context_, [&](std::uint32_t begin, std::uint32_t end) {
    for (std::uint32_t v = begin; v < end; ++v) {
      const auto weights = rows.weights_of(v);
      if (!projection_.is_weighted()) {
        out_strength_[v] = static_cast<double>(rows.degree(v));
        continue;
      }
      bool good = true;
      for (const double weight : weights) good = good && weight >= 0;
      const double sum =
          internal::sum_row(weights.size(), [&](std::size_t i) { return weights[i]; });
      good = good && (sum == 0 || (sum >= kSmallestStrength && sum <= kLargestStrength));
      if (!good) all_good.store(false, std::memory_order_relaxed);
      out_strength_[v] = sum;
    }
  });
  return all_good.load();
}

void PowerIteration::place_start_mass() {
  internal::for_each_range(vertex_count_, context_, [&](std::uint32_t begin, std::uint32_t end) {
    for (std::uint32_t v = begin; v < end; ++v) next_[v] = start_share(v);
  });
  dangling_ = settle().dangling;
}

double PowerIteration::pull(std::uint32_t v) const {
  const auto sources = projection_.in().neighbours(v);
  const double* contribution = contribution_.data();
  if (!projection_.is_weighted()) {
    return internal::sum_row(sources.size(),
                             [=](std::size_t i) { return contribution[sources[i]]; });
  }
  const auto weights = projection_.in().weights_of(v);
  return internal::sum_row(sources.size(),
                           [=](std::size_t i) { return contribution[sources[i]] * weights[i]; });
}

RoundSums PowerIteration::settle() {
  const RoundSums sums = internal::sum_over_vertices<RoundSums>(
      vertex_count_, context_, [&](std::uint32_t begin, std::uint32_t end) {
        RoundSums leaf;
        for (std::uint32_t v = begin; v < end; ++v) {
          leaf.change += std::abs(next_[v] - score_[v]);
          const bool is_dangling = out_strength_[v] == 0;
          contribution_[v] = is_dangling ? 0 : next_[v] / out_strength_[v];
          if (is_dangling) leaf.dangling += next_[v];
        }
        return leaf;
      });
  std::swap(score_, next_);
  return sums;
}

double PowerIteration::step() {
  const double restart = (1 - damping_) + damping_ * dangling_;
  const internal::VertexBlocks blocks(vertex_count_, projection_.in());
  internal::for_each_block(blocks, context_, [&](std::uint32_t begin, std::uint32_t end) {
    for (std::uint32_t v = begin; v < end; ++v) {
      next_[v] = restart * start_share(v) + damping_ * pull(v);
    }
  });
  const RoundSums sums = settle();
  dangling_ = sums.dangling;
  return sums.change;
}

}  // namespace

Result<PageRankResult> pagerank(const Projection& projection, const PageRankOptions& options,
                                const ExecutionContext& context) {
  HEADWATER_RETURN_IF_ERROR(check_options(options, projection.vertex_count()));
  PageRankResult result;
  result.converged = true;
  if (projection.vertex_count() == 0) return result;

  PowerIteration iteration(projection, options, context);
  bool weights_good = true;
  context.run([&] {
    weights_good = iteration.sum_out_strengths();
    if (!weights_good) return;
    iteration.place_start_mass();
    do {
      result.residual = iteration.step();
      ++result.iterations;
      context.report({"PageRank", static_cast<std::uint64_t>(result.iterations),
                      static_cast<std::uint64_t>(options.max_iterations), "iterations"});
      result.converged = result.residual <= options.tolerance;
    } while (!context.is_cancelled() && result.iterations < options.max_iterations &&
             (options.tolerance == 0 || !result.converged));
  });
  HEADWATER_RETURN_IF_ERROR(context.check_cancelled("PageRank"));
  if (!weights_good) {
    return graph::question_error("PageRank", "edge weights", "a weight below 0 or out of range",
                                 "use weights of 0 or more, or no weights");
  }
  result.scores = iteration.take_scores();
  return result;
}

}  // namespace headwater::engine
