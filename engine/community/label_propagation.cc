// Label propagation in the synchronous form of LDBC Graphalytics (CDLP): in each round every vertex
// takes, from the labels of the round before, the one that most of its arcs lead to; of several the
// smallest. A vertex without arcs keeps its own.
//
// Variant: labels of two rounds in two arrays; one task reads the old array and writes its own
// vertices of the new one, so the result does not depend on the number of threads. A vertex is
// counted again only if a neighbour changed in the round before: the outcome is the same, because
// an unchanged neighbourhood gives an unchanged answer, and late rounds cost little. The marks
// "a neighbour changed" are bytes that several tasks may set to the same value.
//
// Known limits: synchronous rounds may swing between two labellings for ever (a single edge does);
// then the number of rounds decides, and the result says that it has not converged.
#include "engine/community/label_propagation.h"

#include <tbb/enumerable_thread_specific.h>

#include <algorithm>
#include <atomic>
#include <cmath>

#include "engine/internal/label_counter.h"
#include "engine/internal/vertex_blocks.h"

namespace headwater::engine {
namespace {

using graph::CompressedRows;
using graph::ExecutionContext;
using graph::Projection;
using graph::Result;

template <typename Total>
class Propagation {
 public:
  Propagation(const Projection& projection, bool weighted, const ExecutionContext& context)
      : projection_(projection),
        context_(context),
        weighted_(weighted),
        blocks_(projection.vertex_count(), projection.out(), projection.in()),
        label_(projection.vertex_count()),
        next_(projection.vertex_count()),
        affected_(projection.vertex_count()) {
    for (std::uint32_t v = 0; v < projection.vertex_count(); ++v) label_[v] = v;
  }

  // One round; returns how many vertices changed their label.
  std::uint64_t step();
  std::vector<std::uint32_t> take_labels() { return std::move(label_); }

 private:
  using Counter = internal::LabelCounter<Total>;

  std::uint32_t label_from_neighbours(std::uint32_t v, Counter& counter) const;
  void add_row(const CompressedRows& rows, std::uint32_t v, Counter& counter) const;
  void relabel(std::uint32_t begin, std::uint32_t end, Counter& counter);
  void mark_affected();
  void mark_row(const CompressedRows& rows, std::uint32_t v);

