// Label propagation, synchronous and deterministic (LDBC Graphalytics CDLP): every vertex takes the
// label that most of its neighbours hold, ties to the smallest label.
//
//   HEADWATER_ASSIGN_OR_RETURN(LabelPropagationResult found,
//                              label_propagation(projection, {.iterations = 10}, context));
//   if (!found.converged) { ... }  // the labels of the last round; more rounds may change them
//
// Synchronous rounds can swing between two labellings for ever (a single edge does): the number of
// rounds then decides, and `converged` says so. A community is a reason to look, not a finding.
#pragma once

#include <cstdint>
#include <vector>

#include "graph/execution_context.h"
#include "graph/projection.h"
#include "graph/status.h"

namespace headwater::engine {

struct LabelPropagationOptions {
  int iterations = 10;    // > 0; stops early once nothing changes
  bool weighted = false;  // count neighbours by edge weight
};

struct LabelPropagationResult {
  std::vector<std::uint32_t>
      label;                // by projection vertex: a vertex number; vertices start as theirs
  std::uint32_t count = 0;  // distinct labels
  int iterations = 0;
  bool converged = false;
};

// In a directed graph a neighbour met in both directions counts twice. Deterministic for any number
// of threads; safe to call from several. O(iterations * (V + E)) time, O(V + max degree * threads)
// memory. Errors: kQuestion (iterations below 1; weights that are negative or not finite),
// kCancelled.
// Source: Raghavan, Albert, Kumara 2007; LDBC Graphalytics specification 1.0 (CDLP).
graph::Result<LabelPropagationResult> label_propagation(const graph::Projection& projection,
                                                        const LabelPropagationOptions& options,
                                                        const graph::ExecutionContext& context);

}  // namespace headwater::engine