  const Projection& projection_;
  const ExecutionContext& context_;
  const bool weighted_;
  const internal::VertexBlocks blocks_;
  std::vector<std::uint32_t> label_, next_;
  std::vector<std::atomic<std::uint8_t>> affected_;
  bool all_affected_ = true;
  tbb::enumerable_thread_specific<Counter> counters_;
};

template <typename Total>
void Propagation<Total>::add_row(const CompressedRows& rows, std::uint32_t v,
                                 Counter& counter) const {
  const auto neighbours = rows.neighbours(v);
  const auto weights = weighted_ ? rows.weights_of(v) : std::span<const double>{};
  for (std::size_t i = 0; i < neighbours.size(); ++i) {
    counter.add(label_[neighbours[i]], weights.empty() ? Total{1} : static_cast<Total>(weights[i]));
  }
}

template <typename Total>
std::uint32_t Propagation<Total>::label_from_neighbours(std::uint32_t v, Counter& counter) const {
  const bool directed = projection_.is_directed();
  const std::uint64_t arcs =
      projection_.out().degree(v) + (directed ? projection_.in().degree(v) : 0);
  if (arcs == 0) return label_[v];
  counter.start(arcs);
  add_row(projection_.out(), v, counter);
  if (directed) add_row(projection_.in(), v, counter);
  return counter.winner();
}

template <typename Total>
void Propagation<Total>::relabel(std::uint32_t begin, std::uint32_t end, Counter& counter) {
  for (std::uint32_t v = begin; v < end; ++v) {
    const bool is_affected = all_affected_ || affected_[v].load(std::memory_order_relaxed) != 0;
    next_[v] = is_affected ? label_from_neighbours(v, counter) : label_[v];
  }
}

template <typename Total>
void Propagation<Total>::mark_row(const CompressedRows& rows, std::uint32_t v) {
  for (const std::uint32_t neighbour : rows.neighbours(v)) {
    affected_[neighbour].store(1, std::memory_order_relaxed);
  }
}

// After the swap label_ holds the new labels and next_ the old ones.
template <typename Total>
void Propagation<Total>::mark_affected() {
  internal::for_each_range(projection_.vertex_count(), context_,
                           [&](std::uint32_t begin, std::uint32_t end) {
                             for (std::uint32_t v = begin; v < end; ++v) {
                               affected_[v].store(0, std::memory_order_relaxed);
                             }
                           });
  internal::for_each_block(blocks_, context_, [&](std::uint32_t begin, std::uint32_t end) {
    for (std::uint32_t v = begin; v < end; ++v) {
      if (label_[v] == next_[v]) continue;
      mark_row(projection_.out(), v);
      if (projection_.is_directed()) mark_row(projection_.in(), v);
    }
  });
}

template <typename Total>
std::uint64_t Propagation<Total>::step() {
  internal::for_each_block(blocks_, context_, [&](std::uint32_t begin, std::uint32_t end) {
    relabel(begin, end, counters_.local());
  });
  const std::uint32_t vertex_count = projection_.vertex_count();
  const auto changed = internal::sum_over_vertices<std::uint64_t>(
      vertex_count, context_, [&](std::uint32_t begin, std::uint32_t end) {
        std::uint64_t count = 0;
        for (std::uint32_t v = begin; v < end; ++v) count += label_[v] != next_[v] ? 1 : 0;
        return count;
      });
  std::swap(label_, next_);
  // Marking pays once few vertices move; before that, everybody counts again.
  all_affected_ = changed > vertex_count / 8;
  if (!all_affected_ && changed > 0) mark_affected();
  return changed;
}

std::uint32_t distinct_labels(const std::vector<std::uint32_t>& labels) {
  std::vector<bool> is_used(labels.size());
  for (const std::uint32_t label : labels) is_used[label] = true;
  return static_cast<std::uint32_t>(std::count(is_used.begin(), is_used.end(), true));
}

template <typename Total>
LabelPropagationResult propagate(const Projection& projection,
                                 const LabelPropagationOptions& options,
                                 const ExecutionContext& context) {
  LabelPropagationResult result;
  context.run([&] {
    Propagation<Total> propagation(projection, options.weighted, context);
    while (!result.converged && result.iterations < options.iterations && !context.is_cancelled()) {
      result.converged = propagation.step() == 0;
      ++result.iterations;
      context.report({"label propagation", static_cast<std::uint64_t>(result.iterations),
                      static_cast<std::uint64_t>(options.iterations), "iterations"});
    }
    result.label = propagation.take_labels();
  });
  return result;
}

bool are_weights_good(const Projection& projection) {
  const auto& weights = projection.out().weights;
  return std::all_of(weights.begin(), weights.end(),
                     [](double weight) { return weight >= 0 && std::isfinite(weight); });
}

}  // namespace

Result<LabelPropagationResult> label_propagation(const Projection& projection,
                                                 const LabelPropagationOptions& options,
                                                 const ExecutionContext& context) {
  if (options.iterations <= 0) {
    return graph::question_error("label propagation", "iterations",
                                 std::to_string(options.iterations), "give at least 1");
  }
  const bool weighted = options.weighted && projection.is_weighted();
  if (weighted && !are_weights_good(projection)) {
    return graph::question_error("label propagation", "edge weights",
                                 "a weight that is negative or not finite",
                                 "use weights of 0 or more, or count neighbours");
  }
  LabelPropagationResult result = weighted ? propagate<double>(projection, options, context)
                                           : propagate<std::uint64_t>(projection, options, context);
  HEADWATER_RETURN_IF_ERROR(context.check_cancelled("label propagation"));
  result.count = distinct_labels(result.label);
  return result;
}

}  // namespace headwater::engine
